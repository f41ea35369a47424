public import SencMath

extension StoredVectors {
    /// How many times the matches asked for are taken for scoring them again, if not said.
    public static let defaultOversampling = 16

    /// The vectors that are closest to each query, exactly: the closest first, of two as close the
    /// lower row. The answers are the same for any number of threads and whatever other queries
    /// there are.
    ///
    /// Of vectors of bits, a query is made one, too, and what is compared are vectors of 1 and -1.
    /// - Parameters:
    ///   - count: how many to find for each query; fewer if there are not as many.
    ///   - queries: [queries, dimension].
    ///   - metric: what close means.
    ///   - threshold: the least score of a match.
    ///   - rescoring: the same vectors in a finer element type. The best `oversampling * count`
    ///     are found in these vectors, and scored and ordered again by those.
    ///   - threads: by default one for each processor.
    /// - Throws: `SearchError` if a dimension differs or a vector is not finite.
    public func nearest(
        _ count: Int, to queries: Matrix, by metric: SimilarityFunction = .cosine,
        threshold: Float? = nil, rescoring: StoredVectors? = nil,
        oversampling: Int = defaultOversampling, threads: Int? = nil
    ) throws -> [[Match]] {
        guard queries.columns == dimension else {
            throw SearchError.dimension(
                vectors: dimension, queries: queries.columns, source: source)
        }
        for row in 0..<queries.rows where !queries[row].allSatisfy(\.isFinite) {
            throw SearchError.queryNotFinite(row)
        }
        let workers = WorkerPool(threads: threads)
        let wanted = min(max(count, 0), self.count)
        guard wanted > 0, queries.rows > 0 else {
            return [[Match]](repeating: [], count: queries.rows)
        }
        guard let rescoring else {
            return try found(wanted, queries, metric, threshold ?? -.infinity, workers)
        }
        guard rescoring.count == self.count, rescoring.dimension == dimension else {
            throw SearchError.rescoring(
                rows: rescoring.count, dimension: rescoring.dimension, wanted: self.count,
                wantedDimension: dimension, source: rescoring.source)
        }
        let (many, overflow) = wanted.multipliedReportingOverflow(by: max(oversampling, 1))
        let candidates = try found(
            overflow ? self.count : min(many, self.count), queries, metric, -.infinity, workers)
        return try workers.map(items: queries.rows, grain: 4) { query in
            try rescoring.scored(
                candidates[query], Array(queries[query]), metric, threshold ?? -.infinity, wanted)
        }
    }

    private func found(
        _ count: Int, _ queries: Matrix, _ metric: SimilarityFunction, _ threshold: Float,
        _ workers: WorkerPool
    ) throws -> [[Match]] {
        switch contents {
        case .rows(let rows):
            try found(count, in: rows, queries, metric, threshold, workers)
        case .bits(let bits):
            try found(count, in: bits, queries, workers).map { matches in
                matches.map { Match(index: $0.index, score: score(-$0.score, metric)) }
                    .filter { $0.score >= threshold }
            }
        }
    }

    private func found(
        _ count: Int, in rows: RowSet, _ queries: Matrix, _ metric: SimilarityFunction,
        _ threshold: Float, _ workers: WorkerPool
    ) throws -> [[Match]] {
        let groups = QueryGroup.groups(of: RowSet(queries), metric: metric)
        let scan = Scan(rows: rows, metric: metric, source: source)
        let none = Best<Match>(capacity: count, threshold: threshold)
        let states = (0..<workers.threads).map { _ in
            SearchState(none, queries: queries.rows, dimension: dimension)
        }
        try workers.forEach(items: rows.rows.dividedRoundingUp(by: Scan.itemRows)) { item, worker in
            let state = states[worker]
            let start = item * Scan.itemRows
            let range = start..<min(start + Scan.itemRows, rows.rows)
            for group in groups {
                try scan.run(range, group, state.workspace, into: &state.matches)
            }
        }
        return merged(states, count, queries: queries.rows)
    }

    /// Matches with minus the number of bits that differ as the score.
    private func found(
        _ count: Int, in bits: BitRows, _ queries: Matrix, _ workers: WorkerPool
    ) throws -> [[Match]] {
        let bytes = VectorEncoding.binary.encode(queries)
        let blockRows = 512
        let itemRows = 32 * blockRows
        let none = Best<Match>(capacity: count, threshold: -.infinity)
        let states = (0..<workers.threads).map { _ in
            SearchState(none, queries: queries.rows, dimension: blockRows)
        }
        try workers.forEach(items: bits.rows.dividedRoundingUp(by: itemRows)) { item, worker in
            let end = min((item + 1) * itemRows, bits.rows)
            let state = states[worker]
            let distances = state.workspace.block.base
            let limits = state.workspace.candidate.base
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: blockRows) { found in
                guard let found = found.baseAddress else { return }
                for start in stride(from: item * itemRows, to: end, by: blockRows) {
                    let block = start..<min(start + blockRows, end)
                    for query in 0..<queries.rows {
                        bytes.withUnsafeBufferPointer {
                            guard let base = $0.baseAddress else { return }
                            bits.distances(
                                query: base + query * bits.bytesPerRow, rows: block, to: distances)
                        }
                        limits.update(
                            repeating: state.matches.limit(of: query), count: block.count)
                        let count = indices(
                            above: limits, in: distances, count: block.count, to: found)
                        for index in 0..<count {
                            let place = Int(found[index])
                            state.matches.add(
                                query: query, row: start + place, score: distances[place])
                        }
                    }
                }
            }
        }
        return merged(states, count, queries: queries.rows)
    }

    private func merged(_ states: [SearchState], _ count: Int, queries: Int) -> [[Match]] {
        (0..<queries).map { query in
            Best.merged(states.map { $0.matches.best[query] }, count: count)
        }
    }

    /// The similarity of two vectors of 1 and -1 that differ in so many components.
    private func score(_ differing: Float, _ metric: SimilarityFunction) -> Float {
        switch metric {
        case .cosine: 1 - 2 * differing / Float(dimension)
        case .dot: Float(dimension) - 2 * differing
        case .euclidean: 0 - 2 * differing.squareRoot()
        case .manhattan: 0 - 2 * differing
        }
    }

    /// Matches scored anew by these vectors.
    private func scored(
        _ matches: [Match], _ query: [Float], _ metric: SimilarityFunction, _ threshold: Float,
        _ count: Int
    ) throws(SearchError) -> [Match] {
        var best = Best<Match>(capacity: count, threshold: threshold)
        for match in matches {
            let score = metric(query, self[match.index])
            guard score.isFinite else { throw .notFinite(row: match.index, source: source) }
            best.add(Match(index: match.index, score: score))
        }
        return Best.merged([best], count: count)
    }
}

/// What one worker has and found; no two use it at once.
private final class SearchState: @unchecked Sendable {
    var matches: QueryMatches
    let workspace: Scan.Workspace

    init(_ none: Best<Match>, queries: Int, dimension: Int) {
        matches = QueryMatches(best: [Best<Match>](repeating: none, count: queries))
        workspace = Scan.Workspace(dimension: dimension)
    }
}

private struct QueryMatches: MatchCollector {
    var best: [Best<Match>]

    func limit(of query: Int) -> Float { best[query].limit }

    mutating func add(query: Int, row: Int, score: Float) {
        best[query].add(Match(index: row, score: score))
    }
}

extension Int {
    /// This many things in packs of `size`.
    func dividedRoundingUp(by size: Int) -> Int { (self + size - 1) / size }
}
