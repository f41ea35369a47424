/// What becomes of the delimiters that a text is split at.
enum SplitBehavior: String, Sendable {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"
}

/// Makes words of the stretches of a text, which come one after the other and cover it.
struct StretchJoiner {
    let behavior: SplitBehavior
    /// A word that may still grow, and whether it ends with a delimiter.
    private var pending: (word: Range<Int>, endsWithDelimiter: Bool)?

    init(_ behavior: SplitBehavior) {
        self.behavior = behavior
    }

    /// - Parameter body: takes the words, none of them empty, as soon as they cannot grow.
    @inline(__always)
    mutating func append(
        _ range: Range<Int>, isDelimiter: Bool, _ body: (Range<Int>) -> Void
    ) {
        switch behavior {
        case .removed: if !isDelimiter, !range.isEmpty { body(range) }
        case .isolated: if !range.isEmpty { body(range) }
        case .contiguous, .mergedWithPrevious, .mergedWithNext:
            guard let (word, previous) = pending else {
                pending = (range, isDelimiter)
                return
            }
            let joins =
                switch behavior {
                case .contiguous: isDelimiter == previous
                case .mergedWithNext: !isDelimiter && previous
                default: isDelimiter && !previous
                }
            if joins {
                pending = (word.lowerBound..<range.upperBound, isDelimiter)
            } else {
                if !word.isEmpty { body(word) }
                pending = (range, isDelimiter)
            }
        }
    }

    /// Gives out the last word.
    @inline(__always)
    mutating func finish(_ body: (Range<Int>) -> Void) {
        if let (word, _) = pending, !word.isEmpty { body(word) }
        pending = nil
    }
}
