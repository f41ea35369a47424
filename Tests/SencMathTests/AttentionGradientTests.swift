import Foundation
import SencMath
import TestSupport
import Testing

/// Attention goes back: compared with central differences in Double.
@Suite struct AttentionGradientTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var tokens: Int
        var heads: Int
        var keyHeads: Int
        var size: Int
        var before = Int.max
        var after = Int.max
        var hasBias = false
        var rate = 0.0

        var testDescription: String {
            "\(tokens) tokens, \(heads)/\(keyHeads) of \(size), \(before) \(after) \(hasBias) \(rate)"
        }
    }

    static let examples = [
        Example(tokens: 1, heads: 1, keyHeads: 1, size: 3),
        Example(tokens: 7, heads: 2, keyHeads: 2, size: 8),
        Example(tokens: 9, heads: 4, keyHeads: 2, size: 5, after: 0),
        Example(tokens: 12, heads: 2, keyHeads: 1, size: 4, before: 3, after: 2, hasBias: true),
        Example(tokens: 8, heads: 2, keyHeads: 2, size: 6, hasBias: true, rate: 0.3),
    ]

    private static func reach(_ example: Example) -> Int { example.tokens + 1 }

    /// Which probabilities are dropped [heads, tokens, tokens], by what attention does with values of
    /// which one is 1.
    private func masks(_ example: Example, _ dropout: Dropout?) -> [Double] {
        let (heads, tokens) = (example.heads, example.tokens)
        var masks = [Double](repeating: 1, count: heads * tokens * tokens)
        guard let dropout else { return masks }
        var factors = [Float](repeating: 1, count: masks.count)
        GradientKernels(.selected).drop(
            dropout, factors, count: factors.count, to: &factors)
        for index in masks.indices { masks[index] = Double(factors[index]) }
        return masks
    }

    private func loss(
        _ example: Example, _ x: [Double], _ biases: [Double], _ dy: [Float], _ masks: [Double]
    ) -> Double {
        let (tokens, size) = (example.tokens, example.size)
        let (width, keyWidth) = (example.heads * size, example.keyHeads * size)
        let stride = width + 2 * keyWidth
        let reach = Self.reach(example)
        var sum = 0.0
        for head in 0..<example.heads {
            let keyHead = head / (example.heads / example.keyHeads)
            for query in 0..<tokens {
                let first = max(0, query - min(query, example.before))
                let last = min(tokens - 1, query + min(tokens, example.after))
                var scores: [Double] = []
                for key in first...last {
                    var score = 0.0
                    for i in 0..<size {
                        score +=
                            x[query * stride + head * size + i]
                            * x[key * stride + width + keyHead * size + i]
                    }
                    score /= Double(size).squareRoot()
                    if example.hasBias {
                        score += biases[head * (2 * reach + 1) + key - query + reach]
                    }
                    scores.append(score)
                }
                let highest = scores.max() ?? 0
                let exponentials = scores.map { exp($0 - highest) }
                let total = exponentials.reduce(0, +)
                for (index, key) in (first...last).enumerated() {
                    let p =
                        exponentials[index] / total
                        * masks[(head * tokens + query) * tokens + key]
                    for i in 0..<size {
                        sum +=
                            p * x[key * stride + width + keyWidth + keyHead * size + i]
                            * Double(dy[query * width + head * size + i])
                    }
                }
            }
        }
        return sum
    }

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

    private func expectNear(_ found: [Float], _ expected: [Double], _ what: String) {
        func length(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        let error = length(zip(found, expected).map { Double($0) - $1 })
        #expect(error <= 2e-6 * length(expected) + 1e-9, "\(what): \(error)")
    }

    @Test(arguments: families, examples)
    func gradientsAreThoseOfTheFormula(family: KernelFamily, example: Example) {
        var random = SplitMix(seed: 9)
        let (tokens, size) = (example.tokens, example.size)
        let (width, keyWidth) = (example.heads * size, example.keyHeads * size)
        let x = random.floats(tokens * (width + 2 * keyWidth), in: -1...1)
        let dy = random.floats(tokens * width, in: -1...1)
        let reach = Self.reach(example)
        let biases = random.floats(example.heads * (2 * reach + 1), in: -1...1)
        let attention = Attention.Learned(
            Attention(
                heads: example.heads, keyHeads: example.keyHeads, headSize: size,
                before: example.before, after: example.after,
                bias: example.hasBias
                    ? Attention.Bias(heads: example.heads, reach: reach) { _, _ in 0 } : nil,
                family: family), family: family)
        let dropout = example.rate > 0 ? Dropout(rate: example.rate, key: 99) : nil
        var y = [Float](repeating: .nan, count: tokens * width)
        var sums = [Float](repeating: .nan, count: tokens * attention.sumsPerToken)
        var scratch = [Float](repeating: .nan, count: attention.scratchCount(tokens: tokens))
        var change = [Float](repeating: .nan, count: x.count)
        var biasChange = [Float](repeating: 0, count: biases.count)
        x.withUnsafeBufferPointer { x in
            biases.withUnsafeBufferPointer { biases in
                withPointers(&sums, &biasChange) { sums, biasChange in
                    guard let x = x.baseAddress else { return }
                    let given = example.hasBias ? biases.baseAddress : nil
                    attention.apply(
                        x, tokens: tokens, biases: given, dropout: dropout, to: &y, sums: sums,
                        scratch: &scratch)
                    attention.back(
                        Attention.Learned.Trace(
                            queriesKeysValues: x, sums: sums, biases: given, dropout: dropout),
                        tokens: tokens, dy, to: &change,
                        biasGradients: example.hasBias ? biasChange : nil, scratch: &scratch)
                }
            }
        }
        let masks = masks(example, dropout)
        let values = biases.map(Double.init)
        let answer = zip(y, dy).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        #expect(abs(answer - loss(example, x.map(Double.init), values, dy, masks)) < 1e-5)
        expectNear(
            change, gradient(x) { loss(example, $0, values, dy, masks) }, "inputs")
        if example.hasBias {
            expectNear(
                biasChange,
                gradient(biases) { loss(example, x.map(Double.init), $0, dy, masks) }, "biases")
        }
    }

    private func withPointers(
        _ a: inout [Float], _ b: inout [Float],
        _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    ) {
        a.withUnsafeMutableBufferPointer { a in
            b.withUnsafeMutableBufferPointer { b in
                guard let a = a.baseAddress, let b = b.baseAddress else { return }
                body(a, b)
            }
        }
    }
}
