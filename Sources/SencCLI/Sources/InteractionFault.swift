import SencFiles

/// What is wrong with a row of a table of interactions. Lines count from 1.
enum InteractionFault: Diagnostic, Equatable {
    enum Column {
        case user, item
    }

    case empty(Column, path: String, line: Int)
    /// A name with a line break, where names are lines of files.
    case lineBreak(Column, path: String, line: Int)
    case notNumber(String, path: String, line: Int)
    case tooLarge(String, path: String, line: Int)
    case notTime(String, path: String, line: Int)
    /// A negative value where it says how often or how much.
    case negative(String, path: String, line: Int)
    /// More rows than can be numbered.
    case tooMany(path: String)

    var message: Message {
        switch self {
        case .empty(.user, let path, let line): "the user is empty (\(path), line \(line))"
        case .empty(.item, let path, let line): "the item is empty (\(path), line \(line))"
        case .lineBreak(.user, let path, let line):
            "the user's name has a line break (\(path), line \(line))"
        case .lineBreak(.item, let path, let line):
            "the item's name has a line break (\(path), line \(line))"
        case .notNumber(let value, let path, let line):
            "the rating \(value.quoted()) is not a finite number (\(path), line \(line))"
        case .tooLarge(let value, let path, let line):
            "the rating \(value.quoted()) is over a thousand million (\(path), line \(line))"
        case .notTime(let value, let path, let line):
            """
            the time \(value.quoted()) is neither a number nor a date such as 2024-05-31 \
            (\(path), line \(line))
            """
        case .negative(let value, let path, let line):
            """
            the rating \(value.quoted()) is negative, and says how much with this method; for \
            ratings give --method mf (\(path), line \(line))
            """
        case .tooMany(let path): "there are more rows than can be learned from (\(path))"
        }
    }

    var status: ExitStatus { .badData }
}
