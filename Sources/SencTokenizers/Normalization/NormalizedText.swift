/// Normalized UTF-8 and, if asked for, where in the original each byte came from.
struct NormalizedText: ~Copyable {
    private var storage: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0
    /// The original bytes that each normalized byte stands for; empty unless tracked.
    private(set) var origins: [Range<Int>] = []
    let tracksOrigins: Bool

    init(capacity: Int, tracksOrigins: Bool) {
        self.capacity = Swift.max(capacity, 16)
        storage = .allocate(capacity: self.capacity)
        self.tracksOrigins = tracksOrigins
    }

    deinit { storage.deallocate() }

    /// Valid until the text is changed.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: storage, count: count) }

    mutating func removeAll() {
        count = 0
        origins.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    mutating func append(_ byte: UInt8, from origin: @autoclosure () -> Range<Int>) {
        if count == capacity { grow() }
        storage[count] = byte
        count += 1
        if tracksOrigins { origins.append(origin()) }
    }

    /// Appends the UTF-8 of a scalar below 0x200000.
    @inline(__always)
    mutating func append(scalar: UInt32, from origin: @autoclosure () -> Range<Int>) {
        if scalar < 0x80 {
            append(UInt8(truncatingIfNeeded: scalar), from: origin())
            return
        }
        if scalar < 0x800 {
            append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6), from: origin())
        } else {
            if scalar < 0x10000 {
                append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12), from: origin())
            } else {
                append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18), from: origin())
                append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F), from: origin())
            }
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F), from: origin())
        }
        append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F), from: origin())
    }

    /// The original bytes that a range of normalized bytes came from; empty if that is empty or
    /// nothing is tracked.
    func origin(of range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty, range.upperBound <= origins.count else { return 0..<0 }
        let start = origins[range.lowerBound].lowerBound
        return start..<Swift.max(start, origins[range.upperBound - 1].upperBound)
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
        larger.update(from: storage, count: count)
        storage.deallocate()
        storage = larger
        capacity *= 2
    }
}
