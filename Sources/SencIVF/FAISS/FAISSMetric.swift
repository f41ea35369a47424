package import SencMath

/// What a FAISS index compares vectors by.
package enum FAISSMetric: Int32, Sendable {
    /// The inner product; of vectors of length 1, the cosine.
    case innerProduct = 0
    /// The squared Euclidean distance.
    case l2 = 1

    package var similarity: SimilarityFunction {
        switch self {
        case .innerProduct: .dot
        case .l2: .euclidean
        }
    }
}
