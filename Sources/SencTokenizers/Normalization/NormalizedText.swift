/// Normalized UTF-8 and, if asked for, where in the original each byte came from.
struct NormalizedText: ~Copyable {
    private var storage: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0
    /// What is appended to that many bytes is lost.
    var limit = Int.max
    /// The original bytes that each normalized byte stands for; empty unless tracked.
    private var origins: [Origin] = []
    let tracksOrigins: Bool
    /// Where the piece of the original begins that this is the normalized form of.
    private(set) var start = 0

    /// A range in half the memory, of texts of up to 4 GiB.
    private struct Origin {
        private let start: UInt32
        private let end: UInt32

        @inline(__always)
        init(_ range: Range<Int>) {
            start = UInt32(clamping: range.lowerBound)
            end = UInt32(clamping: range.upperBound)
        }

        @inline(__always)
        var range: Range<Int> { Int(start)..<Int(end) }
    }

    init(capacity: Int, tracksOrigins: Bool) {
        self.capacity = Swift.max(capacity, 16)
        storage = .allocate(capacity: self.capacity)
        self.tracksOrigins = tracksOrigins
    }

    deinit { storage.deallocate() }

    /// Valid until the text is changed.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: storage, count: count) }

    mutating func removeAll(start: Int = 0) {
        count = 0
        self.start = start
        origins.removeAll(keepingCapacity: true)
    }

    /// The bytes of `range` of the original as they are, in place of what was there.
    mutating func load(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        removeAll(start: range.lowerBound)
        reserve(range.count)
        guard let base = text.baseAddress else { return }
        storage.update(from: base + range.lowerBound, count: range.count)
        count = range.count
        guard tracksOrigins else { return }
        origins.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let end = min(position + text.scalar(at: position).length, range.upperBound)
            origins.append(
                contentsOf: repeatElement(Origin(position..<end), count: end - position))
            position = end
        }
    }

    /// Makes room for that many bytes in all.
    mutating func reserve(_ capacity: Int) {
        if self.capacity < capacity { grow(to: capacity) }
    }

    /// Appends bytes of another text, with their origins.
    mutating func append(_ source: borrowing NormalizedText, _ range: Range<Int>) {
        let range = range.prefix(Swift.max(0, limit - count))
        reserve(count + range.count)
        (storage + count).update(from: source.storage + range.lowerBound, count: range.count)
        count += range.count
        if tracksOrigins { origins.append(contentsOf: source.origins[range]) }
    }

    /// Appends bytes that all come from the same place.
    mutating func append(_ bytes: [UInt8], from origin: Range<Int>) {
        for byte in bytes { append(byte, from: origin) }
    }

    /// The original bytes that the byte at `position` stands for.
    @inline(__always)
    func origin(at position: Int) -> Range<Int> {
        tracksOrigins && position < origins.count ? origins[position].range : start..<start
    }

    /// Takes the origins for places in `source`, and puts the origins of those in their stead.
    mutating func composeOrigins(with source: borrowing NormalizedText) {
        guard tracksOrigins else { return }
        for index in origins.indices {
            let place = origins[index].range
            origins[index] = Origin(place.isEmpty ? start..<start : source.origin(of: place))
        }
    }

    @inline(__always)
    mutating func append(_ byte: UInt8, from origin: @autoclosure () -> Range<Int>) {
        if count == capacity {
            if count >= limit { return }
            grow(to: Swift.min(2 * capacity, limit))
        }
        storage[count] = byte
        count += 1
        if tracksOrigins { origins.append(Origin(origin())) }
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
        let start = origins[range.lowerBound].range.lowerBound
        return start..<Swift.max(start, origins[range.upperBound - 1].range.upperBound)
    }

    @inline(never)
    private mutating func grow(to wanted: Int) {
        let capacity = Swift.max(wanted, Swift.min(2 * self.capacity, limit))
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: storage, count: count)
        storage.deallocate()
        storage = larger
        self.capacity = capacity
    }
}

extension ByteAlphabet {
    /// Appends the bytes of `range` of a text, each as its scalar.
    static func append(
        _ source: borrowing NormalizedText, _ range: Range<Int>, to target: inout NormalizedText
    ) {
        target.reserve(target.count + 2 * range.count)
        let bytes = source.bytes
        scalars.withUnsafeBufferPointer { scalars in
            for position in range {
                target.append(
                    scalar: UInt32(scalars[Int(bytes[position])]),
                    from: source.origin(at: position))
            }
        }
    }
}
