import SencMath
import TestSupport
import Testing

@Suite struct BFloat16LayerTests {
    /// The nearest value with 8 significant bits, ties to the even one, by its definition.
    private static func rounded(_ x: Float) -> Float {
        guard x.isFinite else { return x }
        let lower = Float(bitPattern: x.bitPattern & 0xFFFF_0000)
        // Half the distance to the next value away from zero; infinity is a power of two here.
        let upper = Double(Float(bitPattern: lower.magnitude.bitPattern + 0x1_0000))
        let next = upper.isFinite ? upper : 0x1p128
        let middle = (Double(lower.magnitude) + next) / 2
        let magnitude = Double(x.magnitude)
        let isOdd = lower.bitPattern >> 16 & 1 == 1
        let goesUp = magnitude > middle || (magnitude == middle && isOdd)
        let result = goesUp ? Float(next) : lower.magnitude
        return x.sign == .minus ? -result : result
    }

    @Test(arguments: families)
    func roundingIsToTheNearestAndTiesGoToEven(family: KernelFamily) {
        var random = SplitMix(seed: 20)
        // Any bits, and those at and beside ties, but for subnormals: hardware may take them for
        // zero.
        var inputs: [Float] = (0..<20_000).map { _ in
            Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &random))
        }
        inputs += (0..<20_000).map { _ in
            let upper = UInt32.random(in: 0...0xFFFF, using: &random) << 16
            let lowers: [UInt32] = [0x7FFF, 0x8000, 0x8001, 0, 0xFFFF]
            let lower = lowers.randomElement(using: &random) ?? 0
            return Float(bitPattern: upper | lower)
        }
        inputs += [.infinity, -.infinity, .nan, .greatestFiniteMagnitude, 0, 1, -1]
        inputs.removeAll { $0.isSubnormal }
        let one = StoredMatrix(rows: 1, columns: 1, elements: [1])
        let layer = Linear(parts: [one], bias: nil, precision: .bfloat16, family: family)
        let results = layer.applied(to: inputs, rows: inputs.count)
        var mismatches: [Float] = []
        for (x, y) in zip(inputs, results) where !(x.isNaN && y.isNaN) && y != Self.rounded(x) {
            mismatches.append(x)
        }
        #expect(mismatches.isEmpty)

        // The same for weights.
        let weights = StoredMatrix(rows: inputs.count, columns: 1, elements: inputs)
        let packed = Linear(parts: [weights], bias: nil, precision: .bfloat16, family: family)
        for (x, y) in zip(results, packed.applied(to: [1], rows: 1)) {
            if !(x.isNaN && y.isNaN), x != y { mismatches.append(x) }
        }
        #expect(mismatches.isEmpty)
    }

    @Test(arguments: families)
    func layersEqualSumsOfRoundedOperandsInDouble(family: KernelFamily) {
        var random = SplitMix(seed: 21)
        for (rows, inputs, outputs) in shapes {
            let x = random.activations(rows: rows, inputs: inputs)
            let weights = random.floats(outputs * inputs, in: -1...1)
            let bias = random.floats(outputs, in: -1...1)
            let layer = Linear(
                parts: [StoredMatrix(rows: outputs, columns: inputs, elements: weights)],
                bias: bias, precision: .bfloat16, family: family)
            let y = layer.applied(to: x, rows: rows)
            for row in 0..<rows {
                for output in 0..<outputs {
                    var sum = Double(bias[output])
                    var magnitude = abs(sum)
                    for input in 0..<inputs {
                        let product =
                            Double(Self.rounded(x[row * inputs + input]))
                            * Double(Self.rounded(weights[output * inputs + input]))
                        sum += product
                        magnitude += abs(product)
                    }
                    // Products are exact; what remains is the rounding of their float sums.
                    let bound = magnitude * Double(Float.ulpOfOne) * 4
                    #expect(abs(Double(y[row * outputs + output]) - sum) <= bound)
                }
            }
        }
    }
}
