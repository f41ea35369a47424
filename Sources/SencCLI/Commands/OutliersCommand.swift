import ArgumentParser
import SencAnalysis
import SencFiles
import SencVectors

struct OutliersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outliers",
        abstract: "Find the texts of a file that are least like the rest.",
        discussion: """
            Prints the local outlier factor and the text, between tabs, the largest factor first: \
            how much less dense texts lie around one than around those that are closest to it, \
            about 1 for most. Vectors, --input FILE.npy, have their texts in FILE.txt; without it \
            the rows' numbers are printed, counted from 1.

            Example:
              senc outliers --input sentences.txt --top 5
            """)

    /// Factors over this come of more equal vectors than there are neighbors.
    private static let largestFactor = 1e7

    @OptionGroup var corpus: CorpusOptions

    @Option(help: "How many texts.")
    var top = 10

    @Option(
        name: [.long, .customLong("neighbours")],
        help: "How many of the closest texts each is compared with.")
    var neighbors = 20

    @Flag(help: "Print one JSON object a text: \"factor\", \"index\" (from 0) and \"text\".")
    var json = false

    func validate() throws {
        if top < 1 { throw UsageError("--top must be at least 1") }
        if neighbors < 1 { throw UsageError("--neighbors must be at least 1") }
    }

    func run() throws {
        let corpus = try corpus.open()
        let factors = try corpus.vectors.localOutlierFactors(
            neighbors: neighbors, threads: self.corpus.model.threads)
        let order = factors.indices.sorted { (-factors[$0], $0) < (-factors[$1], $1) }
        var text = JSONText()
        for row in order.prefix(top) {
            let factor = Float(factors[row])
            guard json else {
                text.append(raw: "\(factor)\t\(corpus.line(row))\n")
                continue
            }
            text.append(raw: "{\"factor\":\(factor),\"index\":\(corpus.record(row))")
            for (name, values) in [("id", corpus.ids), ("text", corpus.texts)] {
                guard let values else { continue }
                text.append(raw: ",\"\(name)\":")
                text.append(string: values[row])
            }
            text.append(raw: "}\n")
        }
        try ResultOutput(nil).write(text.bytes)
        if let first = order.first, factors[first] > Self.largestFactor {
            Terminal.report(
                "warning: some texts are there more than \(neighbors) times, beside which others "
                    + "seem far; leave them out (senc dedupe), or ask for more --neighbors")
        }
    }
}
