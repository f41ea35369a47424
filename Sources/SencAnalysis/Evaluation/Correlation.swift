/// How well similarities agree with scores that people gave: the measures of sentence-transformers'
/// `EmbeddingSimilarityEvaluator`, as scipy computes them.
public struct Correlation: Equatable, Sendable {
    /// Pearson's r of the values, within -1...1.
    public let pearson: Double
    /// Spearman's ρ, which is r of their ranks, within -1...1. Equal values share their mean rank.
    public let spearman: Double

    /// Correlates two lists of one value for each pair.
    /// - Parameters:
    ///   - scores: what is known of each pair.
    ///   - similarities: what a model says of the same pairs.
    /// - Throws: `EvaluationError` if the lists differ in length, have fewer than two values or one
    ///   that is not finite, or all values of one are the same, which have no correlation.
    public init(scores: [Double], similarities: [Double]) throws(EvaluationError) {
        guard scores.count == similarities.count else {
            throw .counts(similarities.count, scores.count)
        }
        guard scores.count >= 2 else { throw .tooFewPairs(scores.count) }
        try Self.check(scores, .scores)
        try Self.check(similarities, .similarities)
        pearson = Self.pearson(scores, similarities)
        spearman = Self.pearson(averagedRanks(scores), averagedRanks(similarities))
    }

    private static func check(
        _ values: [Double], _ kind: EvaluationError.Values
    ) throws(EvaluationError) {
        for (index, value) in values.enumerated() where !value.isFinite {
            throw .notFinite(value, index: index)
        }
        // Also what differs by less than centering leaves.
        if centered(values).allSatisfy({ $0 == 0 }) { throw .constant(values[0], kind) }
    }

    /// r = Σ (x - x̄)(y - ȳ) / √(Σ (x - x̄)² Σ (y - ȳ)²)
    private static func pearson(_ x: [Double], _ y: [Double]) -> Double {
        let (x, y) = (centered(x), centered(y))
        var (product, squaresOfX, squaresOfY) = (0.0, 0.0, 0.0)
        for (x, y) in zip(x, y) {
            product += x * y
            squaresOfX += x * x
            squaresOfY += y * y
        }
        // Rounding alone leads past the ends.
        return min(max(product / (squaresOfX.squareRoot() * squaresOfY.squareRoot()), -1), 1)
    }

    /// The differences from the mean as parts of the largest of them, so that no square of one
    /// overflows and none of the largest vanishes; zeros if all values are the same.
    private static func centered(_ values: [Double]) -> [Double] {
        let unit = scaled(values)
        guard unit.contains(where: { $0 != unit[0] }) else {
            return [Double](repeating: 0, count: values.count)
        }
        let mean = unit.reduce(0, +) / Double(values.count)
        return scaled(unit.map { $0 - mean })
    }

    /// The values divided by the one that is farthest from 0.
    private static func scaled(_ values: [Double]) -> [Double] {
        let largest = values.reduce(0) { max($0, abs($1)) }
        return largest > 0 ? values.map { $0 / largest } : values
    }
}

/// The rank of each value from the least, counted from 1; equal values share the mean of their
/// ranks, as in `scipy.stats.rankdata`.
/// - Precondition: no value is NaN, which has no rank.
package func averagedRanks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
        var end = start + 1
        while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
        // The ranks are start + 1 to end.
        let mean = Double(start + 1 + end) / 2
        for place in start..<end { ranks[order[place]] = mean }
        start = end
    }
    return ranks
}
