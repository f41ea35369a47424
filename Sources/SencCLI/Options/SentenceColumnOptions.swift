import ArgumentParser
import SencFiles

/// Which columns of a table have the texts of examples, and what is known of them.
struct SentenceColumnOptions: ParsableArguments {
    @Option(
        name: .customLong("column"), parsing: .singleValue,
        help: .text(
            """
            A column of texts: the anchor first, then its positive, then negatives. Repeatable. If not \
            given: all columns but that of scores or labels, in their order.
            """, valueName: "name"), completion: .column)
    var columns: [String] = []

    @Option(
        help: .text(
            """
            The column with the scores or labels. If not given: one called label, labels, score, \
            scores or similarity_score, or the only one with nothing but numbers.
            """, valueName: "name"), completion: .column)
    var label: String?

    func validate() throws {
        if columns.contains("") { throw UsageError("--column needs the name of a column") }
        if label == "" { throw UsageError("--label needs the name of a column") }
    }

    var identity: [String: String?] {
        ["columns": columns.joined(separator: "\n"), "label": label]
    }
}
