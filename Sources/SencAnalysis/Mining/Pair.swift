import SencVectors

/// Two rows that are close to each other, of one set of vectors or of two.
public struct Pair: Equatable, Sendable {
    /// The lower row, or that of the first set; counted from 0.
    public let first: Int
    /// The higher row, or that of the second set; counted from 0.
    public let second: Int
    /// Larger is closer: distances are negative.
    public let score: Float

    /// A pair that was found by other means.
    public init(first: Int, second: Int, score: Float) {
        self.first = first
        self.second = second
        self.score = score
    }
}

extension Pair: Ranked {
    package func precedes(_ other: Pair) -> Bool {
        if score != other.score { return score > other.score }
        return (first, second) < (other.first, other.second)
    }
}
