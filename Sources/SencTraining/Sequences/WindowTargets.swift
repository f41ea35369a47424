internal import SencMath

/// What the middles of windows are told by, and from.
///
/// The neighbors of a window share the things that are drawn against its middle, where word2vec draws
/// for each of them. So that chance has no more part in it than there, more are drawn, each from a
/// slice of its own of all things, and count less: together as much as the number that was asked for.
/// They are as many as fill the rows of products that are computed anyway. And the draws of middles
/// that follow each other are spread evenly over a slice, by multiples of the golden ratio from a
/// random start (Kronecker's sequence).
struct WindowTargets: Sendable {
    private let thingCount: Int
    private let sampler: AliasTable?
    private let tree: HuffmanTree?
    private let random: CounterRandom
    /// How many are drawn, and how much each of them counts.
    private let drawnCount: Int
    let negativeWeight: Float
    /// Where each slice is begun in, of 2³².
    private let starts: [UInt64]
    /// The golden ratio's fraction, of 2³².
    private static let goldenRatio: UInt64 = 0x9E37_79B9
    /// How often another thing than the middle is drawn before its neighbor in the list is taken.
    private static let draws = 4

    /// - Parameters:
    ///   - negativeCount: those asked for.
    ///   - areShared: whether a window has several products with each target.
    init(
        thingCount: Int, sampler: AliasTable?, negativeCount: Int, areShared: Bool,
        tree: HuffmanTree?, _ random: CounterRandom
    ) {
        (self.thingCount, self.sampler, self.tree) = (thingCount, sampler, tree)
        self.random = random
        drawnCount =
            areShared && negativeCount > 0
            ? TrainingKernels.productCount(targets: 1 + negativeCount) - 1 : negativeCount
        starts = (0..<drawnCount).map { random.bits(at: UInt64.max - UInt64($0)) >> 32 }
        negativeWeight = drawnCount > 0 ? Float(negativeCount) / Float(drawnCount) : 1
    }

    func count(of thing: UInt32) -> Int {
        tree.map { $0.path(to: Int(thing)).count } ?? 1 + drawnCount
    }

    /// Writes those of a window.
    /// - Parameter middle: its place among the things of `windows`.
    func choose(
        _ windows: Windows, _ middle: Int, _ ids: UnsafeMutablePointer<UInt32>,
        _ labels: UnsafeMutablePointer<Float>
    ) {
        let thing = windows.ids[middle]
        if let tree {
            for (offset, step) in tree.path(to: Int(thing)).enumerated() {
                ids[offset] = tree.nodes[step]
                labels[offset] = tree.labels[step]
            }
            return
        }
        ids[0] = thing
        labels[0] = 1
        guard let sampler else { return }
        let place = UInt64(windows.places[middle])
        let index = place &* UInt64(drawnCount * Self.draws)
        for negative in 0..<drawnCount {
            let first = index &+ UInt64(negative * Self.draws)
            let point = (starts[negative] &+ place &* Self.goldenRatio) << 32
            var drawn = sampler.draw(
                point | random.bits(at: first) >> 32, slice: negative, of: drawnCount)
            for draw in 1..<Self.draws where drawn == thing {
                drawn = sampler.draw(random.bits(at: first &+ UInt64(draw)))
            }
            if drawn == thing { drawn = UInt32((Int(thing) + 1) % thingCount) }
            ids[1 + negative] = drawn
            labels[1 + negative] = 0
        }
    }
}
