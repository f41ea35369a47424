/// How well vectors tell the next item of sessions: the items are ranked by the cosine of their
/// vector and the mean of those of the ten items before it, each of length 1; the earlier ones
/// are no answers.
public struct ItemMeasures: Sendable, Equatable {
    /// Sessions that were measured.
    public let sessions: Int
    /// The share of sessions whose item is among the first ten (hit@10).
    public let hitRate: Double
    /// The mean of 1 / rank (MRR).
    public let reciprocalRank: Double

    static let depth = 10

    init(ranks: [Int]) {
        sessions = ranks.count
        let count = Double(max(ranks.count, 1))
        hitRate = Double(ranks.count { $0 <= Self.depth }) / count
        reciprocalRank = ranks.reduce(0) { $0 + 1 / Double($1) } / count
    }

    /// Whether they are better than others: more hits, or as many at better ranks.
    func exceed(_ other: ItemMeasures) -> Bool {
        (hitRate, reciprocalRank) > (other.hitRate, other.reciprocalRank)
    }
}
