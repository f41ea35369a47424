import SencFiles

/// Why a table has no examples for a model of sentence vectors.
enum SentenceTableError: Diagnostic, Equatable {
    /// All columns are of scores or labels.
    case noTexts
    /// No row has a text in every column.
    case noExamples(skipped: Int)
    /// A score that is not a number.
    case notNumber(String, column: String)
    /// No column has labels.
    case noLabels
    /// More columns of texts than one.
    case manyTexts([String])
    /// A label that one example alone has.
    case singleExample(String)
    /// All examples have the same label.
    case oneLabel(String, column: String)
    /// No example for the validation, or none but for it.
    case tooFew(Int)
    /// A label of the validation that no example has.
    case unknownLabel(String, column: String)

    var message: Message {
        switch self {
        case .noTexts: "the table has no column of texts"
        case .noExamples(0): "the table has no rows"
        case .noExamples(1):
            "the only row has no text in some column"
        case .noExamples(let count):
            """
            none of the \(count) rows has a text in every column
            """
        case .notNumber(let value, let column):
            "the score \(value.quoted()) in the column \(column.quoted()) is not a number"
        case .noLabels: "the table has no column of labels"
        case .manyTexts(let names):
            "the table has more than one column of texts (\(Self.list(names)))"
        case .singleExample(let label): "the label \(label.quoted()) has 1 example"
        case .oneLabel(let label, let column):
            """
            every row has the label \(label.quoted()) in the column \(column.quoted()): nothing can be \
            learned
            """
        case .tooFew(let count):
            count == 1
                ? "1 example is too few to keep some for the validation"
                : """
                \(count) examples are too few to keep such a share of them for the validation
                """
        case .unknownLabel(let label, let column):
            """
            no example has the label \(label.quoted()) that the validation has in the column \
            \(column.quoted())
            """
        }
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(20).map { $0.quoted() }.joined(separator: ", ")
    }

    var status: ExitStatus { .badData }
}

extension SentenceTableError: Mendable {
    var mend: Message? {
        switch self {
        case .noTexts: "name them with --column"
        case .noExamples(0): nil
        case .noExamples: "name the columns with --column"
        case .notNumber: "mend it, or name another column with --label"
        case .noLabels: "name it with --label"
        case .manyTexts: "name the one to learn from with --column"
        case .singleExample: "give at least 2 of each, or leave it out"
        case .oneLabel, .unknownLabel: "name another column with --label"
        case .tooFew: "give more, another share with --validation, or a file"
        }
    }
}
