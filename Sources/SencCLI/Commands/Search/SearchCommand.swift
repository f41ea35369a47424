import ArgumentParser
import Senc
import SencFiles
import SencIVF
import SencIndex
import SencInput
import SencMath
import SencVectors

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: localized("Find the texts or vectors that are closest to queries."),
        discussion: localized(
            """
            Searches all of a file or directory, exactly: texts, one a line, which are encoded on \
            the fly; the text files of a directory, cut into passages; an index of such files, \
            which senc index makes; or vectors, .npy or .npz (FILE.npz:NAME for one array of \
            several), mapped into memory, with their texts in FILE.txt and their ids in \
            FILE.npy.ids, if those are there. Of an index made with --approximate, a few \
            lists are searched, so that close ones may be missed. An answer is the score, where it \
            is, the text, the id and what --show asks for, between tabs; larger scores are closer. \
            Blank texts are no answers. In JSON, an object a query: "indices" (from 0), "scores", \
            and what is known of "query", "texts", "ids", "fields", "files" and "lines".

            Examples:
              senc search "when does it rain?" sentences.txt --top 3
              senc search "when does it rain?" notes --include '*.md' --context 2
              senc search "when does it rain?" -i vectors.npy --threshold 0.5 --json
              senc search --query-vectors queries.npy -i vectors.npy --json
            """))

    @Argument(
        help: .text(
            """
            What to search for, and then, if there is no --input, the files and directories to \
            search; of a pipe as standard input its lines are searched. - stands for queries on \
            standard input, one a line.
            """, valueName: "query"))
    var words: [String] = []

    @Option(
        name: .shortAndLong, parsing: .singleValue,
        help: .text(
            "What to search. Repeatable: files of a kind are one, row after row.",
            valueName: "path"), completion: .files)
    var input: [String] = []

    @Option(
        name: .customLong("queries"), parsing: .singleValue,
        help: .text(
            "Queries in a file, one a line, - for standard input. Repeatable.", valueName: "file"),
        completion: .files)
    var queryFiles: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text(
            "Vectors to search for: .npy, .npz, .jsonl or .csv. Repeatable.", valueName: "file"),
        completion: .vectors)
    var queryVectors: [String] = []

    @Option(name: [.customShort("n"), .long], help: .text("How many answers to a query."))
    var top = 10

    @Option(help: .text("The least score of an answer."))
    var threshold: Float?

    @OptionGroup var metric: MetricOptions
    @OptionGroup var scores: ScoreOptions

    @OptionGroup var results: ListOptions

    @OptionGroup var table: TableOptions

    @Option(
        parsing: .singleValue,
        help: .text("The texts of the vectors, one a line. Repeatable.", valueName: "file"),
        completion: .files)
    var texts: [String] = []

    @Option(
        help: .text(
            "The ranges of int8 vectors, if they are not in FILE.ranges.npy.", valueName: "file"),
        completion: .files)
    var ranges: String?

    @Option(
        parsing: .singleValue,
        help: .text(
            """
            The same vectors in a finer element type, to score the best answers again. Repeatable.
            """, valueName: "file"), completion: .files)
    var rescore: [String] = []

    @Option(help: .text("How many times --top are scored again; 64 for binary vectors, else 4."))
    var oversample: Int?

    @Option(
        help: .text(
            """
            How many lists of an approximate index are searched for each query: more find more of the \
            closest, and take longer. As many as it was made for if not given.
            """))
    var probes: Int?

    @OptionGroup var layout: LayoutOptions

    @Option(
        help: .text(
            "Print this many lines of its file before and after each passage, as grep does.",
            valueName: "lines"))
    var context: Int?

    @OptionGroup(title: "Passages") var passageOptions: PassageOptions

    @OptionGroup(title: "Prompts") var prompts: SearchPromptOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var textOptions: TextOptions

    /// What is searched for, where it is texts of the command line.
    private var queries: [String] {
        if !input.isEmpty { return words }
        return queryFiles.isEmpty && queryVectors.isEmpty ? Array(words.prefix(1)) : []
    }

    /// What is searched: after the query where it is not said with `--input`, or else the lines of a
    /// pipe.
    var places: [String] {
        if !input.isEmpty { return input }
        let rest = words.dropFirst(queries.count)
        return rest.isEmpty && !queries.isEmpty && queries != ["-"] && Terminal.hasInput
            ? ["-"] : Array(rest)
    }

    func validate() throws {
        let sources = [!queries.isEmpty, !queryFiles.isEmpty, !queryVectors.isEmpty]
        if sources.count(where: { $0 }) != 1, sources.contains(true) || !Terminal.hasInput {
            throw UsageError(
                "give queries, --queries FILE or --query-vectors FILE, one of them alone")
        }
        if places.isEmpty {
            throw UsageError(
                "give what to search: files or a directory after the query, or --input PATH")
        }
        try InputOptions.checkStandardInput(queries)
        try UsageError.requireAtLeast(1, top, "--top")
        try UsageError.requireAtLeast(1, oversample, "--oversample")
        try UsageError.requireAtLeast(1, probes, "--probes")
        try UsageError.requireAtLeast(0, context, "--context")
        try UsageError.requireFinite(threshold, "--threshold")
        if let metric = metric.metric {
            try UsageError.requireScore(threshold, of: metric, "--threshold")
        }
        let areVectors = places.contains(where: isVectors)
        if areVectors, passageOptions.areGiven {
            throw UsageError("vectors are not cut into passages: --input a text file or directory")
        }
        if passageOptions.areGiven, layout.records.describesRecords {
            throw UsageError("--field, --input-format and the like are for files that are not cut")
        }
        if !areVectors, ranges != nil || !rescore.isEmpty || !texts.isEmpty {
            throw UsageError("--texts, --ranges and --rescore are for --input FILE.npy")
        }
        if !places.contains(where: { FAISSFile.isName($0) || IndexReader.isIndex($0) }) {
            try refuseProbes()
        }
        if rescore.isEmpty, oversample != nil { throw UsageError("--oversample needs --rescore") }
        if results.isJSON, context != nil { throw UsageError("give --context or --json, not both") }
        if areVectors, prompts.passages.isGiven {
            throw UsageError("--passage-prompt is for texts, not for vectors")
        }
        if context != nil, results.chosen != .text {
            throw UsageError("--context is for --format text")
        }
        try prompts.check(against: textOptions.prompt)
        if !queryVectors.isEmpty, scores.isPercentile {
            throw UsageError("--score percentile is for queries that are texts")
        }
        if !queryVectors.isEmpty, queryPrompt.isGiven {
            throw UsageError("--prompt is for queries that are texts")
        }
    }

    /// - Throws: `UsageError` if `--probes` is given where there are no lists.
    func refuseProbes() throws {
        guard probes == nil else { throw UsageError.noLists }
    }

    private var queryPrompt: PromptChoice { prompts.queries(else: textOptions.prompt) }

    func run() throws {
        try results.place.check(against: places + queryFiles + queryVectors)
        // What is not there is reported before the model is loaded.
        let target = try target()
        if !queryVectors.isEmpty {
            let queries = try VectorFile.queries(queryVectors)
            try checkQueryModels(target)
            let place: any Searchable
            switch target {
            case .index(let reader): place = SearchableIndex(reader: reader)
            case .faiss(let index): place = try indexPlace(index, dimension: queries.columns)
            default: place = try vectorPlace(dimension: queries.columns)
            }
            return try search(
                queries, [], in: place, metric.metric ?? target.metric ?? .cosine, ScorePrinter(),
                sentences: nil)
        }
        let queries = try queryTexts()
        let rows = try rowStamps(of: target)
        let stamp = rows.first?.stamp
        let encoder = try model.load(matching: stamp, besides: places)
        var options = textOptions.encodingOptions
        if case .index(let reader) = target, let stamp {
            let path = reader.path
            options = try IndexSettings(reader.summary.settings, path: path).options(for: encoder)
            try encoder.stamp(options: options)
                .check(against: stamp, path: path)
        }
        let queryOptions = options.prompted(queryPrompt, for: .role(.query), of: encoder)
        let fit = RoleFit(encoder, queryOptions, isAsked: queryPrompt.isGiven)
        if target.areVectors {
            try VectorFile.check(places) { try encoder.stamp(options: queryOptions) }
        }
        try fit.reportRoles(rows)
        let vectors = try encoder.vectors(of: queries, queryOptions)
        let passages = options.prompted(prompts.passages, for: .role(.passage), of: encoder)
        let metric = metric.metric ?? target.metric ?? encoder.similarity
        let printer = try scores.printer {
            var rows = passages
            if let stamp { rows.prompt = stamp.prompt }
            return try encoder.scoreScale(queryOptions, rows, metric)
        }
        let place: any Searchable =
            switch target {
            case .vectors: try vectorPlace(dimension: vectors.columns)
            case .faiss(let index): try indexPlace(index, dimension: vectors.columns)
            case .texts(let texts): try textPlace(texts, encoder, passages)
            case .files(let tree): try passagePlace(tree, encoder, passages)
            case .index(let reader): SearchableIndex(reader: reader)
            }
        try search(
            vectors, queries, in: place, metric, printer,
            sentences: ClosestSentences(encoder: encoder, options: passages, metric: metric))
    }

    /// What is searched for: arguments, or the lines of files that are not blank.
    private func queryTexts() throws -> [String] {
        let isStandardInput = queries == ["-"] || (queries.isEmpty && queryFiles.isEmpty)
        let files = isStandardInput ? ["-"] : queryFiles
        guard !files.isEmpty else {
            Terminal.hintAtFiles(named: queries, option: "--queries")
            return queries.map(\.repaired)
        }
        let source = try TextSource(
            files.map { (path: $0, format: .text) }, encoding: layout.encoding)
        let texts = try source.allTexts().filter { !$0.isBlank }
        source.reportReplacements()
        guard !texts.isEmpty else {
            throw JobError.noText(
                path: isStandardInput ? "standard input" : files.joined(separator: ", "))
        }
        return texts
    }

    /// What made the rows that are searched, where that was kept.
    private func rowStamps(of target: SearchTarget) throws -> [(path: String, stamp: ModelStamp)] {
        switch target {
        case .index(let reader):
            [(reader.path, try ModelStamp(reader.summary, path: reader.path))]
        case .vectors, .faiss:
            places.compactMap { path in VectorRecord(of: path).map { (path, $0.stamp) } }
        case .texts, .files: []
        }
    }

    /// - Throws: `ModelStampError` if another model made vectors that are searched for.
    private func checkQueryModels(_ target: SearchTarget) throws {
        guard case .index = target else {
            return try VectorFile.requireOneModel(places + queryVectors)
        }
        for (path, stamp) in try rowStamps(of: target) {
            try VectorFile.check(queryVectors, against: stamp, path: path)
        }
    }

    private func search(
        _ vectors: Matrix, _ queries: [String], in place: any Searchable,
        _ metric: SimilarityFunction, _ printer: ScorePrinter, sentences: ClosestSentences?
    ) throws {
        try UsageError.requireScore(threshold, of: metric, "--threshold")
        let request = SearchRequest(
            top: top, metric: metric, threshold: threshold, threads: model.threads, probes: probes)
        let list = try SearchHitList(
            answers: place.answers(to: vectors, request), queries: queries, form: place.form,
            encoding: encoding(of: place), printer: printer)
        if results.isForEyes {
            return try results.place.write(
                list.terminalTable(context: context, sentences: sentences, closestTo: vectors))
        }
        try results.write(
            text: { list.table(context: context) }, json: { list.objects }, rows: { list.rows })
    }

    /// In which the files of a place are read.
    private func encoding(of place: any Searchable) throws -> TextEncoding? {
        guard let index = place as? SearchableIndex else { return layout.encoding }
        return try IndexSettings(index.reader.summary.settings, path: index.reader.path).form
            .encoding
    }
}
