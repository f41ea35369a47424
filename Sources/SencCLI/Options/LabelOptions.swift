import ArgumentParser
import SencFiles

/// How the labels of texts are printed.
struct LabelOptions: ParsableArguments {
    @Option(
        name: [.customShort("n"), .long],
        help: .text("How many labels a text, the best first; 1, or with --json all, if not given."))
    var top: Int?

    @OptionGroup var table: TableOptions
    @OptionGroup var added: ColumnOptions
    @OptionGroup var results: ListOptions

    func validate() throws {
        if let top, top < 1 { throw UsageError("--top must be at least 1") }
        if top != nil, added.column != nil {
            throw UsageError("--column takes the best label alone: leave --top out")
        }
    }

    /// - Parameters:
    ///   - labels: all of each text, the best first.
    ///   - key: what JSON calls the numbers.
    func write(
        _ labels: [[(name: String, score: Float)]], _ key: String, _ corpus: Corpus
    ) throws {
        if let table = corpus.table {
            let values = labels.enumerated().map { row, labels in
                table.isBlank(row)
                    ? RecordTable.Value.none : labels.first.map { .text($0.name) } ?? .none
            }
            return try results.place.write(table.bytes(values, as: results.tableKind))
        }
        try results.write(
            text: {
                results.isForEyes ? table(labels, key, corpus) : text(labels, corpus)
            }, json: { objects(labels, key, corpus) },
            rows: {
                var rows = ResultRows(["label", Self.singular(key)] + corpus.header())
                for (row, labels) in labels.enumerated() {
                    for (name, score) in labels.prefix(top ?? 1) {
                        rows.append([name, score.jsonText] + corpus.cells(row))
                    }
                }
                return rows
            })
    }

    /// What a number of the list of that name is called.
    private static func singular(_ key: String) -> String {
        key == "probabilities" ? "probability" : "score"
    }

    private func table(
        _ labels: [[(name: String, score: Float)]], _ key: String, _ corpus: Corpus
    ) -> [UInt8] {
        let name: Message = Self.singular(key) == "probability" ? "probability" : "score"
        var table = TerminalTable([
            .column(name, .number), .column("label", .text), .column("text", .text),
        ])
        for (row, labels) in labels.enumerated() {
            for (name, score) in labels.prefix(top ?? 1) {
                table.append(
                    StyledText(decimal(Double(score), 4)), StyledText(name.asOneLine, .bold),
                    corpus.cell(row))
            }
        }
        return table.bytes
    }

    private func text(_ labels: [[(name: String, score: Float)]], _ corpus: Corpus) -> [UInt8] {
        var text = ""
        for (row, labels) in labels.enumerated() {
            for (name, score) in labels.prefix(top ?? 1) {
                text += "\(score)\t\(name.onOneLine())\t\(corpus.line(row))\n"
            }
        }
        return Array(text.utf8)
    }

    private func objects(
        _ labels: [[(name: String, score: Float)]], _ key: String, _ corpus: Corpus
    ) -> [UInt8] {
        var lines = JSONLines()
        for (row, labels) in labels.enumerated() {
            let labels = labels.prefix(top ?? labels.count)
            lines.object {
                $0.row(row, of: corpus)
                $0.array("labels", labels) { $0.value($1.name) }
                $0.array(key, labels) { $0.value($1.score) }
            }
        }
        return lines.bytes
    }
}
