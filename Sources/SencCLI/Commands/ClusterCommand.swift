import ArgumentParser
import SencAnalysis
import SencFiles
import SencMath
import SencVectors

struct ClusterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster",
        abstract: localized("Group texts that are close in meaning."),
        discussion: localized(
            """
            With --clusters, by k-means; without it, by communities: groups whose texts all have \
            at least --threshold as cosine with a central one, so that texts may be in none. \
            Prints a line with each group's size and most central text, the largest group first, \
            and then its texts, the most central first. Vectors, --input FILE.npy, have their \
            texts in FILE.txt; without it the rows' numbers are printed, counted from 1. In JSON, \
            an object a group: its "size", its "label", the most central text, "indices" (from 0) \
            and "texts".

            Examples:
              senc cluster --input sentences.txt --clusters 20 --seed 1
              senc cluster --input sentences.txt --threshold 0.7 --minimum-size 5 --json
            """))

    private static let usualSize = 10
    private static let usualRestarts = 10

    @OptionGroup var corpus: CorpusOptions

    @Option(help: .text("How many clusters k-means makes."))
    var clusters: Int?

    @Option(
        help: .text(
            """
            The least cosine to the central text of a community; what is as rare among unrelated \
            texts of the model as 0.75 is with all-MiniLM-L6-v2, if not given, and 0.75 if no model \
            is known.
            """))
    var threshold: Float?

    @Option(help: .text("The fewest texts of a community. (default: 10)"))
    var minimumSize: Int?

    @Option(help: .text("What k-means begins with; the same seed gives the same clusters."))
    var seed: UInt64 = 0

    @Option(help: .text("How many starts of k-means, of which the best is taken. (default: 10)"))
    var restarts: Int?

    @OptionGroup var table: TableOptions
    @OptionGroup var added: ColumnOptions
    @OptionGroup var results: ListOptions

    func validate() throws {
        try UsageError.requireCosine(threshold, "--threshold")
        try UsageError.requireAtLeast(1, restarts, "--restarts")
        if clusters != nil, threshold != nil || minimumSize != nil {
            throw UsageError(
                """
                --threshold and --minimum-size are for communities, --clusters is for k-means; give \
                one or the other
                """)
        }
        if clusters == nil, restarts != nil { throw UsageError("--restarts needs --clusters") }
    }

    func run() throws {
        try corpus.inputs.checkFiles()
        try results.place.check(against: corpus.inputs.input)
        let corpus = try corpus.open(table: table.request, column: added.column)
        let threshold = try leastCosine(of: corpus)
        let groups = try groups(of: corpus, threshold)
        if let table = corpus.table {
            var values = [RecordTable.Value](repeating: .none, count: table.count)
            for (number, members) in groups.enumerated() {
                for row in members { values[corpus.record(row)] = .number(number + 1) }
            }
            try results.place.write(table.bytes(values, as: results.tableKind))
            return report(groups, corpus, threshold)
        }
        try results.write(
            text: { results.isForEyes ? blocks(groups, corpus) : table(groups, corpus) },
            json: { objects(groups, corpus) },
            rows: {
                var rows = ResultRows(["group"] + corpus.header())
                for (number, members) in groups.enumerated() {
                    for row in members { rows.append([String(number + 1)] + corpus.cells(row)) }
                }
                return rows
            })
        report(groups, corpus, threshold)
    }

    private func report(_ groups: [[Int]], _ corpus: Corpus, _ threshold: Float?) {
        let count = groups.reduce(0) { $0 + $1.count }
        let total = corpus.vectors.count
        Terminal.report(
            groups.count == 1
                ? "1 group of \(count) of \(total)"
                : "\(groups.count) groups of \(count) of \(total)")
        if groups.isEmpty, let threshold, corpus.vectors.count > 1 {
            Terminal.report(
                """
                no group is as close and as large as asked for: a --threshold below \(threshold), a \
                --minimum-size below \(minimumSize ?? Self.usualSize), or --clusters N makes some
                """)
        }
    }

    private func objects(_ groups: [[Int]], _ corpus: Corpus) -> [UInt8] {
        var lines = JSONLines()
        for members in groups {
            lines.object {
                $0.member("size", members.count)
                if let texts = corpus.texts, let first = members.first {
                    $0.member("label", texts[first])
                }
                $0.indices(members, in: corpus)
            }
        }
        return lines.bytes
    }

    private func table(_ groups: [[Int]], _ corpus: Corpus) -> [UInt8] {
        let parts = groups.map { members in
            let label = members.first.map { corpus.name($0) } ?? ""
            return "# \(members.count): \(label)\n"
                + members.map { corpus.line($0) + "\n" }.joined()
        }
        return Array(parts.joined(separator: "\n").utf8)
    }

    /// The same for eyes: each group's size and most central text, then its other texts.
    private func blocks(_ groups: [[Int]], _ corpus: Corpus) -> [UInt8] {
        let (style, width) = (TerminalStyle.ofResults, Terminal.resultColumns)
        let sizes = groups.map { String($0.count) }
        let indent = sizes.map(\.displayWidth).max() ?? 0
        let parts = zip(groups, sizes).map { members, size in
            members.enumerated().map { number, row in
                let text = corpus.cell(row).fitted(to: width - indent - 2).text(style)
                guard number == 0 else {
                    return String(repeating: " ", count: indent + 2) + text + "\n"
                }
                let heading = size.paddedBefore(to: indent) + "  " + text
                return style.styled(heading, .bold) + "\n"
            }.joined()
        }
        return Array(parts.joined(separator: "\n").utf8)
    }

    /// What makes texts members of a community; `nil` for k-means.
    private func leastCosine(of corpus: Corpus) throws -> Float? {
        guard clusters == nil else { return nil }
        return try self.corpus.threshold(threshold, else: .communities, of: corpus, .cosine)
    }

    /// The rows of each group, the most central first; the largest group first.
    private func groups(of corpus: Corpus, _ threshold: Float?) throws -> [[Int]] {
        let threads = self.corpus.model.threads
        guard let clusters else {
            return try corpus.vectors.communities(
                threshold: threshold ?? UsualThreshold.communities.plain,
                minimumSize: minimumSize ?? Self.usualSize, threads: threads)
        }
        let result = try KMeans(
            corpus.vectors, clusters: clusters, seed: seed,
            restarts: restarts ?? Self.usualRestarts,
            threads: threads)
        return result.members(of: corpus.vectors).filter { !$0.isEmpty }
            .sorted { (-$0.count, $0[0]) < (-$1.count, $1[0]) }
    }
}
