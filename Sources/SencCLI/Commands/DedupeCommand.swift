import ArgumentParser
import SencAnalysis
import SencFiles
import SencMath
import SencVectors

struct DedupeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dedupe",
        abstract: localized("Leave out texts that nearly repeat an earlier one."),
        discussion: localized(
            """
            Prints the texts that are kept, one a line: each text but those whose score with an \
            earlier one that is kept is at least the threshold; as they are, and on a terminal \
            with control characters escaped. Vectors, --input FILE.npy, have \
            their texts in FILE.txt; without it the rows' numbers are printed, counted from 1. In \
            JSON, or with --groups, an object for each text that has near-duplicates: "indices" \
            (from 0) and "texts", the kept one first, and the duplicates' "scores".

            Example:
              senc dedupe --input sentences.txt --threshold 0.9 > distinct.txt
            """))

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var metric: MetricOptions

    @Option(
        help: .text(
            """
            The least score of near-duplicates; what is as rare among unrelated texts of the model as \
            0.95 is with all-MiniLM-L6-v2, if not given, and 0.95 if no model is known.
            """))
    var threshold: Float?

    @OptionGroup var scores: ScoreOptions

    @Flag(help: .text("Print the near-duplicates; the same as --json."))
    var groups = false

    @OptionGroup var table: TableOptions
    @OptionGroup var results: ListOptions

    func validate() throws {
        try UsageError.requireFinite(threshold, "--threshold")
        if let metric = metric.metric {
            try UsageError.requireScore(threshold, of: metric, "--threshold")
        }
        if groups, let format = results.format, format != .json, format != .jsonl {
            throw UsageError("give --groups or --format \(format.rawValue), not both")
        }
    }

    func run() throws {
        try corpus.inputs.checkFiles()
        try results.place.check(against: corpus.inputs.input)
        let corpus = try corpus.open(table: table.request)
        let metric = metric.metric ?? corpus.metric ?? .cosine
        try UsageError.requireScore(threshold, of: metric, "--threshold")
        let threshold = try self.corpus.threshold(
            threshold, else: .duplicates, of: corpus, metric)
        let printer = try scores.printer { try self.corpus.scale(of: corpus, metric) }
        let found = try corpus.vectors.duplicates(
            threshold: threshold, by: metric,
            threads: self.corpus.model.threads)
        func objects() -> [UInt8] {
            var lines = JSONLines()
            for (kept, duplicates) in found where !duplicates.isEmpty {
                lines.object {
                    $0.indices([kept] + duplicates.map(\.index), in: corpus)
                    $0.array("scores", duplicates) { printer.write($1.score, to: &$0) }
                }
            }
            return lines.bytes
        }
        if groups {
            try results.place.write(objects())
        } else {
            try results.write(
                text: {
                    let isForEyes = results.isForEyes
                    let lines = found.map { kept, _ in
                        let name =
                            (corpus.texts ?? corpus.ids).map {
                                isForEyes ? $0[kept].onOneLine() : $0[kept]
                            } ?? String(corpus.record(kept) + 1)
                        return ([name] + corpus.details(kept)).joined(separator: "\t")
                    }
                    return Array(lines.map { $0 + "\n" }.joined().utf8)
                }, json: objects,
                rows: {
                    var rows = ResultRows(corpus.header())
                    for (kept, _) in found { rows.append(corpus.cells(kept)) }
                    return rows
                })
        }
        Terminal.report(
            found.count == 1
                ? "1 of \(corpus.vectors.count) kept"
                : "\(found.count) of \(corpus.vectors.count) kept")
        if found.count == corpus.vectors.count, found.count > 1 {
            Terminal.report(
                """
                no two texts are that close: a --threshold below \(threshold) takes more for \
                duplicates
                """)
        }
    }
}
