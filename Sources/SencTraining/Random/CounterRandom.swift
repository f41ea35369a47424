internal import SencMath

/// Random numbers by their place: the number at an index is a function of a seed, of what it is for
/// and of the index alone, so that any thread may draw it, in any order, and again after a restart.
///
/// The numbers are those of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014), whose state is a counter, begun at a key that is mixed of seed and purpose.
package struct CounterRandom: Sendable {
    private let key: UInt64

    /// - Parameter purpose: what the numbers are for; others for the same seed are independent.
    package init(seed: UInt64, purpose: UInt64) {
        key = Self.mix(Self.mix(seed &+ Self.step) ^ Self.mix(purpose &* Self.step &+ 1))
    }

    /// Numbers of their own for each of several things, such as epochs.
    package func child(_ index: UInt64) -> CounterRandom {
        CounterRandom(key: Self.mix(key ^ Self.mix(index &+ Self.step)))
    }

    private init(key: UInt64) { self.key = key }

    /// 64 random bits.
    package func bits(at index: UInt64) -> UInt64 {
        Self.mix(key &+ (index &+ 1) &* Self.step)
    }

    /// Within 0..<1, a multiple of 2⁻⁵³.
    package func uniform(at index: UInt64) -> Double {
        Double(bits(at: index) >> 11) * 0x1p-53
    }

    /// Within 0..<bound, for a bound from 1 to 2³²: each with the same probability but for 2⁻³².
    package func integer(below bound: Int, at index: UInt64) -> Int {
        Int(bits(at: index).multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Of mean 0 and variance 1 (Box and Muller, 1958); uses the numbers at 2 · index and behind it.
    package func normal(at index: UInt64) -> Double {
        let radius = (-2 * Double.log(1 - uniform(at: 2 &* index))).squareRoot()
        return radius * Double.cos(2 * .pi * uniform(at: 2 &* index &+ 1))
    }

    /// The numbers 0..<count in a random order (Fisher and Yates).
    package func permutation(of count: Int) -> [Int] {
        var order = Array(0..<count)
        for last in order.indices.dropFirst().reversed() {
            order.swapAt(last, integer(below: last + 1, at: UInt64(last)))
        }
        return order
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
