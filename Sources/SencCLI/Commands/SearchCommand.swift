import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencMath
import SencVectors

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find the texts or vectors that are closest to queries.",
        discussion: """
            Searches all of a file, exactly: texts, one a line, which are encoded on the fly; or \
            vectors, .npy or .npz (FILE.npz:NAME for one array of several), mapped into memory, \
            with their texts in the file of the same name in .txt, if there is one. An answer is \
            the score, where it is, and the text, between tabs; larger scores are closer.

            Examples:
              senc search "when does it rain?" --in sentences.txt --top 3
              senc search "when does it rain?" --in vectors.npy --threshold 0.5 --json
              senc search --query-vectors queries.npy --in vectors.npy --json
            """)

    @Argument(help: "What to search for; -- goes before one that begins with -.")
    var queries: [String] = []

    @Option(name: .customLong("in"), help: ArgumentHelp("What to search.", valueName: "file"))
    var place: String

    @Option(help: ArgumentHelp("Vectors to search for, .npy or .npz.", valueName: "file"))
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

    @Option(help: "How many times --top are scored again.")
    var oversample = StoredVectors.defaultOversampling

    @Option(
        help: ArgumentHelp(
            "Read JSON Lines, CSV or TSV, and take the text from this field or column.",
            valueName: "name"))
    var field: String?

    @Option(help: "How the texts are laid out, if the file's name does not tell.")
    var inputFormat: RecordFormat.Kind?

    @Option(help: "The model's prompt for texts to be found, if it is not its own for passages.")
    var passagePrompt: String?

    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var textOptions: TextOptions

    func validate() throws {
        if queries.isEmpty == (queryVectors == nil) {
            throw UsageError("give queries, or --query-vectors FILE, and not both")
        }
        if queryVectors != nil, !VectorFile.isName(place) {
            throw UsageError("--query-vectors searches vectors: --in FILE.npy")
        }
        if top < 1 { throw UsageError("--top must be at least 1") }
        if oversample < 1 { throw UsageError("--oversample must be at least 1") }
        if !VectorFile.isName(place), ranges != nil || rescore != nil || texts != nil {
            throw UsageError("--texts, --ranges and --rescore are for --in FILE.npy")
        }
    }

    func run() throws {
        if let queryVectors {
            let queries = try VectorFile.open(queryVectors).matrix()
            return try search(queries, in: nil, metric.metric ?? .cosine)
        }
        let texts = VectorFile.isName(place) ? nil : try passages(of: place)
        let encoder = try model.load()
        var options = textOptions.encodingOptions
        options.promptName = options.promptName ?? prompt(of: encoder, among: ["query"])
        let queries = try encoder.vectors(of: self.queries, options)
        var found: (vectors: StoredVectors, texts: [String])?
        if let texts {
            options.promptName =
                passagePrompt ?? prompt(of: encoder, among: ["passage", "document"])
            found = (StoredVectors(try encoder.vectors(of: texts, options)), texts)
        }
        try search(queries, in: found, metric.metric ?? encoder.similarity)
    }

    /// - Parameter passages: what to search; `nil` for the file's vectors.
    private func search(
        _ queries: Matrix, in passages: (vectors: StoredVectors, texts: [String])?,
        _ metric: SimilarityFunction
    ) throws {
        let dimension = queries.columns
        let vectors =
            try passages?.vectors
            ?? VectorFile.vectors(place, dimension: dimension, ranges: ranges)
        let texts = try passages?.texts ?? textsBeside(vectors.count)
        let matches = try vectors.nearest(
            top, to: queries, by: metric, threshold: threshold,
            rescoring: rescore.map { try VectorFile.vectors($0, dimension: dimension) },
            oversampling: oversample, threads: model.threads)
        try Results(nil).write(json ? object(matches, texts) : table(matches, texts))
    }

    /// The first of some prompts that the model has.
    private func prompt(of encoder: SentenceEncoder, among names: [String]) -> String? {
        names.first { encoder.prompts[$0] != nil }
    }

    private func passages(of path: String) throws -> [String] {
        let format = try RecordFormat(path: path, kind: inputFormat, field: field, id: nil)
        let source = try TextSource([(path: path, format: format)])
        let passages = try source.allTexts()
        source.reportReplacements()
        return passages
    }

    /// The file with the vectors' texts; `nil` if there is none.
    private var textPath: String? {
        if let texts { return texts }
        let beside = (place.hasSuffix(".npy") ? String(place.dropLast(4)) : place) + ".txt"
        return Path.kind(of: beside) == .file ? beside : nil
    }

    private func textsBeside(_ count: Int) throws -> [String]? {
        guard let path = textPath else { return nil }
        let lines = try passages(of: path)
        guard lines.count == count else {
            throw JobError.textsOfVectors(texts: lines.count, vectors: count, path: path)
        }
        return lines
    }

    private func table(_ matches: [[Match]], _ texts: [String]?) -> [UInt8] {
        let source = texts == nil ? place : (VectorFile.isName(place) ? textPath ?? place : place)
        var output = ""
        for (query, found) in matches.enumerated() {
            if matches.count > 1 {
                let name = queries.isEmpty ? "query \(query)" : queries[query].onOneLine()
                output += (query > 0 ? "\n" : "") + "# \(name)\n"
            }
            for match in found {
                output += "\(match.score)\t\(source):\(match.index + 1)"
                if let texts { output += "\t" + texts[match.index].onOneLine() }
                output += "\n"
            }
        }
        return Array(output.utf8)
    }

    private func object(_ matches: [[Match]], _ texts: [String]?) -> [UInt8] {
        var text = JSONText()
        for (query, found) in matches.enumerated() {
            text.append(raw: "{")
            if !queries.isEmpty {
                text.append(raw: "\"query\":")
                text.append(string: queries[query])
                text.append(raw: ",")
            }
            text.append(raw: "\"indices\":")
            text.append(array: found) { $0.append(raw: String($1.index)) }
            text.append(raw: ",\"scores\":")
            text.append(array: found) { $0.append(number: $1.score) }
            if let texts {
                text.append(raw: ",\"texts\":")
                text.append(array: found) { $0.append(string: texts[$1.index]) }
            }
            text.append(raw: "}\n")
        }
        return text.bytes
    }
}
