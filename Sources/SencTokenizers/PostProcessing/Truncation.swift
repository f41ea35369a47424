/// The end at which a text with too many tokens is cut.
public enum TruncationSide: String, Sendable, CaseIterable {
    /// The start of the text is cut off, and its end kept.
    case left
    /// The end of the text is cut off, and its start kept.
    case right
}

/// How many tokens of each text stay when there are too many: "longest_first", as the reference
/// has it, on whichever side they are cut.
enum Truncation {
    /// - Parameter maximum: for both texts together, special tokens not counted.
    static func counts(first: Int, second: Int, maximum: Int) -> (first: Int, second: Int) {
        let maximum = max(maximum, 0)
        guard first + second > maximum else { return (first, second) }
        var shorter = min(first, second)
        var longer = shorter > maximum ? shorter : max(shorter, maximum - shorter)
        if shorter + longer > maximum {
            shorter = maximum / 2
            longer = shorter + maximum % 2
        }
        let kept = first > second ? (longer, shorter) : (shorter, longer)
        return (min(kept.0, first), min(kept.1, second))
    }
}

extension Truncation {
    /// Which of `total` tokens stay where `count` of them do.
    static func kept(_ count: Int, of total: Int, side: TruncationSide) -> Range<Int> {
        side == .left ? (total - count)..<total : 0..<count
    }
}
