/// A setting of a loaded model and where it was read.
public struct Decision: Sendable, Equatable {
    public let name: String
    public let value: String
    /// The file, relative to the model directory, and the key; or why there is none.
    public let source: String

    package init(name: String, value: String, source: String) {
        (self.name, self.value, self.source) = (name, value, source)
    }
}
