import SencMath
import TestSupport
import Testing

/// Layers whose weights are GGUF's blocks, against exact integer arithmetic.
@Suite struct QuantizedLayerTests {
    /// Weights [rows, columns] in blocks of 32 that share a scale.
    private struct Blocks {
        let rows: Int
        let columns: Int
        let type: StoredMatrix.ElementType
        /// As GGUF writes them.
        private(set) var bytes: [UInt8] = []
        /// The integers, and the scale of each block.
        private(set) var quanta: [Int] = []
        private(set) var scales: [Float] = []

        /// - Parameter quantum: what a weight is; -8...7 or -128...127.
        init(
            rows: Int, columns: Int, type: StoredMatrix.ElementType,
            _ random: inout SplitMix, quantum: ((_ index: Int) -> Int)? = nil
        ) {
            (self.rows, self.columns, self.type) = (rows, columns, type)
            let range = type == .q40 ? -8...7 : -128...127
            for block in 0..<(rows * columns / 32) {
                // Of both signs, some subnormal, one in seven zero.
                let exponent = UInt16(block % 7 == 3 ? 0 : block % 6 + 5)
                let half =
                    block % 7 == 5
                    ? 0
                    : UInt16.random(in: 0...0x3FF, using: &random) | exponent << 10
                        | UInt16(block % 2) << 15
                let own = (0..<32).map { index in
                    quantum?(block * 32 + index) ?? Int.random(in: range, using: &random)
                }
                bytes += [UInt8(half & 0xFF), UInt8(half >> 8)]
                if type == .q40 {
                    bytes += (0..<16).map { UInt8(own[$0] + 8 | (own[$0 + 16] + 8) << 4) }
                } else {
                    bytes += own.map { UInt8(bitPattern: Int8($0)) }
                }
                quanta += own
                scales.append(Float(Float16Bits.value(half)))
            }
        }

        var matrix: StoredMatrix {
            let owner = StoredBytes(bytes)
            return StoredMatrix(
                rows: rows, columns: columns, type: type, bytes: owner.bytes, owner: owner)
        }

        var floats: [Float] { quanta.indices.map { scales[$0 / 32] * Float(quanta[$0]) } }
    }

    /// Rows of whole blocks; outputs that fill their panels and that do not.
    private static let shapes: [(rows: Int, inputs: Int, outputs: Int)] = [
        (1, 32, 1), (2, 64, 5), (7, 96, 33), (6, 64, 64), (13, 128, 131), (25, 384, 96),
        (50, 1536, 40),
    ]

    private static let types = [StoredMatrix.ElementType.q40, .q80]

    @Test(arguments: families, types)
    func float32LayersHaveTheBitsOfDequantizedWeights(
        family: KernelFamily, type: StoredMatrix.ElementType
    ) {
        var random = SplitMix(seed: 40)
        for (rows, inputs, outputs) in Self.shapes {
            let x = random.floats(rows * inputs, in: -1...1)
            let blocks = Blocks(rows: outputs, columns: inputs, type: type, &random)
            let floats = StoredMatrix(rows: outputs, columns: inputs, elements: blocks.floats)
            func bits(_ parts: [StoredMatrix], _ packing: WeightPacking = .ahead) -> [UInt32] {
                Linear(parts: parts, bias: nil, backend: .packed(packing), family: family)
                    .applied(to: x, rows: rows).map(\.bitPattern)
            }
            let expected = bits([floats])
            #expect(bits([blocks.matrix]) == expected)
            #expect(bits([blocks.matrix], .eachUse) == expected)
            #expect(bits([blocks.matrix, blocks.matrix]) == bits([floats, floats]))
            #expect(bits([blocks.matrix, floats]) == bits([floats, floats]))
        }
    }

    @Test(arguments: types)
    func rowsAreReadWhereTheyLie(type: StoredMatrix.ElementType) {
        var random = SplitMix(seed: 41)
        let blocks = Blocks(rows: 9, columns: 96, type: type, &random)
        for row in 0..<9 {
            let expected = Array(blocks.floats[(row * 96)..<((row + 1) * 96)])
            var values = [Float](repeating: .nan, count: 96)
            blocks.matrix.copy(row: row, to: &values)
            #expect(values == expected)
            blocks.matrix.add(row: row, to: &values)
            #expect(values == expected.map { $0 + $0 })
        }
    }

    /// The definition: activations as 256 steps of their row, with what is far out added as it is;
    /// integers summed exactly within a block, the blocks in double.
    @Test(arguments: families, types)
    func int8LayersMultiplyTheStoredIntegers(
        family: KernelFamily, type: StoredMatrix.ElementType
    ) {
        var random = SplitMix(seed: 42)
        for (rows, inputs, outputs) in Self.shapes {
            let x = random.activations(rows: rows, inputs: inputs)
            let bias = random.floats(outputs, in: -1...1)
            let blocks = Blocks(rows: outputs, columns: inputs, type: type, &random)
            let layer = Linear(
                parts: [blocks.matrix], bias: bias, precision: .int8, family: family)
            let y = layer.applied(to: x, rows: rows)
            for row in 0..<rows {
                let values = Int8LayerTests.quantized(
                    activations: x[(row * inputs)..<((row + 1) * inputs)])
                let reach = values.map(abs).max() ?? 0
                for output in 0..<outputs {
                    var sum = Double(bias[output])
                    var magnitude = abs(sum)
                    for (input, value) in values.enumerated() {
                        let place = output * inputs + input
                        let weight =
                            Double(blocks.scales[place / 32]) * Double(blocks.quanta[place])
                        sum += value * weight
                        // The steps above the low end and the low end are multiplied apart.
                        magnitude += (abs(value) + reach) * abs(weight)
                    }
                    // The integers are exact; roundings in float follow, one a block.
                    let roundings = Double(inputs / 32 + 4)
                    let bound = magnitude * Double(Float.ulpOfOne) * roundings
                    #expect(abs(Double(y[row * outputs + output]) - sum) <= bound)
                }
            }
        }
    }

    @Test(arguments: families, types)
    func everyFamilyAndPackingGivesTheSameBits(
        family: KernelFamily, type: StoredMatrix.ElementType
    ) throws {
        let portable = try #require(KernelFamily(named: "portable"))
        var random = SplitMix(seed: 43)
        for (rows, inputs, outputs) in Self.shapes {
            let x = random.activations(rows: rows, inputs: inputs)
            let bias = random.floats(2 * outputs, in: -1...1)
            let first = Blocks(rows: outputs, columns: inputs, type: type, &random).matrix
            let second = Blocks(rows: outputs, columns: inputs, type: type, &random).matrix
            func bits(_ family: KernelFamily, _ packing: WeightPacking, rows: Int) -> [UInt32] {
                let layer = Linear(
                    parts: [first, second], bias: bias, precision: .int8,
                    backend: .packed(packing), family: family)
                return layer.applied(to: Array(x[..<(rows * inputs)]), rows: rows)
                    .map(\.bitPattern)
            }
            let expected = bits(portable, .ahead, rows: rows)
            #expect(bits(family, .ahead, rows: rows) == expected)
            #expect(bits(family, .eachUse, rows: rows) == expected)
            // A row does not depend on the others.
            #expect(bits(family, .ahead, rows: 1)[...] == expected[..<(2 * outputs)])
        }
    }

    /// The largest integers there are, which come next to overflowing 16 bits.
    @Test(arguments: families, types)
    func extremeOperandsDoNotSaturate(family: KernelFamily, type: StoredMatrix.ElementType) {
        var random = SplitMix(seed: 44)
        let (low, high) = type == .q40 ? (-8, 7) : (-128, 127)
        // In every other block the activations are all at the upper end.
        let x = (0..<64).map { Float($0 < 32 ? 255 : 0) }
        for weight in [low, high] {
            let blocks = Blocks(rows: 1, columns: 64, type: type, &random) { _ in weight }
            let layer = Linear(
                parts: [blocks.matrix], bias: nil, precision: .int8, family: family)
            let expected = Double(blocks.scales[0]) * Double(32 * 255 * weight)
            let y = Double(layer.applied(to: x, rows: 1)[0])
            #expect(abs(y - expected) <= abs(expected) * 1e-6)
        }
    }

    /// Other quantized types are decoded when they are needed, and rounded to 8 bits a block.
    @Test(arguments: families)
    func decodedBlocksKeepTheirFidelity(family: KernelFamily) {
        var random = SplitMix(seed: 45)
        let (rows, inputs, outputs) = (9, 256, 70)
        let x = random.floats(rows * inputs, in: -1...1)
        let weights = random.floats(outputs * inputs, in: -1...1)
        let matrix = StoredMatrix(rows: outputs, columns: inputs, isQuantized: true) {
            rows, target in
            _ = target.update(
                fromContentsOf: weights[(rows.lowerBound * inputs)..<(rows.upperBound * inputs)])
        }
        let plain = StoredMatrix(rows: outputs, columns: inputs, elements: weights)
        let exact = Linear(parts: [plain], bias: nil, family: family).applied(to: x, rows: rows)
        for packing in [WeightPacking.ahead, .eachUse] {
            let float32 = Linear(
                parts: [matrix], bias: nil, backend: .packed(packing), family: family)
            #expect(float32.applied(to: x, rows: rows) == exact)
            let int8 = Linear(
                parts: [matrix], bias: nil, precision: .int8, backend: .packed(packing),
                family: family)
            let y = int8.applied(to: x, rows: rows)
            let scale = exact.map(abs).max() ?? 0
            let difference = zip(y, exact).map { abs($0 - $1) }.max() ?? 0
            #expect(difference > 0 && difference < scale * 0.01)
        }
        var row = [Float](repeating: 1, count: inputs)
        matrix.add(row: 69, to: &row)
        #expect(row == weights[(69 * inputs)...].map { 1 + $0 })
    }
}
