internal import SencMath

/// How a model's authors have its vectors compared. Larger is closer.
public enum SimilarityFunction: String, Sendable, CaseIterable {
    /// The cosine of the angle between the vectors.
    case cosine
    /// Their inner product.
    case dot
    /// Their Euclidean distance, negative.
    case euclidean
    /// The sum of the absolute differences of their components, negative.
    case manhattan

    /// - Precondition: both vectors are of one dimension.
    public func callAsFunction(_ a: [Float], _ b: [Float]) -> Float {
        precondition(a.count == b.count, "the vectors must be of one dimension")
        let pairs = zip(a, b)
        return switch self {
        case .cosine: cosineSimilarity(a, b)
        case .dot: Float(pairs.reduce(0) { $0 + Double($1.0) * Double($1.1) })
        case .euclidean:
            -Float(
                pairs.reduce(0) { sum, pair in
                    let difference = Double(pair.0) - Double(pair.1)
                    return sum + difference * difference
                }.squareRoot())
        case .manhattan: -Float(pairs.reduce(0) { $0 + abs(Double($1.0) - Double($1.1)) })
        }
    }
}
