import Foundation
import SencMath
import TestSupport
import Testing

/// The kernels between linear layers, against their formulas in `Double`.
@Suite struct RowKernelTests {
    @Test(arguments: families)
    func rootMeanSquareNormEqualsItsFormula(family: KernelFamily) {
        var random = SplitMix(seed: 6)
        for columns in [1, 7, 16, 33, 384] {
            let rows = 3
            let x = random.floats(rows * columns, in: -3...5)
            let residual = random.floats(rows * columns, in: -3...5)
            let gain = random.floats(columns, in: -2...2)
            let norm = RMSNorm(gain: gain, epsilon: 1e-5)
            var sum = [Float](repeating: 0, count: x.count)
            norm.apply(x, residual: residual, rows: rows, to: &sum, family: family)
            var inPlace = x
            inPlace.withUnsafeMutableBufferPointer {
                guard let base = $0.baseAddress else { return }
                norm.apply(base, rows: rows, to: base, family: family)
            }
            for row in 0..<rows {
                let range = (row * columns)..<((row + 1) * columns)
                for (y, values) in [
                    (sum, range.map { Double(x[$0] + residual[$0]) }),
                    (inPlace, range.map { Double(x[$0]) }),
                ] {
                    let square = values.reduce(0) { $0 + $1 * $1 } / Double(columns)
                    for column in 0..<columns {
                        let expected =
                            values[column] / (square + 1e-5).squareRoot() * Double(gain[column])
                        #expect(abs(Double(y[row * columns + column]) - expected) < 2e-6)
                    }
                }
            }
        }
    }

    @Test(arguments: families)
    func gatingEqualsItsFormulaWhicheverHalfIsTheGate(family: KernelFamily) {
        var random = SplitMix(seed: 7)
        for columns in [1, 5, 16, 37, 96] {
            let rows = 4
            let inner = random.floats(rows * 2 * columns, in: -4...4)
            for isFirst in [true, false] {
                var y = inner
                y.withUnsafeMutableBufferPointer {
                    guard let base = $0.baseAddress else { return }
                    Activation.silu.gate(
                        isFirst ? base : base + columns, isFirst ? base + columns : base,
                        stride: 2 * columns, rows: rows, columns: columns, to: base,
                        family: family)
                }
                for row in 0..<rows {
                    for column in 0..<columns {
                        let halves = [0, columns].map {
                            Double(inner[row * 2 * columns + $0 + column])
                        }
                        let gate = halves[isFirst ? 0 : 1]
                        let expected = gate / (1 + exp(-gate)) * halves[isFirst ? 1 : 0]
                        #expect(abs(Double(y[row * columns + column]) - expected) < 4e-6)
                    }
                }
            }
        }
    }

    @Test(arguments: families)
    func rotationTurnsPairsOfHalvesByPlaceTimesFrequency(family: KernelFamily) {
        var random = SplitMix(seed: 8)
        for (tokens, heads, size, pairs) in [
            (1, 1, 2, 1), (5, 3, 10, 5), (70, 2, 64, 32), (9, 2, 24, 7),
        ] {
            let stride = heads * size + 3
            let x = random.floats(tokens * stride, in: -2...2)
            let frequencies = random.floats(pairs, in: 0...1)
            let table = RotaryTable(pairs: pairs) { _ in frequencies }
            var y = x
            table.rotate(
                &y, stride: stride, tokens: tokens, heads: heads, headSize: size, family: family)
            for token in 0..<tokens {
                for column in 0..<stride {
                    let head = column / size
                    let place = column % size
                    let index = token * stride + column
                    guard head < heads, place < 2 * pairs else {
                        #expect(y[index] == x[index])
                        continue
                    }
                    let angle = Double(Float(token) * frequencies[place % pairs])
                    let isFirst = place < pairs
                    let other = Double(x[index + (isFirst ? pairs : -pairs)])
                    let expected =
                        Double(x[index]) * cos(angle) + (isFirst ? -other : other) * sin(angle)
                    #expect(abs(Double(y[index]) - expected) < 1e-6)
                }
            }
        }
    }

    @Test func rotationOfALongTextHasItsOwnFrequencies() {
        let table = RotaryTable(pairs: 1, fixedTokens: 4) { tokens in [tokens > 4 ? 0.5 : 1] }
        func turned(tokens: Int) -> [Float] {
            var x = [Float](repeating: 0, count: 2 * tokens)
            for token in 0..<tokens { x[2 * token] = 1 }
            table.rotate(&x, stride: 2, tokens: tokens, heads: 1, headSize: 2)
            return x
        }
        for tokens in [3, 6, 4, 7, 2] {
            let angle = tokens > 4 ? 0.5 : 1
            #expect(turned(tokens: tokens)[3] == Float(sin(angle)))
        }
    }
}
