import SencMath
import TestSupport
import Testing

/// Properties that every precision has.
@Suite struct PrecisionTests {
    @Test(arguments: families, Precision.allCases)
    func aRowOfALayerDoesNotDependOnTheOthers(family: KernelFamily, precision: Precision) {
        var random = SplitMix(seed: 12)
        for (inputs, outputs) in [(32, 32), (384, 128), (101, 70)] {
            let rows = 101
            let x = random.activations(rows: rows, inputs: inputs)
            let weights = random.floats(outputs * inputs, in: -1...1)
            let layer = Linear(
                parts: [StoredMatrix(rows: outputs, columns: inputs, elements: weights)],
                bias: nil, activation: .gelu, precision: precision, family: family)
            let all = layer.applied(to: x, rows: rows)
            for (first, count) in [(0, 1), (5, 1), (3, 7), (90, 11), (0, 100), (47, 2)] {
                let part = layer.applied(
                    to: Array(x[(first * inputs)..<((first + count) * inputs)]), rows: count)
                let expected = all[(first * outputs)..<((first + count) * outputs)]
                #expect(part.map(\.bitPattern) == expected.map(\.bitPattern))
            }
        }
    }

    @Test(arguments: families, Precision.allCases)
    func stackedPartsEqualTheirLayersSideBySide(family: KernelFamily, precision: Precision) {
        var random = SplitMix(seed: 13)
        let x = random.floats(4 * 9, in: -1...1)
        for sizes in [[64, 64, 64], [3, 70, 1]] {
            let parts = sizes.map {
                StoredMatrix(rows: $0, columns: 9, elements: random.floats($0 * 9, in: -1...1))
            }
            let together = Linear(parts: parts, bias: nil, precision: precision, family: family)
                .applied(to: x, rows: 4)
            let apart = parts.map {
                Linear(parts: [$0], bias: nil, precision: precision, family: family)
            }
            for row in 0..<4 {
                let expected = apart.flatMap { layer in
                    layer.applied(to: Array(x[(row * 9)..<((row + 1) * 9)]), rows: 1)
                }
                let width = sizes.reduce(0, +)
                #expect(Array(together[(row * width)..<((row + 1) * width)]) == expected)
            }
        }
    }

    @Test(arguments: families, Precision.allCases)
    func weightsPackedAtEachUseGiveTheSameBits(family: KernelFamily, precision: Precision) {
        var random = SplitMix(seed: 14)
        for (sizes, inputs) in [([64, 64, 64], 33), ([3, 70, 1], 400)] {
            let parts = sizes.map { rows in
                StoredMatrix(
                    rows: rows, columns: inputs, elements: random.floats(rows * inputs, in: -1...1))
            }
            let x = random.floats(7 * inputs, in: -1...1)
            let bias = random.floats(sizes.reduce(0, +), in: -1...1)
            let layers = [WeightPacking.ahead, .eachUse].map { packing in
                Linear(
                    parts: parts, bias: bias, activation: .gelu, precision: precision,
                    backend: .packed(packing), family: family)
            }
            let results = layers.map { $0.applied(to: x, rows: 7).map(\.bitPattern) }
            #expect(results[0] == results[1])
        }
    }

    @Test(arguments: families, Precision.allCases)
    func zerosGiveTheBias(family: KernelFamily, precision: Precision) {
        let bias: [Float] = [1, -2, 0.3]
        for (x, weight): (Float, Float) in [(0, 1), (3, 0), (0, 0)] {
            let weights = [Float](repeating: weight, count: 3 * 40)
            let layer = Linear(
                parts: [StoredMatrix(rows: 3, columns: 40, elements: weights)], bias: bias,
                precision: precision, family: family)
            let y = layer.applied(to: [Float](repeating: x, count: 2 * 40), rows: 2)
            #expect(y == bias + bias)
        }
    }
}

extension SplitMix {
    /// Rows like a transformer's: most elements small, a few far out, the last row constant.
    mutating func activations(rows: Int, inputs: Int) -> [Float] {
        var x = floats(rows * inputs, in: -1...1)
        for row in 0..<rows {
            for _ in 0..<(inputs / 100 + 1) {
                let column = Int.random(in: 0..<inputs, using: &self)
                x[row * inputs + column] = Float.random(in: -30...30, using: &self)
            }
        }
        for column in 0..<inputs { x[(rows - 1) * inputs + column] = 0.7 }
        return x
    }
}
