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
            their texts in FILE.txt; without it the rows' numbers are printed, counted from 1.

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

    @Flag(
        help: .text(
            """
            Print one JSON object for each text that has near-duplicates: "indices" (from 0) and \
            "texts", the kept one first, and the duplicates' "scores".
            """))
    var groups = false

    func validate() throws {
        try UsageError.requireFinite(threshold, "--threshold")
    }

    func run() throws {
        let corpus = try corpus.open()
        let metric = metric.metric ?? corpus.metric ?? .cosine
        let threshold = try self.corpus.threshold(
            threshold, else: .duplicates, of: corpus, metric)
        let printer = try scores.printer { try self.corpus.scale(of: corpus, metric) }
        let found = try corpus.vectors.duplicates(
            threshold: threshold, by: metric,
            threads: self.corpus.model.threads)
        if groups {
            var lines = JSONLines()
            for (kept, duplicates) in found where !duplicates.isEmpty {
                lines.object {
                    $0.indices([kept] + duplicates.map(\.index), in: corpus)
                    $0.array("scores", duplicates) { printer.write($1.score, to: &$0) }
                }
            }
            try ResultOutput(nil).write(lines.bytes)
        } else {
            let lines = found.map { kept, _ in
                (corpus.texts ?? corpus.ids).map { Terminal.shown($0[kept]) }
                    ?? String(corpus.record(kept) + 1)
            }
            try ResultOutput(nil).write(Array(lines.map { $0 + "\n" }.joined().utf8))
        }
        Terminal.report("\(found.count) of \(corpus.vectors.count) kept")
    }
}
