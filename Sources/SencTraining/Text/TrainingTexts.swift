/// Texts that are gone through several times, some at a time.
public struct TrainingTexts {
    /// Gives the next texts, none at the end.
    public typealias Pass = () throws -> [String]

    /// Calls its second argument with each word of a text in UTF-8.
    package typealias Cut =
        @Sendable (UnsafeBufferPointer<UInt8>, (UnsafeBufferPointer<UInt8>) -> Void) -> Void

    let begin: () throws -> Pass
    /// What cuts texts into words, if that is another than the options say.
    let cut: Cut?

    /// Texts that are read, or made, anew in each pass.
    /// - Parameter begin: starts a pass from the first text. The texts, and how many come at once, are
    ///   the same each time.
    public init(begin: @escaping () throws -> Pass) {
        self.begin = begin
        cut = nil
    }

    /// The same texts, cut into words in another way.
    package init(_ texts: TrainingTexts, cutBy cut: @escaping Cut) {
        begin = texts.begin
        self.cut = cut
    }

    /// Texts in memory.
    public init(_ texts: [String]) {
        self.init {
            var rest = texts[...]
            return {
                defer { rest = rest.dropFirst(Self.window) }
                return Array(rest.prefix(Self.window))
            }
        }
    }

    /// Texts that come at once.
    private static let window = 4096
}
