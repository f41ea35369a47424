import SencMath
public import SencVectors

extension StoredVectors {
    /// How far each vector lies from the rest: the local outlier factor (Breunig, Kriegel, Ng and
    /// Sander, "LOF: identifying density-based local outliers", 2000) by the cosine distance d.
    ///
    /// With N(a) the k vectors nearest to a, and k(b) how far the farthest of b's own is,
    /// density(a) = 1 / mean of max(d(a, b), k(b)) over b in N(a), and the factor of a is the mean
    /// of density(b) / density(a): about 1 within a group of vectors and larger outside. As
    /// scikit-learn's `LocalOutlierFactor`, whose factors are negative.
    /// - Parameters:
    ///   - neighbors: k, at least 1; all others if there are not as many.
    ///   - threads: by default one for each processor.
    /// - Returns: one for each vector. They mean little where more than k vectors are equal.
    /// - Throws: `CorpusError.neighbors` if k is less than 1 or there is one vector only,
    ///   `SearchError.notFinite`.
    public func localOutlierFactors(
        neighbors: Int = 20, threads: Int? = nil
    ) throws -> [Double] {
        guard neighbors >= 1, count >= 2 else {
            throw CorpusError.neighbors(neighbors, vectors: count)
        }
        let workers = WorkerPool(threads: threads)
        let lists = try nearest(min(neighbors, count - 1), in: nil, workers).map { matches in
            matches.map(\.index)
        }
        let distances = try workers.map(items: count, grain: 16) { row in
            let vector = self[row]
            return lists[row].map { 1 - cosine(vector, self[$0]) }
        }
        let reaches = distances.map { $0.max() ?? 0 }
        let densities = zip(lists, distances).map { list, distances in
            let sum = zip(list, distances).reduce(0) { $0 + max($1.1, reaches[$1.0]) }
            // As in scikit-learn, so that equal vectors are not infinitely dense.
            return 1 / (sum / Double(list.count) + 1e-10)
        }
        return zip(lists, densities).map { list, density in
            list.reduce(0) { $0 + densities[$1] / density } / Double(list.count)
        }
    }

    /// Not rounded to a `Float`: of near vectors 1 less it is the little that is left.
    private func cosine(_ a: [Float], _ b: [Float]) -> Double {
        let squares = dotProduct(a, a) * dotProduct(b, b)
        return squares == 0 ? 0 : dotProduct(a, b) / squares.squareRoot()
    }
}
