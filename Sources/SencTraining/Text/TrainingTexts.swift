/// Texts that are gone through several times, some at a time.
public struct TrainingTexts {
    /// Gives the next texts, none at the end.
    public typealias Pass = () throws -> [String]

    let begin: () throws -> Pass

    /// Texts that are read, or made, anew in each pass.
    /// - Parameter begin: starts a pass from the first text. The texts, and how many come at once, are
    ///   the same each time.
    public init(begin: @escaping () throws -> Pass) {
        self.begin = begin
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
