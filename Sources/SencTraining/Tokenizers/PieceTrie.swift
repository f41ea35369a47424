/// Pieces by their symbols, to find all that begin at a place of a word.
struct PieceTrie: Sendable {
    /// Of each node: where its children begin, which lie one behind the other by their symbols.
    private var firstChildren: [Int32] = []
    private var labels: [UInt32] = []
    /// The piece that ends at a node; -1 for none.
    private var pieces: [Int32] = []
    /// The node of each first symbol; 0 for none.
    private var roots: [Int32]

    /// - Parameters:
    ///   - chosen: the numbers of the pieces that are found.
    ///   - symbolCount: of the alphabet.
    init(_ seeds: PieceSeeds, _ chosen: [Int], symbolCount: Int) {
        let order = seeds.symbols.withUnsafeBufferPointer { symbols in
            chosen.sorted {
                symbols[seeds.range(of: $0)].lexicographicallyPrecedes(symbols[seeds.range(of: $1)])
            }
        }
        roots = [Int32](repeating: 0, count: symbolCount)
        /// The sorted pieces that go through each node, and the symbols before it.
        var spans: [(range: Range<Int>, depth: Int)] = [(order.indices, 0)]
        labels.append(0)
        var node = 0
        while node < spans.count {
            let (range, depth) = spans[node]
            firstChildren.append(Int32(spans.count))
            var index = range.lowerBound
            var own: Int32 = -1
            if index < range.upperBound, seeds.range(of: order[index]).count == depth {
                own = Int32(order[index])
                index += 1
            }
            pieces.append(own)
            while index < range.upperBound {
                let symbol = seeds.symbols[seeds.range(of: order[index]).lowerBound + depth]
                var end = index + 1
                while end < range.upperBound,
                    seeds.symbols[seeds.range(of: order[end]).lowerBound + depth] == symbol
                { end += 1 }
                if node == 0 { roots[Int(symbol)] = Int32(spans.count) }
                spans.append((index..<end, depth + 1))
                labels.append(symbol)
                index = end
            }
            node += 1
        }
        firstChildren.append(Int32(spans.count))
    }

    /// Visits the pieces at the beginning of some symbols, the shortest first.
    @inline(__always)
    func forEachPrefix(
        of symbols: UnsafeBufferPointer<UInt32>, from start: Int,
        _ body: (_ piece: Int, _ end: Int) -> Void
    ) {
        firstChildren.withUnsafeBufferPointer { firstChildren in
            labels.withUnsafeBufferPointer { labels in
                pieces.withUnsafeBufferPointer { pieces in
                    var node = roots.withUnsafeBufferPointer { Int($0[Int(symbols[start])]) }
                    var end = start + 1
                    while node > 0 {
                        if pieces[node] >= 0 { body(Int(pieces[node]), end) }
                        guard end < symbols.count else { return }
                        node = Self.child(
                            labels, Int(firstChildren[node])..<Int(firstChildren[node + 1]),
                            symbols[end])
                        end += 1
                    }
                }
            }
        }
    }

    /// - Returns: 0 for none.
    @inline(__always)
    private static func child(
        _ labels: UnsafeBufferPointer<UInt32>, _ children: Range<Int>, _ symbol: UInt32
    ) -> Int {
        var (low, high) = (children.lowerBound, children.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if labels[middle] < symbol { low = middle + 1 } else { high = middle }
        }
        return low < children.upperBound && labels[low] == symbol ? low : 0
    }
}
