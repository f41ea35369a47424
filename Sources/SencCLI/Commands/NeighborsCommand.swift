import ArgumentParser
import SencFiles
import SencMath
import SencVectors

struct NeighborsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "neighbors",
        abstract: localized("Show which words, items or rows of a table are closest to some."),
        discussion: localized(
            """
            The table is a file of word vectors, a .npy file with ids beside it, or a directory of \
            'senc train'. Prints the score and the name of each neighbor, between tabs, the closest \
            first; lists of several names are under headings. fastText's files with n-grams and \
            static models make vectors of words that they lack. In JSON, an object a name: "id", \
            "ids" and "scores".

            Examples:
              senc neighbors words.vec king queen --top 5
              senc neighbors vectors.npy A-17 --ids ids.txt
            """))

    @Argument(
        help: .text("The table: a file, a directory, or a model by its name.", valueName: "table"),
        completion: .model)
    var table: String

    @Argument(help: .text("Words, or ids of rows, whose neighbors are shown.", valueName: "names"))
    var words: [String]

    @Option(
        help: .text(
            """
            A file with the ids of the rows of a .npy file, one a line; FILE.npy.ids, or else \
            FILE.txt, if not given.
            """, valueName: "file"), completion: .files)
    var ids: String?

    @Option(name: [.customShort("n"), .long], help: .text("How many neighbors of each."))
    var top = 10

    @OptionGroup var metric: MetricOptions
    @OptionGroup var results: ListOptions

    @OptionGroup var workers: ThreadOptions

    private struct Neighbor {
        let name: String
        let score: Float
    }

    func validate() throws {
        try UsageError.requireAtLeast(1, top, "--top")
    }

    func run() throws {
        let threads = workers.threads
        try results.place.check(against: [table] + [ids].compactMap(\.self))
        let words = words.map(\.repaired)
        let named = try NamedVectors(at: table, ids: ids, threads: threads)
        let neighbors = try neighbors(of: words, in: named, threads: threads)
        try results.write(
            text: {
                results.isForEyes
                    ? Self.tables(words, neighbors) : Self.lists(words, neighbors)
            },
            json: {
                var lines = JSONLines()
                for (word, found) in zip(words, neighbors) {
                    lines.object {
                        $0.member("id", word)
                        $0.array("ids", found) { $0.value($1.name) }
                        $0.array("scores", found) { $0.value($1.score) }
                    }
                }
                return lines.bytes
            },
            rows: {
                var rows = ResultRows(["id", "neighbor", "score"])
                for (word, found) in zip(words, neighbors) {
                    for neighbor in found {
                        rows.append([word, neighbor.name, neighbor.score.jsonText])
                    }
                }
                return rows
            })
    }

    /// The closest rows to each name, without its own.
    private func neighbors(
        of words: [String], in named: NamedVectors, threads: Int?
    ) throws -> [[Neighbor]] {
        var rows = [String: Int](minimumCapacity: named.names.count)
        // Of equal names the first counts.
        for (row, name) in named.names.enumerated().reversed() { rows[name] = row }
        var queries: [Float] = []
        for word in words { queries += try vector(of: word, rows, named) }
        let matrix = Matrix(
            rows: words.count, columns: named.matrix.columns, elements: queries)
        let (wanted, overflows) = top.addingReportingOverflow(1)
        let found = try StoredVectors(named.matrix).nearest(
            overflows ? top : wanted, to: matrix, by: metric.metric ?? .cosine, threads: threads)
        return zip(words, found).map { word, hits in
            let own = rows[word]
            return hits.filter { $0.index != own }.prefix(top)
                .map { Neighbor(name: named.names[$0.index], score: $0.score) }
        }
    }

    private func vector(
        of word: String, _ rows: [String: Int], _ named: NamedVectors
    ) throws -> [Float] {
        if let row = rows[word] { return Array(named.matrix[row]) }
        if let vector = try named.unseen(word) { return vector }
        let near = NearestName.suggestion(for: word, among: named.names)
        throw UsageError(
            "no row is called \(word.quoted())\(NearestName.question(near)) (\(table))")
    }

    /// A list a name, under headings if there are several.
    private static func lists(_ words: [String], _ neighbors: [[Neighbor]]) -> [UInt8] {
        let parts = zip(words, neighbors).map { word, found in
            (words.count > 1 ? "# \(word.onOneLine())\n" : "")
                + found.map { "\($0.score)\t\($0.name.onOneLine())\n" }.joined()
        }
        return Array(parts.joined(separator: "\n").utf8)
    }

    /// The same for eyes.
    private static func tables(_ words: [String], _ neighbors: [[Neighbor]]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (word, found) in zip(words, neighbors) {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "\n")) }
            if words.count > 1 {
                bytes += Array(
                    (TerminalStyle.ofResults.styled(word.onOneLine(), .bold) + "\n").utf8)
            }
            var table = TerminalTable([.column("score", .number), .column("name", .text)])
            for neighbor in found {
                table.append(
                    StyledText(decimal(Double(neighbor.score), 4)),
                    StyledText(neighbor.name.onOneLine()))
            }
            bytes += table.bytes
        }
        return bytes
    }
}
