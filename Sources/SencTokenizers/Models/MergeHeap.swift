/// A binary heap of merges, the smallest on top. Keeps its memory when emptied.
struct MergeHeap {
    private var elements: [BytePair.Merge] = []

    mutating func removeAll() { elements.removeAll(keepingCapacity: true) }

    /// Adds a merge out of order.
    mutating func append(_ merge: BytePair.Merge) { elements.append(merge) }

    /// Puts the merges in order that were added out of it.
    mutating func order() {
        elements.withUnsafeMutableBufferPointer { elements in
            for parent in (0..<(elements.count / 2)).reversed() { Self.sink(parent, elements) }
        }
    }

    @inline(__always)
    mutating func push(_ merge: BytePair.Merge) {
        elements.append(merge)
        elements.withUnsafeMutableBufferPointer { elements in
            var child = elements.count - 1
            while child > 0, case let parent = (child - 1) / 2, merge < elements[parent] {
                elements[child] = elements[parent]
                child = parent
            }
            elements[child] = merge
        }
    }

    @inline(__always)
    mutating func pop() -> BytePair.Merge? {
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
        _ start: Int, _ elements: UnsafeMutableBufferPointer<BytePair.Merge>
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
