import SencMath
import TestSupport
import Testing

@Suite struct Int8LayerTests {
    /// What the integers of a row of activations stand for, by the definition of the format: 256
    /// steps over the range of those within 12 times the root mean square, and the others as they
    /// are.
    static func quantized(activations x: ArraySlice<Float>) -> [Double] {
        let values = x.map(Double.init)
        let meanSquare = values.reduce(0) { $0 + $1 * $1 } / Double(x.count)
        let limit = 12 * meanSquare.squareRoot()
        let inside = x.filter { abs(Double($0)) <= limit }
        guard let low = inside.min(), let high = inside.max() else { return values }
        let inverse = high > low ? 255 / (high - low) : 0
        let scale = Double((high - low) / 255)
        return x.map { value in
            let clipped = min(max(value, low), high)
            let q = (Double(clipped - low) * Double(inverse)).rounded(.toNearestOrEven)
            return Double(low) + scale * q + Double(value - clipped)
        }
    }

    /// The same for the weights of one output: 255 steps, symmetric about zero.
    private static func quantized(weights: ArraySlice<Float>) -> [Double] {
        let range = weights.map(\.magnitude).max() ?? 0
        let inverse = range > 0 ? 127 / range : 0
        return weights.map {
            Double(range / 127) * Double(($0 * inverse).rounded(.toNearestOrEven))
        }
    }

    @Test(arguments: families)
    func layersEqualSumsOfQuantizedOperandsInDouble(family: KernelFamily) {
        var random = SplitMix(seed: 30)
        for (rows, inputs, outputs) in shapes {
            let x = random.activations(rows: rows, inputs: inputs)
            let weights = random.floats(outputs * inputs, in: -1...1)
            let bias = random.floats(outputs, in: -1...1)
            let layer = Linear(
                parts: [StoredMatrix(rows: outputs, columns: inputs, elements: weights)],
                bias: bias, precision: .int8, family: family)
            let y = layer.applied(to: x, rows: rows)
            let columns = (0..<outputs).map {
                Self.quantized(weights: weights[($0 * inputs)..<(($0 + 1) * inputs)])
            }
            for row in 0..<rows {
                let values = Self.quantized(activations: x[(row * inputs)..<((row + 1) * inputs)])
                let reach = values.map(abs).max() ?? 0
                for output in 0..<outputs {
                    var sum = Double(bias[output])
                    var magnitude = abs(sum)
                    for (value, weight) in zip(values, columns[output]) {
                        sum += value * weight
                        // The steps above the low end and the low end are multiplied apart.
                        magnitude += (abs(value) + reach) * abs(weight)
                    }
                    // The integers are exact; a few roundings in float follow.
                    let bound = magnitude * Double(Float.ulpOfOne) * 4
                    #expect(abs(Double(y[row * outputs + output]) - sum) <= bound)
                }
            }
        }
    }

    @Test(arguments: families)
    func everyFamilyGivesTheSameBits(family: KernelFamily) throws {
        let portable = try #require(KernelFamily(named: "portable"))
        var random = SplitMix(seed: 31)
        for (rows, inputs, outputs) in shapes + [(9, 1536, 70), (5, 50, 20)] {
            let x = random.activations(rows: rows, inputs: inputs)
            let weights = random.floats(outputs * inputs, in: -1...1)
            let bias = random.floats(outputs, in: -1...1)
            let matrix = StoredMatrix(rows: outputs, columns: inputs, elements: weights)
            let results = [family, portable].map {
                Linear(parts: [matrix], bias: bias, precision: .int8, family: $0)
                    .applied(to: x, rows: rows).map(\.bitPattern)
            }
            #expect(results[0] == results[1])
        }
    }

    /// The largest integers there are, which would overflow 16 bits.
    @Test(arguments: families)
    func extremeOperandsDoNotSaturate(family: KernelFamily) {
        let inputs = 64
        // Half the inputs at one end of the range and half at the other.
        let x = (0..<inputs).map { Float($0 % 2) * 255 }
        let weights = (0..<inputs).map { $0 % 2 == 1 ? Float(127) : -127 }
        let layer = Linear(
            parts: [StoredMatrix(rows: 1, columns: inputs, elements: weights)], bias: nil,
            precision: .int8, family: family)
        #expect(layer.applied(to: x, rows: 1) == [Float(32 * 255 * 127)])
    }
}
