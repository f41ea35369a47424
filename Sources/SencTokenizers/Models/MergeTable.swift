/// Which pairs of tokens merge: how early, and into which token. Open addressing; immutable.
struct MergeTable: Sendable {
    struct Merge {
        /// The merge's place in the list.
        var rank: Int32
        var id: Int32
    }

    private struct Slot {
        /// The left token's id above the right's; all ones for a free slot.
        var pair: UInt64
        var rank: Int32
        var id: Int32
    }

    private static let free = UInt64.max

    private var slots: [Slot]
    private let bits: Int

    /// Room for that many merges.
    init(capacity: Int) {
        // At most half full, so that every search ends soon at a free slot.
        bits = max(4, Int.bitWidth - (2 * capacity).leadingZeroBitCount)
        slots = Array(repeating: Slot(pair: Self.free, rank: 0, id: 0), count: 1 << bits)
    }

    /// Adds a merge, of which there must be no more than the capacity. Of equal pairs the last
    /// counts.
    mutating func insert(_ left: Int32, _ right: Int32, rank: Int32, id: Int32) {
        let pair = Self.pair(left, right)
        var slot = firstSlot(of: pair)
        while slots[slot].pair != Self.free, slots[slot].pair != pair {
            slot = (slot + 1) & (1 << bits - 1)
        }
        slots[slot] = Slot(pair: pair, rank: rank, id: id)
    }

    /// The pairs in the order of their ranks.
    var pairs: [(left: Int32, right: Int32)] {
        slots.filter { $0.pair != Self.free }.sorted { $0.rank < $1.rank }.map {
            (
                Int32(truncatingIfNeeded: $0.pair >> 32),
                Int32(truncatingIfNeeded: $0.pair)
            )
        }
    }

    @inline(__always)
    subscript(left: Int32, right: Int32) -> Merge? {
        let pair = Self.pair(left, right)
        return slots.withUnsafeBufferPointer { slots in
            var slot = firstSlot(of: pair)
            while true {
                let found = slots[slot]
                if found.pair == pair { return Merge(rank: found.rank, id: found.id) }
                if found.pair == Self.free { return nil }
                slot = (slot + 1) & (1 << bits - 1)
            }
        }
    }

    @inline(__always)
    private static func pair(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    @inline(__always)
    private func firstSlot(of pair: UInt64) -> Int {
        let mixed = (pair ^ pair >> 29) &* 0x9E37_79B9_7F4A_7C15
        return Int(mixed >> UInt64(64 - bits))
    }
}
