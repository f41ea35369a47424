public import SencMath

extension SimilarityFunction {
    /// The similarity of every vector to every other.
    /// - Parameters:
    ///   - a: [a, dimension].
    ///   - b: [b, dimension].
    ///   - threads: by default one for each processor.
    /// - Returns: [a, b].
    /// - Throws: `SearchError.dimension` if a and b have different ones, and `notFinite` for a
    ///   similarity that is not finite.
    public func similarities(
        of a: Matrix, to b: Matrix, threads: Int? = nil
    ) throws -> Matrix {
        try similarities(of: a, to: b, workers: WorkerPool(threads: threads))
    }

    /// The same by workers who may be watched.
    package func similarities(of a: Matrix, to b: Matrix, workers: WorkerPool) throws -> Matrix {
        guard a.columns == b.columns else {
            throw SearchError.dimension(vectors: b.columns, queries: a.columns, source: "")
        }
        let result = FloatMatrix(rows: a.rows, columns: b.rows)
        try workers.forEach(items: a.rows) { row, _ in
            let scores = result[row]
            for column in 0..<b.rows {
                scores[column] = self(a[row], b[column])
                guard scores[column].isFinite else {
                    let isOfFirst = !a[row].allSatisfy(\.isFinite)
                    throw SearchError.notFinite(row: isOfFirst ? row : column, source: "")
                }
            }
        }
        return result.matrix()
    }
}
