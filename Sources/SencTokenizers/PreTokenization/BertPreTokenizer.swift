/// BERT's words: split at white space, every punctuation character a word of its own.
enum BertPreTokenizer {
    private enum Kind: UInt8 {
        case letter, space, punctuation
    }

    private static let tableCount: UInt32 = 0x600
    private static let table: [Kind] = (0..<tableCount).map { kind(of: $0) }

    private static func kind(of scalar: UInt32) -> Kind {
        if Scalars.isWhitespace(scalar) { return .space }
        return Scalars.isPunctuation(scalar) ? .punctuation : .letter
    }

    @inline(__always)
    static func forEachWord(
        of text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, _ body: (Range<Int>) -> Void
    ) {
        table.withUnsafeBufferPointer { table in
            var start = range.lowerBound
            var position = start
            while position < range.upperBound {
                let (scalar, length) = text.scalar(at: position)
                let kind = scalar < tableCount ? table[Int(scalar)] : kind(of: scalar)
                let end = position + length
                if kind != .letter {
                    if start < position { body(start..<position) }
                    if kind == .punctuation { body(position..<end) }
                    start = end
                }
                position = end
            }
            if start < position { body(start..<position) }
        }
    }
}
