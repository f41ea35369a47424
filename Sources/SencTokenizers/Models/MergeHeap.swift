/// A binary heap of merges that may be made, the smallest on top. Keeps its memory when emptied.
///
/// If there are too many, it holds the smallest ones: those that it refused since it was emptied
/// are looked for again when the others are made.
struct MergeHeap {
    /// A merge, unless others come first and use its symbols: its rank above the left symbol's
    /// place, so that the smallest is the one to make.
    struct Merge: Comparable {
        private let bits: UInt64

        /// Both nonnegative, below 2³¹.
        @inline(__always)
        init(rank: Int32, place: Int) {
            bits = UInt64(UInt32(bitPattern: rank)) << 32 | UInt64(place)
        }

        @inline(__always)
        var rank: Int32 { Int32(truncatingIfNeeded: bits >> 32) }
        @inline(__always)
        var place: Int { Int(bits & 0xFFFF_FFFF) }

        @inline(__always)
        static func < (first: Merge, second: Merge) -> Bool { first.bits < second.bits }
    }

    private var elements: [Merge] = []
    private var limit = Int.max
    /// No merge from this on is taken.
    private var bound: Merge?

    /// - Parameter limit: how many merges to hold, at least 2.
    mutating func removeAll(limit: Int) {
        elements.removeAll(keepingCapacity: true)
        self.limit = limit
        bound = nil
    }

    /// Whether no merge was refused since the heap was emptied.
    var holdsAll: Bool { bound == nil }

    /// Adds a merge out of order.
    @inline(__always)
    mutating func append(_ merge: Merge) {
        if let bound, merge >= bound { return }
        elements.append(merge)
        if elements.count >= limit { halve() }
    }

    /// Keeps the smaller half, in order.
    @inline(never)
    private mutating func halve() {
        elements.sort()
        let kept = elements.count / 2
        bound = elements[kept]
        elements.removeLast(elements.count - kept)
    }

    /// Puts the merges in order that were added out of it.
    mutating func order() {
        elements.withUnsafeMutableBufferPointer { elements in
            for parent in (0..<(elements.count / 2)).reversed() { Self.sink(parent, elements) }
        }
    }

    @inline(__always)
    mutating func push(_ merge: Merge) {
        if let bound, merge >= bound { return }
        elements.append(merge)
        elements.withUnsafeMutableBufferPointer { elements in
            var child = elements.count - 1
            while child > 0, case let parent = (child - 1) / 2, merge < elements[parent] {
                elements[child] = elements[parent]
                child = parent
            }
            elements[child] = merge
        }
        if elements.count >= limit { halve() }
    }

    @inline(__always)
    mutating func pop() -> Merge? {
        guard let first = elements.first, let last = elements.popLast() else { return nil }
        if !elements.isEmpty {
            elements.withUnsafeMutableBufferPointer { elements in
                elements[0] = last
                Self.sink(0, elements)
            }
        }
        return first
    }

    @inline(__always)
    private static func sink(
        _ start: Int, _ elements: UnsafeMutableBufferPointer<Merge>
    ) {
        let merge = elements[start]
        var parent = start
        while true {
            var child = 2 * parent + 1
            if child >= elements.count { break }
            if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
            if elements[child] >= merge { break }
            elements[parent] = elements[child]
            parent = child
        }
        elements[parent] = merge
    }
}
