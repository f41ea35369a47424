import SencAnalysis
import SencMath
import SencVectors
import Synchronization

/// The centroids of lists, and which are the closest to queries: exactly, of two as close the lower.
///
/// Bounds from above of all are computed by other means, and only those that may be among the
/// closest are compared in double precision. Few queries pass the centroids in a byte a component,
/// since reading them takes the time, but for the first search, than which making the bytes takes
/// longer. Many queries are multiplied with the centroids, in bfloat16 if the CPU has that.
final class CoarseQuantizer: Sendable {
    /// So many queries are multiplied with the centroids; fewer are compared with them.
    private static let fewestForProducts = 16
    private static let filteredCentroids = 512

    /// How many centroids there are.
    let count: Int
    let dimension: Int
    /// [count, dimension]
    let centroids: FloatBuffer
    private let metric: FAISSMetric
    private let rows: RowSet
    private let bytes = Mutex<Bytes>(.none)
    /// The longest centroid's length.
    private let longest: Float
    /// What is added to a centroid's product for its score: 0, or minus half its square where
    /// distances count.
    private let constants: [Double]
    private let panels = Mutex<CentroidPanels?>(nil)
    private let zeros = FloatBuffer(zeros: filteredCentroids)

    /// The centroids again.
    private enum Bytes {
        case none
        /// There has been a search without them.
        case wanted
        /// With the longest of what they lack.
        case made(RowSet, lost: Float)
    }

    /// A list that a query is to search; its score is that of its centroid.
    typealias Probe = BestMatches.Match

    /// - Parameters:
    ///   - centroids: [count, dimension], finite, at least one.
    ///   - metric: of the centroids.
    init(_ centroids: [Float], dimension: Int, metric: FAISSMetric) {
        count = centroids.count / dimension
        self.dimension = dimension
        self.metric = metric
        self.centroids = FloatBuffer(count: centroids.count)
        _ = self.centroids.elements.update(from: centroids)
        let base = self.centroids.base
        let squares = (0..<count).map {
            dotProduct(base + $0 * dimension, base + $0 * dimension, count: dimension)
        }
        longest = Float((squares.max() ?? 0).squareRoot())
        constants = squares.map { metric == .innerProduct ? 0 : -$0 / 2 }
        rows = RowSet(
            rows: count, columns: dimension, element: .float32,
            bytes: UnsafeRawBufferPointer(self.centroids.elements), owner: self.centroids)
    }

    /// The rows that few queries are compared with.
    private func comparedRows() -> (RowSet, lost: Float) {
        bytes.withLock { bytes in
            switch bytes {
            case .none:
                bytes = .wanted
                return (rows, 0)
            case .wanted:
                let (made, lost) = Self.bytes(centroids.base, count, dimension)
                bytes = .made(made, lost: lost)
                return (made, lost)
            case .made(let made, let lost): return (made, lost)
            }
        }
    }

    private static func bytes(
        _ centroids: UnsafePointer<Float>, _ count: Int, _ dimension: Int
    ) -> (RowSet, lost: Float) {
        let memory = NumberBuffer<UInt8>(count: count * dimension, repeating: 0)
        let quantizer = ScalarQuantizer(rows: centroids, count: count, dimension: dimension)
        for row in 0..<count {
            quantizer.encode(centroids + row * dimension, to: memory.base + row * dimension)
        }
        let rows = RowSet(
            rows: count, columns: dimension, element: .uint8,
            bytes: UnsafeRawBufferPointer(memory.elements), owner: memory,
            scales: quantizer.scales, offsets: quantizer.offsets)
        var lost = 0.0
        let row = FloatBuffer(count: dimension)
        for centroid in 0..<count {
            rows.copy(rows: centroid..<(centroid + 1), to: row.base)
            var square = 0.0
            for column in 0..<dimension {
                let difference =
                    Double(centroids[centroid * dimension + column]) - Double(row.base[column])
                square += difference * difference
            }
            lost = max(lost, square)
        }
        // Beside what rounding may add.
        return (rows, Float(lost.squareRoot() * 1.0001))
    }

    /// The closest lists of each query, the closest first.
    /// - Parameters:
    ///   - wanted: how many, from 1 to `count`.
    ///   - queries: [number, dimension], finite.
    ///   - lengths: of the queries.
    /// - Returns: [number, wanted]
    func probes(
        _ wanted: Int, of queries: FloatBuffer, number: Int, lengths: [Float],
        _ workers: WorkerPool
    ) throws -> NumberBuffer<Probe> {
        let isProduct = number >= Self.fewestForProducts
        let size = isProduct ? CentroidPanels.blockRows : 1
        let panels = isProduct ? preparedPanels() : nil
        let (compared, lost) = isProduct ? (rows, 0) : comparedRows()
        let items = number.dividedRoundingUp(by: size)
        let states = (0..<min(workers.threads, items)).map { _ in
            CoarseState(
                bounds: size * count, found: Self.filteredCentroids, wanted: wanted,
                panels.map { CentroidPanels.Workspace($0) })
        }
        let probes = NumberBuffer(
            count: number * wanted, repeating: Probe(score: 0, index: 0))
        try workers.forEach(items: items) { item, worker in
            let state = states[worker]
            let block = (item * size)..<min((item + 1) * size, number)
            if let panels, let workspace = state.workspace {
                panels.scores(
                    of: queries.base + block.lowerBound * dimension, rows: block.count,
                    to: state.bounds.base, workspace)
            }
            for query in block {
                let vector = queries.base + query * dimension
                let bounds = state.bounds.base + (query - block.lowerBound) * count
                let length = lengths[query]
                if panels == nil { compare(vector, length, compared, lost, to: bounds) }
                closest(
                    vector, bounds, slack: panels == nil ? 0 : slack(length), state,
                    to: probes.base + query * wanted, wanted)
            }
        }
        return probes
    }

    /// What a score may be off by that comes of a product of matrices.
    private func slack(_ length: Float) -> Float {
        let sums =
            Float(dimension + 16) * 0x1p-22 * longest
            * (metric == .innerProduct ? length : length + longest)
        // Each factor is rounded by at most a 512th of itself, and may vanish.
        let factors = Self.precision == .bfloat16 ? 0x1.1p-8 * length * longest + 1e-30 : 0
        return sums + factors
    }

    /// Of products of queries and centroids.
    private static let precision: Precision =
        KernelFamily.selected.multipliesBFloat16 ? .bfloat16 : .float32

    private func preparedPanels() -> CentroidPanels {
        panels.withLock { panels in
            if let panels { return panels }
            let made = CentroidPanels(
                Matrix(rows: count, columns: dimension, elements: Array(centroids.elements)),
                isSpherical: metric == .innerProduct, precision: Self.precision)
            panels = made
            return made
        }
    }

    /// Bounds from above by the centroids or their bytes.
    private func compare(
        _ query: UnsafePointer<Float>, _ length: Float, _ rows: RowSet, _ lost: Float,
        to bounds: UnsafeMutablePointer<Float>
    ) {
        let errorBound = Float(dimension + 16) * 0x1p-23 * length
        rows.bounds(
            of: .dot, query: query, errorBound: errorBound, rows: 0..<count, to: bounds)
        let more = lost * length * 1.0001
        guard metric == .l2 else {
            for list in 0..<count { bounds[list] += more }
            return
        }
        for list in 0..<count {
            bounds[list] = Float(Double(bounds[list]) + constants[list]).nextUp + more
        }
    }

    /// - Parameters:
    ///   - slack: what bounds may be too low by.
    ///   - probes: [wanted]
    private func closest(
        _ query: UnsafePointer<Float>, _ bounds: UnsafeMutablePointer<Float>, slack: Float,
        _ state: CoarseState, to probes: UnsafeMutablePointer<Probe>, _ wanted: Int
    ) {
        let (highest, best, found) = (state.highest, state.best, state.found.base)
        highest.removeAll(of: 0)
        best.removeAll(of: 0)
        // Those with the highest bounds, which say how close the last of the closest is at least.
        for first in stride(from: 0, to: count, by: Self.filteredCentroids) {
            for place in 0..<filtered(bounds, first, Float(highest.limit(of: 0)), found) {
                let list = first + Int(found[place])
                let bound = Double(bounds[list])
                highest.add(Probe(score: bound.isNaN ? .infinity : bound, index: list), to: 0)
            }
        }
        for probe in highest[0] {
            best.add(Probe(score: score(probe.index, query), index: probe.index), to: 0)
            // It is not found again.
            bounds[probe.index] = -.infinity
        }
        let limit = (Float(best.limit(of: 0)) - slack).nextDown.nextDown
        for first in stride(from: 0, to: count, by: Self.filteredCentroids) {
            for place in 0..<filtered(bounds, first, limit, found) {
                let list = first + Int(found[place])
                best.add(Probe(score: score(list, query), index: list), to: 0)
            }
        }
        let sorted = best[0].sorted { $0.precedes($1) }
        for (rank, probe) in sorted.enumerated() { probes[rank] = probe }
    }

    private func score(_ list: Int, _ query: UnsafePointer<Float>) -> Double {
        product(query, list) + constants[list]
    }

    /// The product of a vector and a centroid.
    func product(_ vector: UnsafePointer<Float>, _ list: Int) -> Double {
        dotProduct(vector, centroids.base + list * dimension, count: dimension)
    }

    /// Finds those of some bounds that are above a limit.
    private func filtered(
        _ bounds: UnsafePointer<Float>, _ first: Int, _ limit: Float,
        _ found: UnsafeMutablePointer<Int32>
    ) -> Int {
        indices(
            above: zeros.base, scale: 0, shift: limit, in: bounds + first,
            count: min(Self.filteredCentroids, count - first), to: found)
    }
}

/// What one worker has; no two use it at once.
private final class CoarseState: Sendable {
    let bounds: FloatBuffer
    let found: NumberBuffer<Int32>
    let highest: BestMatches
    let best: BestMatches
    let workspace: CentroidPanels.Workspace?

    init(bounds: Int, found: Int, wanted: Int, _ workspace: CentroidPanels.Workspace?) {
        self.bounds = FloatBuffer(count: bounds)
        self.found = NumberBuffer(count: found, repeating: 0)
        highest = BestMatches(queries: 1, capacity: wanted, threshold: -.infinity)
        best = BestMatches(queries: 1, capacity: wanted, threshold: -.infinity)
        self.workspace = workspace
    }
}
