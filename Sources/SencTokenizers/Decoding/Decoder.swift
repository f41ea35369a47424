/// The last stage: tokens → text.
enum Decoder: Sendable {
    /// The tokens with a space between them.
    case none
    case wordPiece(WordPieceDecoder)
    /// One step after the other; what is left is joined.
    case steps([DecodingStep])

    init(_ steps: [DecodingStep]) {
        if steps.count == 1, case .wordPiece(let decoder) = steps[0] {
            self = .wordPiece(decoder)
        } else {
            self = .steps(steps)
        }
    }

    /// Whether tokens are bytes written as scalars.
    var isByteLevel: Bool {
        guard case .steps(let steps) = self else { return false }
        return steps.contains { if case .byteLevel = $0 { true } else { false } }
    }

    func decode(_ tokens: [[UInt8]]) -> [UInt8] {
        switch self {
        case .none: Array(tokens.joined(separator: [UInt8(ascii: " ")]))
        case .wordPiece(let decoder): decoder.decode(tokens)
        case .steps(let steps): Array(steps.reduce(tokens) { $1.apply(to: $0) }.joined())
        }
    }
}
