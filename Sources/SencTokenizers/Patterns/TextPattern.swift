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
            guard let first = bytes.first else { return }
            var position = 0
            while position + bytes.count <= text.count {
                if text[position] == first,
                    text.slice(position..<(position + bytes.count)).elementsEqual(bytes)
                {
                    body(position..<(position + bytes.count))
                    position += bytes.count
                } else {
                    position += 1
                }
            }
        }
    }
}
