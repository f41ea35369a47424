internal import SencMath

/// The similarities or distances of each example's texts of two columns.
struct PairScores: Sendable {
    let vectors: SentenceVectors
    let measure: PairMeasure
    let arithmetic: LossArithmetic

    /// Of each row.
    func callAsFunction(_ left: Int, _ right: Int) throws -> [Double] {
        let values = ScratchBuffer<Double>()
        values.reserve(vectors.rows)
        try arithmetic.forEachChunk(of: vectors.rows) { rows in
            for row in rows {
                values.base[row] = measure.value(
                    vectors[left, row], vectors[right, row], vectors.dimension)
            }
        }
        return (0..<vectors.rows).map { values.base[$0] }
    }

    /// Adds what goes back from changes by the score of each row.
    func addGradients(
        _ left: Int, _ right: Int, _ changes: [Double], to gradients: SentenceVectors
    ) throws {
        try arithmetic.forEachChunk(of: vectors.rows) { rows in
            for row in rows where changes[row] != 0 {
                measure.addGradients(
                    vectors[left, row], vectors[right, row], vectors.dimension, changes[row],
                    to: gradients[left, row], gradients[right, row])
            }
        }
    }
}
