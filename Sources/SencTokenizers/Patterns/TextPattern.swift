/// What a component looks for in a text.
enum TextPattern: Sendable {
    /// The bytes themselves.
    case literal([UInt8])
    case expression(RegularExpression)

    /// Visits the matches in a text, from the left, not overlapping.
    func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
        switch self {
        case .expression(let expression):
            if !text.isEmpty { expression.forEachMatch(in: text, body) }
        case .literal(let bytes):
            var position = 0
            while let match = Self.match(of: bytes, in: text, from: position) {
                body(match)
                position = match.upperBound
            }
        }
    }

    /// The first place of some bytes from a position on; `nil` for no bytes.
    private static func match(
        of bytes: [UInt8], in text: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Range<Int>? {
        guard let first = bytes.first else { return nil }
        var position = start
        while position + bytes.count <= text.count {
            let match = position..<(position + bytes.count)
            if text[position] == first, text.slice(match).elementsEqual(bytes) { return match }
            position += 1
        }
        return nil
    }
}
