/// Which texts are taken for hard negatives of an anchor: close to it, but not its positives.
package struct NegativeOptions: Sendable, Equatable {
    package enum Sampling: String, Sendable, CaseIterable {
        /// The closest.
        case top
        /// Any of those that may be taken.
        case random
    }

    /// Negatives of an anchor.
    package var count = 3
    /// How many of the closest that may be taken are left out, for they may be positives nobody marked.
    package var skipped = 0
    /// How many of the closest that may be taken are chosen from, those that are left out included; `nil`
    /// for as many as are needed, ten times as many if some may be refused.
    package var candidates: Int?
    package var largestScore: Double?
    package var leastScore: Double?
    /// How much less similar than the least similar positive a negative is at least.
    package var margin: Double?
    /// The same as a share of that positive's similarity.
    package var relativeMargin: Double?
    package var sampling = Sampling.top
    /// Of random numbers.
    package var seed: UInt64 = 1

    package init() {}

    /// - Throws: `TrainingError.setting` of a value out of its range.
    package func check() throws(TrainingError) {
        try TrainingError.check("negatives", count, 1...1 << 16)
        try TrainingError.check("range-min", skipped, 0...1 << 24)
        try TrainingError.check("range-max", candidates ?? 1, 1...1 << 24)
        try TrainingError.check("max-score", largestScore ?? 0, -1e6...1e6)
        try TrainingError.check("min-score", leastScore ?? 0, -1e6...1e6)
        try TrainingError.check("margin", margin ?? 0, -1e6...1e6)
        try TrainingError.check("relative-margin", relativeMargin ?? 0, -1e6...1e6)
        if let candidates {
            try TrainingError.check("range-max", candidates, skipped + count...1 << 25)
        }
    }

    /// Whether a candidate may be refused for its score.
    private var refuses: Bool {
        largestScore != nil || margin != nil || relativeMargin != nil
    }

    /// Candidates of an anchor.
    /// - Parameter positives: the most that an anchor has.
    func range(positives: Int) -> Int {
        candidates ?? skipped + count * (refuses ? 10 : 1) + positives
    }

    /// Whether a score may be a negative's.
    /// - Parameter positive: the least score of the anchor's positives.
    func takes(_ score: Float, positive: Float) -> Bool {
        let (score, positive) = (Double(score), Double(positive))
        if let margin, score + margin > positive { return false }
        if let relativeMargin, score > positive - abs(positive) * relativeMargin { return false }
        if let largestScore, score > largestScore { return false }
        if let leastScore, score < leastScore { return false }
        return true
    }
}
