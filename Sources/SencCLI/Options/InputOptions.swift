import ArgumentParser
import SencFiles
import SencInput
import SencMath

/// Files that texts are in, and how they lie there.
struct FileOptions: ParsableArguments {
    @Option(
        name: .shortAndLong, parsing: .singleValue,
        help: .text(
            """
            A file with one text a line, - for standard input; it may be compressed with gzip, \
            bzip2, xz or zstd. Repeatable.
            """, valueName: "file"), completion: .files)
    var input: [String] = []

    @OptionGroup var layout: LayoutOptions

    func validate() throws {
        if input.contains("") { throw UsageError("--input needs the name of a file") }
        if input.count(where: { $0 == "-" }) > 1 {
            throw UsageError("standard input can be read once only")
        }
    }
}

/// Where texts come from.
struct InputOptions: ParsableArguments {
    @Argument(
        help: .text(
            """
            Texts, or - for standard input, one a line. Without any, a pipe or file as standard \
            input is read.
            """, valueName: "texts"))
    var words: [String] = []

    @OptionGroup var files: FileOptions

    /// The texts among the arguments.
    var texts: [String] { areFiles ? [] : words }

    /// The files to be read.
    var input: [String] {
        if areFiles { return files.input + words }
        return words == ["-"] || (words.isEmpty && files.input.isEmpty) ? ["-"] : files.input
    }

    /// Whether the arguments are files, as a shell makes them of `--input *.txt`.
    private var areFiles: Bool {
        !files.input.isEmpty && words.allSatisfy { Path.kind(of: $0) == .file }
    }

    var field: String? { files.layout.field }
    var inputFormat: RecordFormat.Kind? { files.layout.inputFormat }

    /// What suits the texts: a few on the command line are done before all weights are packed.
    var packing: WeightPacking {
        let isBrief = input.isEmpty && texts.reduce(0) { $0 + $1.utf8.count } <= Self.briefBytes
        return isBrief ? .eachUse : .ahead
    }

    private static let briefBytes = 400

    func validate() throws {
        if texts.isEmpty, files.input.isEmpty, !Terminal.hasInput {
            throw UsageError("give texts, or --input FILE (- for standard input)")
        }
        if !texts.isEmpty, !files.input.isEmpty {
            throw UsageError("give texts or --input, not both")
        }
        try Self.checkStandardInput(texts)
        if input.isEmpty { try files.layout.checkUnused(for: "texts: give --input FILE") }
    }

    /// - Throws: `UsageError` if `-` stands among other texts.
    static func checkStandardInput(_ texts: [String]) throws {
        if texts.count > 1, texts.contains("-") {
            throw UsageError("- is standard input, and goes without other texts")
        }
    }

    /// The texts, or the files opened: an input that cannot be read is an error before any result.
    /// - Parameter request: what is asked of records beside their texts.
    func open(_ request: RecordRequest = RecordRequest()) throws -> TextSource {
        guard input.isEmpty else { return try files.layout.records.source(input, request) }
        Terminal.hintAtFiles(named: texts, option: "--input")
        return TextSource(texts: texts.map(\.repaired), request)
    }
}

/// Where a command that works on all of its texts reads them: from files, by position or by
/// `--input`.
struct CorpusInputOptions: ParsableArguments {
    @Argument(
        help: .text(
            """
            Files of texts or vectors, as --input takes them, or texts. Without any, a pipe or file \
            as standard input is read.
            """, valueName: "file"), completion: .files)
    var names: [String] = []

    @OptionGroup var files: FileOptions

    /// Whether the arguments are files: if they all are there.
    private var areFiles: Bool {
        names.allSatisfy { $0 == "-" || VectorFile.isName($0) || Path.kind(of: $0) != nil }
    }

    /// The texts among the arguments.
    var texts: [String] { areFiles ? [] : names }

    /// The files to be read.
    var input: [String] {
        let given = (areFiles ? names : []) + files.input
        return given.isEmpty && texts.isEmpty ? ["-"] : given
    }

    var field: String? { files.layout.field }

    func validate() throws {
        if names.isEmpty, files.input.isEmpty, !Terminal.hasInput {
            throw UsageError("give files, by position or with --input (- for standard input)")
        }
        if !texts.isEmpty, !files.input.isEmpty {
            throw UsageError("give texts or --input, not both")
        }
        if input.count(where: { $0 == "-" }) > 1 {
            throw UsageError("standard input can be read once only")
        }
        if texts.count > 1, let file = texts.first(where: { Path.kind(of: $0) == .file }) {
            let missing = texts.first { Path.kind(of: $0) != .file } ?? ""
            throw UsageError(
                "\(file.quoted()) is a file and \(missing.quoted()) is not: give files or texts")
        }
    }

    /// For commands in which a single text makes no sense.
    /// - Throws: `FileError.notFound` for a name that is none of a file.
    func checkFiles() throws {
        if texts.count == 1 { throw FileError.notFound(path: texts[0]) }
        if !texts.isEmpty { try files.layout.checkUnused(for: "texts: give --input FILE") }
    }

    /// What suits the texts: a few on the command line are done before all weights are packed.
    var packing: WeightPacking { asInputs.packing }

    /// The texts, or the files opened.
    func open(_ request: RecordRequest) throws -> TextSource { try asInputs.open(request) }

    private var asInputs: InputOptions {
        var inputs = InputOptions()
        (inputs.words, inputs.files) = (texts, files)
        inputs.files.input = input
        return inputs
    }
}
