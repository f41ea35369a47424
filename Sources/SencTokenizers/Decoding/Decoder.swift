/// The last stage: tokens → text.
enum Decoder: Sendable {
    /// The tokens with a space between them.
    case none
    case wordPiece(WordPieceDecoder)

    func decode(_ tokens: [[UInt8]]) -> [UInt8] {
        switch self {
        case .none: Array(tokens.joined(separator: [UInt8(ascii: " ")]))
        case .wordPiece(let decoder): decoder.decode(tokens)
        }
    }
}
