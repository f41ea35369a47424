import ArgumentParser
import SencFiles
import SencInput

extension PassageUnit: ExpressibleByArgument {}

/// How files and directories become passages.
struct PassageOptions: ParsableArguments {
    @Option(
        help: .text(
            """
            What text files are cut into: lines, paragraphs (the default for directories and for \
            Markdown, HTML and PDF), or windows of tokens. What is too long for the model is cut \
            into windows.
            """))
    var passages: PassageUnit?

    @Option(help: .text("The tokens of a window at most."))
    var window: Int?

    @Option(help: .text("How many tokens a window shares with the one before it; an eighth."))
    var overlap: Int?

    @Option(
        parsing: .singleValue,
        help: .text(
            """
            Of directories, take only files that match, by gitignore's rules: '*.md' at any depth, \
            '/docs/' and what is in it, '!draft*' not. Repeatable.
            """, valueName: "pattern"))
    var include: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text(
            """
            Of directories, leave out files and directories that match, by the same rules. \
            Repeatable.
            """,
            valueName: "pattern"))
    var exclude: [String] = []

    @Flag(
        inversion: .prefixedNo,
        help: .text(
            "Of directories, leave out what .gitignore and .ignore files name. (default: --ignore)")
    )
    var ignore: Bool?

    @Flag(
        inversion: .prefixedNo,
        help: .text("Of directories, take names that begin with a dot, too. (default: --no-hidden)")
    )
    var hidden: Bool?

    /// Whether any of these was given.
    var areGiven: Bool {
        passages != nil || window != nil || overlap != nil || !include.isEmpty || !exclude.isEmpty
            || ignore != nil || hidden != nil
    }

    /// Which files are taken and left out.
    var patterns: [String] { include + exclude }

    func validate() throws {
        try UsageError.requireAtLeast(1, window, "--window")
        try UsageError.requireAtLeast(0, overlap, "--overlap")
        if patterns.contains("") { throw UsageError("a pattern is empty") }
    }

    /// - Parameter earlier: what counts where nothing is given.
    func form(
        else earlier: PassageForm = PassageForm(unit: .paragraphs)
    ) -> PassageForm {
        var selection = earlier.selection
        if !include.isEmpty { selection.include = include }
        if !exclude.isEmpty { selection.exclude = exclude }
        if !include.isEmpty || !exclude.isEmpty { selection.hasShellPatterns = false }
        if let ignore { selection.heedsIgnoreFiles = ignore }
        if let hidden { selection.takesHidden = hidden }
        return PassageForm(
            unit: passages ?? earlier.unit, window: window ?? earlier.window,
            overlap: overlap ?? earlier.overlap, selection: selection, encoding: earlier.encoding)
    }
}
