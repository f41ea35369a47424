/// How often pairs of tokens stand side by side, counted up and down. Open addressing.
///
/// Counts may fall below zero: a pair that is not counted because its token would be too long is
/// still taken away when one of its halves goes.
struct PairTally {
    struct Slot {
        /// The left token above the right; all ones for a free slot.
        var pair: UInt64
        var count: Int64
        /// A number of the caller's for the pair; -1 for none.
        var mark: Int32
    }

    private static let free = UInt64.max

    private var slots = [Slot](repeating: Slot(pair: free, count: 0, mark: -1), count: 1 << 12)
    private var shift = 64 - 12
    private var count = 0

    static func pair(_ left: UInt32, _ right: UInt32) -> UInt64 {
        UInt64(left) << 32 | UInt64(right)
    }

    /// Changes a pair's count.
    /// - Returns: where it is, until another pair is added.
    @inline(__always)
    mutating func add(_ pair: UInt64, _ change: Int64) -> Int {
        let slot = slot(of: pair)
        if slots[slot].pair == Self.free {
            slots[slot] = Slot(pair: pair, count: change, mark: -1)
            count += 1
            if 2 * count > slots.count {
                grow()
                return self.slot(of: pair)
            }
        } else {
            slots[slot].count += change
        }
        return slot
    }

    subscript(slot: Int) -> Slot {
        get { slots[slot] }
        set { slots[slot] = newValue }
    }

    /// A pair's count; 0 if it was never seen.
    func count(of pair: UInt64) -> Int64 {
        let slot = slot(of: pair)
        return slots[slot].pair == Self.free ? 0 : slots[slot].count
    }

    /// Takes a pair's mark away.
    /// - Returns: its count.
    mutating func unmark(_ pair: UInt64) -> Int64 {
        let slot = slot(of: pair)
        slots[slot].mark = -1
        return slots[slot].count
    }

    @inline(__always)
    private func slot(of pair: UInt64) -> Int {
        slots.withUnsafeBufferPointer { slots in
            var slot = Int(((pair ^ pair >> 29) &* 0x9E37_79B9_7F4A_7C15) >> UInt64(shift))
            while slots[slot].pair != pair, slots[slot].pair != Self.free {
                slot = (slot + 1) & (slots.count - 1)
            }
            return slot
        }
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(pair: Self.free, count: 0, mark: -1), count: 2 * old.count)
        shift -= 1
        for entry in old where entry.pair != Self.free { slots[slot(of: entry.pair)] = entry }
    }
}
