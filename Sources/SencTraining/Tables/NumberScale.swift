/// Numbers with mean 0 and standard deviation 1 in place of those of a column.
public struct NumberScale: Sendable, Equatable {
    /// The mean.
    public let center: Double
    /// The standard deviation, over 0.
    public let scale: Double

    /// Farther from the mean, in standard deviations, a number is taken as if it were there.
    private static let limit = 1000.0

    /// Numbers with that mean and deviation.
    /// - Parameters:
    ///   - center: the mean, finite.
    ///   - scale: the standard deviation, finite and over 0.
    /// - Returns: `nil` for numbers out of these ranges.
    public init?(center: Double, scale: Double) {
        guard center.isFinite, scale.isFinite, scale > 0 else { return nil }
        (self.center, self.scale) = (center, scale)
    }

    /// Of finite numbers, with how often each occurs, which are summed in their order.
    /// - Returns: `nil` if all are the same, or there are none.
    init?(_ numbers: [(value: Double, count: Int)]) {
        // Divided by the largest, no sum is infinite.
        let largest = numbers.reduce(0) { Swift.max($0, $1.value.magnitude) }
        guard largest > 0 else { return nil }
        var (count, sum, squares) = (0.0, 0.0, 0.0)
        for (value, times) in numbers {
            count += Double(times)
            sum += value / largest * Double(times)
        }
        let mean = sum / count
        for (value, times) in numbers {
            let distance = value / largest - mean
            squares += distance * distance * Double(times)
        }
        let deviation = (squares / count).squareRoot()
        // What remains of equal numbers is rounding alone.
        guard deviation > 1e-14 * Swift.max(1, mean.magnitude) else { return nil }
        self.init(center: mean * largest, scale: deviation * largest)
    }

    /// - Parameter number: is finite.
    func standardized(_ number: Double) -> Float {
        // Halves, for the distance of the largest doubles is infinite.
        let distance = (number / 2 - center / 2) / (scale / 2)
        return Float(Swift.max(-Self.limit, Swift.min(Self.limit, distance)))
    }

    /// The number that a standardized one stands for.
    func number(_ standardized: Double) -> Double {
        let number = center + scale * standardized
        let most = Double.greatestFiniteMagnitude
        return Swift.max(-most, Swift.min(most, number))
    }
}
