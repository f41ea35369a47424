import SencFiles
import SencTraining

/// Sets of examples: files with the same columns are one, unless each file has a loss of its own.
struct SentenceTables {
    private(set) var tables: [SentenceTable] = []
    /// The files of each.
    private(set) var files: [[String]] = []

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
        let wanted = Set(columns + [label].compactMap { $0 } + SentenceTable.usualNames)
        var (keys, rows) = ([Set<String>](), [TableRows]())
        for path in paths {
            let own = try TableRows(of: [path], layout, columns: columns)
            try check()
            let names = Set(own.names)
            let key = columns.isEmpty ? names : names.intersection(wanted)
            if losses.count <= 1, let place = keys.firstIndex(of: key) {
                try rows[place].append(own)
                files[place].append(path)
            } else {
                keys.append(key)
                rows.append(own)
                files.append([path])
            }
        }
        for (place, rows) in rows.enumerated() {
            let loss = losses.isEmpty ? nil : losses[min(place, losses.count - 1)]
            let table = try SentenceTable(
                rows, columns: columns, label: label, loss,
                hasTeacher: hasTeacher && loss?.needsTeacher != false)
            tables.append(table)
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

    /// The losses, each once.
    var losses: String {
        tables.indices.filter { place in
            !tables[..<place].contains { $0.loss == tables[place].loss }
        }.map { tables[$0].loss.rawValue }.joined(separator: ", ")
    }

    /// Keeps some of the first set's examples, at random, for a validation.
    /// - Parameter share: of them, within 0...1.
    mutating func split(_ share: Double, seed: UInt64) throws -> SentenceExamples {
        let (own, held) = try first.split(share, seed: seed)
        tables[0] = own
        return held
    }
}
