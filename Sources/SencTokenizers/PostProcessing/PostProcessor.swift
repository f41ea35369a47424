/// The fourth stage: puts the special tokens around one text's tokens, or a pair's.
struct PostProcessor: Sendable, Equatable {
    enum Piece: Sendable, Equatable {
        case token(id: Int32, typeID: Int32)
        /// The tokens of the first text (0) or the second (1).
        case sequence(Int, typeID: Int32)
    }

    var single: [Piece]
    var pair: [Piece]
    /// How the tokens' offsets are changed before.
    var trimmings: [OffsetTrimming] = []

    /// Only the texts' own tokens.
    static let none = PostProcessor(
        single: [.sequence(0, typeID: 0)],
        pair: [.sequence(0, typeID: 0), .sequence(1, typeID: 1)])

    /// `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`, the second text's part of type 1.
    static func bert(classification: Int32, separator: Int32) -> PostProcessor {
        let first: [Piece] = [
            .token(id: classification, typeID: 0), .sequence(0, typeID: 0),
            .token(id: separator, typeID: 0),
        ]
        return PostProcessor(
            single: first,
            pair: first + [.sequence(1, typeID: 1), .token(id: separator, typeID: 1)])
    }

    /// `A`, and `A B` with the second text of type 1, each text between tokens if there are any.
    static func around(beginning: Int32?, end: Int32?, pairTypeID: Int32 = 1) -> PostProcessor {
        func pieces(_ index: Int, _ typeID: Int32) -> [Piece] {
            let first = beginning.map { [Piece.token(id: $0, typeID: typeID)] } ?? []
            let last = end.map { [Piece.token(id: $0, typeID: typeID)] } ?? []
            return first + [.sequence(index, typeID: typeID)] + last
        }
        return PostProcessor(
            single: pieces(0, 0), pair: pieces(0, 0) + pieces(1, pairTypeID))
    }

    /// `<s> A </s>` and `<s> A </s></s> B </s>`, all of type 0.
    static func roberta(classification: Int32, separator: Int32) -> PostProcessor {
        let end = Piece.token(id: separator, typeID: 0)
        let first: [Piece] = [
            .token(id: classification, typeID: 0), .sequence(0, typeID: 0), end,
        ]
        return PostProcessor(single: first, pair: first + [end, .sequence(1, typeID: 0), end])
    }

    /// The pieces for one text or two, without special tokens if not wanted.
    func pieces(isPair: Bool, addSpecialTokens: Bool) -> [Piece] {
        let pieces = isPair ? pair : single
        return addSpecialTokens ? pieces : pieces.filter { !$0.isToken }
    }
}

extension PostProcessor.Piece {
    var isToken: Bool {
        if case .token = self { true } else { false }
    }
}
