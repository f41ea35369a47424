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
    /// [number, dimension]
    private let queries: FloatBuffer
    private let number: Int
    private let lengths: [Float]
    private let items: [Item]
    private let searches: [Search]
    private let wanted: Int
    private let threshold: Float
    private let blockRows: Int
    private let errorBound: Float

    /// Some vectors of a list, and who searches them.
    private struct Item: Sendable {
        let list: Int
        let rows: Range<Int>
        let searches: Range<Int>
    }

    private struct Search: BitwiseCopyable {
        let query: Int
        /// The product of query and centroid, which is part of the score where differences to
        /// centroids are stored.
        let bias: Double
    }

    /// - Parameters:
    ///   - range: the queries of all.
    ///   - count: how many to find for each query, at least 1.
    init(
        _ index: InvertedIndex, _ all: Matrix, _ range: Range<Int>, probes: Int, count: Int,
        threshold: Float, _ workers: WorkerPool
    ) throws {
        self.index = index
        self.threshold = threshold
        let dimension = index.dimension
        number = range.count
        wanted = count
        blockRows = max(
            Self.fewestBlockRows, Self.blockBytes / (dimension * (index.isQuantized ? 1 : 4)))
        errorBound = Float(dimension + 16) * 0x1p-23
        queries = FloatBuffer(count: number * dimension)
        _ = queries.elements.update(
            from: all.elements[(range.lowerBound * dimension)..<(range.upperBound * dimension)])
        lengths = range.map { Float(dotProduct(all[$0], all[$0]).squareRoot()) }
        let found = try index.quantizer.probes(
            probes, of: queries, number: number, lengths: lengths, workers)
        (items, searches) = Self.items(index, found, probes: probes, queries)
    }

    /// The items of all lists, those first that are the closest to a query: so limits rise soon.
    private static func items(
        _ index: InvertedIndex, _ found: NumberBuffer<CoarseQuantizer.Probe>, probes: Int,
        _ queries: FloatBuffer
    ) -> ([Item], [Search]) {
        var starts = [Int](repeating: 0, count: index.lists + 1)
        var ranks = [Int](repeating: .max, count: index.lists)
        for place in 0..<found.count {
            let list = found.base[place].index
            starts[list + 1] += 1
            ranks[list] = min(ranks[list], place % probes)
        }
        for list in 0..<index.lists { starts[list + 1] += starts[list] }
        var places = starts
        var searches = [Search](repeating: Search(query: 0, bias: 0), count: found.count)
        let hasBias = index.isResidual && index.metric == .innerProduct
        for place in 0..<found.count {
            let (query, list) = (place / probes, found.base[place].index)
            searches[places[list]] = Search(
                query: query,
                bias: hasBias
                    ? index.quantizer.product(queries.base + query * index.dimension, list) : 0)
            places[list] += 1
        }
        let order = ranks.indices.filter { ranks[$0] < .max && index.parts[$0].count > 0 }
            .sorted { (ranks[$0], $0) < (ranks[$1], $1) }
        var items: [Item] = []
        for list in order {
            let count = index.parts[list].count
            for first in stride(from: 0, to: count, by: longestItem) {
                items.append(
                    Item(
                        list: list, rows: first..<min(first + longestItem, count),
                        searches: starts[list]..<starts[list + 1]))
            }
        }
        return (items, searches)
    }

    /// What was found for each query.
    func hits(_ workers: WorkerPool) throws -> [[Hit]] {
        var bytes = 0
        for item in items where bytes < workers.threads * Self.bytesPerThread {
            bytes += item.rows.count * item.searches.count * index.dimension
        }
        let workers = WorkerPool(
            threads: min(workers.threads, max(1, bytes / Self.bytesPerThread)))
        let states = (0..<min(workers.threads, max(items.count, 1))).map { _ in
            ScanState(
                BestMatches(queries: number, capacity: wanted, threshold: Double(threshold)),
                dimension: index.dimension, blockRows: blockRows)
        }
        try workers.forEach(items: items.count) { item, worker in
            try run(items[item], states[worker])
        }
        let best = states.map(\.best)
        return (0..<number).map { query in
            BestMatches.merged(best, query: query, count: wanted)
                .map { Hit(index: $0.index, score: Float($0.score)) }
        }
    }

    private func run(_ item: Item, _ state: ScanState) throws {
        let rows = index.rows(ofList: item.list)
        let dimension = index.dimension
        let centroid = index.quantizer.centroids.base + item.list * dimension
        let takesDifference = index.isResidual && index.metric == .l2
        for first in stride(from: item.rows.lowerBound, to: item.rows.upperBound, by: blockRows) {
            let block = first..<min(first + blockRows, item.rows.upperBound)
            for place in item.searches {
                let search = searches[place]
                var query = UnsafePointer(queries.base + search.query * dimension)
                if takesDifference {
                    for column in 0..<dimension {
                        state.query.base[column] = query[column] - centroid[column]
                    }
                    query = UnsafePointer(state.query.base)
                }
                try scan(block, of: rows, item.list, search, query, state)
            }
        }
    }

    /// - Parameter query: as it is compared with what is stored.
    private func scan(
        _ block: Range<Int>, of rows: RowSet, _ list: Int, _ search: Search,
        _ query: UnsafePointer<Float>, _ state: ScanState
    ) throws {
        let metric = index.metric.similarity
        let best = state.best
        rows.bounds(
            of: metric, query: query,
            errorBound: errorBound * (index.metric == .l2 ? 1 : lengths[search.query]),
            rows: block, to: state.bounds.base)
        let limit = Float(best.limit(of: search.query) - search.bias).nextDown.nextDown
        let found = indices(
            above: state.zeros.base, scale: 0, shift: limit, in: state.bounds.base,
            count: block.count, to: state.found.base)
        for place in 0..<found {
            let offset = Int(state.found.base[place])
            // The limit may have risen since.
            let limit = Float(best.limit(of: search.query) - search.bias).nextDown.nextDown
            if state.bounds.base[offset] < limit { continue }
            let row = block.lowerBound + offset
            rows.copy(rows: row..<(row + 1), to: state.candidate.base)
            // Of two that differ by less than a float tells, the lower id comes first.
            let score =
                index.metric == .innerProduct
                ? Float(
                    search.bias + dotProduct(query, state.candidate.base, count: index.dimension))
                : metric(query, state.candidate.base, count: index.dimension)
            let id = try index.id(row, ofList: list)
            guard score.isFinite else {
                throw SearchError.notFinite(row: id, source: index.path)
            }
            best.add(BestMatches.Match(score: Double(score), index: id), to: search.query)
        }
    }
}

/// What one worker has and found; no two use it at once.
private final class ScanState: Sendable {
    let best: BestMatches
    let query: FloatBuffer
    let candidate: FloatBuffer
    let bounds: FloatBuffer
    let zeros: FloatBuffer
    let found: NumberBuffer<Int32>

    init(_ best: BestMatches, dimension: Int, blockRows: Int) {
        self.best = best
        query = FloatBuffer(count: dimension)
        candidate = FloatBuffer(count: dimension)
        bounds = FloatBuffer(count: blockRows)
        zeros = FloatBuffer(zeros: blockRows)
        found = NumberBuffer(count: blockRows, repeating: 0)
    }
}
