public import SencMath
public import SencVectors

extension StoredVectors {
    /// The pairs of vectors that are closest to each other, exactly (paraphrase mining): the
    /// closest first, of pairs as close the one with the lower rows.
    ///
    /// As sentence-transformers' `paraphrase_mining_embeddings` where its `top_k` leaves none out.
    /// - Parameters:
    ///   - count: how many pairs to find; fewer if there are not as many.
    ///   - metric: what close means.
    ///   - threshold: the least score of a pair.
    ///   - threads: by default one for each processor.
    /// - Throws: `SearchError.notFinite`.
    public func closestPairs(
        _ count: Int, by metric: SimilarityFunction = .cosine, threshold: Float? = nil,
        threads: Int? = nil
    ) throws -> [Pair] {
        guard count > 0 else { return [] }
        let workers = WorkerPool(threads: threads)
        let none = TopK<Pair>(capacity: count, threshold: threshold ?? -.infinity)
        let states = (0..<workers.threads).map { _ in CorpusState(PairCollector(best: none)) }
        try scanGroups(metric, workers) { scan, group, workspace, worker in
            let range = (group.first + 1)..<max(self.count, group.first + 1)
            try scan.run(range, group, workspace, into: &states[worker].collector)
        }
        return TopK.merged(states.map(\.collector.best), count: count)
    }

    /// For each vector all that are at least as close as a threshold, itself among them; the
    /// closest first, of two as close the lower row.
    /// - Parameter before: of rows before its own alone.
    func neighbors(
        _ metric: SimilarityFunction, threshold: Float, before: Bool = false, threads: Int?
    ) throws -> [[Hit]] {
        let lists = NeighborLists(count: count)
        try scanGroups(metric, WorkerPool(threads: threads)) { scan, group, workspace, _ in
            var collector = NeighborCollector(
                threshold: threshold, first: group.first, isBefore: before,
                lists: [[Hit]](repeating: [], count: group.count))
            let end = before ? group.first + group.count : self.count
            try scan.run(0..<end, group, workspace, into: &collector)
            for (index, list) in collector.lists.enumerated() {
                lists[group.first + index] = list.sorted { $0.precedes($1) }
            }
        }
        return lists.lists
    }

    /// For each vector those of another set that are closest by their cosine, or of its own set the
    /// others; the closest first, of two as close the lower row.
    /// - Parameters:
    ///   - count: how many of them, at least 1; all if there are not as many.
    ///   - other: not empty, and of the same dimension; `nil` for the own set.
    func nearest(
        _ count: Int, in other: StoredVectors?, _ workers: WorkerPool
    ) throws -> [[Hit]] {
        let rows = other?.count ?? self.count
        let count = min(count, other == nil ? rows - 1 : rows)
        let lists = NeighborLists(count: self.count)
        let none = TopK<Hit>(capacity: count, threshold: -.infinity)
        try scanGroups(.cosine, among: other, workers) { scan, group, workspace, _ in
            var collector = ClosestCollector(
                first: group.first, skipsItself: other == nil,
                best: [TopK<Hit>](repeating: none, count: group.count))
            try scan.run(0..<rows, group, workspace, into: &collector)
            for (index, best) in collector.best.enumerated() {
                lists[group.first + index] = TopK.merged([best], count: count)
            }
        }
        return lists.lists
    }

    /// Calls `body` with all vectors as queries, group by group, several at once.
    /// - Parameter other: what they are to be compared with, if not with themselves.
    private func scanGroups(
        _ metric: SimilarityFunction, among other: StoredVectors? = nil, _ workers: WorkerPool,
        _ body: @Sendable (Scan, QueryGroup, Scan.Workspace, _ worker: Int) throws -> Void
    ) throws {
        guard count > 0 else { return }
        let rows = floatRows
        try checkFinite(rows, workers)
        let others = other?.floatRows ?? rows
        if let other { try other.checkFinite(others, workers) }
        let scan = Scan(rows: others, metric: metric, source: other?.source ?? source)
        let workspaces = (0..<workers.threads).map { _ in
            CorpusState(Scan.Workspace(dimension: dimension))
        }
        let size = QueryGroup.capacity
        try workers.forEach(items: count.dividedRoundingUp(by: size)) { item, worker in
            let range = (item * size)..<min((item + 1) * size, count)
            let group = QueryGroup(rows, range, metric: metric, against: others)
            try body(scan, group, workspaces[worker].collector, worker)
        }
    }

    /// The vectors as rows of numbers, those of bits as 1 and -1.
    var floatRows: RowSet {
        switch contents {
        case .rows(let rows): rows
        case .bits:
            RowSet(
                Matrix(
                    rows: count, columns: dimension, elements: (0..<count).flatMap { self[$0] }))
        }
    }

    func checkFinite(_ rows: RowSet, _ workers: WorkerPool) throws {
        let blockRows = 256
        try workers.forEach(items: rows.rows.dividedRoundingUp(by: blockRows)) { item, _ in
            let range = (item * blockRows)..<min((item + 1) * blockRows, rows.rows)
            try withUnsafeTemporaryAllocation(of: Float.self, capacity: blockRows) { squares in
                guard let base = squares.baseAddress else { return }
                rows.squares(rows: range, to: base)
                for row in range where !squares[row - range.lowerBound].isFinite {
                    // The square of a large component alone may be infinite.
                    guard self[row].allSatisfy(\.isFinite) else {
                        throw SearchError.notFinite(row: row, source: source)
                    }
                }
            }
        }
    }
}

/// What one worker has; no two use it at once.
private final class CorpusState<Collector>: @unchecked Sendable {
    var collector: Collector

    init(_ collector: Collector) {
        self.collector = collector
    }
}

private struct PairCollector: HitCollector {
    var best: TopK<Pair>

    func limit(of query: Int) -> Float { best.limit }

    func wants(query: Int, row: Int) -> Bool { row > query }

    mutating func add(query: Int, row: Int, score: Float) {
        best.add(Pair(first: query, second: row, score: score))
    }
}

private struct NeighborCollector: HitCollector {
    let threshold: Float
    let first: Int
    let isBefore: Bool
    var lists: [[Hit]]

    func limit(of query: Int) -> Float { threshold }

    func wants(query: Int, row: Int) -> Bool { !isBefore || row < query }

    mutating func add(query: Int, row: Int, score: Float) {
        if score >= threshold { lists[query - first].append(Hit(index: row, score: score)) }
    }
}

private struct ClosestCollector: HitCollector {
    let first: Int
    /// Whether a row is its own query, which is left out.
    let skipsItself: Bool
    var best: [TopK<Hit>]

    func limit(of query: Int) -> Float { best[query - first].limit }

    func wants(query: Int, row: Int) -> Bool { !skipsItself || query != row }

    mutating func add(query: Int, row: Int, score: Float) {
        best[query - first].add(Hit(index: row, score: score))
    }
}

/// Lists that several threads fill, no two of them one at once.
private final class NeighborLists: @unchecked Sendable {
    private let memory: UnsafeMutableBufferPointer<[Hit]>

    init(count: Int) {
        memory = .allocate(capacity: count)
        memory.initialize(repeating: [])
    }

    deinit {
        memory.deinitialize()
        memory.deallocate()
    }

    subscript(index: Int) -> [Hit] {
        get { memory[index] }
        set { memory[index] = newValue }
    }

    var lists: [[Hit]] { Array(memory) }
}
