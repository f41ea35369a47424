/// What becomes of the delimiters that a text is split at.
enum SplitBehavior: String, Sendable {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"

    /// A stretch of text, and whether it is a delimiter.
    struct Piece {
        var range: Range<Int>
        var isDelimiter: Bool
    }

    /// Appends the words that pieces, which cover a text, make up. None is empty.
    func appendWords(of pieces: [Piece], to words: inout [Range<Int>]) {
        let start = words.count
        switch self {
        case .removed: for piece in pieces where !piece.isDelimiter { words.append(piece.range) }
        case .isolated: for piece in pieces { words.append(piece.range) }
        case .contiguous, .mergedWithPrevious:
            var previous = false
            for piece in pieces {
                let joins =
                    self == .contiguous
                    ? piece.isDelimiter == previous : piece.isDelimiter && !previous
                if joins, words.count > start, let last = words.popLast() {
                    words.append(last.lowerBound..<piece.range.upperBound)
                } else {
                    words.append(piece.range)
                }
                previous = piece.isDelimiter
            }
        case .mergedWithNext:
            var previous = false
            for piece in pieces.reversed() {
                if piece.isDelimiter, !previous, words.count > start, let last = words.popLast() {
                    words.append(piece.range.lowerBound..<last.upperBound)
                } else {
                    words.append(piece.range)
                }
                previous = piece.isDelimiter
            }
            words[start...].reverse()
        }
        if words[start...].contains(where: \.isEmpty) {
            let kept = words[start...].filter { !$0.isEmpty }
            words.replaceSubrange(start..., with: kept)
        }
    }
}
