import ArgumentParser
import SencFiles
import SencInput

/// Files of tables all of whose columns are read.
struct TableFileOptions: ParsableArguments {
    @Option(
        name: .shortAndLong, parsing: .singleValue,
        help: .text(
            """
            A file with a table: CSV, TSV or JSON Lines, - for standard input; it may be compressed \
            with gzip, bzip2, xz or zstd. Repeatable.
            """, valueName: "file"), completion: .files)
    var input: [String] = []

    @Option(help: .text("How the tables are laid out, if a file's name does not tell."))
    var inputFormat: RecordFormat.Kind?

    @OptionGroup var delimited: DelimitedOptions

    func validate() throws {
        if inputFormat == .text {
            throw UsageError("lines of text are not a table: give csv, tsv or jsonl")
        }
        if input.contains("") { throw UsageError("--input needs the name of a file") }
    }

    /// The files of the arguments and of `--input`.
    func paths(_ arguments: [String]) throws -> [String] {
        let paths = arguments + input
        guard !paths.isEmpty else {
            throw UsageError("give files, by position or with --input (- for standard input)")
        }
        if paths.count(where: { $0 == "-" }) > 1 {
            throw UsageError("standard input can be read once only")
        }
        return paths
    }

    /// How the tables lie in files.
    var layout: RecordLayout {
        RecordLayout(
            kind: inputFormat, details: delimited.details(), encoding: delimited.encoding)
    }
}
