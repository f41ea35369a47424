import SencVectors

/// The best matches of many queries: a heap for each with the worst of them on top, all in one piece
/// of memory. Used by one thread at a time.
///
/// `TopK` does the same for one query; as generic code of another module it would take longer than
/// the comparisons whose results it takes.
final class BestMatches: @unchecked Sendable {
    struct Match: BitwiseCopyable {
        var score: Double
        var index: Int

        /// Whether this comes before another: the closer first, of two as close the lower index.
        @inline(__always)
        func precedes(_ other: Match) -> Bool {
            score != other.score ? score > other.score : index < other.index
        }
    }

    private let capacity: Int
    private let queries: Int
    private let threshold: Double
    private let matches: UnsafeMutablePointer<Match>
    private let counts: UnsafeMutablePointer<Int>

    /// - Parameters:
    ///   - capacity: how many are kept for each query, at least 1.
    ///   - threshold: the least score that counts.
    init(queries: Int, capacity: Int, threshold: Double) {
        (self.queries, self.capacity, self.threshold) = (queries, capacity, threshold)
        matches = .allocate(capacity: max(queries * capacity, 1))
        counts = .allocate(capacity: max(queries, 1))
        counts.initialize(repeating: 0, count: queries)
    }

    deinit {
        matches.deallocate()
        counts.deallocate()
    }

    /// What has a lower score is not taken.
    @inline(__always)
    func limit(of query: Int) -> Double {
        counts[query] == capacity ? matches[query * capacity].score : threshold
    }

    func count(of query: Int) -> Int { counts[query] }

    func removeAll(of query: Int) { counts[query] = 0 }

    /// Those of one query, the worst of them first, the others in no order.
    subscript(query: Int) -> UnsafeBufferPointer<Match> {
        UnsafeBufferPointer(start: matches + query * capacity, count: counts[query])
    }

    func add(_ match: Match, to query: Int) {
        guard match.score >= threshold else { return }
        let heap = matches + query * capacity
        let count = counts[query]
        if count < capacity {
            counts[query] = count + 1
            var child = count
            while child > 0, heap[(child - 1) / 2].precedes(match) {
                heap[child] = heap[(child - 1) / 2]
                child = (child - 1) / 2
            }
            heap[child] = match
        } else if match.precedes(heap[0]) {
            var parent = 0
            while true {
                var child = 2 * parent + 1
                guard child < count else { break }
                if child + 1 < count, heap[child].precedes(heap[child + 1]) { child += 1 }
                guard match.precedes(heap[child]) else { break }
                heap[parent] = heap[child]
                parent = child
            }
            heap[parent] = match
        }
    }

    /// The best of what several have for a query, in order.
    static func merged(_ parts: [BestMatches], query: Int, count: Int) -> ArraySlice<Match> {
        var all: [Match] = []
        for part in parts { all += part[query] }
        all.sort { $0.precedes($1) }
        return all.prefix(count)
    }
}
