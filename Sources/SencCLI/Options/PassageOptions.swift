import ArgumentParser
import SencInput

extension PassageUnit: ExpressibleByArgument {}

/// How files and directories become passages.
struct PassageOptions: ParsableArguments {
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

    /// - Parameter earlier: what counts where nothing is given.
    func form(
        else earlier: PassageForm = PassageForm(unit: .paragraphs, include: [], exclude: [])
    ) -> PassageForm {
        PassageForm(
            unit: passages ?? earlier.unit, window: window ?? earlier.window,
            overlap: overlap ?? earlier.overlap,
            include: include.isEmpty ? earlier.include : include,
            exclude: exclude.isEmpty ? earlier.exclude : exclude, encoding: earlier.encoding)
    }
}
