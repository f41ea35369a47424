import Foundation
import SencMath
import TestSupport
import Testing

/// What goes back through layers, compared with central differences in Double.
@Suite struct GradientKernelTests {
    private static let sizes = [1, 3, 8, 17, 48, 100]

    private func expectNear(
        _ found: [Float], _ expected: [Double], _ tolerance: Double = 1e-6, _ what: String = ""
    ) {
        func length(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        let error = length(zip(found, expected).map { Double($0) - $1 })
        #expect(error <= tolerance * length(expected) + 1e-9, "\(what): \(error)")
    }

    /// The gradient of a function by central differences.
    private func gradient(_ x: [Float], _ value: ([Double]) -> Double) -> [Double] {
        let step = 1e-5
        return x.indices.map { index in
            var point = x.map(Double.init)
            point[index] += step
            let more = value(point)
            point[index] -= 2 * step
            return (more - value(point)) / (2 * step)
        }
    }

    @Test(arguments: families)
    func transposesChangeRowsForColumns(family: KernelFamily) {
        var random = SplitMix(seed: 1)
        for (rows, columns) in [(1, 1), (5, 3), (16, 16), (33, 70), (48, 7)] {
            let x = random.floats(rows * columns, in: -1...1)
            var y = [Float](repeating: .nan, count: rows * columns)
            GradientKernels(family).transpose(
                x, stride: columns, rows: rows, columns: columns, to: &y, stride: rows)
            for row in 0..<rows {
                for column in 0..<columns {
                    #expect(y[column * rows + row] == x[row * columns + column])
                }
            }
        }
    }

    @Test(arguments: families)
    func sumsOfColumnsAreAdded(family: KernelFamily) {
        var random = SplitMix(seed: 2)
        for (rows, columns) in [(1, 5), (64, 16), (130, 33)] {
            let x = random.floats(rows * columns, in: -1...1)
            var sums = [Float](repeating: 1, count: columns)
            GradientKernels(family).addColumnSums(
                of: x, stride: columns, rows: rows, columns: columns, to: &sums)
            expectNear(
                sums,
                (0..<columns).map { column in
                    (0..<rows).reduce(1) { $0 + Double(x[$1 * columns + column]) }
                })
        }
    }

    private static let activations: [(Activation, @Sendable (Double) -> Double)] = [
        (.identity, { $0 }), (.gelu, { $0 * 0.5 * erfc(-$0 / 2.0.squareRoot()) }),
        (
            .geluTanh,
            { 0.5 * $0 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }
        ),
        (.relu, { max($0, 0) }), (.silu, { $0 / (1 + exp(-$0)) }), (.tanh, { tanh($0) }),
        (.sigmoid, { 1 / (1 + exp(-$0)) }), (.quickGELU, { $0 / (1 + exp(-1.702 * $0)) }),
    ]

    @Test(arguments: families)
    func slopesOfActivationsAreThoseOfTheirFormulas(family: KernelFamily) {
        let x = stride(from: Float(-9.03), to: 9, by: 0.11).map { $0 }
        let dy = x.indices.map { Float($0 % 7) - 3 }
        for (activation, formula) in Self.activations {
            var (y, dx) = ([Float](repeating: .nan, count: x.count), dy)
            GradientKernels(family).back(activation, x, dy, count: x.count, y: &y, to: &dx)
            for index in x.indices {
                let point = Double(x[index])
                let slope = (formula(point + 1e-5) - formula(point - 1e-5)) / 2e-5
                let error = abs(Double(dx[index]) - slope * Double(dy[index]))
                #expect(error < 2e-6 * max(1, abs(Double(dy[index]))), "\(activation) at \(point)")
                #expect(abs(Double(y[index]) - formula(point)) < 2e-6, "\(activation) at \(point)")
            }
        }
    }

    @Test(arguments: families)
    func gatesGoBackToBothParts(family: KernelFamily) {
        var random = SplitMix(seed: 3)
        let (rows, columns) = (3, 21)
        let sums = random.floats(rows * 2 * columns, in: -2...2)
        let dy = random.floats(rows * columns, in: -1...1)
        for (activation, formula) in Self.activations where activation != .relu {
            var y = [Float](repeating: .nan, count: rows * columns)
            var change = [Float](repeating: .nan, count: sums.count)
            sums.withUnsafeBufferPointer { sums in
                change.withUnsafeMutableBufferPointer { change in
                    guard let sums = sums.baseAddress, let change = change.baseAddress else {
                        return
                    }
                    GradientKernels(family).backOfGate(
                        activation, sums, sums + columns, stride: 2 * columns, dy, rows: rows,
                        columns: columns, y: &y, gateGradients: change, to: change + columns)
                }
            }
            let expected = gradient(sums) { x in
                var sum = 0.0
                for row in 0..<rows {
                    for column in 0..<columns {
                        let place = row * 2 * columns + column
                        sum +=
                            Double(dy[row * columns + column]) * formula(x[place])
                            * x[place + columns]
                    }
                }
                return sum
            }
            expectNear(change, expected, 1e-6, "\(activation)")
        }
    }

    @Test(arguments: families)
    func normsGoBack(family: KernelFamily) {
        var random = SplitMix(seed: 4)
        for isCentered in [true, false] {
            for columns in Self.sizes.dropFirst() {
                let rows = 3
                let x = random.floats(rows * columns, in: -2...2)
                let gain = random.floats(columns, in: 0.5...1.5)
                let bias = random.floats(columns, in: -1...1)
                let dy = random.floats(rows * columns, in: -1...1)
                let kernels = GradientKernels(family)
                let kind = GradientKernels.NormKind(isCentered: isCentered, epsilon: 1e-5)
                var (normalized, scales) = (
                    [Float](repeating: .nan, count: x.count), [Float](repeating: .nan, count: rows)
                )
                var (y, dx) = (x, dy)
                var (dGain, dBias) = (
                    [Float](repeating: 0, count: columns), [Float](repeating: 0, count: columns)
                )
                normalized.withUnsafeMutableBufferPointer { normalized in
                    scales.withUnsafeMutableBufferPointer { scales in
                        guard let one = normalized.baseAddress, let other = scales.baseAddress
                        else { return }
                        let trace = GradientKernels.NormTrace(normalized: one, scales: other)
                        kernels.normalize(
                            kind, x, rows: rows, columns: columns, gain: gain,
                            bias: isCentered ? bias : nil, to: &y, trace)
                        dBias.withUnsafeMutableBufferPointer { dBias in
                            kernels.back(
                                kind, trace, gain: gain, dy, rows: rows, columns: columns, to: &dx,
                                gainGradients: &dGain,
                                biasGradients: isCentered ? dBias.baseAddress : nil)
                        }
                    }
                }
                func loss(_ x: [Double], _ gain: [Double], _ bias: [Double]) -> Double {
                    var sum = 0.0
                    for row in 0..<rows {
                        let values = x[row * columns..<(row + 1) * columns]
                        let mean = isCentered ? values.reduce(0, +) / Double(columns) : 0
                        let variance =
                            values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
                        let scale = 1 / (variance + Double(Float(1e-5))).squareRoot()
                        for (column, value) in values.enumerated() {
                            sum +=
                                Double(dy[row * columns + column])
                                * ((value - mean) * scale * gain[column]
                                    + (isCentered ? bias[column] : 0))
                        }
                    }
                    return sum
                }
                let (gains, biases) = (gain.map(Double.init), bias.map(Double.init))
                expectNear(dx, gradient(x) { loss($0, gains, biases) }, 3e-6, "\(columns)")
                expectNear(dGain, gradient(gain) { loss(x.map(Double.init), $0, biases) }, 3e-6)
                if isCentered {
                    expectNear(dBias, gradient(bias) { loss(x.map(Double.init), gains, $0) }, 3e-6)
                }
            }
        }
    }

    @Test(arguments: families)
    func whatIsDroppedDependsOnKeysAndNumbersAlone(family: KernelFamily) {
        let count = 4000
        let x = [Float](repeating: 1, count: count)
        func dropped(_ family: KernelFamily, _ key: UInt64, first: Int = 0) -> [Float] {
            var y = [Float](repeating: .nan, count: count - first)
            GradientKernels(family).drop(
                Dropout(rate: 0.25, key: key), x, count: count - first, first: first, to: &y)
            return y
        }
        let own = dropped(family, 7)
        #expect(Set(own) == [0, Float(1 / 0.75)])
        let share = Double(own.count { $0 == 0 }) / Double(count)
        #expect(abs(share - 0.25) < 0.03)
        #expect(own == dropped(KernelFamily(named: "portable") ?? family, 7))
        #expect(Array(own[13...]) == dropped(family, 7, first: 13))
        let other = dropped(family, 8)
        let both = zip(own, other).count { $0 == 0 && $1 == 0 }
        #expect(abs(Double(both) / Double(count) - 0.0625) < 0.02)
    }

    @Test(arguments: families)
    func stepsAreThoseOfAdamW(family: KernelFamily) {
        var random = SplitMix(seed: 5)
        let count = 37
        var values = random.floats(count, in: -1...1)
        var (first, second) = (
            [Float](repeating: 0, count: count), [Float](repeating: 0, count: count)
        )
        var (expected, m, v) = (
            values.map(Double.init), [Double](repeating: 0, count: count),
            [Double](repeating: 0, count: count)
        )
        for number in 1...20 {
            let gradients = number % 4 == 0 ? nil : random.floats(count, in: -1...1)
            let step = GradientKernels.AdamStep(
                number: number, rate: 0.01, weightDecay: 0.1, gradientScale: 0.5)
            GradientKernels(family).move(
                &values, by: gradients, count: count, first: &first, second: &second, step)
            for index in 0..<count {
                let g = Double(gradients?[index] ?? 0) * 0.5
                m[index] = 0.9 * m[index] + 0.1 * g
                v[index] = 0.999 * v[index] + 0.001 * g * g
                expected[index] *= 1 - 0.01 * 0.1
                let mean = m[index] / (1 - pow(0.9, Double(number)))
                let square = v[index] / (1 - pow(0.999, Double(number)))
                expected[index] -= 0.01 * mean / (square.squareRoot() + 1e-8)
            }
        }
        expectNear(values, expected, 1e-5)
    }

    @Test(arguments: families)
    func sumsOfSquaresAreTheSameToTheBit(family: KernelFamily) {
        var random = SplitMix(seed: 6)
        for count in Self.sizes {
            let x = random.floats(count, in: -1...1)
            let portable = KernelFamily(named: "portable") ?? family
            #expect(
                GradientKernels(family).squareSum(x, count: count)
                    == GradientKernels(portable).squareSum(x, count: count))
        }
    }
}
