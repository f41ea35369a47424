internal import SencMath

/// Which texts are worked on together.
///
/// Texts are cut to pieces that fit the model, nearly always one a text. Batches hold pieces of
/// like length, the longest first so that the last batches to finish are short.
struct BatchPlan: Sendable {
    /// Tokens in a batch, unless a piece alone has more: enough to keep the kernels busy, few
    /// enough for the activations to stay in cache.
    private static let tokensPerBatch = 64...768

    struct Piece: Sendable {
        let text: Int
        let ids: [Int32]
    }

    /// In the order of the texts.
    let pieces: [Piece]
    /// Indices into `pieces`.
    let batches: [[Int]]
    private let textCount: Int

    init(_ texts: [TokenizedText], threads: Int) {
        let pieces = texts.enumerated().flatMap { text, tokens in
            tokens.pieces.map { Piece(text: text, ids: $0) }
        }
        let total = pieces.reduce(0) { $0 + $1.ids.count }
        let budget = min(
            max(total / threads, Self.tokensPerBatch.lowerBound), Self.tokensPerBatch.upperBound)
        let order = pieces.indices.sorted {
            (pieces[$1].ids.count, $0) < (pieces[$0].ids.count, $1)
        }
        var batches: [[Int]] = []
        var room = 0
        for piece in order {
            let count = pieces[piece].ids.count
            if batches.isEmpty || count > room {
                batches.append([])
                room = budget
            }
            batches[batches.count - 1].append(piece)
            room -= count
        }
        self.pieces = pieces
        self.batches = batches
        textCount = texts.count
    }

    /// The vectors of the texts from those of the pieces [pieces, dimension]: a text of several
    /// pieces has their mean, weighted by their tokens.
    func joinPieces(_ vectors: Matrix, normalizing: Bool) -> Matrix {
        guard pieces.count != textCount else { return vectors }
        var result = Matrix(rows: textCount, columns: vectors.columns)
        var weights = [Float](repeating: 0, count: textCount)
        for piece in pieces { weights[piece.text] += Float(piece.ids.count) }
        for (index, piece) in pieces.enumerated() {
            let weight = Float(piece.ids.count) / weights[piece.text]
            for column in 0..<vectors.columns {
                result[piece.text, column] += weight * vectors[index, column]
            }
        }
        if normalizing {
            result.withRows { rows in
                for text in 0..<textCount { normalize(rows[text]) }
            }
        }
        return result
    }
}
