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

    /// The measure for examples of a kind and a loss.
    init(for examples: SentenceExamples, _ loss: SentenceLoss) {
        switch examples.labels {
        case nil: self = examples.columns.count == 1 || loss.needsTeacher ? .loss : .reciprocalRank
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
            let cosines = Cosines(vectors)
            let similarities = (0..<vectors.rows).map { cosines[$0, 1, $0] }
            return try? Correlation(scores: scores, similarities: similarities).spearman
        case .reciprocalRank:
            let cosines = Cosines(vectors)
            let ranks = try workers.map(items: vectors.rows, grain: 16) { row -> Double in
                let own = cosines[row, 1, row]
                var rank = 1
                for column in 1..<vectors.columns {
                    for other in 0..<vectors.rows where cosines[row, column, other] > own {
                        rank += 1
                        if rank > Self.lastRank { return 0 }
                    }
                }
                return 1 / Double(rank)
            }
            return ranks.reduce(0, +) / Double(ranks.count)
        }
    }

    /// Cosine similarities of anchors with the other texts; 0 of a vector of length 0.
    private struct Cosines: Sendable {
        private let vectors: SentenceVectors
        /// 1 over the length of each vector, or 0.
        private let scales: [[Double]]

        init(_ vectors: SentenceVectors) {
            self.vectors = vectors
            scales = (0..<vectors.columns).map { column in
                (0..<vectors.rows).map { row in
                    let vector = Self.vector(column, row, of: vectors)
                    let length = dotProduct(vector, vector).squareRoot()
                    return length > 0 ? 1 / length : 0
                }
            }
        }

        subscript(anchor: Int, column: Int, row: Int) -> Double {
            dotProduct(Self.vector(0, anchor, of: vectors), Self.vector(column, row, of: vectors))
                * scales[0][anchor] * scales[column][row]
        }

        private static func vector(
            _ column: Int, _ row: Int, of vectors: SentenceVectors
        ) -> UnsafeBufferPointer<Float> {
            UnsafeBufferPointer(start: vectors[column, row], count: vectors.dimension)
        }
    }
}
