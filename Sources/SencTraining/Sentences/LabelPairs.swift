/// Pairs of texts of the same class or of two, which a model learns from in place of texts with a class:
/// few texts make many pairs (Tunstall et al., "Efficient Few-Shot Learning Without Prompts", 2022).
///
/// Where all pairs of texts are few, each is learned from, a text with itself among them, as SetFit does:
/// those of the kind that has fewer come again until there are as many as of the other. Where they are
/// more, each text is paired at random as often as it may be, anew in each pass.
package struct LabelPairs: Sendable, Equatable {
    /// Pairs of each kind for each text at most.
    package var limit = 32

    /// Pairs of all passes that can be held at once.
    private static let maximumCount = 1 << 24

    /// What random numbers are for.
    private static let purpose: UInt64 = 0x7061_6972_7365

    package init() {}

    /// Two texts by their places, and whether their class is the same.
    struct Pair: Sendable, Equatable {
        var first: Int
        var second: Int
        var isSame: Bool
    }

    /// - Throws: `TrainingError.setting` of a limit out of its range.
    func check() throws(TrainingError) { try TrainingError.check("pairs", limit, 1...1 << 16) }

    /// - Throws: `LearningError.tooManyPairs` if the pairs of all passes cannot be held.
    func check(_ classes: [Int], passes: Int) throws(LearningError) {
        let (ofPass, first) = classes.count.multipliedReportingOverflow(by: 2 * limit)
        let pairs = first ? Int.max : min(ofPass, 2 * Self.mostOfKind(classes))
        let (count, second) = pairs.multipliedReportingOverflow(by: passes)
        guard !second, count <= Self.maximumCount else {
            throw .tooManyPairs(pairs, passes: passes)
        }
    }

    /// The pairs of a pass, one of each kind after the other.
    /// - Parameters:
    ///   - classes: of each text.
    ///   - pass: from 0.
    func pairs(of classes: [Int], seed: UInt64, pass: Int) -> [Pair] {
        let random = CounterRandom(seed: seed, purpose: Self.purpose).child(UInt64(pass))
        return Self.mostOfKind(classes) <= limit * classes.count
            ? Self.all(classes, random) : drawn(classes, random)
    }

    /// How many pairs there are of the kind that has more, saturated.
    private static func mostOfKind(_ classes: [Int]) -> Int {
        // So many texts make more pairs than any limit has.
        guard classes.count < 1 << 30 else { return .max }
        let counts = Dictionary(classes.map { ($0, 1) }, uniquingKeysWith: +).values
        let squares = counts.reduce(0) { $0 + $1 * $1 }
        return max(
            (squares + classes.count) / 2, (classes.count * classes.count - squares) / 2)
    }

    private static func all(_ classes: [Int], _ random: CounterRandom) -> [Pair] {
        var kinds: (same: [Pair], other: [Pair]) = ([], [])
        for first in classes.indices {
            for second in first..<classes.count {
                let isSame = classes[first] == classes[second]
                let pair = Pair(first: first, second: second, isSame: isSame)
                if isSame { kinds.same.append(pair) } else { kinds.other.append(pair) }
            }
        }
        let orders = (
            random.child(0).permutation(of: kinds.same.count),
            random.child(1).permutation(of: kinds.other.count)
        )
        guard !kinds.other.isEmpty else { return orders.0.map { kinds.same[$0] } }
        return (0..<max(kinds.same.count, kinds.other.count)).flatMap { index in
            [
                kinds.same[orders.0[index % orders.0.count]],
                kinds.other[orders.1[index % orders.1.count]],
            ]
        }
    }

    private func drawn(_ classes: [Int], _ random: CounterRandom) -> [Pair] {
        // The texts in the order of their classes, and where each class lies.
        let order = classes.indices.sorted { (classes[$0], $0) < (classes[$1], $1) }
        var ranges: [Int: Range<Int>] = [:]
        for (place, text) in order.enumerated() {
            let start = ranges[classes[text]]?.lowerBound ?? place
            ranges[classes[text]] = start..<place + 1
        }
        let (own, others) = (random.child(0), random.child(1))
        var pairs: [Pair] = []
        pairs.reserveCapacity(2 * limit * classes.count)
        for index in 0..<limit * classes.count {
            let first = index % classes.count
            guard let range = ranges[classes[first]] else { continue }
            let same = range.lowerBound + own.integer(below: range.count, at: UInt64(index))
            pairs.append(Pair(first: first, second: order[same], isSame: true))
            guard range.count < classes.count else { continue }
            let place = others.integer(below: classes.count - range.count, at: UInt64(index))
            let other = place < range.lowerBound ? place : place + range.count
            pairs.append(Pair(first: first, second: order[other], isSame: false))
        }
        return pairs
    }
}
