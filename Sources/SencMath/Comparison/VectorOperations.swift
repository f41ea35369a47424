internal import SencKernels

/// The dot product, summed in double precision.
/// - Precondition: the vectors are of one length.
package func dotProduct(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
    withVectors(a, b) { senc_dot_product($0, $1, $2) }
}

/// The dot product of vectors of `count` components, summed in double precision.
package func dotProduct(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int
) -> Double {
    senc_dot_product(a, b, count)
}

/// a · b / (|a| |b|), within [-1, 1]; 0 if either vector is zero.
/// - Precondition: the vectors are of one length.
package func cosineSimilarity(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Float {
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

/// Finds the numbers that are not at most limit · scale + shift; what is not a number is found.
/// - Parameters:
///   - x: [count]; limits: the same.
///   - indices: room for `count`; those found, in order.
/// - Returns: how many were found.
package func indices(
    above limits: UnsafePointer<Float>, scale: Float = 1, shift: Float = 0,
    in x: UnsafePointer<Float>, count: Int, to indices: UnsafeMutablePointer<Int32>,
    family: KernelFamily = .selected
) -> Int {
    family.comparisons.above(x, limits, scale, shift, count, indices)
}
