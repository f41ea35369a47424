internal import SencMath

/// The vectors of a batch as they are compared: as they are, or of length 1.
final class ScoredVectors<Element: ScoreElement>: @unchecked Sendable {
    let similarity: BatchSimilarity
    let matrix: ScoredMatrix<Element>  // [columns · rows, dimension]
    private let vectors: SentenceVectors
    private let lengths = ScratchBuffer<Double>()

    init(
        _ vectors: SentenceVectors, _ similarity: BatchSimilarity, hasGradients: Bool = true,
        _ arithmetic: LossArithmetic
    ) throws {
        (self.vectors, self.similarity) = (vectors, similarity)
        let (count, width) = (vectors.columns * vectors.rows, vectors.dimension)
        matrix = ScoredMatrix(rows: count, width: width, hasGradients: hasGradients)
        let matrix = matrix
        lengths.reserve(count)
        let lengths = lengths
        try arithmetic.forEachChunk(of: count) { rows in
            let line = ScratchBuffer<Double>()
            line.reserve(width)
            for row in rows {
                let vector = vectors.base + row * width
                lengths.base[row] = similarity == .cosine ? UnitVector.length(vector, width) : 1
                let scale = 1 / lengths.base[row]
                for index in 0..<width { line.base[index] = Double(vector[index]) * scale }
                Element.narrow(line.base, count: width, to: matrix.values + row * width)
            }
        }
    }

    /// The vectors of some columns.
    subscript(columns: Range<Int>) -> ScoredMatrix<Element>.RowSlice {
        matrix[columns.lowerBound * vectors.rows..<columns.upperBound * vectors.rows]
    }

    subscript(column: Int) -> ScoredMatrix<Element>.RowSlice { self[column..<column + 1] }

    /// Adds the gradients by the vectors as they were given.
    func addGradients(
        to gradients: SentenceVectors, scale: Double = 1, _ arithmetic: LossArithmetic
    ) throws {
        let (width, lengths, vectors) = (matrix.width, lengths, vectors)
        try arithmetic.forEachChunk(of: matrix.rows) { rows in
            let line = ScratchBuffer<Double>()
            line.reserve(width)
            for row in rows {
                Element.widen(matrix.gradients + row * width, count: width, to: line.base)
                let (vector, target) = (vectors.base + row * width, gradients.base + row * width)
                switch similarity {
                case .dot:
                    for index in 0..<width { target[index] += Float(scale * line.base[index]) }
                case .cosine:
                    UnitVector.addGradients(
                        vector, length: lengths.base[row], line.base, width, scale: scale,
                        to: target)
                }
            }
        }
    }
}
