internal import SencMath

/// Interactions in blocks of users by items, so that the blocks of a round have no user and no item
/// in common and can be learned from side by side (Gemulla et al., "Large-scale matrix
/// factorization with distributed stochastic gradient descent", 2011).
///
/// How many blocks there are is told by the data alone, and who is in which is drawn anew in each
/// pass; so threads change nothing.
struct Strata {
    /// Users' and items' parts, and so rounds.
    let parts: Int
    /// Interactions, block after block.
    private(set) var users: [UInt32]
    private(set) var items: [UInt32]
    /// Empty if all are 1.
    private(set) var values: [Float]
    /// [parts · parts] where a block ends.
    private(set) var ends: [Int] = []
    /// The items of each part.
    private(set) var itemsOfPart: [[UInt32]] = []

    private let rows: SparseRows
    private let random: CounterRandom

    init(_ rows: SparseRows, seed: UInt64) {
        self.rows = rows
        random = CounterRandom(seed: seed, purpose: 0x7374_7261)
        // Parts with too little in them are not worth a round.
        let largest = rows.count < 20_000 ? 1 : rows.count < 4_000_000 ? 8 : 16
        parts = max(1, min(largest, rows.columnCount / 32, rows.rowCount / 32))
        users = [UInt32](repeating: 0, count: rows.count)
        items = users
        values = rows.values == nil ? [] : [Float](repeating: 0, count: rows.count)
    }

    /// Draws the parts of a pass.
    mutating func deal(pass: Int) {
        let drawn = random.child(UInt64(pass))
        let (userDraws, itemDraws) = (drawn.child(0), drawn.child(1))
        let parts = self.parts
        let userParts = (0..<rows.rowCount).map {
            UInt8(truncatingIfNeeded: userDraws.integer(below: parts, at: UInt64($0)))
        }
        let itemParts = (0..<rows.columnCount).map {
            UInt8(truncatingIfNeeded: itemDraws.integer(below: parts, at: UInt64($0)))
        }
        itemsOfPart = [[UInt32]](repeating: [], count: parts)
        for (item, part) in itemParts.enumerated() { itemsOfPart[Int(part)].append(UInt32(item)) }
        var next = [Int](repeating: 0, count: parts * parts + 1)
        rows.columns.withUnsafeBufferPointer { columns in
            itemParts.withUnsafeBufferPointer { itemParts in
                var place = 0
                for row in 0..<rows.rowCount {
                    let first = Int(userParts[row]) * parts
                    while place < rows.ends[row] {
                        next[first + Int(itemParts[Int(columns[place])]) + 1] += 1
                        place += 1
                    }
                }
                for block in 1..<next.count { next[block] += next[block - 1] }
                ends = Array(next.dropFirst())
                let values = rows.values
                users.withUnsafeMutableBufferPointer { users in
                    items.withUnsafeMutableBufferPointer { items in
                        place = 0
                        for row in 0..<rows.rowCount {
                            let first = Int(userParts[row]) * parts
                            let end = rows.ends[row]
                            while place < end {
                                let block = first + Int(itemParts[Int(columns[place])])
                                users[next[block]] = UInt32(row)
                                items[next[block]] = columns[place]
                                if let values { self.values[next[block]] = values[place] }
                                next[block] += 1
                                place += 1
                            }
                        }
                    }
                }
            }
        }
        shuffle(drawn.child(2))
    }

    /// Brings the interactions of each block into a random order.
    private mutating func shuffle(_ random: CounterRandom) {
        let hasValues = !values.isEmpty
        let (ends, blocks) = (self.ends, parts * parts)
        users.withUnsafeMutableBufferPointer { users in
            items.withUnsafeMutableBufferPointer { items in
                values.withUnsafeMutableBufferPointer { values in
                    for block in 0..<blocks {
                        let range = Self.range(block, ends)
                        for place in range.dropFirst() {
                            let other =
                                range.lowerBound
                                + random.integer(
                                    below: place - range.lowerBound + 1, at: UInt64(place))
                            users.swapAt(place, other)
                            items.swapAt(place, other)
                            if hasValues { values.swapAt(place, other) }
                        }
                    }
                }
            }
        }
    }

    private static func range(_ block: Int, _ ends: [Int]) -> Range<Int> {
        (block == 0 ? 0 : ends[block - 1])..<ends[block]
    }

    /// Calls `body` with the places of each block and its part of the items, those of a round side
    /// by side, and adds up what it returns in the order of the rounds and blocks.
    func forEachBlock(
        _ workers: WorkerPool,
        _ body: @Sendable (_ places: Range<Int>, _ part: Int) -> Double
    ) throws -> Double {
        var sum = 0.0
        let parts = self.parts
        for round in 0..<parts {
            let sums = NumberBuffer(count: parts, repeating: 0.0)
            try workers.forEach(items: parts) { part, _ in
                let itemPart = (part + round) % parts
                let places = Self.range(part * parts + itemPart, ends)
                if !places.isEmpty { sums.base[part] = body(places, itemPart) }
            }
            for part in 0..<parts { sum += sums.base[part] }
        }
        return sum
    }
}
