import ArgumentParser
import Senc
import SencFiles
import SencIndex
import SencInput
import SencMath
import SencVectors

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find the texts or vectors that are closest to queries.",
        discussion: """
            Searches all of a file or directory, exactly: texts, one a line, which are encoded on \
            the fly; the text files of a directory, cut into passages; an index of such files, which senc \
            index makes; or vectors, .npy or .npz (FILE.npz:NAME for one array of several), mapped into memory, \
            with their texts in the file of the same name in .txt, if there is one. An answer is \
            the score, where it is, and the text, between tabs; larger scores are closer.

            Examples:
              senc search "when does it rain?" --in sentences.txt --top 3
              senc search "when does it rain?" --in notes --include '*.md' --context 2
              senc search "when does it rain?" --in vectors.npy --threshold 0.5 --json
              senc search --query-vectors queries.npy --in vectors.npy --json
            """)

    @Argument(help: "What to search for; -- goes before one that begins with -.")
    var queries: [String] = []

    @Option(name: .customLong("in"), help: ArgumentHelp("What to search.", valueName: "path"))
    var place: String

    @Option(
        help: ArgumentHelp("Vectors to search for: .npy, .npz, .jsonl or .csv.", valueName: "file"))
    var queryVectors: String?

    @Option(help: "How many answers to a query.")
    var top = 10

    @Option(help: "The least score of an answer.")
    var threshold: Float?

    @OptionGroup var metric: MetricOptions

    @Flag(
        help: """
            Print one JSON object a query: "indices" (from 0), "scores", and the "query" and \
            "texts" if they are known.
            """)
    var json = false

    @Option(help: ArgumentHelp("The texts of the vectors, one a line.", valueName: "file"))
    var texts: String?

    @Option(
        help: ArgumentHelp(
            "The ranges of int8 vectors, if they are not in FILE.ranges.npy.", valueName: "file"))
    var ranges: String?

    @Option(
        help: ArgumentHelp(
            "The same vectors in a finer element type, to score the best answers again.",
            valueName: "file"))
    var rescore: String?

    @Option(help: "How many times --top are scored again; 64 for binary vectors, else 4.")
    var oversample: Int?

    @OptionGroup var layout: LayoutOptions

    @Option(
        help: ArgumentHelp(
            "Print so many lines of its file before and after each passage, as grep does.",
            valueName: "lines"))
    var context: Int?

    @OptionGroup(title: "Passages") var passageOptions: PassageOptions

    @Option(help: "The model's prompt for texts to be found, if it is not its own for passages.")
    var passagePrompt: String?

    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var textOptions: TextOptions

    func validate() throws {
        if queries.isEmpty == (queryVectors == nil) {
            throw UsageError("give queries, or --query-vectors FILE, and not both")
        }
        if top < 1 { throw UsageError("--top must be at least 1") }
        if let oversample, oversample < 1 { throw UsageError("--oversample must be at least 1") }
        if let context, context < 0 { throw UsageError("--context cannot be negative") }
        if VectorFile.isName(place), passageOptions.areGiven {
            throw UsageError("vectors are not cut into passages: --in a text file or directory")
        }
        if passageOptions.areGiven, layout.field != nil || layout.inputFormat != nil {
            throw UsageError("--field and --input-format are for files that are not cut")
        }
        if !VectorFile.isName(place), ranges != nil || rescore != nil || texts != nil {
            throw UsageError("--texts, --ranges and --rescore are for --in FILE.npy")
        }
    }

    /// What there is at the place.
    private enum Target {
        case vectors
        /// A file whose texts are searched as they are.
        case texts([String])
        case files(FileTree)
        case index(IndexReader)
    }

    func run() throws {
        // What is not there is told before the model is loaded.
        let target = try target()
        if let queryVectors {
            let queries = try VectorFile.matrix(queryVectors)
            let place: any SearchPlace
            if case .index(let reader) = target {
                place = IndexPlace(reader: reader)
            } else {
                place = try vectorPlace(dimension: queries.columns)
            }
            return try search(queries, in: place, metric.metric ?? .cosine)
        }
        let encoder = try model.load()
        var options = textOptions.encodingOptions
        if case .index(let reader) = target {
            options = try IndexSettings(reader.summary.settings, path: place).options(for: encoder)
            try encoder.stamp(options: options)
                .check(against: ModelStamp(reader.summary, path: place), path: place)
        }
        let queries = try encoder.vectors(
            of: self.queries,
            options.prompted(textOptions.promptName, else: ["query"], of: encoder))
        let passages = options.prompted(
            passagePrompt, else: PassageForm.promptNames, of: encoder)
        let place: any SearchPlace =
            switch target {
            case .vectors: try vectorPlace(dimension: queries.columns)
            case .texts(let texts):
                VectorPlace(
                    vectors: StoredVectors(try encoder.vectors(of: texts, passages)),
                    path: self.place, texts: texts, areLines: layout.field == nil)
            case .files(let tree): try passagePlace(tree, encoder, passages)
            case .index(let reader): IndexPlace(reader: reader)
            }
        try search(queries, in: place, metric.metric ?? encoder.similarity)
    }

    private func target() throws -> Target {
        let isText = queryVectors != nil && VectorFile.isTextName(place)
        if VectorFile.isName(place) || isText { return .vectors }
        if IndexReader.isIndex(place) {
            var options = textOptions.encodingOptions
            options.promptName = nil
            guard !passageOptions.areGiven, passagePrompt == nil, layout.encoding == nil,
                options == EncodingOptions()
            else {
                throw UsageError(
                    "an index says itself how texts are cut and encoded; senc index build changes "
                        + "it")
            }
            return .index(try IndexReader(path: place))
        }
        if queryVectors != nil {
            throw UsageError(
                "--query-vectors searches vectors: --in FILE.npy, .npz, .jsonl or .csv, or an index"
            )
        }
        if passageOptions.areGiven || Path.kind(of: place) == .directory {
            return .files(try passageOptions.form().tree([place]))
        }
        return .texts(try texts(of: place))
    }

    private func search(
        _ queries: Matrix, in place: any SearchPlace, _ metric: SimilarityFunction
    ) throws {
        let request = SearchRequest(
            top: top, metric: metric, threshold: threshold, threads: model.threads)
        let list = try AnswerList(
            answers: try place.answers(to: queries, request), queries: self.queries,
            form: place.form, encoding: encoding(of: place))
        try Results(nil).write(json ? list.objects : list.table(context: context))
    }

    /// In which the files of a place are read.
    private func encoding(of place: any SearchPlace) throws -> TextEncoding? {
        guard let index = place as? IndexPlace else { return layout.encoding }
        return try IndexSettings(index.reader.summary.settings, path: self.place).form.encoding
    }

    private func vectorPlace(dimension: Int) throws -> VectorPlace {
        let vectors = try VectorFile.vectors(place, dimension: dimension, ranges: ranges)
        let texts = try textsBeside(vectors.count)
        return VectorPlace(
            vectors: vectors, path: texts == nil ? place : textPath ?? place, texts: texts,
            finer: try rescore.map { try VectorFile.vectors($0, dimension: dimension) },
            oversampling: oversample)
    }

    private func passagePlace(
        _ tree: FileTree, _ encoder: SentenceEncoder, _ options: EncodingOptions
    ) throws -> PassagePlace {
        var form = passageOptions.form()
        form.encoding = layout.encoding
        let source = PassageSource(
            tree.files, unit: form.unit, encoding: form.encoding,
            try form.windows(encoder, options),
            failures: tree.failures)
        var passages: [(file: String, passage: Passage)] = []
        while let item = source.next() {
            if case .passage(let passage, let file) = item {
                passages.append((tree.files[file].path, passage))
            }
        }
        source.report()
        guard !passages.isEmpty else { throw JobError.noText(path: place) }
        return PassagePlace(
            vectors: StoredVectors(
                try encoder.vectors(of: passages.map(\.passage.text), options)),
            passages: passages)
    }

    private func texts(of path: String) throws -> [String] {
        let format = try layout.format(path: path)
        let source = try layout.source([(path: path, format: format)])
        let texts = try source.allTexts()
        source.reportReplacements()
        return texts
    }

    /// The file with the vectors' texts; `nil` if there is none.
    private var textPath: String? {
        if let texts { return texts }
        let beside = (place.hasSuffix(".npy") ? String(place.dropLast(4)) : place) + ".txt"
        return Path.kind(of: beside) == .file ? beside : nil
    }

    private func textsBeside(_ count: Int) throws -> [String]? {
        guard let path = textPath else { return nil }
        let lines = try texts(of: path)
        guard lines.count == count else {
            throw JobError.textsOfVectors(texts: lines.count, vectors: count, path: path)
        }
        return lines
    }
}

extension EncodingOptions {
    /// These with the prompt of a name, or else the first of some that the model has.
    func prompted(
        _ name: String?, else names: [String], of encoder: SentenceEncoder
    ) -> EncodingOptions {
        var result = self
        result.promptName = name ?? names.first { encoder.prompts[$0] != nil }
        return result
    }
}
