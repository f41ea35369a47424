public import SencFiles

/// Why a table cannot be learned from, or a model of one not be used.
public enum TableError: Diagnostic, Equatable {
    /// No such column, and those that there are.
    case noColumn(String, names: [String])
    /// A table without rows.
    case noRows
    /// One row that has a target, of which nothing can be learned.
    case oneRow
    /// No row has a value of the target.
    case emptyTarget(String)
    /// All rows that have a target have the same.
    case oneClass(String, value: String)
    /// A target with more classes than there can be outputs.
    case tooManyClasses(String, count: Int, limit: Int)
    /// No column but the target's that tells anything.
    case noInputs(target: String)
    /// A value that should be a number; the row is counted from 1.
    case notNumber(column: String, value: String, row: Int)
    /// A column that should be one of numbers has none.
    case noNumbers(String)
    /// A column with more different values than can be told apart.
    case tooManyValues(String)
    /// The network takes more memory than there is.
    case tooLarge(gibibytes: Int)
    /// Too few rows for those that tell when to stop, and those that are learned from.
    case noValidation(rows: Int)
    /// A column whose vectors are given is not one of categories.
    case notCategory(String)
    /// None of a column's categories has a vector.
    case noVectors(column: String, path: String)
    /// Vectors as wide as no network can be.
    case vectorsTooWide(column: String, width: Int)
    /// A text of a column of texts whose vector is not given.
    case noTextVector(column: String, text: String)
    /// A text whose vector has a number that is infinite or none.
    case vectorNotFinite(column: String, text: String)
    /// Vectors of texts with another dimension than those that the model learned from.
    case otherDimension(Int, expected: Int)
    /// No directory of a model.
    case notModel(path: String)
    /// A part of a model's file is missing, or is not what it should be.
    case damaged(String, path: String)
    /// A column that the model needs is not in the rows.
    case missingColumn(String, names: [String])

    public var message: Message {
        switch self {
        case .noColumn(let name, let names):
            Self.missing(name, names)
        case .noRows: "the table has no rows"
        case .oneRow: "the table has one row: give at least 2"
        case .emptyTarget(let name): "no row has a value in the target column \(name.quoted())"
        case .oneClass(let name, let value):
            """
            every row has the same value in the target column \(name.quoted()), \(value.quoted()): \
            nothing can be learned
            """
        case .tooManyClasses(let name, let count, let limit):
            """
            the target column \(name.quoted()) has \(count) classes, over the limit of \(limit)
            """
        case .noInputs(let target):
            "no column but \(target.quoted()) tells rows apart: nothing can be learned"
        case .notNumber(let column, let value, let row):
            """
            row \(row) has \(value.quoted()) in the column \(column.quoted()), which is not a number
            """
        case .noNumbers(let column): "the column \(column.quoted()) has no numbers"
        case .tooManyValues(let column):
            "the column \(column.quoted()) has too many different values"
        case .tooLarge(let size):
            "the network would take \(size) GiB, more than there is"
        case .noValidation(let rows):
            "\(rows) rows are too few to keep some for the validation"
        case .notCategory(let name):
            "vectors are given for \(name.quoted()), which is not a column of categories"
        case .noVectors(let column, let path):
            "no category of the column \(column.quoted()) has a vector (\(path))"
        case .vectorsTooWide(let column, let width):
            "the vectors of the column \(column.quoted()) have \(width) numbers, over the limit"
        case .noTextVector(let column, let text):
            "no vector is given for the text \(text.quoted()) of the column \(column.quoted())"
        case .vectorNotFinite(let column, let text):
            """
            the vector of the text \(text.quoted()) of the column \(column.quoted()) is not finite
            """
        case .otherDimension(let dimension, let expected):
            """
            the vectors of texts have dimension \(dimension), and the model learned from some of \
            \(expected): encode them as it did
            """
        case .notModel(let path): "not a model that senc train table wrote (\(path))"
        case .damaged(let part, let path):
            """
            the model is damaged, or of another version of senc: \(part.quoted()) is not what it \
            should be (\(path))
            """
        case .missingColumn(let name, let names):
            Self.missing(name, names)
        }
    }

    private static func missing(_ name: String, _ names: [String]) -> Message {
        if let suggestion = NearestName.suggestion(for: name, among: names) {
            return "no column \(name.quoted()); did you mean \(suggestion.quoted())?"
        }
        let list = names.prefix(20).map { $0.quoted() }.joined(separator: ", ")
        return "no column \(name.quoted()); there are \(list)"
    }

    public var status: ExitStatus {
        switch self {
        case .noColumn, .tooLarge, .noValidation, .notCategory: .usage
        default: .badData
        }
    }
}
