import ArgumentParser
import Senc
import SencAnalysis
import SencFiles
import SencInput
import SencMath
import SencVectors

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: localized("Measure how well a model does where the answers are known."),
        discussion: localized(
            """
            Of pairs of texts with a score (CSV, TSV or JSON Lines), Pearson's and Spearman's \
            correlation of scores and similarities. Of pairs with a label, 1 if they belong \
            together and 0 if not, accuracy and F1 at their best thresholds, average precision and \
            Matthews' correlation. Of queries, passages and what is relevant for what, the share \
            of queries with a hit among the best k (accuracy), precision, recall, MRR, nDCG and \
            MAP. All as sentence-transformers' evaluators define them. Of questions and pairs of \
            words, what gensim's evaluations give.

            Columns have their usual names (sentence1, sentence2, score, label; id, text; query-id, \
            corpus-id, score) or those that options give; a file of two texts and a number a row \
            needs no header. Without --relevance, the passage with a query's id, or with its \
            number, is the relevant one.

            With --recommend, of recommendations that are learned from some interactions how well \
            they tell others: NDCG, recall, MAP, hits and coverage at 10 and 20, and those of \
            recommending what is popular; or the error of ratings (RMSE, MAE).

            Examples:
              senc evaluate sts-dev.csv --model all-MiniLM-L6-v2
              senc evaluate --queries q.jsonl --passages corpus.jsonl --relevance test.tsv
              senc evaluate --queries f.csv --field q --passages f.csv --passage-field a
              senc evaluate --analogies questions-words.txt --model words.vec
              senc evaluate --recommend sales.csv --user customer --item sku
            """))

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, csv, tsv
    }

    @Argument(
        help: .text("Files of pairs, as --input takes them.", valueName: "file"), completion: .files
    )
    var names: [String] = []

    @Option(
        name: .shortAndLong, parsing: .singleValue,
        help: .text(
            """
            A file of pairs, - for standard input; it may be compressed. Repeatable: files are one.
            """, valueName: "file"), completion: .files)
    var input: [String] = []

    @Option(
        help: .text("The field or column with the second text.", valueName: "name"),
        completion: .column)
    var secondField: String?

    @Option(
        help: .text("The field or column with a pair's score.", valueName: "name"),
        completion: .column)
    var scoreField: String?

    @Option(
        help: .text("The field or column with a pair's label.", valueName: "name"),
        completion: .column)
    var label: String?

    @Option(
        parsing: .singleValue,
        help: .text("A file of queries. Repeatable.", valueName: "file"), completion: .files)
    var queries: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text("A file of passages to be found. Repeatable.", valueName: "file"),
        completion: .files)
    var passages: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text(
            """
            A file that says which passages are relevant for which queries: CSV, TSV or JSON Lines \
            as of BEIR, or lines as of TREC. Repeatable.
            """, valueName: "file"), completion: .files)
    var relevance: [String] = []

    @Option(
        help: .text("The field or column with the id of a record.", valueName: "name"),
        completion: .column)
    var idField: String?

    @Option(
        help: .text(
            "The field or column with the text of a passage, if it is not --field's.",
            valueName: "name"), completion: .column)
    var passageField: String?

    @Option(
        parsing: .singleValue,
        help: .text(
            """
            Of how many of the best passages accuracy, precision and recall are reported; 1, 3, 5 \
            and 10 if not given, of items 10 and 20. Repeatable.
            """, valueName: "k"))
    var at: [Int] = []

    @OptionGroup(title: "Words") var words: WordTestOptions
    @OptionGroup var layout: LayoutOptions
    @OptionGroup var metric: MetricOptions

    @Option(
        name: .shortAndLong, help: .text("text: a line a measure; csv and tsv: a header and a row.")
    )
    var format: Format?

    @Flag(help: .text("Print one JSON object; the same as --format json."))
    var json = false

    @Option(
        name: .shortAndLong,
        help: .text("A file to write instead of standard output.", valueName: "file"),
        completion: .files)
    var output: String?

    @OptionGroup(title: "Recommendations") var recommendations: RecommendEvaluationOptions
    @OptionGroup(title: "Prompts") var prompts: SearchPromptOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var textOptions: TextOptions

    var isRetrieval: Bool { !queries.isEmpty || !passages.isEmpty || !relevance.isEmpty }

    /// The files of pairs.
    private var pairFiles: [String] { given.isEmpty ? ["-"] : given }
    var given: [String] { names + input }

    /// All files that are read.
    private var read: [String] { given + queries + passages + relevance + words.files }

    func validate() throws {
        if read.contains("") { throw UsageError("the name of a file is empty") }
        if read.count(where: { $0 == "-" }) > 1 {
            throw UsageError("standard input can be read once only")
        }
        try prompts.check(against: textOptions.prompt)
        if json, format != nil, format != .json {
            throw UsageError("--json and --format ask for two formats")
        }
        if at.contains(where: { $0 < 1 }) { throw UsageError("--at must be at least 1") }
        if Set(at).count < at.count { throw UsageError("--at has the same number twice") }
        try recommendations.validate(files: given, model: model.model)
        if words.isGiven {
            try checkOnlyWords()
            if recommendations.recommend != nil {
                throw UsageError("give one of --analogies or --word-pairs and --recommend")
            }
        } else if recommendations.recommend != nil {
            try validateRecommendations()
        } else if isRetrieval {
            if !given.isEmpty { throw UsageError("give --input or --queries, not both") }
            if queries.isEmpty || passages.isEmpty {
                throw UsageError("give both --queries and --passages")
            }
            let given = [
                ("--second-field", secondField), ("--score-field", scoreField), ("--label", label),
            ]
            if let name = given.first(where: { $0.1 != nil })?.0 {
                throw UsageError("\(name) is for pairs: --input FILE")
            }
        } else {
            if given.isEmpty, !Terminal.hasInput {
                throw UsageError("give pairs with --input FILE, or --queries and --passages")
            }
            let given = [
                ("--id-field", idField != nil), ("--passage-field", passageField != nil),
                ("--at", !at.isEmpty), ("--passage-prompt", prompts.passages.isGiven),
                ("--query-prompt", prompts.queries(else: PromptChoice()).isGiven),
            ]
            if let name = given.first(where: \.1)?.0 {
                throw UsageError("\(name) is for --queries and --passages")
            }
            if scoreField != nil, label != nil {
                throw UsageError("give --score-field or --label, not both")
            }
        }
    }

    private func validateRecommendations() throws {
        let unused: [(String, Bool)] = [
            ("--queries", !queries.isEmpty), ("--passages", !passages.isEmpty),
            ("--relevance", !relevance.isEmpty), ("--second-field", secondField != nil),
            ("--score-field", scoreField != nil), ("--label", label != nil),
            ("--field", layout.field != nil),
        ]
        if let name = unused.first(where: \.1)?.0 {
            throw UsageError("\(name) is not for --recommend")
        }
        if recommendations.recommend == "-", given.contains("-") {
            throw UsageError("standard input can be read once only")
        }
    }

    func run() throws {
        if let output {
            let tables = recommendations.recommend.map { [$0] } ?? []
            try UsageError.requireDistinct([output], from: read + tables)
        }
        let list = try measured()
        let bytes =
            switch json ? .json : format ?? .text {
            case .text:
                list.table(forEyes: output == nil && format == nil && Terminal.showsResults)
            case .json: list.object
            case .csv: list.rows(delimiter: ",")
            case .tsv: list.rows(delimiter: "\t")
            }
        try ResultOutput(output).write(bytes)
    }

    private func measured() throws -> MeasureList {
        if words.isGiven { return try measuredWords() }
        if let table = recommendations.recommend {
            return try RecommendEvaluation(
                options: recommendations, told: given.first, model: model.model,
                layout: layout.records, depths: at.isEmpty ? [10, 20] : at, threads: model.threads
            ).measured(table)
        }
        return isRetrieval ? try measuredRetrieval() : try measuredPairs()
    }

    private func measuredPairs() throws -> MeasureList {
        let columns = ColumnNames(
            second: secondField, score: scoreField, label: label, areNumbers: layout.noHeader)
        let known = try KnownPairs(pairFiles, columns, layout.records)
        let encoder = try model.load()
        let metric = metric.metric ?? encoder.similarity
        let options = textOptions.encodingOptions(for: .comparison, of: encoder)
        let similarities = try encoder.similarities(of: known.pairs, metric, options)
        var list = heading(metric)
        append(prompt: options, called: "prompt", to: &list)
        list.append(called: "pairs", .count(known.pairs.count))
        switch known.answers {
        case .scores(let scores):
            list.append(
                try Correlation(scores: scores, similarities: similarities.map { Double($0) }))
        case .labels(let labels):
            list.append(try BinaryClassification(similarities: similarities, labels: labels))
        }
        return list
    }

    private func measuredRetrieval() throws -> MeasureList {
        let columns = ColumnNames(areNumbers: layout.noHeader)
        let asked = try IdentifiedTexts(
            queries, .query, field: layout.field, idField: idField, columns,
            layout.records)
        var passages = try IdentifiedTexts(
            passages, .passage, field: passageField ?? layout.field, idField: idField, columns,
            layout.records)
        passages.sort()
        let known =
            relevance.isEmpty
            ? KnownRelevance(asked, passages)
            : try KnownRelevance(relevance, asked, passages, columns, layout.records)
        // Queries that nothing answers measure nothing.
        let kept = asked.texts.indices.filter { !known.relevant[$0].isEmpty }
        guard !kept.isEmpty else { throw EvaluationError.noQueries }
        if kept.count < asked.texts.count {
            let count = asked.texts.count - kept.count
            Terminal.report(
                count == 1
                    ? "1 query without a relevant passage left out"
                    : "\(count) queries without a relevant passage left out")
        }
        let encoder = try model.load()
        let metric = metric.metric ?? encoder.similarity
        let options = textOptions.encodingOptions
        let queryOptions = options.prompted(
            prompts.queries(else: textOptions.prompt), for: .role(.query), of: encoder)
        let passageOptions = options.prompted(prompts.passages, for: .role(.passage), of: encoder)
        var depths = RetrievalMeasures.Depths()
        if !at.isEmpty { depths.hits = at }
        let queryVectors = try encoder.vectors(of: kept.map { asked.texts[$0] }, queryOptions)
        let vectors = StoredVectors(try encoder.vectors(of: passages.texts, passageOptions))
        let found = try vectors.nearest(
            depths.deepest, to: queryVectors, by: metric, threads: model.threads)
        var list = heading(metric)
        append(prompt: queryOptions, called: "query_prompt", to: &list)
        append(prompt: passageOptions, called: "passage_prompt", to: &list)
        list.append(called: "queries", .count(kept.count))
        list.append(called: "passages", .count(passages.texts.count))
        list.append(
            try RetrievalMeasures(
                rankings: found.map { $0.map(\.index) },
                relevant: kept.map { known.relevant[$0] }, depths: depths))
        return list
    }

    func heading(_ metric: SimilarityFunction) -> MeasureList {
        var list = MeasureList()
        list.append(called: "model", .text(model.model ?? Configuration.model))
        list.append(called: "metric", .text(metric.rawValue))
        return list
    }

    private func append(
        prompt options: EncodingOptions, called name: Message, to list: inout MeasureList
    ) {
        if let text = options.prompt {
            if !text.isEmpty { list.append("\(name)_text", .text(text)) }
        } else if let prompt = options.promptName {
            list.append(called: name, .text(prompt))
        }
    }
}
