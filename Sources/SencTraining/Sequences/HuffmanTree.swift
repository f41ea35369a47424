/// The binary tree of things in which the path to a frequent one is short (Huffman, 1952).
struct HuffmanTree: Sendable {
    /// The inner nodes on the way to all things, the root first, one thing behind the other.
    private(set) var nodes: [UInt32] = []
    /// For each of them 1 if the way goes to the lighter branch, else 0.
    private(set) var labels: [Float] = []
    /// Where each thing's path begins, and behind them the end of the last.
    private(set) var starts: [Int] = [0]
    let nodeCount: Int

    /// - Parameter counts: of the things, the largest first.
    init(counts: [Int]) {
        let count = counts.count
        nodeCount = max(count - 1, 0)
        guard count > 1 else {
            starts = [Int](repeating: 0, count: count + 1)
            return
        }
        // Leaves come in the order of their weights, and so do inner nodes as they are made.
        var parents = [Int](repeating: 0, count: 2 * count - 1)
        var isHeavier = [Bool](repeating: false, count: 2 * count - 1)
        var weights = counts + [Int](repeating: .max, count: count - 1)
        var (leaf, inner) = (count - 1, count)
        func lightest(_ end: Int) -> Int {
            if leaf >= 0, inner >= end || weights[leaf] < weights[inner] {
                leaf -= 1
                return leaf + 1
            }
            inner += 1
            return inner - 1
        }
        for node in count..<2 * count - 1 {
            let (first, second) = (lightest(node), lightest(node))
            let (sum, overflows) = weights[first].addingReportingOverflow(weights[second])
            weights[node] = overflows ? .max : sum
            parents[first] = node
            parents[second] = node
            isHeavier[second] = true
        }
        for thing in 0..<count {
            var path: [(node: UInt32, label: Float)] = []
            var node = thing
            while node != 2 * count - 2 {
                path.append((UInt32(parents[node] - count), isHeavier[node] ? 0 : 1))
                node = parents[node]
            }
            for step in path.reversed() {
                nodes.append(step.node)
                labels.append(step.label)
            }
            starts.append(nodes.count)
        }
    }

    func path(to thing: Int) -> Range<Int> { starts[thing]..<starts[thing + 1] }
}
