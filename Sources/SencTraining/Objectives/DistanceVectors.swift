internal import SencMath

/// Vectors of a column whose products are -d² / 2, of their Euclidean distances d.
///
/// With one half of the squared lengths behind them, the product of (x, -|x|²/2, 1) and (y, 1,
/// -|y|²/2) is -|x - y|² / 2, so that what goes back through distances does so through products.
final class DistanceVectors<Element: ScoreElement>: @unchecked Sendable {
    private let vectors: SentenceVectors
    private let lefts: ScoredMatrix<Element>  // [rows, dimension + 2]
    private let rights: ScoredMatrix<Element>  // [rows, dimension + 2]
    private let halves = ScratchBuffer<Double>()  // [rows]

    /// Squares of distances below this share of the vectors' own have lost too many digits.
    private static var leastShare: Double { 1e-3 }

    init(_ vectors: SentenceVectors, _ arithmetic: LossArithmetic) throws {
        self.vectors = vectors
        let (rows, width) = (vectors.rows, vectors.dimension)
        lefts = ScoredMatrix(rows: rows, width: width + 2, hasGradients: true)
        rights = ScoredMatrix(rows: rows, width: width + 2, hasGradients: true)
        halves.reserve(rows)
        let (lefts, rights, halves) = (lefts, rights, halves)
        try arithmetic.forEachChunk(of: rows) { rows in
            let line = ScratchBuffer<Double>()
            line.reserve(width + 2)
            for row in rows {
                let vector = vectors[0, row]
                var squares = 0.0
                for index in 0..<width {
                    line.base[index] = Double(vector[index])
                    squares += line.base[index] * line.base[index]
                }
                halves.base[row] = squares / 2
                (line.base[width], line.base[width + 1]) = (-squares / 2, 1)
                Element.narrow(line.base, count: width + 2, to: lefts.values + row * (width + 2))
                (line.base[width], line.base[width + 1]) = (1, -squares / 2)
                Element.narrow(line.base, count: width + 2, to: rights.values + row * (width + 2))
            }
        }
    }

    var block: ScoreRows<Element>.Block {
        ScoreRows<Element>.Block(left: lefts.all, right: rights.all)
    }

    /// Replaces the products of a row by its distances.
    func replaceByDistances(_ row: Int, _ scores: UnsafeMutablePointer<Double>) {
        let (rows, width, halves) = (vectors.rows, vectors.dimension, halves.base)
        for other in 0..<rows {
            var square = -2 * scores[other]
            if square < 2 * Self.leastShare * (halves[row] + halves[other]) {
                let (x, y) = (vectors[0, row], vectors[0, other])
                square = 0
                for index in 0..<width {
                    let difference = Double(x[index]) - Double(y[index])
                    square += difference * difference
                }
            }
            scores[other] = max(0, square).squareRoot()
        }
    }

    /// Adds the gradients by the vectors.
    func addGradients(
        to gradients: SentenceVectors, scale: Double, _ arithmetic: LossArithmetic
    ) throws {
        let (width, lefts, rights, vectors) = (vectors.dimension, lefts, rights, vectors)
        try arithmetic.forEachChunk(of: vectors.rows) { rows in
            for row in rows {
                let left = lefts.gradients + row * (width + 2)
                let right = rights.gradients + row * (width + 2)
                let along = Double(left[width]) + Double(right[width + 1])
                let (vector, target) = (vectors[0, row], gradients[0, row])
                for index in 0..<width {
                    let own = Double(left[index]) + Double(right[index])
                    target[index] += Float(scale * (own - along * Double(vector[index])))
                }
            }
        }
    }
}
