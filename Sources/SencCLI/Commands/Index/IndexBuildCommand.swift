import ArgumentParser
import Senc
import SencFiles
import SencIndex
import SencVectors

struct IndexBuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: localized("Make an index of files and directories, or bring one up to date."),
        discussion: localized(
            """
            An index that is there is brought up to date: only files that changed are read, only \
            passages that are new are encoded, and what is gone is left out. Without them it stays \
            one of the same paths, and what is not given as an option stays as it was. If the \
            command is stopped, the index is as before, and the same command goes on.

            Examples:
              senc index build notes.index notes --include '*.md'
              senc index build notes.index
            """))

    @Argument(help: .text("The index, a directory.", valueName: "index"), completion: .directory)
    var path: String

    @Argument(
        help: .text("The files and directories to index.", valueName: "path"), completion: .files)
    var paths: [String] = []

    @Option(
        name: .shortAndLong, parsing: .singleValue,
        help: .text("The same. Repeatable.", valueName: "path"), completion: .files)
    var input: [String] = []

    private var places: [String] { paths + input }

    @Option(help: .text("How numbers are stored: float32, float16 or int8; float32 if not given."))
    var outputType: VectorElementType?

    @OptionGroup(title: "Passages") var passageOptions: PassageOptions
    @OptionGroup(title: "Passages") var encodingOptions: TextEncodingOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var textOptions: TextOptions

    func validate() throws {
        if outputType == .binary {
            throw UsageError("an index has float32, float16 or int8 vectors")
        }
    }

    func run() throws {
        let roots = try places.map { FileName(try Path.existing($0)) }
        try IndexReader.refuseFile(path)
        guard IndexReader.isIndex(path) else {
            guard !roots.isEmpty else {
                throw UsageError(
                    "a new index needs a path: what to index (senc index build INDEX PATH)")
            }
            let encoder = try model.load()
            let options = textOptions.encodingOptions(for: .role(.passage), of: encoder)
            var form = passageOptions.form()
            form.encoding = encodingOptions.encoding
            return try IndexJob(
                path: path,
                settings: IndexSettings(roots: roots, form: form, options: options),
                encoder: encoder, creating: outputType ?? .float32,
                patterns: passageOptions.patterns
            ).run()
        }
        let summary = try IndexReader(path: path).summary
        if let outputType, outputType != summary.elementType {
            throw UsageError(
                "the index has \(summary.elementType.rawValue) vectors; build another one (\(path))"
            )
        }
        var settings = try IndexSettings(summary.settings, path: path)
        if !roots.isEmpty { settings.roots = roots }
        settings.form = passageOptions.form(else: settings.form)
        if let encoding = encodingOptions.encoding { settings.form.encoding = encoding }
        let encoder = try model.load(matching: ModelStamp(summary, path: path))
        settings.options = textOptions.encodingOptions(else: settings.options)
        if textOptions.prompt.isGiven {
            settings.options = settings.options.prompted(
                textOptions.prompt, for: .role(.passage), of: encoder)
        }
        try IndexJob(
            path: path, settings: settings, encoder: encoder, creating: nil,
            patterns: passageOptions.patterns
        ).run()
    }
}
