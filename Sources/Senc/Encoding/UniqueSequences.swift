internal import SencMath

/// The distinct sequences of token ids in some texts, and which of them each text is made of.
///
/// A text is one sequence, or several that fit the model if it was chunked. Texts with the same ids
/// have the same vector, so each sequence is computed once.
struct UniqueSequences: Sendable {
    private(set) var ids: [[Int32]] = []
    /// For each text in turn, the indices of its sequences.
    private var indices: [Int] = []
    /// Where each text starts in `indices`, and where the last one ends: [texts + 1].
    private var starts: [Int] = [0]

    init(_ texts: [TokenizedText]) {
        var known: [[Int32]: Int] = [:]
        known.reserveCapacity(texts.count)
        for text in texts {
            for sequence in text.sequences {
                let index = known[sequence] ?? ids.count
                if index == ids.count {
                    ids.append(sequence)
                    known[sequence] = index
                }
                indices.append(index)
            }
            starts.append(indices.count)
        }
    }

    private var textCount: Int { starts.count - 1 }

    /// The indices of a text's sequences.
    func indices(ofText text: Int) -> ArraySlice<Int> {
        indices[starts[text]..<starts[text + 1]]
    }

    /// The vectors of the texts [texts, dimension] from those of the sequences [sequences, dimension].
    ///
    /// A text of several has the mean of theirs, weighted by their tokens.
    /// - Parameter normalizing: whether such a mean is scaled to length 1.
    func textVectors(from vectors: Matrix, normalizing: Bool) -> Matrix {
        guard indices.count != textCount || ids.count != textCount else { return vectors }
        let result = FloatMatrix(rows: textCount, columns: vectors.columns)
        for text in 0..<textCount {
            let row = result[text]
            let own = indices(ofText: text)
            if own.count == 1, let index = own.first {
                _ = row.update(from: vectors[index])
                continue
            }
            row.update(repeating: 0)
            let counts = own.map { Float(SpelledWords.tokenCount(in: ids[$0])) }
            let total = counts.reduce(0, +)
            for (index, count) in zip(own, counts) {
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
