internal import SencAnalysis
internal import SencMath

/// How well vectors do on examples that are not learned from.
package enum SentenceMeasure: String, Sendable {
    /// Spearman's correlation of cosine similarities with scores.
    case spearman = "spearman_cosine"
    /// The mean of 1 over the rank of the own positive among all texts behind the anchors, by cosine
    /// similarity, 0 beyond the tenth.
    case reciprocalRank = "mrr@10"
    /// The share of texts that get their label by logistic regression on the vectors of those that are
    /// learned from.
    case accuracy
    /// Minus the loss, where there is no other measure.
    case loss = "negative_loss"

    /// The measure for examples of a kind.
    init(for examples: SentenceExamples) {
        switch examples.labels {
        case nil: self = .reciprocalRank
        case .scores: self = .spearman
        case .classes: self = .loss
        }
    }
}

extension SentenceMeasure {
    /// Ranks beyond this count as none.
    private static let lastRank = 10

    /// - Parameter vectors: of all examples.
    /// - Returns: larger is better; `nil` of the loss and of the accuracy, and where there is no correlation.
    func value(
        _ vectors: SentenceVectors, _ labels: SentenceExamples.Labels?, _ workers: WorkerPool
    ) throws -> Double? {
        switch self {
        case .loss, .accuracy: return nil
        case .spearman:
            guard case .scores(let scores) = labels else { return nil }
            let similarities = (0..<vectors.rows).map { row in
                Self.cosine(vectors[0, row], vectors[1, row], vectors.dimension)
            }
            return try? Correlation(scores: scores, similarities: similarities).spearman
        case .reciprocalRank:
            let dimension = vectors.dimension
            let ranks = try workers.map(items: vectors.rows, grain: 16) { row -> Double in
                let anchor = vectors[0, row]
                let own = Self.cosine(anchor, vectors[1, row], dimension)
                var rank = 1
                for column in 1..<vectors.columns {
                    for other in 0..<vectors.rows where column != 1 || other != row {
                        if Self.cosine(anchor, vectors[column, other], dimension) > own {
                            rank += 1
                            if rank > Self.lastRank { return 0 }
                        }
                    }
                }
                return 1 / Double(rank)
            }
            return ranks.reduce(0, +) / Double(ranks.count)
        }
    }

    /// Vectors of length 0 are like none.
    private static func cosine(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ dimension: Int
    ) -> Double {
        var (product, first, second) = (0.0, 0.0, 0.0)
        for index in 0..<dimension {
            product += Double(a[index]) * Double(b[index])
            first += Double(a[index]) * Double(a[index])
            second += Double(b[index]) * Double(b[index])
        }
        return first > 0 && second > 0 ? product / (first * second).squareRoot() : 0
    }
}
