internal import SencMath

/// The distinct runs of token ids in some texts, and which of them each text is made of.
///
/// Texts are cut to pieces that fit the model, nearly always one a text. Texts with the same ids
/// have the same vector, so each piece is computed once.
struct PieceTable: Sendable {
    private(set) var pieces: [[Int32]] = []
    /// For each text in turn, the indices of its pieces.
    private var pieceIndices: [Int] = []
    /// Where each text starts in `pieceIndices`, and where the last one ends: [texts + 1].
    private var starts: [Int] = [0]

    init(_ texts: [TokenizedText]) {
        var known: [[Int32]: Int] = [:]
        known.reserveCapacity(texts.count)
        for text in texts {
            for ids in text.pieces {
                let index = known[ids] ?? pieces.count
                if index == pieces.count {
                    pieces.append(ids)
                    known[ids] = index
                }
                pieceIndices.append(index)
            }
            starts.append(pieceIndices.count)
        }
    }

    private var textCount: Int { starts.count - 1 }

    /// The vectors of the texts [texts, dimension] from those of the pieces [pieces, dimension].
    ///
    /// A text of several pieces has the mean of theirs, weighted by their tokens.
    /// - Parameter normalizing: whether such a mean is scaled to length 1.
    func textVectors(from vectors: Matrix, normalizing: Bool) -> Matrix {
        guard pieceIndices.count != textCount || pieces.count != textCount else { return vectors }
        let result = FloatMatrix(rows: textCount, columns: vectors.columns)
        for text in 0..<textCount {
            let row = result[text]
            let indices = pieceIndices[starts[text]..<starts[text + 1]]
            if indices.count == 1, let index = indices.first {
                _ = row.update(from: vectors[index])
                continue
            }
            row.update(repeating: 0)
            let counts = indices.map { Float(SpelledWords.tokenCount(in: pieces[$0])) }
            let total = counts.reduce(0, +)
            for (index, count) in zip(indices, counts) {
                let weight = count / total
                for (column, value) in vectors[index].enumerated() {
                    row[column] += weight * value
                }
            }
            if normalizing { normalize(row) }
        }
        return result.matrix()
    }
}
