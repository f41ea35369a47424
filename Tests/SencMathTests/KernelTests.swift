import Foundation
import SencMath
import TestSupport
import Testing

@Suite struct LinearKernelTests {
    @Test(arguments: families)
    func linearLayersEqualSumsInDouble(family: KernelFamily) {
        var random = SplitMix(seed: 1)
        for (rows, inputs, outputs) in shapes {
            let x = random.floats(rows * inputs, in: -1...1)
            let weights = random.floats(outputs * inputs, in: -1...1)
            let bias = random.floats(outputs, in: -1...1)
            for backend in Backend.allCases.compactMap({ LoadedBackend($0) }) {
                let layer = Linear(
                    parts: [StoredMatrix(rows: outputs, columns: inputs, elements: weights)],
                    bias: bias, backend: backend, family: family)
                let y = layer.applied(to: x, rows: rows)
                for row in 0..<rows {
                    for output in 0..<outputs {
                        var sum = Double(bias[output])
                        var magnitude = abs(sum)
                        for input in 0..<inputs {
                            let product =
                                Double(x[row * inputs + input])
                                * Double(weights[output * inputs + input])
                            sum += product
                            magnitude += abs(product)
                        }
                        // The bound of a sum of products rounded at each step, with room to spare
                        // only for short sums.
                        let bound = magnitude * Double(Float.ulpOfOne) * 4
                        #expect(abs(Double(y[row * outputs + output]) - sum) <= bound)
                    }
                }
            }
        }
    }

    @Test(arguments: families)
    func aRowOfAProductDoesNotDependOnTheOthers(family: KernelFamily) {
        var random = SplitMix(seed: 2)
        for (inputs, outputs) in [(32, 32), (384, 1152), (100, 70)] {
            let rows = 101
            let x = random.floats(rows * inputs, in: -1...1)
            let weights = random.floats(outputs * inputs, in: -1...1)
            for backend in Backend.allCases.compactMap({ LoadedBackend($0) }) {
                let layer = Linear(
                    parts: [StoredMatrix(rows: outputs, columns: inputs, elements: weights)],
                    bias: nil, activation: .gelu, backend: backend, family: family)
                let all = layer.applied(to: x, rows: rows)
                for (first, count) in [(0, 1), (5, 1), (3, 7), (90, 11), (0, 100)] {
                    let part = layer.applied(
                        to: Array(x[(first * inputs)..<((first + count) * inputs)]), rows: count)
                    let expected = all[(first * outputs)..<((first + count) * outputs)]
                    #expect(part.map(\.bitPattern) == expected.map(\.bitPattern))
                }
            }
        }
    }

    @Test(arguments: families, [StoredMatrix.ElementType.float16, .bfloat16])
    func weightsOf16BitsGiveTheBitsOfTheirFloats(
        family: KernelFamily, type: StoredMatrix.ElementType
    ) {
        var random = SplitMix(seed: 3)
        for (rows, inputs, outputs) in shapes {
            let x = random.floats(rows * inputs, in: -1...1)
            // No large ones, and every fifth too small to be normal.
            let patterns = (0..<(outputs * inputs)).map { index in
                let mask: UInt16 = type == .float16 ? 0x83FF : 0x807F
                return UInt16.random(in: 0...(.max), using: &random)
                    & (index % 5 == 0 ? mask : 0xBBFF)
            }
            let owner = StoredBytes(patterns)
            let stored = StoredMatrix(
                rows: outputs, columns: inputs, type: type, bytes: owner.bytes, owner: owner)
            let floats = StoredMatrix(
                rows: outputs, columns: inputs,
                elements: patterns.map {
                    type == .float16 ? Float16Bits.value($0) : Float(bitPattern: UInt32($0) << 16)
                })
            func bits(_ parts: [StoredMatrix], _ packing: WeightPacking = .ahead) -> [UInt32] {
                let layer = Linear(
                    parts: parts, bias: nil, backend: .packed(packing), family: family)
                return layer.applied(to: x, rows: rows).map(\.bitPattern)
            }
            let expected = bits([floats])
            #expect(bits([stored]) == expected)
            #expect(bits([stored], .eachUse) == expected)
            #expect(bits([stored, stored]) == bits([floats, floats]))
            #expect(bits([stored, floats]) == bits([floats, floats]))
        }
    }

    @Test(arguments: families)
    func halvesAndBrainFloatsAreReadExactly(family: KernelFamily) {
        // Every half: normal, subnormal, infinite; and the brain floats of the same bits.
        let bits = (0...UInt16.max).filter { $0 & 0x7C00 != 0x7C00 || $0 & 0x03FF == 0 }
        for type in [StoredMatrix.ElementType.float16, .bfloat16] {
            let owner = StoredBytes(bits)
            let matrix = StoredMatrix(
                rows: bits.count, columns: 1, type: type, bytes: owner.bytes, owner: owner)
            var mismatches = 0
            for (row, pattern) in bits.enumerated() {
                var value: Float = 0
                matrix.copy(row: row, to: &value)
                let expected =
                    type == .float16
                    ? Float16Bits.value(pattern) : Float(bitPattern: UInt32(pattern) << 16)
                if value != expected, !(value.isNaN && expected.isNaN) { mismatches += 1 }
            }
            #expect(mismatches == 0)
        }
    }
}

@Suite struct ActivationKernelTests {
    /// From far below to far above, dense around zero.
    private static let inputs: [Float] =
        stride(from: -12, through: 12, by: 0.0037).map { Float($0) }
        + [-1e30, -100, -20, -1e-20, 0, 1e-20, 20, 100, 1e30]

    private static func apply(_ activation: Activation, family: KernelFamily) -> [Float] {
        let identity = StoredMatrix(rows: 1, columns: 1, elements: [1])
        let layer = Linear(parts: [identity], bias: nil, activation: activation, family: family)
        return layer.applied(to: inputs, rows: inputs.count)
    }

    @Test(arguments: families)
    func geluIsTheExactErfForm(family: KernelFamily) {
        for (x, y) in zip(Self.inputs, Self.apply(.gelu, family: family)) {
            let expected = Double(x) * 0.5 * erfc(-Double(x) / 2.0.squareRoot())
            #expect(abs(Double(y) - expected) <= 1.2e-7 * max(1, abs(Double(x))), "x = \(x)")
        }
    }

    private static func geluTanh(_ x: Double) -> Double {
        let inner = (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
        return 0.5 * x * (1 + tanh(inner))
    }

    @Test(arguments: families)
    func otherActivationsEqualTheirFormulas(family: KernelFamily) {
        let formulas: [(Activation, @Sendable (Double) -> Double)] = [
            (.identity, { $0 }), (.relu, { max($0, 0) }), (.silu, { $0 / (1 + exp(-$0)) }),
            (.tanh, { tanh($0) }), (.sigmoid, { 1 / (1 + exp(-$0)) }),
            (.geluTanh, Self.geluTanh), (.quickGELU, { $0 / (1 + exp(-1.702 * $0)) }),
        ]
        for (activation, formula) in formulas {
            for (x, y) in zip(Self.inputs, Self.apply(activation, family: family))
            where abs(x) < 1e10 {
                let expected = formula(Double(x))
                #expect(
                    abs(Double(y) - expected) <= 3e-7 * max(1, abs(Double(x))),
                    "\(activation) of \(x)")
            }
        }
    }
}

@Suite struct LayerNormKernelTests {
    @Test(arguments: families)
    func layerNormEqualsItsFormulaInDouble(family: KernelFamily) {
        var random = SplitMix(seed: 4)
        for columns in [1, 7, 16, 33, 384] {
            let rows = 8
            let x = random.floats(rows * columns, in: -3...5)
            let residual = random.floats(rows * columns, in: -3...5)
            let gain = random.floats(columns, in: -2...2)
            let bias = random.floats(columns, in: -2...2)
            let norm = LayerNorm(gain: gain, bias: bias, epsilon: 1e-5)
            var y = [Float](repeating: 0, count: x.count)
            norm.apply(x, residual: residual, rows: rows, to: &y, family: family)
            for row in 0..<rows {
                let sums = (0..<columns).map {
                    Double(x[row * columns + $0] + residual[row * columns + $0])
                }
                let mean = sums.reduce(0, +) / Double(columns)
                let variance = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
                for column in 0..<columns {
                    let expected =
                        (sums[column] - mean) / (variance + 1e-5).squareRoot()
                        * Double(gain[column]) + Double(bias[column])
                    #expect(abs(Double(y[row * columns + column]) - expected) < 4e-6)
                }
            }
        }
    }
}
