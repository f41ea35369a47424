import SencFiles
import SencTraining

/// Sets of examples: files with the same columns are one, unless each file has a loss of its own.
struct SentenceTables {
    private(set) var tables: [SentenceTable] = []
    /// The files of each.
    private(set) var files: [[String]] = []
    /// The first one's column of scores or labels.
    let label: String?

    /// - Parameters:
    ///   - columns: as `SentenceTable` takes them.
    ///   - losses: none for those that examples of a kind are for, one for all, or one for each file.
    ///   - check: called after each file; what it throws ends the reading.
    init(
        _ paths: [String], _ layout: RecordLayout, columns: [String], label: String?,
        _ losses: [SentenceLoss], hasTeacher: Bool, check: () throws -> Void
    ) throws {
        guard losses.count <= 1 || losses.count == paths.count else {
            throw UsageError("--loss is given once, or once for each file")
        }
        var rows: [(key: [String?], rows: TableRows, label: String?)] = []
        for path in paths {
            let own = try TableRows(of: [path], layout, columns: columns)
            try check()
            // A label that is named is of the files that have it.
            let named = label.flatMap { own.names.contains($0) ? $0 : nil }
            let ownLabel =
                label == nil ? SentenceTable.label(of: own, besides: columns) : named
            let texts = columns.isEmpty ? own.names.filter { $0 != ownLabel }.sorted() : []
            let key = [ownLabel] + texts
            if losses.count <= 1, let place = rows.firstIndex(where: { $0.key == key }) {
                try rows[place].rows.append(own)
                files[place].append(path)
            } else if own.rowCount > 0 || paths.count == 1 {
                rows.append((key, own, ownLabel))
                files.append([path])
            } else if losses.count > 1 {
                throw SentenceTableError.noExamples(skipped: 0)
            }
        }
        guard let first = rows.first else { throw SentenceTableError.noExamples(skipped: 0) }
        if let label, !rows.contains(where: { $0.label != nil }) {
            throw TableError.noColumn(label, names: first.rows.names)
        }
        self.label = first.label
        for (place, (_, rows, label)) in rows.enumerated() {
            let loss = losses.isEmpty ? nil : losses[min(place, losses.count - 1)]
            tables.append(
                try SentenceTable(
                    rows, columns: columns, label: label, loss, hasTeacher: hasTeacher))
        }
    }

    var first: SentenceTable { tables[0] }

    /// What is learned from.
    var sets: [SentenceSet] { tables.map { SentenceSet($0.examples, $0.loss) } }

    var exampleCount: Int { tables.reduce(0) { $0 + $1.examples.count } }

    /// Rows that lack a text or a label.
    var skipped: Int { tables.reduce(0) { $0 + $1.skipped } }

    /// What a model's card says of them.
    var cardData: [SentenceCard.Data] {
        zip(tables, files).map { table, files in
            SentenceCard.Data(
                files: files, columns: table.names, examples: table.examples.count, loss: table.loss
            )
        }
    }

    var losses: [SentenceLoss] { tables.map(\.loss) }

    /// Keeps some of the first set's examples, at random, for a validation.
    /// - Parameter share: of them, within 0...1.
    mutating func split(_ share: Double, seed: UInt64) throws -> SentenceExamples {
        let (own, held) = try first.split(share, seed: seed)
        tables[0] = own
        return held
    }
}
