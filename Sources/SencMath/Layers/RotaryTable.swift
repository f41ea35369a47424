internal import SencKernels
internal import Synchronization

/// Rotary position embeddings (Su et al., "RoFormer", 2021): pairs of a head's components, one of
/// its first half and one of its second, are turned by an angle that grows with the token's place.
///
/// The table of cosines and sines grows to the longest text met.
package final class RotaryTable: Sendable {
    private struct Angles: Sendable {
        /// The length of text that the frequencies are for; 0 if they are for any.
        var length = 0
        /// Rows of the table, each of the cosines and then the sines of a place.
        var count = 0
        var table = FloatBuffer(count: 0)
        /// The same for the angles in the other direction.
        var inverse = FloatBuffer(count: 0)
    }

    private let pairs: Int
    private let fixedTokens: Int
    private let frequencies: @Sendable (_ tokens: Int) -> [Float]
    private let angles = Mutex(Angles())

    /// - Parameters:
    ///   - pairs: of components that turn, at most half the head size.
    ///   - fixedTokens: texts up to this length all have the same frequencies.
    ///   - frequencies: the angles from one token to the next, one for each pair, for a text of so
    ///     many tokens.
    package init(
        pairs: Int, fixedTokens: Int = .max,
        frequencies: @escaping @Sendable (_ tokens: Int) -> [Float]
    ) {
        self.pairs = pairs
        self.fixedTokens = fixedTokens
        self.frequencies = frequencies
    }

    /// Turns the heads of one text's tokens.
    /// - Parameters:
    ///   - x: [tokens, heads · headSize], rows `stride` apart.
    ///   - backwards: whether they are turned in the other direction, as gradients are.
    package func rotate(
        _ x: UnsafeMutablePointer<Float>, stride: Int, tokens: Int, heads: Int, headSize: Int,
        backwards: Bool = false, family: KernelFamily = .selected
    ) {
        precondition(2 * pairs <= headSize, "only components of the head can turn")
        let angles = angles(tokens: tokens)
        let table = backwards ? angles.inverse : angles.table
        family.rows.rotate(x, stride, tokens, heads, headSize, pairs, table.base)
    }

    private func angles(tokens: Int) -> Angles {
        let length = tokens > fixedTokens ? tokens : 0
        return angles.withLock { angles in
            if angles.length != length || angles.count < tokens {
                let count = length == 0 ? max(64, tokens + tokens / 4) : tokens
                let frequencies = frequencies(tokens)
                angles = Angles(
                    length: length, count: count, table: Self.table(frequencies, count: count),
                    inverse: Self.table(frequencies.map { -$0 }, count: count))
            }
            return angles
        }
    }

    /// The angles are products in single precision, as the reference implementations have them.
    private static func table(_ frequencies: [Float], count: Int) -> FloatBuffer {
        let pairs = frequencies.count
        let table = FloatBuffer(count: count * 2 * pairs)
        for place in 0..<count {
            let row = table.base + place * 2 * pairs
            for (pair, frequency) in frequencies.enumerated() {
                let angle = Double(Float(place) * frequency)
                row[pair] = Float(Double.cos(angle))
                row[pairs + pair] = Float(Double.sin(angle))
            }
        }
        return table
    }
}
