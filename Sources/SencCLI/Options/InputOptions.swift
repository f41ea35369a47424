import ArgumentParser

/// Where texts come from.
struct InputOptions: ParsableArguments {
    @Argument(help: "Texts; -- goes before one that begins with -.")
    var texts: [String] = []

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "A file with one text a line, - for standard input. Repeatable.", valueName: "file"))
    var input: [String] = []

    func validate() throws {
        if input.contains("") { throw UsageError("--input needs the name of a file") }
        if texts.isEmpty, input.isEmpty {
            throw UsageError("give texts, or --input FILE (- for standard input)")
        }
        if !texts.isEmpty, !input.isEmpty {
            throw UsageError("give texts or --input, not both")
        }
    }

    /// The texts, or the files opened: an input that cannot be read is an error before any result.
    func open() throws -> TextSource {
        input.isEmpty ? TextSource(texts: texts) : try TextSource(paths: input)
    }
}
