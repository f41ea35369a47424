internal import SencKernels

/// The dot product, summed in double precision.
/// - Precondition: the vectors are of one length.
public func dotProduct(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
    withVectors(a, b) { senc_dot_product($0, $1, $2) }
}

/// a · b / (|a| |b|), within [-1, 1]; 0 if either vector is zero.
/// - Precondition: the vectors are of one length.
public func cosineSimilarity(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Float {
    SimilarityFunction.cosine(a, b)
}

/// Calls `body` with the elements of two vectors of one length, and that.
func withVectors<Result>(
    _ a: some Collection<Float>, _ b: some Collection<Float>,
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>, Int) -> Result
) -> Result {
    func withElements<R>(
        _ vector: some Collection<Float>, _ body: (UnsafeBufferPointer<Float>) -> R
    ) -> R {
        vector.withContiguousStorageIfAvailable(body)
            ?? Array(vector).withUnsafeBufferPointer(body)
    }
    return withElements(a) { a in
        withElements(b) { b in
            precondition(a.count == b.count, "vectors must be of one length")
            // A pointer to nothing, which no one reads.
            let none = UnsafePointer<Float>(bitPattern: 16)
            guard let first = a.baseAddress ?? none, let second = b.baseAddress ?? none else {
                preconditionFailure("a pointer from a number")
            }
            return body(first, second, a.count)
        }
    }
}
