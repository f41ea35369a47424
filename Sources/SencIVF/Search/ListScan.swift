import SencMath
import SencVectors

/// Goes through lists for what is close to the queries that are to search them, list by list: the
/// vectors of one are read once for all of its queries.
///
/// As `Scan` does, it computes bounds from above of how close vectors are, and only for a vector
/// whose bound is over a query's limit the similarity, in double precision.
struct ListScan {
    /// Of a list, what a core's cache holds while queries pass it.
    private static let blockBytes = 1 << 18
    private static let fewestBlockRows = 64
    /// A longer list is shared out.
    private static let longestItem = 1 << 14
    /// Less than that is not worth a thread.
    private static let bytesPerThread = 1 << 20

    private let index: InvertedIndex
    private let queries: [ListQuery]
    private let items: [Item]
    private let wanted: Int
    private let threshold: Float
    private let blockRows: Int

    /// Some vectors of a list, and who searches them.
    private struct Item: Sendable {
        let list: Int
        let rows: Range<Int>
        let searches: ArraySlice<Search>
    }

    private struct Search: Sendable {
        let query: Int
        /// The product of query and centroid, which is part of the score where differences to
        /// centroids are stored.
        let bias: Double
    }

    /// - Parameters:
    ///   - range: the queries of all.
    ///   - count: how many to find for each query, at least 1.
    init(
        _ index: InvertedIndex, _ queries: Matrix, _ range: Range<Int>, probes: Int, count: Int,
        threshold: Float, _ workers: WorkerPool
    ) throws {
        self.index = index
        self.threshold = threshold
        wanted = count
        blockRows = max(
            Self.fewestBlockRows,
            Self.blockBytes / (index.dimension * (index.isQuantized ? 1 : 4)))
        self.queries = range.map { ListQuery(queries[$0]) }
        let probes = try index.quantizer.probes(probes, of: queries, range, workers)
        items = Self.items(index, probes, self.queries)
    }

    /// The items of all lists, those first that are the closest to a query: so limits rise soon.
    private static func items(
        _ index: InvertedIndex, _ probes: [[CoarseQuantizer.Probe]], _ queries: [ListQuery]
    ) -> [Item] {
        var starts = [Int](repeating: 0, count: index.lists + 1)
        var ranks = [Int](repeating: .max, count: index.lists)
        for probes in probes {
            for (rank, probe) in probes.enumerated() {
                starts[probe.list + 1] += 1
                ranks[probe.list] = min(ranks[probe.list], rank)
            }
        }
        for list in 0..<index.lists { starts[list + 1] += starts[list] }
        var places = starts
        var searches = [Search](
            repeating: Search(query: 0, bias: 0), count: starts[index.lists])
        let hasBias = index.isResidual && index.metric == .innerProduct
        for (query, probes) in probes.enumerated() {
            for probe in probes {
                searches[places[probe.list]] = Search(
                    query: query,
                    bias: hasBias
                        ? dotProduct(
                            queries[query].vector, index.quantizer.centroids[probe.list]) : 0)
                places[probe.list] += 1
            }
        }
        return ranks.indices.filter { ranks[$0] < .max && index.parts[$0].count > 0 }
            .sorted { (ranks[$0], $0) < (ranks[$1], $1) }
            .flatMap { list in
                let count = index.parts[list].count
                return stride(from: 0, to: count, by: longestItem).map { first in
                    Item(
                        list: list, rows: first..<min(first + longestItem, count),
                        searches: searches[starts[list]..<starts[list + 1]])
                }
            }
    }

    /// What was found for each query.
    func hits(_ workers: WorkerPool) throws -> [[Hit]] {
        let bytes = items.reduce(0) { $0 + $1.rows.count * $1.searches.count }
            .multipliedReportingOverflow(by: index.dimension).partialValue
        let workers = WorkerPool(
            threads: min(workers.threads, max(1, bytes / Self.bytesPerThread)))
        let none = TopK<Hit>(capacity: wanted, threshold: threshold)
        let states = (0..<workers.threads).map { _ in
            ScanState(
                none, queries: queries.count, dimension: index.dimension, blockRows: blockRows)
        }
        try workers.forEach(items: items.count) { item, worker in
            try run(items[item], states[worker])
        }
        return (0..<queries.count).map { query in
            TopK.merged(states.map { $0.best[query] }, count: wanted)
        }
    }

    private func run(_ item: Item, _ state: ScanState) throws {
        let rows = index.rows(ofList: item.list)
        let centroid = index.quantizer.centroids[item.list]
        let isDistance = index.metric == .l2
        for first in stride(from: item.rows.lowerBound, to: item.rows.upperBound, by: blockRows) {
            let block = first..<min(first + blockRows, item.rows.upperBound)
            for search in item.searches {
                let query = queries[search.query]
                if index.isResidual && isDistance {
                    for (column, value) in centroid.enumerated() {
                        state.query.base[column] = query.vector[column] - value
                    }
                } else {
                    _ = state.query.elements.update(from: query.vector)
                }
                try scan(block, of: rows, item.list, search, query, state)
            }
        }
    }

    /// - Parameter state: has the query as it is compared with what is stored.
    private func scan(
        _ block: Range<Int>, of rows: RowSet, _ list: Int, _ search: Search, _ query: ListQuery,
        _ state: ScanState
    ) throws {
        let metric = index.metric.similarity
        rows.bounds(
            of: metric, query: state.query.base,
            errorBound: index.metric == .l2 ? query.errorBound : query.errorBound * query.length,
            rows: block, to: state.bounds.base)
        let limit = state.best[search.query].limit
        let shift = Float(Double(limit) - search.bias).nextDown.nextDown
        let found = indices(
            above: state.zeros.base, scale: 0, shift: shift, in: state.bounds.base,
            count: block.count, to: state.found.base)
        for place in 0..<found {
            let offset = Int(state.found.base[place])
            // The limit has risen since.
            guard
                !(Double(state.bounds.base[offset]) + search.bias
                    < Double(state.best[search.query].limit.nextDown))
            else { continue }
            let row = block.lowerBound + offset
            rows.copy(rows: row..<(row + 1), to: state.candidate.base)
            let score: Float
            if search.bias == 0 {
                score = metric(
                    UnsafePointer(state.query.base), UnsafePointer(state.candidate.base),
                    count: index.dimension)
            } else {
                score = Float(
                    search.bias + dotProduct(state.query.elements, state.candidate.elements))
            }
            let id = try index.id(row, ofList: list)
            guard score.isFinite else {
                throw SearchError.notFinite(row: id, source: index.path)
            }
            state.best[search.query].add(Hit(index: id, score: score))
        }
    }
}

/// A query, and what its products may be off by.
private struct ListQuery: Sendable {
    let vector: [Float]
    let length: Float
    let errorBound: Float

    init(_ vector: ArraySlice<Float>) {
        self.vector = Array(vector)
        length = Float(dotProduct(vector, vector).squareRoot())
        errorBound = Float(vector.count + 16) * 0x1p-23
    }
}

/// What one worker has and found; no two use it at once.
private final class ScanState: @unchecked Sendable {
    var best: [TopK<Hit>]
    let query: FloatBuffer
    let candidate: FloatBuffer
    let bounds: FloatBuffer
    let zeros: FloatBuffer
    let found: NumberBuffer<Int32>

    init(_ none: TopK<Hit>, queries: Int, dimension: Int, blockRows: Int) {
        best = [TopK<Hit>](repeating: none, count: queries)
        query = FloatBuffer(count: dimension)
        candidate = FloatBuffer(count: dimension)
        bounds = FloatBuffer(count: blockRows)
        zeros = FloatBuffer(zeros: blockRows)
        found = NumberBuffer(count: blockRows, repeating: 0)
    }
}
