public import SencMath
public import SencVectors

extension StoredVectors {
    /// How close each vector is to some labels, whose texts were encoded as those of the vectors
    /// were: zero-shot classification. The closest first, of two as close the lower.
    /// - Parameters:
    ///   - labels: [labels, dimension].
    ///   - metric: what close means.
    ///   - threads: by default one for each processor.
    /// - Returns: all labels for each vector.
    /// - Throws: `SearchError` if the dimensions differ or a vector is not finite.
    public func matches(
        among labels: Matrix, by metric: SimilarityFunction = .cosine, threads: Int? = nil
    ) throws -> [[Hit]] {
        guard labels.columns == dimension else {
            throw SearchError.dimension(
                vectors: dimension, queries: labels.columns, source: source)
        }
        for label in 0..<labels.rows where !labels[label].allSatisfy(\.isFinite) {
            throw SearchError.queryNotFinite(label)
        }
        return try WorkerPool(threads: threads).map(items: count, grain: 16) { row in
            let vector = self[row]
            let matches = (0..<labels.rows).map { label in
                Hit(index: label, score: metric(vector, labels[label]))
            }
            guard vector.allSatisfy(\.isFinite), matches.allSatisfy(\.score.isFinite) else {
                throw SearchError.notFinite(row: row, source: source)
            }
            return matches.sorted { $0.precedes($1) }
        }
    }
}
