import ArgumentParser
import Senc
import SencFiles
import SencIVF
import SencIndex
import SencMath
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

            With --approximate a search looks at some lists of vectors alone, and scores the best of \
            them by the vectors themselves: for millions of passages. The lists are kept up to date.

            An index called FILE.faiss is one of files of vectors, for FAISS, too: all of them as they \
            are (IndexFlatIP, IndexFlatL2), or with --approximate in inverted lists \
            (IndexIVFScalarQuantizer, IndexIVFFlat). It is made whole.

            Examples:
              senc index build notes.index notes --include '*.md'
              senc index build notes.index
              senc index build vectors.faiss vectors.npy --approximate
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

    @Flag(
        inversion: .prefixedNo,
        help: .text(
            """
            Make inverted lists of the vectors, or leave them out; in 8 bits, but in a FILE.faiss \
            with --output-type float32. If not given, as it was.
            """))
    var approximate: Bool?

    @Option(
        help: .text("How many lists; by default about 4 times the root of the number of vectors."))
    var lists: Int?

    @Option(
        help: .text("How many lists a search looks at if it says nothing; a 128th, or 8, of them."))
    var probes: Int?

    @OptionGroup var metric: MetricOptions

    @OptionGroup(title: "Passages") var passageOptions: PassageOptions
    @OptionGroup(title: "Passages") var encodingOptions: TextEncodingOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var textOptions: TextOptions

    func validate() throws {
        if outputType == .binary {
            throw UsageError("an index has float32, float16 or int8 vectors")
        }
        try UsageError.requireAtLeast(1, lists, "--lists")
        try UsageError.requireAtLeast(1, probes, "--probes")
        if approximate != true, lists != nil || probes != nil {
            throw UsageError("--lists and --probes need --approximate")
        }
        guard !FAISSFile.isName(path) else { return try validateVectors() }
        if metric.metric != nil {
            throw UsageError(
                "--metric is for an index of vectors: senc index build FILE.faiss VECTORS.npy")
        }
    }

    private func validateVectors() throws {
        guard !places.isEmpty, places.allSatisfy(VectorFile.isName) else {
            throw UsageError(
                "a FAISS index is made of vectors: senc index build FILE.faiss VECTORS.npy")
        }
        if passageOptions.areGiven || encodingOptions.encoding != nil
            || textOptions.encodingOptions != EncodingOptions() || textOptions.prompt.isGiven
        {
            throw UsageError("a FAISS index is of vectors, which are not cut or encoded again")
        }
        if outputType == .float16 || (outputType == .int8 && approximate != true) {
            throw UsageError(
                "a FAISS index has float32 vectors, or with --approximate float32 or int8")
        }
        if metric.metric == .manhattan {
            throw UsageError("--metric of a FAISS index is cosine, dot or euclidean")
        }
    }

    private func buildVectors() throws {
        let metric = metric.metric ?? .cosine
        var settings = InvertedIndexSettings()
        settings.code = outputType == .float32 ? .float32 : .bytes
        settings.metric = FAISSMetric(metric)
        settings.normalizes = metric == .cosine
        (settings.lists, settings.probes) = (lists, probes)
        try VectorIndexJob(
            path: path, inputs: places, lists: approximate == true ? settings : nil,
            metric: settings.metric, threads: model.threads
        ).run()
    }

    /// The lists that are asked for.
    private func lists(_ encoder: SentenceEncoder) throws -> IndexLists? {
        guard approximate == true else { return nil }
        guard
            let lists = IndexLists(
                similarity: encoder.similarity, lists: lists, probes: probes)
        else {
            throw UsageError("the model's vectors are compared by manhattan, which has no lists")
        }
        return lists
    }

    func run() throws {
        guard !FAISSFile.isName(path) else { return try buildVectors() }
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
                settings: IndexSettings(
                    roots: roots, form: form, options: options, lists: lists(encoder)),
                encoder: encoder, creating: outputType ?? .float32,
                patterns: passageOptions.patterns, threads: model.threads
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
        if approximate != nil { settings.lists = try lists(encoder) }
        if textOptions.prompt.isGiven {
            settings.options = settings.options.prompted(
                textOptions.prompt, for: .role(.passage), of: encoder)
        }
        try IndexJob(
            path: path, settings: settings, encoder: encoder, creating: nil,
            patterns: passageOptions.patterns, threads: model.threads
        ).run()
    }
}
