public import SencFiles

/// Why results cannot be measured.
public enum EvaluationError: Diagnostic, Equatable {
    /// Lists that should have one value for each pair, or one ranking for each query.
    case counts(Int, Int)
    /// Fewer pairs than a correlation needs.
    case tooFewPairs(Int)
    /// A score of the given ones or a similarity that is infinite or not a number.
    /// - Parameter index: of the pair, from 0.
    case notFinite(Double, index: Int)
    /// Scores that are all the same, with which nothing correlates.
    case constant(Double, Values)
    /// Labels that are all the same.
    case oneLabel(Bool)
    /// A query for which no passage is relevant.
    case nothingRelevant(query: Int)
    /// There are no queries to take the mean over.
    case noQueries
    /// A number of passages, counted from the best, that is less than 1.
    case depth(Int)

    /// Which of two lists.
    public enum Values: String, Sendable {
        /// Those that are known.
        case scores
        /// Those that are measured.
        case similarities
    }

    public var message: Message {
        switch self {
        case .counts(let one, let other): "there are \(one) values for \(other)"
        case .tooFewPairs(let count):
            "a correlation needs at least 2 pairs, not \(count)"
        case .notFinite(let value, let index): "the value \(value) of pair \(index) is not finite"
        case .constant(let value, .scores):
            "all scores are \(value), and a correlation needs at least two different"
        case .constant(let value, .similarities):
            "all similarities are \(value), and a correlation needs at least two different"
        case .oneLabel(let label):
            "all labels are \(label ? 1 : 0), and pairs of both labels are needed"
        case .nothingRelevant(let query): "no passage is relevant for query \(query)"
        case .noQueries: "none of the queries has a relevant passage"
        case .depth(let depth): "the best \(depth) are too few; 1 or more are needed"
        }
    }

    public var status: ExitStatus {
        if case .depth = self { .usage } else { .badData }
    }
}
