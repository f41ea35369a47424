package import SencFiles

/// A setting of a loaded model and where it was read.
public struct Setting: Sendable, Equatable {
    /// What users call it, as `maximum tokens`.
    public var name: String { texts.name.description }
    /// The value as users read it: `mean`, `512`.
    public var value: String { texts.value.description }
    /// The file, relative to the model directory, and the key; or why there is none.
    public var source: String { texts.source.description }

    /// What they are in each language.
    package let texts: Texts

    package struct Texts: Sendable, Equatable {
        package let name, value, source: Message
    }

    package init(name: Message, value: Message, source: Message) {
        texts = Texts(name: name, value: value, source: source)
    }

    /// - Parameter place: the file and the key.
    package init(name: Message, value: Message, in place: String) {
        self.init(name: name, value: value, source: Message(verbatim: place))
    }
}

extension Setting {
    /// - Parameter limit: `nil` for none.
    static func maximumTokens(_ limit: Int?, source: Message) -> Setting {
        Setting(
            name: "maximum tokens", value: limit.map { "\($0)" } ?? "no limit", source: source)
    }
}
