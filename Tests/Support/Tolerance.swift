/// How far apart two lists of numbers are.
package enum Tolerance {
    /// The largest absolute difference; infinite if the counts differ or a difference is not a
    /// number.
    package static func largestDifference(
        _ a: some Collection<Float>, _ b: some Collection<Float>
    ) -> Float {
        guard a.count == b.count else { return .infinity }
        return zip(a, b).reduce(0) { largest, pair in
            let difference = abs(pair.0 - pair.1)
            return difference.isNaN ? .infinity : max(largest, difference)
        }
    }
}
