internal import SencMath

/// Rows that the vectors of things are made of beside a row of their own, such as those of a word's
/// n-grams.
struct PartTable: Sendable {
    /// Of all things, one behind the other.
    private(set) var rows: [UInt32] = []
    /// Where each thing's rows begin, and behind them the end of the last.
    private(set) var starts: [Int] = [0]
    /// Rows that there are; those of things come before them in a table.
    let rowCount: Int

    init(rowCount: Int) { self.rowCount = rowCount }

    /// Adds the parts of the next thing.
    mutating func append(_ parts: [Int]) {
        rows += parts.map { UInt32($0) }
        starts.append(rows.count)
    }

    /// Whether each row is part of something.
    var usedRows: [Bool] {
        var used = [Bool](repeating: false, count: rowCount)
        for row in rows { used[Int(row)] = true }
        return used
    }

    func parts(of thing: Int) -> ArraySlice<UInt32> { rows[starts[thing]..<starts[thing + 1]] }

    func count(of thing: Int) -> Int { starts[thing + 1] - starts[thing] }

    func withParts(of thing: Int, _ body: (UnsafeBufferPointer<UInt32>) -> Void) {
        rows.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[starts[thing]..<starts[thing + 1]]))
        }
    }
}

/// The things of a block whose vectors are means of several rows, each once however often it stands
/// in the block.
final class BlockComposition: @unchecked Sendable {
    private(set) var thingCount = 0
    private(set) var rowCount = 0
    /// The number of each input's thing.
    let numbers = ScratchBuffer<UInt32>()
    /// The rows of all things, the number of the thing that each is of, and where those of a thing
    /// begin.
    let rows = ScratchBuffer<UInt32>()
    let rowNumbers = ScratchBuffer<UInt32>()
    let starts = ScratchBuffer<UInt32>()

    /// Where things were met.
    struct Meetings {
        /// The round in which each thing was met last, and its number there.
        private var rounds: [Int]
        private var numbers: [UInt32]
        private var round = 0
        var things: [UInt32] = []

        init(thingCount: Int) {
            rounds = [Int](repeating: 0, count: thingCount)
            numbers = [UInt32](repeating: 0, count: thingCount)
        }

        mutating func begin() {
            round += 1
            things.removeAll(keepingCapacity: true)
        }

        mutating func number(of thing: UInt32) -> UInt32 {
            if rounds[Int(thing)] != round {
                rounds[Int(thing)] = round
                numbers[Int(thing)] = UInt32(things.count)
                things.append(thing)
            }
            return numbers[Int(thing)]
        }
    }

    /// Finds the things of a block's inputs.
    /// - Parameter total: how many things there are; behind their rows are those of parts.
    func find(
        _ inputs: UnsafeBufferPointer<UInt32>, _ parts: PartTable, total: Int,
        _ meetings: inout Meetings
    ) {
        meetings.begin()
        numbers.reserve(inputs.count)
        let numbers = numbers.base
        for (place, input) in inputs.enumerated() { numbers[place] = meetings.number(of: input) }
        thingCount = meetings.things.count
        rowCount = meetings.things.reduce(0) { $0 + 1 + parts.count(of: Int($1)) }
        rows.reserve(rowCount)
        rowNumbers.reserve(rowCount)
        starts.reserve(thingCount + 1)
        let (rows, rowNumbers, starts) = (rows.base, rowNumbers.base, starts.base)
        var row = 0
        for (number, thing) in meetings.things.enumerated() {
            starts[number] = UInt32(row)
            rows[row] = thing
            var end = row + 1
            parts.withParts(of: Int(thing)) {
                for part in $0 {
                    rows[end] = UInt32(total) + part
                    end += 1
                }
            }
            (rowNumbers + row).update(repeating: UInt32(number), count: end - row)
            row = end
        }
        starts[thingCount] = UInt32(row)
    }
}

/// Makes the vectors of the things of blocks, and adds what they are moved by to all of their rows, as
/// fastText does it.
final class Composer: @unchecked Sendable {
    private let parts: PartTable
    private let table: SplitTable
    private let total: Int
    /// Of each member.
    private let meetings: UnsafeMutableBufferPointer<BlockComposition.Meetings>
    /// The vectors of a block's things, by their numbers, and the sums of what they are moved by.
    let means: SplitScratch
    let sums: SplitScratch

    init(_ parts: PartTable, _ table: SplitTable, thingCount: Int, threads: Int) {
        (self.parts, self.table) = (parts, table)
        total = thingCount
        meetings = .allocate(capacity: threads)
        // Each with memory of its own: what one copied when it first wrote would be shared until then.
        for member in 0..<threads {
            meetings.initializeElement(
                at: member, to: BlockComposition.Meetings(thingCount: thingCount))
        }
        (means, sums) = (SplitScratch(table.parts), SplitScratch(table.parts))
    }

    deinit {
        meetings.deinitialize()
        meetings.deallocate()
    }

    func find(_ block: SequenceBlock, _ member: Int) {
        block.composition.find(
            UnsafeBufferPointer(start: block.inputIDs.base, count: block.inputCount), parts,
            total: total, &meetings[member])
    }

    func reserve(_ block: BlockComposition) {
        means.reserve(rows: block.thingCount)
        sums.reserve(rows: block.thingCount)
    }

    /// Makes the vectors, and has the sums be 0.
    func compose(_ block: BlockComposition, _ kernels: TrainingKernels, _ share: TeamShare) {
        let range = share.range(of: block.thingCount)
        for part in share.parts {
            let stride = table.parts.stride(part)
            kernels.means(
                of: table[part: part], stride: stride, block.rows.base, starts: block.starts.base,
                range, to: means[part: part])
            (sums[part: part] + range.lowerBound * stride).update(
                repeating: 0, count: range.count * stride)
        }
    }

    /// What the rows of a block's things are moved by.
    func steps(_ block: BlockComposition, _ part: Int) -> TrainingKernels.RowSteps {
        TrainingKernels.RowSteps(
            ids: block.rows.base, count: block.rowCount, steps: sums[part: part],
            places: block.rowNumbers.base)
    }
}
