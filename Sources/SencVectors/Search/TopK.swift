/// The best that was found so far: a heap with the worst of them on top.
package struct TopK<Element: Ranked>: Sendable {
    private let capacity: Int
    private let threshold: Float
    package private(set) var heap: [Element] = []

    /// - Parameters:
    ///   - capacity: how many are kept, at least 1.
    ///   - threshold: the least score that counts.
    package init(capacity: Int, threshold: Float) {
        self.capacity = capacity
        self.threshold = threshold
    }

    /// What has a lower score is not taken.
    package var limit: Float {
        if heap.count == capacity, let worst = heap.first { worst.score } else { threshold }
    }

    package mutating func add(_ element: Element) {
        guard element.score >= threshold else { return }
        if heap.count < capacity {
            heap.append(element)
            moveUp(from: heap.count - 1)
        } else if element.precedes(heap[0]) {
            heap[0] = element
            moveDown()
        }
    }

    private mutating func moveUp(from start: Int) {
        var child = start
        while child > 0, heap[(child - 1) / 2].precedes(heap[child]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func moveDown() {
        var parent = 0
        while true {
            var worst = parent
            for child in (2 * parent + 1)...(2 * parent + 2)
            where child < heap.count && heap[worst].precedes(heap[child]) {
                worst = child
            }
            if worst == parent { return }
            heap.swapAt(worst, parent)
            parent = worst
        }
    }

    /// The best of several lists, in order.
    package static func merged(_ parts: [TopK], count: Int) -> [Element] {
        Array(parts.flatMap(\.heap).sorted { $0.precedes($1) }.prefix(count))
    }
}
