public import SencMath
public import SencVectors

extension StoredVectors {
    /// How far neighbors in a projection are neighbors among the vectors (Venna and Kaski, 2001):
    ///
    /// 1 - 2 / (n k (2n - 3k - 1)) Σᵢ Σⱼ max(0, r(i, j) - k)
    ///
    /// where j goes through the k nearest points of i in the projection, and r(i, j) is j's rank,
    /// counted from 1, among the vectors by their distance from i's. 1 is the best. Takes time by the
    /// square of their number.
    /// - Parameters:
    ///   - coordinates: [vectors, any]
    ///   - neighbors: k, at least 1 and less than half as many as the vectors.
    ///   - threads: by default one for each processor.
    /// - Throws: `ProjectionError.points` and `neighbors`, `SearchError.notFinite`.
    public func trustworthiness(
        of coordinates: Matrix, neighbors: Int = 5, threads: Int? = nil
    ) throws -> Double {
        guard coordinates.rows == count else {
            throw ProjectionError.points(coordinates.rows, vectors: count)
        }
        guard neighbors >= 1, neighbors < count - neighbors else {
            throw ProjectionError.neighbors(neighbors, points: count)
        }
        let workers = WorkerPool(threads: threads)
        let rows = floatRows
        try checkFinite(rows, workers)
        let found = try StoredVectors(coordinates).nearest(
            neighbors + 1, to: coordinates, by: .euclidean, threads: threads)
        let excess = try workers.map(items: count) { row in
            let vector = self[row]
            let scores = (0..<count).map { SimilarityFunction.euclidean(vector, self[$0]) }
            let near = found[row].filter { $0.index != row }.prefix(neighbors)
            return near.reduce(0) { sum, match in
                let score = scores[match.index]
                var rank = 0
                for (other, otherScore) in scores.enumerated() where other != row {
                    if otherScore > score || (otherScore == score && other <= match.index) {
                        rank += 1
                    }
                }
                return sum + max(0, rank - neighbors)
            }
        }
        let (n, k) = (Double(count), Double(neighbors))
        return 1 - 2 / (n * k * (2 * n - 3 * k - 1)) * Double(excess.reduce(0, +))
    }
}
