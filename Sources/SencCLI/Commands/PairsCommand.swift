import ArgumentParser
import SencFiles
import SencMath
import SencVectors

struct PairsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairs",
        abstract: "Find the texts of a file that are closest to each other.",
        discussion: """
            Compares every text with every other (paraphrase mining) and prints the closest pairs: \
            the score and the two texts, between tabs. Vectors, --input FILE.npy, have their texts \
            in FILE.txt; without it the rows' numbers are printed, counted from 1.

            Example:
              senc pairs --input sentences.txt --top 20 --threshold 0.8
            """)

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var metric: MetricOptions

    @Option(help: "How many pairs.")
    var top = 100

    @Option(help: "The least score of a pair.")
    var threshold: Float?

    @Flag(help: "Print one JSON object a pair: \"score\", \"indices\" (from 0) and \"texts\".")
    var json = false

    func validate() throws {
        if top < 1 { throw UsageError("--top must be at least 1") }
        try UsageError.requireFinite(threshold, "--threshold")
    }

    func run() throws {
        let corpus = try corpus.open()
        let pairs = try corpus.vectors.closestPairs(
            top, by: metric.metric ?? corpus.metric ?? .cosine, threshold: threshold,
            threads: self.corpus.model.threads)
        var text = JSONText()
        for pair in pairs {
            if json {
                text.append(raw: "{\"score\":")
                text.append(number: pair.score)
                text.append(raw: ",")
                text.append(indices: [pair.first, pair.second], in: corpus)
                text.append(raw: "}\n")
            } else {
                text.append(
                    raw: "\(pair.score)\t\(corpus.line(pair.first))\t"
                        + "\(corpus.line(pair.second))\n")
            }
        }
        try Results(nil).write(text.bytes)
    }
}
