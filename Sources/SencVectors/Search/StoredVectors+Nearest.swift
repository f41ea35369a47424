public import SencMath

extension StoredVectors {
    /// How many times the matches asked for are taken for scoring them again, if not said.
    public var defaultOversampling: Int {
        if case .bits = contents { 64 } else { 4 }
    }

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
    ///   - oversampling: `defaultOversampling` if not given.
    ///   - threads: by default one for each processor.
    /// - Throws: `SearchError` if a dimension differs or a vector is not finite.
    public func nearest(
        _ count: Int, to queries: Matrix, by metric: SimilarityFunction = .cosine,
        threshold: Float? = nil, rescoring: StoredVectors? = nil,
        oversampling: Int? = nil, threads: Int? = nil
    ) throws -> [[Hit]] {
        try nearest(
            count, to: queries, by: metric, threshold: threshold, rescoring: rescoring,
            oversampling: oversampling, workers: WorkerPool(threads: threads))
    }

    /// The same by workers who may be watched. With `rescoring` their work is twofold.
    package func nearest(
        _ count: Int, to queries: Matrix, by metric: SimilarityFunction, threshold: Float?,
        rescoring: StoredVectors?, oversampling: Int?, workers: WorkerPool
    ) throws -> [[Hit]] {
        guard queries.columns == dimension else {
            throw SearchError.dimension(
                vectors: dimension, queries: queries.columns, source: source)
        }
        for row in 0..<queries.rows where !queries[row].allSatisfy(\.isFinite) {
            throw SearchError.queryNotFinite(row)
        }
        let wanted = min(max(count, 0), self.count)
        guard wanted > 0, queries.rows > 0 else {
            return [[Hit]](repeating: [], count: queries.rows)
        }
        guard let rescoring else {
            return try found(wanted, queries, metric, threshold ?? -.infinity, workers)
        }
        guard rescoring.count == self.count, rescoring.dimension == dimension else {
            throw SearchError.rescoring(
                rows: rescoring.count, dimension: rescoring.dimension, wanted: self.count,
                wantedDimension: dimension, source: rescoring.source)
        }
        let (many, overflow) = wanted.multipliedReportingOverflow(
            by: max(oversampling ?? defaultOversampling, 1))
        let candidates = try found(
            overflow ? self.count : min(many, self.count), queries, metric, -.infinity, workers)
        return try rescoring.scored(
            candidates, queries, metric, threshold ?? -.infinity, wanted, workers)
    }

    /// The closest of those vectors that are accepted, as `nearest` finds them.
    package func nearest(
        _ count: Int, to queries: Matrix, by metric: SimilarityFunction, threshold: Float?,
        rescoring: StoredVectors?, oversampling: Int?, threads: Int?,
        accepting isAccepted: (_ row: Int) -> Bool
    ) throws -> [[Hit]] {
        func nearest(_ count: Int, _ queries: Matrix) throws -> [[Hit]] {
            try self.nearest(
                count, to: queries, by: metric, threshold: threshold, rescoring: rescoring,
                oversampling: oversampling, threads: threads)
        }
        return try nearest(count, queries).enumerated().map { query, found in
            var (wanted, matches) = (count, found)
            var kept = matches.filter { isAccepted($0.index) }
            // Others take the places of those that are not.
            while kept.count < count, matches.count == wanted, wanted < self.count {
                wanted = wanted > self.count / 4 ? self.count : wanted * 4
                let query = Matrix(
                    rows: 1, columns: queries.columns, elements: Array(queries[query]))
                matches = try nearest(wanted, query).first ?? []
                kept = matches.filter { isAccepted($0.index) }
            }
            return Array(kept.prefix(count))
        }
    }

    private func found(
        _ count: Int, _ queries: Matrix, _ metric: SimilarityFunction, _ threshold: Float,
        _ workers: WorkerPool
    ) throws -> [[Hit]] {
        switch contents {
        case .rows(let rows):
            try found(count, in: rows, queries, metric, threshold, workers)
        case .bits(let bits):
            try BitScan(bits, queries).fewest(count, workers).map { rows in
                rows.map { Hit(index: $0.index, score: score($0.differing, metric)) }
                    .filter { $0.score >= threshold }
            }
        }
    }

    private func found(
        _ count: Int, in rows: RowSet, _ queries: Matrix, _ metric: SimilarityFunction,
        _ threshold: Float, _ workers: WorkerPool
    ) throws -> [[Hit]] {
        let groups = QueryGroup.groups(
            of: RowSet(queries), metric: metric, against: rows)
        let scan = Scan(rows: rows, metric: metric, source: source)
        // What one query is compared with stays in a core's cache from the file to the comparison.
        let readRows = min(
            queries.rows == 1 ? Scan.comparedRows(rows) : Scan.itemRows, rows.rows)
        let none = TopK<Hit>(capacity: count, threshold: threshold)
        let states = (0..<workers.threads).map { _ in
            SearchState(
                none, queries: queries.rows, dimension: dimension,
                readBytes: rows.areInOpenFile ? readRows * rows.bytesPerRow : 0)
        }
        try workers.forEach(items: rows.rows.dividedRoundingUp(by: Scan.itemRows)) { item, worker in
            let state = states[worker]
            let start = item * Scan.itemRows
            let range = start..<min(start + Scan.itemRows, rows.rows)
            guard rows.areInOpenFile else {
                return try state.run(scan, range, groups)
            }
            for start in stride(from: start, to: range.upperBound, by: readRows) {
                let part = start..<min(start + readRows, range.upperBound)
                let scan = Scan(
                    rows: try rows.read(rows: part, to: state.memory), metric: metric,
                    source: source, first: start)
                try state.run(scan, 0..<part.count, groups)
            }
        }
        return merged(states, count, queries: queries.rows)
    }

    private func merged(_ states: [SearchState], _ count: Int, queries: Int) -> [[Hit]] {
        (0..<queries).map { query in
            TopK.merged(states.map { $0.matches.best[query] }, count: count)
        }
    }

    /// The similarity of two vectors of 1 and -1 that differ in that many components.
    private func score(_ differing: Int, _ metric: SimilarityFunction) -> Float {
        let differing = Float(differing)
        return switch metric {
        case .cosine: 1 - 2 * differing / Float(dimension)
        case .dot: Float(dimension) - 2 * differing
        case .euclidean: 0 - 2 * differing.squareRoot()
        case .manhattan: 0 - 2 * differing
        }
    }

    /// The best of each query's matches, scored anew by these vectors.
    /// - Precondition: there are the rows that were matched.
    package func scored(
        _ matches: [[Hit]], _ queries: Matrix, _ metric: SimilarityFunction,
        _ threshold: Float, _ count: Int, _ workers: WorkerPool
    ) throws -> [[Hit]] {
        let size = 64
        let parts = matches.enumerated().flatMap { query, matches in
            stride(from: 0, to: matches.count, by: size).map {
                (query, matches[$0...].prefix(size))
            }
        }
        let scored = try workers.map(items: parts.count, grain: 4) { part in
            let (query, matches) = parts[part]
            let vector = Array(queries[query])
            var best = TopK<Hit>(capacity: count, threshold: threshold)
            for match in matches {
                let score = similarity(of: match.index, to: vector, metric)
                guard score.isFinite else {
                    throw SearchError.notFinite(row: match.index, source: source)
                }
                best.add(Hit(index: match.index, score: score))
            }
            return best
        }
        var bests = [[TopK<Hit>]](repeating: [], count: matches.count)
        for (part, best) in zip(parts, scored) { bests[part.0].append(best) }
        return bests.map { TopK.merged($0, count: count) }
    }

    private func similarity(
        of row: Int, to vector: [Float], _ metric: SimilarityFunction
    ) -> Float {
        guard case .rows(let rows) = contents, let inPlace = rows.floats(from: row) else {
            return metric(vector, self[row])
        }
        return vector.withUnsafeBufferPointer { vector in
            vector.baseAddress.map { metric($0, inPlace, count: dimension) } ?? 0
        }
    }
}

/// What one worker has and found; no two use it at once.
private final class SearchState: @unchecked Sendable {
    var matches: QueryHits
    let workspace: Scan.Workspace
    /// For rows that are read.
    let memory: NumberBuffer<UInt8>

    init(_ none: TopK<Hit>, queries: Int, dimension: Int, readBytes: Int) {
        memory = NumberBuffer(count: readBytes, repeating: 0)
        matches = QueryHits(best: [TopK<Hit>](repeating: none, count: queries))
        workspace = Scan.Workspace(dimension: dimension)
    }

    func run(_ scan: Scan, _ range: Range<Int>, _ groups: [QueryGroup]) throws(SearchError) {
        for group in groups { try scan.run(range, group, workspace, into: &matches) }
    }
}

private struct QueryHits: HitCollector {
    var best: [TopK<Hit>]

    func limit(of query: Int) -> Float { best[query].limit }

    mutating func add(query: Int, row: Int, score: Float) {
        best[query].add(Hit(index: row, score: score))
    }
}

extension Int {
    /// This many things in packs of `size`.
    package func dividedRoundingUp(by size: Int) -> Int { (self + size - 1) / size }
}
