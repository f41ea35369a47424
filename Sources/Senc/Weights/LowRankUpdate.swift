/// W + scale · L R, and if there are magnitudes, each row of that brought to its magnitude's
/// length.
struct LowRankUpdate {
    let left: [Float]  // [rows, rank]
    let right: [Float]  // [rank, columns]
    let rank: Int
    let scale: Float
    let magnitudes: [Float]?  // [rows]

    /// - Parameter weights: W [rows, columns], which is replaced.
    func apply(to weights: UnsafeMutableBufferPointer<Float>, columns: Int) {
        guard let base = weights.baseAddress, columns > 0, rank > 0 else { return }
        let rows = weights.count / columns
        precondition(left.count == rows * rank && right.count == rank * columns)
        right.withUnsafeBufferPointer { right in
            guard let right = right.baseAddress else { return }
            for row in 0..<rows {
                let target = base + row * columns
                for step in 0..<rank {
                    let factor = scale * left[row * rank + step]
                    let source = right + step * columns
                    for column in 0..<columns { target[column] += factor * source[column] }
                }
                if let magnitudes {
                    var sum = 0.0
                    for column in 0..<columns {
                        sum += Double(target[column]) * Double(target[column])
                    }
                    // A row of zeros has no direction; what comes of it is reported as not finite.
                    let factor = magnitudes[row] / Float(sum.squareRoot())
                    for column in 0..<columns { target[column] *= factor }
                }
            }
        }
    }
}
