internal import SencKernels

/// How vectors are compared. Larger is closer.
public enum SimilarityFunction: String, Sendable, CaseIterable {
    /// The cosine of the angle between the vectors.
    case cosine
    /// Their inner product.
    case dot
    /// Their Euclidean distance, negative.
    case euclidean
    /// The sum of the absolute differences of their components, negative.
    case manhattan

    /// The similarity, computed in double precision and rounded once: the same on every CPU.
    /// - Precondition: both vectors are of one dimension.
    public func callAsFunction(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Float {
        withVectors(a, b) { self($0, $1, count: $2) }
    }

    /// - Parameters:
    ///   - a: [count]; b: the same.
    package func callAsFunction(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int
    ) -> Float {
        switch self {
        case .cosine:
            let squares = senc_dot_product(a, a, count) * senc_dot_product(b, b, count)
            guard squares != 0 else { return 0 }
            let cosine = Float(senc_dot_product(a, b, count) / squares.squareRoot())
            return cosine.isNaN ? .nan : min(max(cosine, -1), 1)
        case .dot: return Float(senc_dot_product(a, b, count))
        case .euclidean: return 0 - Float(senc_square_distance(a, b, count).squareRoot())
        case .manhattan: return 0 - Float(senc_absolute_distance(a, b, count))
        }
    }

    var kernel: senc_comparison {
        switch self {
        case .cosine: SENC_COSINE
        case .dot: SENC_DOT
        case .euclidean: SENC_EUCLIDEAN
        case .manhattan: SENC_MANHATTAN
        }
    }
}
