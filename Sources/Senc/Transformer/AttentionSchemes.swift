import SencFiles
package import SencMath

/// What the layers of an encoder have in common in how their tokens see each other.
package struct AttentionSchemes: Sendable {
    /// How queries and keys of a layer that sees all are turned by their places, and of a local
    /// one.
    package let globalRotary: RotaryTable?
    package let localRotary: RotaryTable?
    package let bias: Attention.Bias?

    /// Values that a table of biases may have; more is a configuration that no model has.
    private static let largestBias = 1 << 23

    package init(
        _ configuration: EncoderConfiguration, _ names: TensorNames, _ weights: NamedWeights,
        path: String
    ) throws {
        if case .rotary(let global, let local) = configuration.positions {
            let pairs = configuration.headSize / 2
            let globalTable = global.table(pairs: pairs)
            globalRotary = globalTable
            localRotary = local == global ? globalTable : local.table(pairs: pairs)
        } else {
            globalRotary = nil
            localRotary = nil
        }
        let heads = configuration.headCount
        let reach = configuration.maximumPositions - 1
        let buckets = configuration.distanceBuckets
        let hasBias = configuration.positions == .linearBias || buckets > 0
        guard !hasBias || heads * (2 * reach + 1) <= Self.largestBias else {
            throw ModelError.invalidConfiguration(
                path: path, key: "max_position_embeddings",
                problem: "is too large for a bias of each distance")
        }
        if configuration.positions == .linearBias {
            let slopes = Self.slopes(heads: heads)
            bias = Attention.Bias(heads: heads, reach: reach) { head, distance in
                slopes[head] * -Float(abs(distance))
            }
        } else if buckets > 0 {
            let table = try weights.values(
                names.relativeBias + ".weight", rows: buckets, columns: heads)
            bias = Attention.Bias(heads: heads, reach: reach) { head, distance in
                table[Self.bucket(ofDistance: distance) * heads + head]
            }
        } else {
            bias = nil
        }
    }

    /// The slopes of linear biases: powers of 2^(-8 / heads), and for heads beyond a power of two
    /// every other one of those for twice as many (Press et al., "Train Short, Test Long", 2022).
    static func slopes(heads: Int) -> [Float] {
        func powers(_ count: Int) -> [Float] {
            let ratio = Double.exp2(-Double.exp2(3 - Double.log2(Double(count))))
            return (0..<count).map { Float(ratio * Double.pow(ratio, Double($0))) }
        }
        let power = 1 << (Int.bitWidth - 1 - heads.leadingZeroBitCount)
        let odd = powers(2 * power).enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        return powers(power) + odd.prefix(heads - power)
    }

    /// The bucket of a key's distance from its query, as T5 has it: half of the buckets for each
    /// direction; half of those for one distance each, the others ever wider up to 128 (Raffel et
    /// al., 2020).
    package static func bucket(ofDistance distance: Int) -> Int {
        let count = EncoderConfiguration.distanceBuckets / 2
        let exact = count / 2
        let start = distance > 0 ? count : 0
        let distance = abs(distance)
        guard distance >= exact else { return start + distance }
        let octave =
            Float.log(Float(distance) / Float(exact)) / Float(Double.log(128 / Double(exact)))
        return start + min(exact + Int(octave * Float(count - exact)), count - 1)
    }
}

extension Rotary {
    package func table(pairs: Int) -> RotaryTable {
        RotaryTable(pairs: pairs, fixedTokens: fixedTokens) { tokens in
            frequencies(count: pairs, tokens: tokens)
        }
    }
}
