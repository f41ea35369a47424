import SencFiles

/// What is wrong with a row of a file with known answers. Lines count from 1.
enum KnownAnswerError: Diagnostic, Equatable {
    case notNumber(String, field: String, path: String, line: Int)
    case notLabel(String, field: String, path: String, line: Int)
    /// A row without the score or label that others have.
    case missing(field: String, path: String, line: Int)
    /// The first row has neither a score nor a label.
    case neither(path: String, line: Int)
    /// A file with labels among those with scores, or the other way round.
    case otherKind(path: String, line: Int)
    /// Relevance of a query or passage that is not there.
    case unknownID(Side, String, path: String, line: Int)
    case repeatedID(Side, String, path: String, line: Int)
    /// A line of relevance that is not two, three or four words.
    case notRelevance(words: Int, path: String, line: Int)
    /// Files without a pair, a query or a passage.
    case none(Side, path: String)

    enum Side {
        case pair, query, passage
    }

    var message: Message {
        switch self {
        case .notNumber(let value, let field, let path, let line):
            "the \(field) \(value.quoted()) is not a finite number (\(path), line \(line))"
        case .notLabel(let value, let field, let path, let line):
            """
            the \(field) \(value.quoted()) is neither 0 nor 1; --score-field NAME reads scores \
            (\(path), line \(line))
            """
        case .missing(let field, let path, let line):
            "there is no \(field), which the rows before have (\(path), line \(line))"
        case .neither(let path, let line):
            """
            there is neither a score nor a label; name the field with --score-field or --label \
            (\(path), line \(line))
            """
        case .otherKind(let path, let line):
            "scores and labels are measured each by themselves, in two runs (\(path), line \(line))"
        case .unknownID(.pair, let id, let path, let line):
            "no pair has the id \(id.quoted()) (\(path), line \(line))"
        case .unknownID(.query, let id, let path, let line):
            "no query has the id \(id.quoted()) (\(path), line \(line))"
        case .unknownID(.passage, let id, let path, let line):
            "no passage has the id \(id.quoted()) (\(path), line \(line))"
        case .repeatedID(.pair, let id, let path, let line):
            "an earlier pair has the id \(id.quoted()), too (\(path), line \(line))"
        case .repeatedID(.query, let id, let path, let line):
            "an earlier query has the id \(id.quoted()), too (\(path), line \(line))"
        case .repeatedID(.passage, let id, let path, let line):
            "an earlier passage has the id \(id.quoted()), too (\(path), line \(line))"
        case .notRelevance(let words, let path, let line):
            """
            not the ids of a query and a passage and how relevant it is, but \(words) words \
            (\(path), line \(line))
            """
        case .none(.pair, let path): "there is no pair (\(path))"
        case .none(.query, let path): "there is no query (\(path))"
        case .none(.passage, let path): "there is no passage (\(path))"
        }
    }

    var status: ExitStatus { .badData }
}
