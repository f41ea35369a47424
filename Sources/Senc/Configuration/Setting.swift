/// A setting of a loaded model and where it was read.
public struct Setting: Sendable, Equatable {
    /// What users call it, as `maximum tokens`.
    public let name: String
    /// The value as users read it: `mean`, `512`.
    public let value: String
    /// The file, relative to the model directory, and the key; or why there is none.
    public let source: String

    package init(name: String, value: String, source: String) {
        (self.name, self.value, self.source) = (name, value, source)
    }
}

extension Setting {
    /// - Parameter limit: `nil` for none.
    static func maximumTokens(_ limit: Int?, source: String) -> Setting {
        Setting(
            name: "maximum tokens", value: limit.map(String.init) ?? "no limit", source: source)
    }
}
