/// Vectors of length 1, u = x / |x|, and what goes back through them.
enum UnitVector {
    /// Vectors that are not longer are divided by this and not by their length: a vector of zeros
    /// stays one, and has no gradient, since it has no direction.
    static let leastLength = 1e-12

    /// |x|, or the least length.
    static func length(_ x: UnsafePointer<Float>, _ count: Int) -> Double {
        var sum = 0.0
        for index in 0..<count { sum += Double(x[index]) * Double(x[index]) }
        return max(sum.squareRoot(), leastLength)
    }

    /// dx += scale · (du - u (u · du)) / |x|
    static func addGradients(
        _ x: UnsafePointer<Float>, length: Double, _ du: UnsafePointer<Double>, _ count: Int,
        scale: Double, to dx: UnsafeMutablePointer<Float>
    ) {
        guard length > leastLength else { return }
        var along = 0.0
        for index in 0..<count { along += Double(x[index]) * du[index] }
        along /= length * length
        for index in 0..<count {
            dx[index] += Float(scale * (du[index] - Double(x[index]) * along) / length)
        }
    }
}
