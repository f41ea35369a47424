import SencMath
import Testing

/// Products with matrices that change.
struct ChangingProductTests {
    private func numbers(_ count: Int, _ seed: Int) -> [Float] {
        (0..<count).map { Float(($0 * 7919 + seed * 104_729) % 2003) / 1001 - 1 }
    }

    @Test(arguments: [(5, 7, 3), (64, 33, 20), (101, 200, 37), (1, 1, 1), (300, 16, 2)])
    func theyAreThoseOfDoublesHoweverTheyAreShared(outputs: Int, inputs: Int, rows: Int) {
        // Of a family that has room for more.
        let product = ChangingProduct(outputs: outputs + 9, inputs: inputs + 4)
        var first: [Float] = []
        for change in 0..<2 {
            let weights = numbers(outputs * inputs, change)
            let x = numbers(rows * inputs, change + 5)
            let bias = numbers(outputs, change + 9)
            let panels = product.panelCount(outputs: outputs)
            var results: [[Float]] = []
            for parts in 1...2 {
                var y = [Float](repeating: .nan, count: rows * outputs)
                var scratch = [Float](repeating: 0, count: product.scratchCount)
                y.withUnsafeMutableBufferPointer { y in
                    guard let target = y.baseAddress else { return }
                    for part in 0..<parts {
                        product.pack(
                            panels * part / parts..<panels * (part + 1) / parts, of: weights,
                            stride: inputs, outputs: outputs, inputs: inputs)
                    }
                    for part in 0..<parts {
                        let own = rows * part / parts..<rows * (part + 1) / parts
                        x.withUnsafeBufferPointer { x in
                            guard let source = x.baseAddress else { return }
                            product.apply(
                                source + own.lowerBound * inputs, stride: inputs, rows: own.count,
                                outputs: outputs, inputs: inputs, bias: bias,
                                to: target + own.lowerBound * outputs, stride: outputs,
                                scratch: &scratch)
                        }
                    }
                }
                results.append(y)
            }
            #expect(results[0] == results[1])
            for row in 0..<rows {
                for output in 0..<outputs {
                    var sum = Double(bias[output])
                    for input in 0..<inputs {
                        sum +=
                            Double(weights[output * inputs + input] * 1)
                            * Double(x[row * inputs + input])
                    }
                    #expect(abs(Double(results[0][row * outputs + output]) - sum) < 1e-4)
                }
            }
            #expect(results[0] != first)
            first = results[0]
        }
    }
}
