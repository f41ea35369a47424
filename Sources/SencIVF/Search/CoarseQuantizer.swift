import SencAnalysis
import SencMath
import SencVectors
import Synchronization

/// The centroids of lists, and which are the closest to queries: exactly, of two as close the lower.
///
/// Bounds from above of all are computed by other means, and only those that may be among the
/// closest are compared in double precision. Few queries pass the centroids in a byte a component,
/// since reading them takes the time; for many, these are multiplied with them.
final class CoarseQuantizer: Sendable {
    /// So many queries are multiplied with the centroids; fewer are compared with them.
    private static let fewestForProducts = 16
    private static let filteredCentroids = 512

    let centroids: Matrix
    let isSpherical: Bool
    private let rows: RowSet
    /// The centroids again, as bytes.
    private let bytes: RowSet
    /// The longest of what the bytes lack.
    private let lost: Float
    /// The longest centroid's length.
    private let longest: Float
    /// What is added to a centroid's product for its score.
    private let constants: [Double]
    private let panels = Mutex<CentroidPanels?>(nil)

    /// A list that a query is to search.
    struct Probe: Ranked {
        let list: Int
        /// The product of query and centroid, less half the centroid's square where distances count.
        let exact: Double

        var score: Float { Float(exact) }

        func precedes(_ other: Probe) -> Bool {
            exact != other.exact ? exact > other.exact : list < other.list
        }
    }

    /// - Parameters:
    ///   - centroids: finite, at least one.
    ///   - metric: of the centroids.
    init(_ centroids: Matrix, metric: FAISSMetric) {
        self.centroids = centroids
        isSpherical = metric == .innerProduct
        rows = RowSet(centroids)
        let squares = (0..<centroids.rows).map { dotProduct(centroids[$0], centroids[$0]) }
        longest = Float((squares.max() ?? 0).squareRoot())
        constants = metric == .innerProduct ? [] : squares.map { -$0 / 2 }
        (bytes, lost) = Self.bytes(centroids)
    }

    private static func bytes(_ centroids: Matrix) -> (RowSet, lost: Float) {
        let dimension = centroids.columns
        let memory = NumberBuffer<UInt8>(count: centroids.elements.count, repeating: 0)
        let quantizer = centroids.elements.withUnsafeBufferPointer { elements in
            guard let base = elements.baseAddress else {
                return ScalarQuantizer(minimums: [], widths: [])
            }
            let quantizer = ScalarQuantizer(
                rows: base, count: centroids.rows, dimension: dimension)
            for row in 0..<centroids.rows {
                quantizer.encode(base + row * dimension, to: memory.base + row * dimension)
            }
            return quantizer
        }
        let rows = RowSet(
            rows: centroids.rows, columns: dimension, element: .uint8,
            bytes: UnsafeRawBufferPointer(memory.elements), owner: memory,
            scales: quantizer.scales, offsets: quantizer.offsets)
        var lost = 0.0
        let row = FloatBuffer(count: dimension)
        for centroid in 0..<centroids.rows {
            rows.copy(rows: centroid..<(centroid + 1), to: row.base)
            var square = 0.0
            for column in 0..<dimension {
                let difference =
                    Double(centroids[centroid, column]) - Double(row.base[column])
                square += difference * difference
            }
            lost = max(lost, square)
        }
        // Beside what rounding may add.
        return (rows, Float(lost.squareRoot() * 1.0001))
    }

    /// The closest lists of each query, the closest first.
    /// - Parameter queries: [queries, dimension], finite.
    func probes(
        _ count: Int, of queries: Matrix, _ range: Range<Int>, _ workers: WorkerPool
    ) throws -> [[Probe]] {
        let isProduct = range.count >= Self.fewestForProducts
        let size = isProduct ? CentroidPanels.blockRows : 1
        let panels = isProduct ? preparedPanels() : nil
        let workspaces = panels.map { panels in
            (0..<workers.threads).map { _ in CentroidPanels.Workspace(panels) }
        }
        let scratch = (0..<workers.threads).map { _ in
            Scratch(bounds: size * centroids.rows, found: Self.filteredCentroids)
        }
        let all = queries.elements
        let parts = try workers.map(
            items: range.count.dividedRoundingUp(by: size), scratch: scratch
        ) { item, worker, scratch in
            let first = range.lowerBound + item * size
            let block = first..<min(first + size, range.upperBound)
            return all.withUnsafeBufferPointer { all in
                guard let base = all.baseAddress else { return [[Probe]]() }
                if let panels, let workspaces {
                    panels.scores(
                        of: base + first * queries.columns, rows: block.count,
                        to: scratch.bounds.base, workspaces[worker])
                }
                return block.map { query in
                    let vector = base + query * queries.columns
                    let bounds = scratch.bounds.base + (query - first) * self.centroids.rows
                    let length = Self.length(vector, queries.columns)
                    if panels == nil { self.compare(vector, length, to: bounds) }
                    return self.closest(
                        count, vector, bounds,
                        slack: panels == nil ? 0 : self.slack(length), scratch.found.base)
                }
            }
        }
        return Array(parts.joined())
    }

    private static func length(_ vector: UnsafePointer<Float>, _ count: Int) -> Float {
        let vector = UnsafeBufferPointer(start: vector, count: count)
        return Float(dotProduct(vector, vector).squareRoot())
    }

    /// What a score in single precision may be off by.
    private func slack(_ length: Float) -> Float {
        Float(centroids.columns + 16) * 0x1p-22 * longest * (isSpherical ? length : length + longest)
    }

    private func preparedPanels() -> CentroidPanels {
        panels.withLock { panels in
            if let panels { return panels }
            let made = CentroidPanels(centroids, isSpherical: isSpherical)
            panels = made
            return made
        }
    }

    /// Bounds from above by the centroids' bytes.
    private func compare(
        _ query: UnsafePointer<Float>, _ length: Float, to bounds: UnsafeMutablePointer<Float>
    ) {
        let errorBound = Float(centroids.columns + 16) * 0x1p-23 * length
        bytes.bounds(
            of: .dot, query: query, errorBound: errorBound, rows: 0..<centroids.rows, to: bounds)
        let more = lost * length * 1.0001
        if constants.isEmpty {
            for list in 0..<centroids.rows { bounds[list] += more }
        } else {
            for list in 0..<centroids.rows {
                bounds[list] = Float(Double(bounds[list]) + constants[list]).nextUp + more
            }
        }
    }

    /// - Parameter slack: what bounds may be too low by.
    private func closest(
        _ count: Int, _ query: UnsafePointer<Float>, _ bounds: UnsafePointer<Float>, slack: Float,
        _ found: UnsafeMutablePointer<Int32>
    ) -> [Probe] {
        // Those with the highest bounds, which say how close the last of the closest is at least.
        var highest = TopK<Hit>(capacity: count, threshold: -.infinity)
        forEach(in: bounds, above: { highest.limit }, found) {
            highest.add(Hit(index: $0, score: bounds[$0].isNaN ? .infinity : bounds[$0]))
        }
        var isTaken = Set<Int>()
        var best = TopK<Probe>(capacity: count, threshold: -.infinity)
        for hit in highest.heap {
            isTaken.insert(hit.index)
            best.add(probe(hit.index, query))
        }
        let limit = best.heap.count < count ? -.infinity : best.limit - slack
        forEach(in: bounds, above: { limit.nextDown.nextDown }, found) {
            if !isTaken.contains($0) { best.add(probe($0, query)) }
        }
        return best.heap.sorted { $0.precedes($1) }
    }

    private func probe(_ list: Int, _ query: UnsafePointer<Float>) -> Probe {
        let product = dotProduct(
            UnsafeBufferPointer(start: query, count: centroids.columns), centroids[list])
        return Probe(list: list, exact: constants.isEmpty ? product : product + constants[list])
    }

    /// Calls `body` with the places of those bounds that are above a limit, which may rise.
    private func forEach(
        in bounds: UnsafePointer<Float>, above limit: () -> Float,
        _ found: UnsafeMutablePointer<Int32>, _ body: (Int) -> Void
    ) {
        for first in stride(from: 0, to: centroids.rows, by: Self.filteredCentroids) {
            let size = min(Self.filteredCentroids, centroids.rows - first)
            let count = indices(
                above: zeros.base, scale: 0, shift: limit(), in: bounds + first, count: size,
                to: found)
            for place in 0..<count { body(first + Int(found[place])) }
        }
    }

    private let zeros = FloatBuffer(zeros: filteredCentroids)
}

/// What one worker has; no two use it at once.
private final class Scratch: Sendable {
    let bounds: FloatBuffer
    let found: NumberBuffer<Int32>

    init(bounds: Int, found: Int) {
        self.bounds = FloatBuffer(count: bounds)
        self.found = NumberBuffer(count: found, repeating: 0)
    }
}

extension WorkerPool {
    /// The results of `body` for each item, in order, each computed with what its worker has.
    fileprivate func map<Result: Sendable>(
        items: Int, scratch: [Scratch],
        _ body: @Sendable (_ item: Int, _ worker: Int, Scratch) throws -> Result
    ) throws -> [Result] {
        let results = Mutex([Result?](repeating: nil, count: items))
        try forEach(items: items) { item, worker in
            let result = try body(item, worker, scratch[worker])
            results.withLock { $0[item] = result }
        }
        return results.withLock { $0.compactMap(\.self) }
    }
}
