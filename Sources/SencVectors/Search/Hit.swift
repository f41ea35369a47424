/// A row that was found, and how close it is.
public struct Hit: Equatable, Sendable {
    /// The row, counted from 0.
    public let index: Int
    /// Larger is closer: distances are negative.
    public let score: Float

    /// A hit that was found by other means, such as an approximate index.
    public init(index: Int, score: Float) {
        self.index = index
        self.score = score
    }

    /// Whether this comes before another: the closer first, of two as close the lower row.
    package func precedes(_ other: Hit) -> Bool {
        score != other.score ? score > other.score : index < other.index
    }
}

/// What is found and has a score, larger being closer.
package protocol Ranked: Sendable {
    var score: Float { get }
    /// Whether this comes before another in an answer; a total order.
    func precedes(_ other: Self) -> Bool
}

extension Hit: Ranked {}
