import Foundation
import SencMath
import TestSupport
import Testing

@Suite struct AttentionKernelTests {
    /// Every backend comes as close to sums in Double as float32 can, and so to every other.
    private func expectFloat32(_ example: AttentionExample, _ family: KernelFamily) {
        for backend in Backend.allCases {
            guard let loaded = LoadedBackend(backend) else { continue }
            let error = example.largestError(family: family, backend: loaded)
            #expect(error < 3e-6, "\(backend), \(example)")
        }
    }

    private func expectLowerPrecisions(_ example: AttentionExample, _ family: KernelFamily) {
        // Two values in a thousand, of answers that are sums of values in -2...2.
        #expect(example.largestError(family: family, precision: .bfloat16) < 1.5e-2, "\(example)")
        // In 8 bits a component of queries and keys is off by up to a 254th of the largest.
        #expect(example.largestError(family: family, precision: .int8) < 2.5e-2, "\(example)")
    }

    @Test(arguments: families)
    func attentionEqualsItsFormulaInDouble(family: KernelFamily) {
        for (tokens, heads, size) in [(1, 1, 1), (3, 2, 8), (17, 3, 20), (70, 2, 32), (129, 1, 80)]
        {
            let example = AttentionExample(tokens: tokens, heads: heads, size: size)
            expectFloat32(example, family)
            expectLowerPrecisions(example, family)
        }
    }

    @Test(arguments: families)
    func headsShareKeys(family: KernelFamily) {
        for (heads, keyHeads) in [(4, 2), (6, 1)] {
            let example = AttentionExample(tokens: 31, heads: heads, keyHeads: keyHeads, size: 24)
            expectFloat32(example, family)
            #expect(example.largestError(family: family, precision: .int8) < 1.5e-2)
        }
    }

    @Test(arguments: families)
    func aQuerySeesItsNeighborsAlone(family: KernelFamily) {
        for (before, after) in [(Int.max, 0), (0, Int.max), (0, 0), (5, 3), (64, 64), (100, 0)] {
            for tokens in [1, 30, 200] {
                let example = AttentionExample(
                    tokens: tokens, heads: 2, size: 16, before: before, after: after)
                expectFloat32(example, family)
                expectLowerPrecisions(example, family)
            }
        }
    }

    @Test(arguments: families)
    func scoresAreBiasedByDistance(family: KernelFamily) {
        for (tokens, before, after) in [(1, Int.max, Int.max), (90, .max, .max), (90, 7, 20)] {
            let example = AttentionExample(
                tokens: tokens, heads: 3, size: 12, before: before, after: after, scale: 0.4,
                hasBias: true)
            expectFloat32(example, family)
            expectLowerPrecisions(example, family)
        }
    }

    @Test(arguments: families, Precision.allCases)
    func queriesOfZerosSeeAllTheirKeysAlike(family: KernelFamily, precision: Precision) {
        let (tokens, size) = (40, 16)
        var random = SplitMix(seed: 6)
        let x = (0..<tokens).flatMap { _ in
            [Float](repeating: 0, count: 2 * size) + random.floats(size, in: -2...2)
        }
        let attention = Attention(
            heads: 1, headSize: size, before: 9, after: 0, precision: precision, family: family)
        var y = [Float](repeating: .nan, count: tokens * size)
        var scratch = [Float](repeating: .nan, count: attention.scratchCount(tokens: tokens))
        attention.apply(x, tokens: tokens, to: &y, scratch: &scratch)
        for query in 0..<tokens {
            let seen = max(0, query - 9)...query
            for column in 0..<size {
                let sum = seen.reduce(Float(0)) { $0 + x[(3 * $1 + 2) * size + column] }
                #expect(abs(y[query * size + column] - sum / Float(seen.count)) < 1e-2)
            }
        }
    }

    @Test(arguments: families)
    func windowsAndBiasesOfSharedKeysHoldBeyondABlockOfQueries(family: KernelFamily) {
        for (before, after) in [(Int.max, Int.max), (.max, 0), (40, 9)] {
            for (tokens, size) in [(65, 7), (200, 33)] {
                expectFloat32(
                    AttentionExample(
                        tokens: tokens, heads: 4, keyHeads: 2, size: size, before: before,
                        after: after, hasBias: true), family)
            }
        }
    }
}

/// Random queries, keys and values, and what becomes of them in Double.
private struct AttentionExample {
    let tokens: Int
    let heads: Int
    var keyHeads: Int?
    let size: Int
    var before = Int.max
    var after = Int.max
    var scale: Float?
    var hasBias = false

    private func bias(_ head: Int, _ distance: Int) -> Float {
        hasBias ? Float(head + 1) * Float(distance % 13) / 10 : 0
    }

    /// What remains in place of answers that were not written.
    private static let untouched = Float.nan

    /// Answers [tokens, heads · size] of the backend.
    func answers(
        family: KernelFamily, precision: Precision = .float32,
        backend: LoadedBackend = .packed(.ahead)
    ) -> [Float] {
        let attention = Attention(
            heads: heads, keyHeads: keyHeads, headSize: size, scale: scale, before: before,
            after: after,
            bias: hasBias ? .init(heads: heads, reach: tokens + 2, value: bias) : nil,
            precision: precision, backend: backend, family: family)
        var y = [Float](repeating: Self.untouched, count: tokens * heads * size)
        var scratch = [Float](
            repeating: Self.untouched, count: attention.scratchCount(tokens: tokens))
        attention.apply(input, tokens: tokens, to: &y, scratch: &scratch)
        return y
    }

    /// [tokens, (heads + 2 · key heads) · size]
    private var input: [Float] {
        var random = SplitMix(seed: 5)
        return random.floats(tokens * (heads + 2 * (keyHeads ?? heads)) * size, in: -2...2)
    }

    func largestError(
        family: KernelFamily, precision: Precision = .float32,
        backend: LoadedBackend = .packed(.ahead)
    ) -> Double {
        let keyHeads = keyHeads ?? heads
        let width = (heads + 2 * keyHeads) * size
        let input = input
        let y = answers(family: family, precision: precision, backend: backend)

        func element(_ token: Int, _ column: Int) -> Double {
            Double(input[token * width + column])
        }
        let factor = scale.map(Double.init) ?? 1 / Double(size).squareRoot()
        var worst = 0.0
        for head in 0..<heads {
            let keyHead = head / (heads / keyHeads)
            for query in 0..<tokens {
                let seen =
                    max(
                        0, query - min(before, tokens))...min(
                        tokens - 1, query + min(after, tokens))
                let scores = seen.map { key in
                    (0..<size).reduce(0) {
                        $0 + element(query, head * size + $1)
                            * element(key, (heads + keyHead) * size + $1)
                    } * factor + Double(bias(head, key - query))
                }
                let highest = scores.max() ?? 0
                let weights = scores.map { exp($0 - highest) }
                let total = weights.reduce(0, +)
                for column in 0..<size {
                    let values = (heads + keyHeads + keyHead) * size + column
                    let expected =
                        zip(seen, weights).reduce(0) { $0 + $1.1 * element($1.0, values) } / total
                    let error = Double(y[(query * heads + head) * size + column]) - expected
                    worst = error.isNaN ? .infinity : max(worst, abs(error))
                }
            }
        }
        return worst
    }
}
