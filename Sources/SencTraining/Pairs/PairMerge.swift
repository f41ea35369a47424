internal import SencFiles

/// A run of sorted counts that is read from its start to its end.
final class PairSource {
    private var buffer: UnsafeBufferPointer<PairCount>
    private var place = 0
    /// What keeps the memory of the buffer.
    private let owner: SortedPairs?
    private let own: UnsafeMutableBufferPointer<PairCount>?
    private let file: TemporaryFile?
    private var offset = 0
    private var rest = 0

    private static let sizes = 256...(1 << 16)

    init(_ sorted: SortedPairs) {
        buffer = UnsafeBufferPointer(sorted.pairs)
        (owner, own, file) = (sorted, nil, nil)
    }

    /// - Parameter bufferSize: counts that are read at once.
    init(_ run: PairCounter.StoredRun, in file: TemporaryFile, bufferSize: Int) {
        let size = min(max(bufferSize, Self.sizes.lowerBound), Self.sizes.upperBound)
        let own = UnsafeMutableBufferPointer<PairCount>.allocate(capacity: size)
        own.initialize(repeating: PairCount(key: 0, count: 0))
        buffer = UnsafeBufferPointer(rebasing: own[..<0])
        (self.own, self.file, owner) = (own, file, nil)
        (offset, rest) = (run.offset, run.count)
    }

    deinit { own?.deallocate() }

    /// The next count; `nil` at the end.
    func next() throws -> PairCount? {
        if place == buffer.count {
            guard let own, let file, rest > 0 else { return nil }
            let count = min(rest, own.count)
            let part = UnsafeMutableBufferPointer(rebasing: own[..<count])
            try file.read(into: UnsafeMutableRawBufferPointer(part), at: offset)
            offset += count * MemoryLayout<PairCount>.stride
            rest -= count
            (buffer, place) = (UnsafeBufferPointer(part), 0)
        }
        place += 1
        return buffer[place - 1]
    }
}

/// Runs of sorted counts as one, the counts of equal pairs added.
struct PairMerge {
    /// A heap: the source with the lowest key first.
    private var heads: [(pair: PairCount, source: PairSource)] = []
    private let sources: [PairSource]

    init(_ sources: [PairSource]) { self.sources = sources }

    /// Calls `body` with each pair once, by their keys.
    consuming func forEachPair(_ body: (PairCount) throws -> Void) throws {
        for source in sources {
            if let pair = try source.next() { heads.append((pair, source)) }
        }
        // Sorted is a heap.
        heads.sort { $0.pair.key < $1.pair.key }
        while let first = heads.first {
            var sum = first.pair
            try advance()
            while let next = heads.first, next.pair.key == sum.key {
                let (total, overflow) = sum.count.addingReportingOverflow(next.pair.count)
                sum.count = overflow ? .max : total
                try advance()
            }
            try body(sum)
        }
    }

    /// Puts the next count of the first source in its place.
    private mutating func advance() throws {
        if let pair = try heads[0].source.next() {
            heads[0].pair = pair
        } else {
            heads.swapAt(0, heads.count - 1)
            heads.removeLast()
        }
        var place = 0
        while 2 * place + 1 < heads.count {
            var child = 2 * place + 1
            if child + 1 < heads.count, heads[child + 1].pair.key < heads[child].pair.key {
                child += 1
            }
            guard heads[child].pair.key < heads[place].pair.key else { return }
            heads.swapAt(place, child)
            place = child
        }
    }
}
