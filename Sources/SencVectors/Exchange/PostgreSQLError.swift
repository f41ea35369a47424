package import SencFiles

/// Why an id cannot go into a column of PostgreSQL's.
package enum PostgreSQLError: Diagnostic, Equatable {
    /// `row` is counted from 0.
    case notInteger(String, row: Int)
    case zero(row: Int)

    package var message: Message {
        switch self {
        case .notInteger(let id, let row):
            "the id \(id.quoted()) of record \(row) is not a number that a bigint holds"
        case .zero(let row):
            "the id of record \(row) has a zero byte, which PostgreSQL's text does not have"
        }
    }

    package var status: ExitStatus { .badData }
}
