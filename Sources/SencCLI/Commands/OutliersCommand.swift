import ArgumentParser
import SencAnalysis
import SencFiles
import SencVectors

struct OutliersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outliers",
        abstract: localized("Find the texts of a file that are least like the rest."),
        discussion: localized(
            """
            Prints the local outlier factor and the text, between tabs, the largest factor first: \
            how much less dense texts lie around one than around those that are closest to it, \
            about 1 for most. Vectors, --input FILE.npy, have their texts in FILE.txt; without it \
            the rows' numbers are printed, counted from 1. In JSON, an object a text: "factor", \
            "index" (from 0) and "text".

            Example:
              senc outliers --input sentences.txt --top 5
            """))

    /// Factors over this come of more equal vectors than there are neighbors.
    private static let largestFactor = 1e7

    @OptionGroup var corpus: CorpusOptions

    @Option(name: [.customShort("n"), .long], help: .text("How many texts."))
    var top = 10

    @Option(
        help: .text("How many of the closest texts each is compared with."))
    var neighbors = 20

    @OptionGroup var table: TableOptions
    @OptionGroup var results: ListOptions

    func validate() throws {
        if top < 1 { throw UsageError("--top must be at least 1") }
        if neighbors < 1 { throw UsageError("--neighbors must be at least 1") }
    }

    func run() throws {
        try corpus.inputs.checkFiles()
        try results.place.check(against: corpus.inputs.input)
        let corpus = try corpus.open(table: table.request)
        let factors = try corpus.vectors.localOutlierFactors(
            neighbors: neighbors, threads: self.corpus.model.threads)
        let order = factors.indices.sorted { (-factors[$0], $0) < (-factors[$1], $1) }
        let found = order.prefix(top).map { (row: $0, factor: Float(factors[$0])) }
        try results.write(
            text: {
                if results.isForEyes {
                    var table = TerminalTable([.column("factor", .number), .column("text", .text)])
                    for (row, factor) in found {
                        table.append(
                            StyledText(decimal(Double(factor), 4)), corpus.cell(row))
                    }
                    return table.bytes
                }
                let lines = found.map { "\($0.factor)\t\(corpus.line($0.row))\n" }
                return Array(lines.joined().utf8)
            },
            json: {
                var lines = JSONLines()
                for (row, factor) in found {
                    lines.object {
                        $0.member("factor", factor)
                        $0.row(row, of: corpus)
                    }
                }
                return lines.bytes
            },
            rows: {
                var rows = ResultRows(["factor"] + corpus.header())
                for (row, factor) in found { rows.append([factor.jsonText] + corpus.cells(row)) }
                return rows
            })
        if let first = order.first, factors[first] > Self.largestFactor {
            Terminal.report(
                """
                warning: some texts are there more than \(neighbors) times, beside which others \
                seem far; leave them out (senc dedupe), or ask for more --neighbors
                """)
        }
    }
}
