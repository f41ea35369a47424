/// The dot product, summed in double precision.
/// - Precondition: the vectors are of one length.
public func dotProduct(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
    precondition(a.count == b.count, "vectors must be of one length")
    return zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}

/// a · b / (|a| |b|), within [-1, 1]; 0 if either vector is zero.
/// - Precondition: the vectors are of one length.
public func cosineSimilarity(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Float {
    let scale = (dotProduct(a, a) * dotProduct(b, b)).squareRoot()
    guard scale > 0 else { return 0 }
    return Float(min(max(dotProduct(a, b) / scale, -1), 1))
}
