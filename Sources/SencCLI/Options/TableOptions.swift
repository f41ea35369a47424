import ArgumentParser
import SencFiles
import SencInput

/// What is told of records in answers, beside their texts.
struct TableOptions: ParsableArguments {
    @Option(
        help: .text("Print the value of this field or column as a record's id.", valueName: "name"),
        completion: .column)
    var idField: String?

    @Option(
        parsing: .singleValue,
        help: .text("Print this field or column of a record, too. Repeatable.", valueName: "name"),
        completion: .column)
    var show: [String] = []

    var isGiven: Bool { idField != nil || !show.isEmpty }

    var request: RecordRequest { RecordRequest(id: idField, shown: show) }

    /// - Throws: as that of the request.
    func checkUnused() throws { try request.checkUnused() }
}

/// A column with the results, with which the records are written back.
struct ColumnOptions: ParsableArguments {
    @Option(
        help: .text(
            """
            Write the records back as they are, with the results as a column of this name behind \
            the others.
            """, valueName: "name"))
    var column: String?

    func validate() throws {
        if column == "" { throw UsageError("--column needs a name") }
    }
}

extension ListOptions {
    /// How records are written back, if that is said.
    var tableKind: RecordFormat.Kind? {
        switch chosen {
        case .text: nil
        case .json, .jsonl: .jsonl
        case .csv: .csv
        case .tsv: .tsv
        }
    }
}
