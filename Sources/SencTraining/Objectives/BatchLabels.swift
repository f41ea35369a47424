/// What a loss is told of the examples of a batch beside their vectors.
enum BatchLabels: Sendable {
    /// How similar the texts of each example are [rows]; 1 and 0 where they are or are not.
    case scores([Double])
    /// The class of each example [rows], from 0.
    case classes([Int])
    /// How probable each class is for an example [rows, classes].
    case probabilities([Double], classes: Int)
    /// A teacher's scores, or differences of scores, of each example [rows, count].
    case teacherScores([Double], count: Int)
    /// A teacher's vectors of one column, which hold for all, or of each column.
    case teacherVectors(SentenceVectors)
    /// The vectors of a model that tells false negatives, of each column.
    case guideVectors(SentenceVectors)

    enum Kind: Sendable {
        case scores, classes, probabilities, teacherScores, teacherVectors, guideVectors
    }

    var kind: Kind {
        switch self {
        case .scores: .scores
        case .classes: .classes
        case .probabilities: .probabilities
        case .teacherScores: .teacherScores
        case .teacherVectors: .teacherVectors
        case .guideVectors: .guideVectors
        }
    }
}
