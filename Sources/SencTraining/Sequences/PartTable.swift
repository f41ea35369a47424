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
}

/// The vectors of a block's things that are means of several rows, each made once however often it
/// stands in the block.
final class Composition: @unchecked Sendable {
    private let parts: PartTable
    private let thingCount: Int
    /// The block in which a thing was met last, and its number there.
    private var blocks: [Int32]
    private var numbers: [UInt32]
    private var block: Int32 = 0
    private var things: [UInt32] = []
    /// The number of each input of the block.
    private var inputNumbers: [UInt32] = []
    /// Rows of all things of the block, and the things' numbers.
    private var rows: [UInt32] = []
    private var rowNumbers: [UInt32] = []
    private var starts: [Int] = [0]
    private var vectors = FloatBuffer(count: 0)
    private var sums = FloatBuffer(count: 0)

    init(_ parts: PartTable, thingCount: Int) {
        (self.parts, self.thingCount) = (parts, thingCount)
        blocks = [Int32](repeating: 0, count: thingCount)
        numbers = [UInt32](repeating: 0, count: thingCount)
    }

    func prepare(_ inputs: [UInt32], _ stride: Int) {
        block += 1
        things.removeAll(keepingCapacity: true)
        inputNumbers.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
        rowNumbers.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        for input in inputs {
            let thing = Int(input)
            if blocks[thing] != block {
                blocks[thing] = block
                numbers[thing] = UInt32(things.count)
                starts.append(rows.count)
                rows.append(input)
                for part in parts.parts(of: thing) { rows.append(UInt32(thingCount) + part) }
                while rowNumbers.count < rows.count { rowNumbers.append(UInt32(things.count)) }
                things.append(input)
            }
            inputNumbers.append(numbers[thing])
        }
        starts.append(rows.count)
        if vectors.count < things.count * stride {
            vectors = FloatBuffer(count: things.count * stride)
            sums = FloatBuffer(count: things.count * stride)
        }
    }

    func compose(
        from table: FloatBuffer, _ kernels: TrainingKernels, _ stride: Int,
        _ member: ThreadTeam.Member
    ) {
        for thing in member.share(of: things.count) {
            let range = starts[thing]..<starts[thing + 1]
            withUnsafeTemporaryAllocation(of: TrainingKernels.Row.self, capacity: range.count) {
                for (place, row) in range.enumerated() {
                    $0[place] = UnsafePointer(table.base + Int(rows[row]) * stride)
                }
                kernels.mean(
                    UnsafeBufferPointer($0), stride: stride, to: vectors.base + thing * stride)
            }
            (sums.base + thing * stride).update(repeating: 0, count: stride)
        }
    }

    func row(ofInput input: Int, _ stride: Int) -> UnsafePointer<Float> {
        UnsafePointer(vectors.base + Int(inputNumbers[input]) * stride)
    }

    /// Adds what inputs are moved by to all rows that they are made of, as fastText does it.
    func apply(
        _ steps: UnsafePointer<Float>, _ places: UnsafePointer<UInt32>?, to table: FloatBuffer,
        _ kernels: TrainingKernels, _ stride: Int, _ member: ThreadTeam.Member
    ) {
        inputNumbers.withUnsafeBufferPointer {
            kernels.scatter(steps, $0, places: places, to: sums.base, stride: stride, member)
        }
        member.wait()
        rows.withUnsafeBufferPointer { rows in
            rowNumbers.withUnsafeBufferPointer { numbers in
                kernels.scatter(
                    sums.base, rows, places: numbers.baseAddress, to: table.base, stride: stride,
                    member)
            }
        }
    }
}
