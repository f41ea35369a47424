import ArgumentParser
import Senc
import SencFiles
import SencInput

extension PassageUnit: ExpressibleByArgument {}

/// How files and directories become passages.
struct PassageOptions: ParsableArguments {
    /// Tokens of a window if it is the unit and no number is given: models take more than a vector
    /// can tell of.
    private static let windowTokens = 256
    /// What models call the prompt for texts to be found.
    static let promptNames = ["passage", "document"]

    @Option(
        help: """
            What text files are cut into: lines, paragraphs (the default for directories), or \
            windows of tokens. What is too long for the model is cut into windows.
            """)
    var passages: PassageUnit?

    @Option(help: "The tokens of a window at most.")
    var window: Int?

    @Option(help: "How many tokens a window shares with the one before it; an eighth.")
    var overlap: Int?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Of directories, take only files whose name, or path if the pattern has a slash, "
                + "matches. Repeatable.", valueName: "pattern"))
    var include: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Of directories, leave out files and directories that match. Repeatable.",
            valueName: "pattern"))
    var exclude: [String] = []

    /// Whether any of these was given.
    var areGiven: Bool {
        passages != nil || window != nil || overlap != nil || !include.isEmpty || !exclude.isEmpty
    }

    func validate() throws {
        if let window, window < 1 { throw UsageError("--window must be at least 1") }
    }

    func tree(_ paths: [String]) throws -> FileTree {
        try FileTree(paths, include: include, exclude: exclude)
    }

    /// - Parameters:
    ///   - options: what the passages are encoded with.
    ///   - failures: files that could not be found out about.
    func source(
        _ files: [FileTree.File], _ encoder: SentenceEncoder, _ options: EncodingOptions,
        _ failures: [FileError]
    ) throws -> PassageSource {
        let unit = passages ?? .paragraphs
        let windows = try TextWindows(
            encoder, tokens: window ?? (unit == .windows ? Self.windowTokens : nil),
            overlap: overlap, options: options)
        return PassageSource(files, unit: unit, windows, failures: failures)
    }
}
