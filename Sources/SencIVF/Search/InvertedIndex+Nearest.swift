package import SencMath
package import SencVectors

extension InvertedIndex {
    /// Queries searched at once: the more, the more often a list that is read serves several.
    private static let windowQueries = 4096
    /// Matches that a thread keeps, of all queries that are searched at once.
    private static let mostMatches = 1 << 22

    /// The vectors that are closest to each query, of those in the lists that are searched: the
    /// closest first, of two as close the lower id. The answers are the same for any number of
    /// threads and whatever other queries there are.
    /// - Parameters:
    ///   - count: how many to find for each query; fewer if the lists have not as many.
    ///   - queries: [queries, dimension].
    ///   - similarity: what scores are; by default inner products, or distances that are made
    ///     negative, which are not squared. An index of inner products of vectors of length 1 may
    ///     be searched by the cosine, whatever the queries' lengths.
    ///   - probes: how many lists are searched for each query, all if there are fewer;
    ///     `defaultProbes` if not given.
    ///   - threshold: the least score of a match.
    ///   - rescoring: the vectors that the index was made of, whose rows its ids are. The best
    ///     `oversampling * count` are found in the lists, and scored and ordered again by these.
    ///   - oversampling: how many times the matches asked for are scored again.
    ///   - threads: by default one for each processor.
    /// - Throws: `InvertedIndexError`, `FAISSError`, `SearchError`.
    package func nearest(
        _ count: Int, to queries: Matrix, by similarity: SimilarityFunction? = nil,
        probes: Int? = nil, threshold: Float? = nil,
        rescoring: StoredVectors? = nil, oversampling: Int = 4, threads: Int? = nil
    ) throws -> [[Hit]] {
        guard queries.columns == dimension else {
            throw SearchError.dimension(
                vectors: dimension, queries: queries.columns, source: path)
        }
        for row in 0..<queries.rows where !queries[row].allSatisfy(\.isFinite) {
            throw SearchError.queryNotFinite(row)
        }
        let similarity = similarity ?? metric.similarity
        let isCosine = similarity == .cosine && metric == .innerProduct
        guard isCosine || similarity == metric.similarity else {
            throw InvertedIndexError.similarity(similarity, path: path)
        }
        let probes = probes ?? defaultProbes
        guard probes >= 1 else { throw InvertedIndexError.probes(probes) }
        if let rescoring, rescoring.dimension != dimension {
            throw SearchError.dimension(
                vectors: rescoring.dimension, queries: dimension, source: rescoring.source)
        }
        let wanted = min(max(count, 0), self.count)
        guard wanted > 0, queries.rows > 0 else {
            return [[Hit]](repeating: [], count: queries.rows)
        }
        let searched = isCosine ? Self.directions(queries) : queries
        let workers = WorkerPool(threads: threads)
        let (many, overflow) = wanted.multipliedReportingOverflow(
            by: rescoring == nil ? 1 : max(oversampling, 1))
        let candidates = overflow ? self.count : min(many, self.count)
        var hits: [[Hit]] = []
        hits.reserveCapacity(queries.rows)
        let size = min(Self.windowQueries, max(1, Self.mostMatches / candidates))
        for first in stride(from: 0, to: queries.rows, by: size) {
            let window = first..<min(first + size, queries.rows)
            let scan = try ListScan(
                self, searched, window, probes: min(probes, lists), count: candidates,
                threshold: rescoring == nil ? threshold ?? -.infinity : -.infinity, workers)
            hits += try scan.hits(workers)
        }
        guard let rescoring else { return hits }
        for hit in hits.joined() where hit.index >= rescoring.count {
            throw InvertedIndexError.unknownVector(
                id: hit.index, vectors: rescoring.count, source: rescoring.source)
        }
        return try rescoring.scored(
            hits, queries, similarity, threshold ?? -.infinity, wanted, workers)
    }
    /// Queries with the length 1, if they have any.
    private static func directions(_ queries: Matrix) -> Matrix {
        var directions = queries
        for row in 0..<queries.rows {
            let length = dotProduct(queries[row], queries[row]).squareRoot()
            guard length > 0 else { continue }
            for column in 0..<queries.columns {
                directions[row, column] = Float(Double(queries[row, column]) / length)
            }
        }
        return directions
    }
}
