public import ArgumentParser
import SencAnalysis
import SencFiles
import SencMath
import SencVectors

extension CrossMatching: ExpressibleByArgument {}

struct PairsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairs",
        abstract: localized(
            "Find the texts of a file that are closest to each other, or to another file's."),
        discussion: localized(
            """
            Compares every text with every other (paraphrase mining) and prints the closest pairs: \
            the score and the two texts, between tabs. Vectors, --input FILE.npy, have their texts \
            in FILE.txt; without it the rows' numbers are printed, counted from 1.

            With --with FILE, the pairs are of a text of --input and one of that file that says the \
            same, such as translations (bitext mining). Their score is the margin: the cosine, \
            divided by the mean cosine of the two texts with those that are closest to them in the \
            other file; over 1 is closer than that.

            In JSON, an object a pair: "score", "indices" (from 0) and "texts".

            Examples:
              senc pairs --input sentences.txt --top 20 --threshold 0.8
              senc pairs --input es.txt --with en.txt --model multilingual-e5-small
            """))

    enum Scoring: String, CaseIterable, ExpressibleByArgument {
        case margin, cosine
    }

    /// Pairs that are printed of one file if nothing is said.
    private static let usualTop = 100
    /// Texts must be closer than their neighborhood to be a pair, as in the reference.
    private static let leastMargin: Float = 1

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var metric: MetricOptions
    @OptionGroup var scores: ScoreOptions

    @Option(
        parsing: .singleValue,
        help: .text(
            "A file whose texts the others are paired with. Repeatable.", valueName: "file"),
        completion: .files)
    var with: [String] = []

    @Option(
        help: .text(
            "The field or column with the text in files of --with, if it is not --field's.",
            valueName: "name"), completion: .column)
    var withField: String?

    @Option(help: .text("With --with: how pairs are scored. (default: margin)"))
    var scoring: Scoring?

    @Option(
        help: .text(
            "With --with: how many of the closest texts make the neighborhood. (default: 4)"))
    var neighbors: Int?

    @Option(
        help: .text(
            """
            With --with: whether no text is in two pairs, or each text of --input has its best. \
            (default: one-to-one)
            """))
    var matching: CrossMatching?

    @Option(
        name: [.customShort("n"), .long],
        help: .text("How many pairs; 100, or with --with all, if not given."))
    var top: Int?

    @Option(help: .text("The least score of a pair; for margins one to one 1, if not given."))
    var threshold: Float?

    @OptionGroup var table: TableOptions
    @OptionGroup var results: ListOptions

    func validate() throws {
        try UsageError.requireAtLeast(1, top, "--top")
        try UsageError.requireAtLeast(1, neighbors, "--neighbors")
        try UsageError.requireFinite(threshold, "--threshold")
        guard with.isEmpty else {
            if scoring == .cosine { try UsageError.requireCosine(threshold, "--threshold") }
            if with.contains("") { throw UsageError("--with needs the name of a file") }
            if (corpus.inputs.input + with).count(where: { $0 == "-" }) > 1 {
                throw UsageError("standard input can be read once only")
            }
            if metric.metric != nil {
                throw UsageError("--metric is for one file; --scoring is for --with")
            }
            if scores.isPercentile, scoring != .cosine {
                throw UsageError("--score percentile is for --scoring cosine")
            }
            if matching == .each, top != nil {
                throw UsageError("--top is for --matching one-to-one")
            }
            if scoring == .cosine, neighbors != nil {
                throw UsageError("--neighbors is for --scoring margin")
            }
            return
        }
        if let metric = metric.metric {
            try UsageError.requireScore(threshold, of: metric, "--threshold")
        }
        let given = [
            ("--with-field", withField != nil), ("--scoring", scoring != nil),
            ("--neighbors", neighbors != nil), ("--matching", matching != nil),
        ]
        if let name = given.first(where: \.1)?.0 { throw UsageError("\(name) needs --with FILE") }
    }

    func run() throws {
        try corpus.inputs.checkFiles()
        try results.place.check(against: corpus.inputs.input + with)
        guard !with.isEmpty else {
            let corpus = try corpus.open(table: table.request)
            let metric = metric.metric ?? corpus.metric ?? .cosine
            try UsageError.requireScore(threshold, of: metric, "--threshold")
            let printer = try scores.printer { try self.corpus.scale(of: corpus, metric) }
            let pairs = try corpus.vectors.closestPairs(
                top ?? Self.usualTop, by: metric,
                threshold: threshold, threads: self.corpus.model.threads)
            return try write(pairs, corpus, corpus, printer)
        }
        let files = try corpus.others(with, field: withField, table: table.request)
        let corpus = try corpus.open(table: table.request)
        let others = try self.corpus.open(files, besides: corpus)
        let matching = matching ?? .oneToOne
        let isMargin = scoring != .cosine
        let pairs = try corpus.vectors.crossPairs(
            with: others.vectors,
            scoring: isMargin ? .margin(neighbors: neighbors ?? 4) : .cosine, matching: matching,
            threshold: threshold ?? (isMargin && matching == .oneToOne ? Self.leastMargin : nil),
            threads: self.corpus.model.threads)
        let printer = try scores.printer { try self.corpus.scale(of: corpus, .cosine) }
        try write(Array(pairs.prefix(top ?? pairs.count)), corpus, others, printer)
    }

    private func write(
        _ pairs: [Pair], _ corpus: Corpus, _ others: Corpus,
        _ printer: ScorePrinter
    ) throws {
        if results.isForEyes {
            var table = TerminalTable([
                .column("score", .number), .column("text", .text), .column("text", .text),
            ])
            for pair in pairs {
                table.append(
                    StyledText(printer.brief(pair.score)), corpus.cell(pair.first),
                    others.cell(pair.second))
            }
            return try results.place.write(table.bytes)
        }
        try results.write(
            text: {
                let lines = pairs.map { pair in
                    let texts = "\(corpus.line(pair.first))\t\(others.line(pair.second))"
                    return "\(printer.text(pair.score))\t\(texts)\n"
                }
                return Array(lines.joined().utf8)
            },
            json: {
                var lines = JSONLines()
                for pair in pairs {
                    lines.object {
                        $0.member("score") { printer.write(pair.score, to: &$0) }
                        $0.rows([(corpus, pair.first), (others, pair.second)])
                    }
                }
                return lines.bytes
            },
            rows: {
                var rows = ResultRows(["score"] + corpus.header("1") + others.header("2"))
                for pair in pairs {
                    rows.append(
                        [printer.cell(pair.score)] + corpus.cells(pair.first)
                            + others.cells(pair.second))
                }
                return rows
            })
    }
}
