import TestSupport
import Testing

@testable import SencMath

/// Steps on how often words stand near each other, against the formula in double precision.
@Suite struct CooccurrenceKernelTests {
    /// A table of `words` words, as a trainer fills it: biases in two elements behind the vectors.
    private static func table(_ words: Int, _ dimension: Int, _ stride: Int) -> [Float] {
        var random = SplitMix(seed: 7)
        var table = [Float](repeating: 0, count: words * 4 * stride)
        for word in 0..<words {
            for side in 0..<2 {
                let row = (4 * word + side) * stride
                let squares = row + 2 * stride
                for k in 0..<dimension { table[row + k] = Float.random(in: -1...1, using: &random) }
                for k in 0..<stride { table[squares + k] = 1 }
                table[row + dimension + side] = Float.random(in: -1...1, using: &random)
                table[row + dimension + 1 - side] = 1
                table[squares + dimension + 1 - side] = 1e30
            }
        }
        return table
    }

    private static func reference(
        _ pairs: [TrainingKernels.Cooccurrence], _ table: [Float], _ dimension: Int, _ stride: Int,
        rate: Double
    ) -> (table: [Double], loss: Double) {
        var table = table.map(Double.init)
        var loss = 0.0
        func step(_ word: Int, _ context: Int, _ pair: TrainingKernels.Cooccurrence) {
            let (w, c) = (4 * word * stride, (4 * context + 1) * stride)
            let d =
                (0..<stride).reduce(0) { $0 + table[w + $1] * table[c + $1] }
                - Double(pair.logarithm)
            let slope = Double(pair.weight) * d * rate
            for k in 0..<dimension + 2 {
                let (ofWord, ofContext) = (slope * table[c + k], slope * table[w + k])
                table[w + k] -= ofWord / table[w + 2 * stride + k].squareRoot()
                table[c + k] -= ofContext / table[c + 2 * stride + k].squareRoot()
                table[w + 2 * stride + k] += ofWord * ofWord
                table[c + 2 * stride + k] += ofContext * ofContext
            }
            loss += Double(pair.weight) * d * d
        }
        for pair in pairs {
            step(Int(pair.first), Int(pair.second), pair)
            if pair.first != pair.second { step(Int(pair.second), Int(pair.first), pair) }
        }
        return (table, loss)
    }

    @Test(arguments: families, [1, 13, 14, 15, 30, 46, 100])
    func stepsAreThoseOfTheFormula(family: KernelFamily, dimension: Int) {
        let stride = TrainingKernels.stride(dimension: dimension + 2)
        var random = SplitMix(seed: UInt64(dimension))
        var pairs = (0..<200).map { _ in
            TrainingKernels.Cooccurrence(
                first: .random(in: 0..<6, using: &random),
                second: .random(in: 0..<6, using: &random),
                logarithm: .random(in: -2...5, using: &random),
                weight: .random(in: 0...1, using: &random))
        }
        var table = Self.table(6, dimension, stride)
        let expected = Self.reference(pairs, table, dimension, stride, rate: 0.05)
        let before = table
        let loss = pairs.withUnsafeMutableBufferPointer { pairs in
            table.withUnsafeMutableBufferPointer {
                TrainingKernels(family).cooccurrenceSteps(
                    pairs, $0.baseAddress!, stride: stride, rate: 0.05)
            }
        }
        #expect(abs(loss - expected.loss) < 1e-5 * expected.loss)
        for place in table.indices {
            let value = expected.table[place]
            #expect(abs(Double(table[place]) - value) <= 2e-5 * max(1, abs(value)))
            // Ones and padding stay as they are.
            let (row, k) = (place / stride, place % stride)
            if row % 4 < 2, k >= dimension, k != dimension + row % 4 {
                #expect(table[place] == before[place])
            }
        }
    }
}
