/// Counts of pairs in memory that is bounded: a hash table of one thread.
final class PairTable: @unchecked Sendable {
    private var slots: UnsafeMutableBufferPointer<PairCount>
    private let maximumSlots: Int
    private var shift: Int
    private(set) var count = 0

    private static let firstSlots = 1 << 12
    /// Pairs that a table has room for when it begins to be full.
    static let slack = firstSlots / 4
    /// Bytes that a slot takes, with what sorting the counts takes.
    private static let slotBytes = 28

    /// - Parameter bytes: of memory at most, about.
    init(bytes: Int) {
        var most = Self.firstSlots
        while most * 2 <= bytes / Self.slotBytes { most *= 2 }
        maximumSlots = most
        slots = Self.empty(Self.firstSlots)
        shift = 64 - Self.firstSlots.trailingZeroBitCount
    }

    deinit { slots.deallocate() }

    private static func empty(_ count: Int) -> UnsafeMutableBufferPointer<PairCount> {
        let slots = UnsafeMutableBufferPointer<PairCount>.allocate(capacity: count)
        slots.initialize(repeating: PairCount(key: 0, count: 0))
        return slots
    }

    /// Whether there is room for `slack` pairs at most.
    var isFull: Bool { count >= maximumSlots / 4 * 3 }

    /// Where a key is, or is to be.
    @inline(__always)
    private func slot(of key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(shift))
        while slots[slot].count != 0, slots[slot].key != key {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    /// - Parameter count: positive. Sums stop at the largest number.
    /// - Precondition: there is room.
    @inline(__always)
    func add(_ key: UInt64, _ count: UInt64) {
        let slot = slot(of: key)
        let old = slots[slot].count
        let (sum, overflow) = old.addingReportingOverflow(count)
        slots[slot] = PairCount(key: key, count: overflow ? .max : sum)
        guard old == 0 else { return }
        self.count += 1
        if self.count >= slots.count / 4 * 3, slots.count < maximumSlots { grow() }
    }

    private func grow() {
        let old = slots
        slots = Self.empty(old.count * 2)
        shift -= 1
        for entry in old where entry.count != 0 { slots[slot(of: entry.key)] = entry }
        old.deallocate()
    }

    /// Takes all counts out of the table, by their keys.
    func takeSorted() -> SortedPairs {
        var filled = 0
        for place in slots.indices where slots[place].count != 0 {
            slots.swapAt(filled, place)
            filled += 1
        }
        let sorted = SortedPairs(sorting: UnsafeBufferPointer(rebasing: slots[..<filled]))
        slots.update(repeating: PairCount(key: 0, count: 0))
        count = 0
        return sorted
    }
}

/// Counts of pairs, each once, by their keys.
final class SortedPairs: @unchecked Sendable {
    let pairs: UnsafeMutableBufferPointer<PairCount>

    private static let digitBits = 11

    /// By a radix sort from the lowest digit up.
    init(sorting counts: UnsafeBufferPointer<PairCount>) {
        var source = UnsafeMutableBufferPointer<PairCount>.allocate(capacity: counts.count)
        _ = source.initialize(from: counts)
        var target = UnsafeMutableBufferPointer<PairCount>.allocate(capacity: counts.count)
        target.initialize(repeating: PairCount(key: 0, count: 0))
        let buckets = 1 << Self.digitBits
        for low in stride(from: UInt64(0), to: 64, by: Self.digitBits) {
            func digit(_ pair: PairCount) -> Int {
                Int(truncatingIfNeeded: pair.key >> low) & (buckets - 1)
            }
            withUnsafeTemporaryAllocation(of: Int.self, capacity: buckets) { places in
                places.initialize(repeating: 0)
                for pair in source { places[digit(pair)] += 1 }
                // A digit that all share changes nothing.
                guard let first = source.first, places[digit(first)] < source.count else { return }
                var sum = 0
                for bucket in 0..<buckets {
                    let count = places[bucket]
                    places[bucket] = sum
                    sum += count
                }
                for pair in source {
                    target[places[digit(pair)]] = pair
                    places[digit(pair)] += 1
                }
                swap(&source, &target)
            }
        }
        pairs = source
        target.deallocate()
    }

    deinit { pairs.deallocate() }
}
