/// Keys of bytes with a number each, as a trie in two arrays (Aoe 1989): a step is one addition
/// and one comparison.
struct ByteTrie: Sendable {
    private struct Node {
        /// A child is at this, plus its byte and 1.
        var base: Int32 = 0
        /// The parent, to tell a child from one of another node; -1 for a free place.
        var parent: Int32 = -1
        /// The key's number; -1 if none ends here.
        var value: Int32 = -1
    }

    private var nodes: [Node]

    private static let fanOut = 257

    /// - Parameter keys: different from each other.
    init(_ keys: [(key: UnsafeBufferPointer<UInt8>, value: Int32)]) {
        let keys = Self.sorted(keys)
        nodes = Array(repeating: Node(), count: Self.fanOut + 1)
        nodes[0].parent = 0
        /// Everything before it is taken.
        var firstFree = 1
        /// The nodes to give children: the keys under them, and the length of what they share.
        var open = [(node: 0, keys: 0..<keys.count, depth: 0)]
        var children: [(byte: Int, keys: Range<Int>)] = []
        while let (node, range, depth) = open.popLast() {
            var start = range.lowerBound
            if start < range.upperBound, keys[start].key.count == depth {
                nodes[node].value = keys[start].value
                while start < range.upperBound, keys[start].key.count == depth { start += 1 }
            }
            children.removeAll(keepingCapacity: true)
            while start < range.upperBound {
                let key = keys[start].key
                let byte = key[depth]
                var end = start + 1
                while end < range.upperBound,
                    case let other = keys[end].key, other[depth] == byte
                {
                    end += 1
                }
                children.append((Int(byte) + 1, start..<end))
                start = end
            }
            guard let first = children.first else { continue }
            while firstFree < nodes.count, nodes[firstFree].parent >= 0 { firstFree += 1 }
            var base = max(0, firstFree - first.byte)
            var tries = 0
            while true {
                grow(to: base + Self.fanOut)
                if children.allSatisfy({ nodes[base + $0.byte].parent < 0 }) { break }
                base += 1
                tries += 1
                // In a crowded part further places are not worth the search.
                if tries == 256 { firstFree = max(firstFree, base) }
            }
            nodes[node].base = Int32(truncatingIfNeeded: base)
            for child in children {
                nodes[base + child.byte].parent = Int32(truncatingIfNeeded: node)
                open.append((base + child.byte, child.keys, depth + 1))
            }
        }
    }

    private static func sorted(
        _ keys: [(key: UnsafeBufferPointer<UInt8>, value: Int32)]
    ) -> [(key: UnsafeBufferPointer<UInt8>, value: Int32)] {
        // Most comparisons are settled by the first eight bytes.
        let heads = keys.indices.map { index -> (head: UInt64, index: Int) in
            let key = keys[index].key
            var head: UInt64 = 0
            for byte in key.prefix(8) { head = head << 8 | UInt64(byte) }
            let rest = 8 - min(8, key.count)
            return (head << UInt64(8 * rest), index)
        }
        let order = heads.sorted { first, second in
            first.head != second.head
                ? first.head < second.head
                : keys[first.index].key.lexicographicallyPrecedes(keys[second.index].key)
        }
        return order.map { keys[$0.index] }
    }

    private mutating func grow(to last: Int) {
        guard last >= nodes.count else { return }
        let count = max(last + 1, nodes.count + nodes.count / 2)
        nodes.append(contentsOf: repeatElement(Node(), count: count - nodes.count))
    }

    /// Visits the keys that the text from `start` on begins with, from the shortest.
    /// - Parameter body: takes the key's number and where it ends.
    @inline(__always)
    func forEachPrefix(
        of text: UnsafeBufferPointer<UInt8>, from start: Int, _ body: (Int32, Int) -> Void
    ) {
        nodes.withUnsafeBufferPointer { nodes in
            var node = 0
            var position = start
            while position < text.count {
                let child = Int(nodes[node].base) + Int(text[position]) + 1
                guard child < nodes.count, nodes[child].parent == Int32(truncatingIfNeeded: node)
                else { return }
                node = child
                position += 1
                if nodes[node].value >= 0 { body(nodes[node].value, position) }
            }
        }
    }
}
