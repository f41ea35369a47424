import SencMath

/// Goes through rows of bits for those that differ least from queries, which are made bits, too.
struct BitScan: Sendable {
    /// Rows and queries that are compared at once, and rows that a worker takes.
    private static let blockRows = 512
    private static let groupQueries = 64
    private static let itemRows = 32 * blockRows

    private let bits: BitRows
    /// [queries, bits.bytesPerRow]
    private let queries: [UInt8]
    private let queryCount: Int

    init(_ bits: BitRows, _ queries: Matrix) {
        self.bits = bits
        self.queries = VectorEncoding.binary.encode(queries)
        queryCount = queries.rows
    }

    /// The rows that differ in the fewest bits from each query; of two that differ in as many, the
    /// lower one.
    func fewest(
        _ count: Int, _ workers: WorkerPool
    ) throws -> [[(index: Int, differing: Int)]] {
        let states = (0..<workers.threads).map { _ in
            State(queries: queryCount, capacity: count, bits: 8 * bits.bytesPerRow)
        }
        let items = bits.rows.dividedRoundingUp(by: Self.itemRows)
        try workers.forEach(items: items) { item, worker in
            let end = min((item + 1) * Self.itemRows, bits.rows)
            for start in stride(from: item * Self.itemRows, to: end, by: Self.blockRows) {
                scan(start..<min(start + Self.blockRows, end), into: states[worker])
            }
        }
        return (0..<queryCount).map { query in
            let all = states.flatMap { $0.fewest[query].found }
            return Array(
                all.sorted { ($0.differing, $0.index) < ($1.differing, $1.index) }.prefix(count))
        }
    }

    private func scan(_ block: Range<Int>, into state: State) {
        queries.withUnsafeBufferPointer { queries in
            guard let base = queries.baseAddress else { return }
            for first in stride(from: 0, to: queryCount, by: Self.groupQueries) {
                let count = min(Self.groupQueries, queryCount - first)
                bits.distances(
                    queries: base + first * bits.bytesPerRow, count: count, rows: block,
                    to: state.distances.base, stride: Self.blockRows)
                for query in 0..<count {
                    let distances = state.distances.base + query * Self.blockRows
                    state.fewest[first + query].add(block, distances, state)
                }
            }
        }
    }

    /// What one worker has and found; no two use it at once.
    private final class State: @unchecked Sendable {
        var fewest: [Fewest]
        let distances = FloatBuffer(count: groupQueries * blockRows)
        let limits = FloatBuffer(count: blockRows)
        let places = UnsafeMutablePointer<Int32>.allocate(capacity: blockRows)

        init(queries: Int, capacity: Int, bits: Int) {
            fewest = [Fewest](
                repeating: Fewest(capacity: capacity, bits: bits), count: queries)
        }

        deinit { places.deallocate() }
    }

    /// What one worker found for one query. Its rows come in ascending order, so that of those
    /// that differ in as many bits the first are the ones to keep.
    private struct Fewest {
        private let capacity: Int
        private let bits: Int
        /// Only fewer bits are wanted.
        private var limit = Int.max
        private(set) var found: [(index: Int, differing: Int)] = []

        init(capacity: Int, bits: Int) {
            self.capacity = capacity
            self.bits = bits
        }

        /// - Parameter distances: minus the bits that differ, of each row of the block.
        mutating func add(
            _ block: Range<Int>, _ distances: UnsafePointer<Float>, _ state: State
        ) {
            let limit = limit == .max ? -Float.infinity : -Float(limit)
            state.limits.base.update(repeating: limit, count: block.count)
            let count = indices(
                above: state.limits.base, in: distances, count: block.count, to: state.places)
            for index in 0..<count {
                let place = Int(state.places[index])
                found.append((block.lowerBound + place, Int(-distances[place])))
            }
            if found.count >= 2 * capacity + BitScan.blockRows { prune() }
        }

        /// Keeps the best, found by how many rows there are of each number of bits.
        private mutating func prune() {
            var counts = [Int](repeating: 0, count: bits + 1)
            for row in found { counts[row.differing] += 1 }
            var left = capacity
            var last = 0
            while last < bits, counts[last] < left {
                left -= counts[last]
                last += 1
            }
            found.removeAll { row in
                guard row.differing == last else { return row.differing > last }
                left -= 1
                return left < 0
            }
            limit = last
        }
    }
}
