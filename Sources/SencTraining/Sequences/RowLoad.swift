/// How often each thing's vectors are moved in a block, but for what is drawn against middles.
struct RowLoad {
    private struct Counts {
        var block: UInt32 = 0
        var input: UInt32 = 0
        var output: UInt32 = 0
    }

    private var counts: [Counts]
    private var block: UInt32 = 1

    init(things: Int) { counts = [Counts](repeating: Counts(), count: things) }

    mutating func reset() { block &+= 1 }

    /// Counts what a window moves, but the things drawn against its middle.
    /// - Returns: the largest count of a vector that it moves.
    mutating func add(_ window: Windows.Window, _ ids: [UInt32], usesMean: Bool) -> Int {
        let middle = Int(window.middle)
        var most: UInt32 = 0
        for place in middle - Int(window.left)...middle + Int(window.right) {
            let id = Int(ids[place])
            if counts[id].block != block { counts[id] = Counts(block: block) }
            if place == middle {
                counts[id].output += usesMean ? 1 : UInt32(window.neighbors)
                most = max(most, counts[id].output)
            } else {
                counts[id].input += 1
                most = max(most, counts[id].input)
            }
        }
        return Int(most)
    }
}
