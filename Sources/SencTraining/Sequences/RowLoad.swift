/// How often each thing's vectors are moved in a block, but for what is drawn against middles. Things
/// whose numbers end alike are counted as one: the most frequent, which have the first numbers, each
/// by itself.
struct RowLoad {
    private struct Counts {
        var block: UInt32 = 0
        var input: UInt32 = 0
        var output: UInt32 = 0
    }

    private static let size = 4096
    private var counts = [Counts](repeating: Counts(), count: Self.size)
    private var block: UInt32 = 1

    mutating func reset() { block &+= 1 }

    /// Counts what a window moves.
    /// - Returns: the largest count of a vector that it moves.
    mutating func add(_ window: Windows.Window, _ ids: [UInt32], usesMean: Bool) -> Int {
        let (middle, neighbors) = (Int(window.middle), UInt32(window.neighbors))
        let (first, last) = (middle - Int(window.left), middle + Int(window.right))
        let block = block
        return ids.withUnsafeBufferPointer { ids in
            counts.withUnsafeMutableBufferPointer { counts in
                var most: UInt32 = 0
                for place in first...last {
                    let slot = Int(ids[place]) & (Self.size - 1)
                    if counts[slot].block != block { counts[slot] = Counts(block: block) }
                    if place == middle {
                        counts[slot].output += usesMean ? 1 : neighbors
                        most = max(most, counts[slot].output)
                    } else {
                        counts[slot].input += 1
                        most = max(most, counts[slot].input)
                    }
                }
                return Int(most)
            }
        }
    }
}
