internal import SencMath

/// How a model scores pairs of texts that have nothing to do with each other, by which one tells what
/// a score of its means: of one model they lie around 0.05, of another around 0.8.
///
/// Up to the 99th percentile it is the measured distribution. Beyond it, where few pairs are, the
/// excess over that percentile is taken to be exponential, with the mean of the measured ones
/// (peaks over a threshold; Pickands 1975, with shape 0).
package struct ScoreScale: Sendable, Equatable {
    /// What `quantiles` are of: 0, 1, … 99 per cent.
    static let quantileCount = 100
    /// The share of pairs in the tail.
    private static let tailShare = 0.01
    /// A score is never so rare that it is nearer to that of a text with itself than this share of
    /// the way from the tail's start.
    private static let largestPart = 0.95
    /// Percentiles are distinguished up to here.
    private static let digits = 12

    /// The scores that a percentage of unrelated pairs do not exceed.
    package let quantiles: [Double]
    /// By how much those of the last per cent exceed it in the mean.
    package let tail: Double
    /// The score of a text with itself.
    let identical: Double

    /// - Returns: `nil` if these are not a distribution: 100 ascending finite numbers, a positive tail
    ///   and, for a text with itself, more than all of them.
    package init?(quantiles: [Double], tail: Double, identical: Double) {
        guard quantiles.count == Self.quantileCount, quantiles.allSatisfy(\.isFinite),
            zip(quantiles, quantiles.dropFirst()).allSatisfy({ $0 <= $1 }),
            tail > 0, tail.isFinite, identical.isFinite, let last = quantiles.last,
            identical > last
        else { return nil }
        self.quantiles = quantiles
        self.tail = tail
        self.identical = identical
    }

    /// The share of unrelated pairs with a higher score, from 0 to 1.
    func rarity(_ score: Double) -> Double {
        let last = quantiles[quantiles.count - 1]
        guard score < last else { return Self.tailShare * Double.exp(-(score - last) / tail) }
        guard let above = quantiles.firstIndex(where: { $0 > score }), above > 0 else {
            return score.isNaN ? .nan : 1
        }
        let (low, high) = (quantiles[above - 1], quantiles[above])
        return 1 - (Double(above - 1) + (score - low) / (high - low)) / Double(quantiles.count)
    }

    /// The per cent of unrelated pairs that score lower, with so many digits that three of the rest
    /// to 100 count: 37.12, 99.9987, 99.99999984. Never 100.
    package func percentile(_ score: Float) -> Double {
        let rest = 100 * rarity(Double(score))
        guard rest.isFinite else { return .nan }
        let wanted = rest < 1 ? 2 - Int(Double.log10(max(rest, 1e-30)).rounded(.down)) : 2
        let scale = Double.pow(10, Double(min(wanted, Self.digits)))
        return (max(100 * scale - max((rest * scale).rounded(), 1), 0)) / scale
    }

    /// The score that a share of unrelated pairs exceeds.
    /// - Parameter share: over 0, at most 0.01.
    package func score(exceededBy share: Double) -> Float {
        let last = quantiles[quantiles.count - 1]
        let rare = last + tail * Double.log(Self.tailShare / share)
        let score = min(rare, last + Self.largestPart * (identical - last))
        // Cosines are reported and typed in thousandths.
        return Float(identical == 1 ? (score * 1000).rounded() / 1000 : score)
    }
}

extension ScoreScale {
    /// Fewer pairs are no distribution.
    private static let fewestPairs = 1000

    /// - Returns: `nil` if there are too few scores, or hardly any two different ones.
    package init?(scores: [Double], identical: Double) {
        let sorted = scores.filter(\.isFinite).sorted()
        guard sorted.count >= Self.fewestPairs else { return nil }
        let quantiles = (0..<Self.quantileCount).map { percent in
            let place = Double(percent) / Double(Self.quantileCount) * Double(sorted.count - 1)
            let low = Int(place)
            let next = sorted[min(low + 1, sorted.count - 1)]
            return sorted[low] + (place - Double(low)) * (next - sorted[low])
        }
        let last = quantiles[quantiles.count - 1]
        let excesses = sorted.lazy.filter { $0 > last }.map { $0 - last }
        guard !excesses.isEmpty else { return nil }
        self.init(
            quantiles: quantiles, tail: excesses.reduce(0, +) / Double(excesses.count),
            identical: identical)
    }
}
