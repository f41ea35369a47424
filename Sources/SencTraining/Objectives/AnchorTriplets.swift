internal import SencMath

/// The triplets of one anchor: the sum of their losses, and what it changes by with its distances.
struct AnchorTriplets {
    private struct Other {
        let index: Int
        let distance: Double
    }

    private let anchor: Int
    /// To each text of the batch; gradients take their place. Where there is no distance, there is
    /// none to change.
    private let distances: UnsafeMutablePointer<Double>
    private let margin: Double
    private let positives: [Other]
    private let negatives: [Other]
    /// The greatest distance of all.
    private let largest: Double
    /// What the sum is to be divided by, summed over anchors, if not by how many anchors there are.
    private(set) var count = 0

    init(
        _ anchor: Int, _ distances: UnsafeMutablePointer<Double>, _ classes: [Int], margin: Double
    ) {
        (self.anchor, self.distances, self.margin) = (anchor, distances, margin)
        var (positives, negatives) = ([Other](), [Other]())
        for index in classes.indices where index != anchor {
            if classes[index] == classes[anchor] {
                positives.append(Other(index: index, distance: distances[index]))
            } else {
                negatives.append(Other(index: index, distance: distances[index]))
            }
        }
        (self.positives, self.negatives) = (positives, negatives)
        largest = max(0, (0..<classes.count).reduce(0) { max($0, distances[$1]) })
        distances.update(repeating: 0, count: classes.count)
    }

    private func add(_ change: Double, to index: Int) {
        distances[index] += change
    }

    /// All triplets whose loss is above 0, which `count` has the number of.
    mutating func all() -> Double {
        let near = negatives.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
        let far = positives.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
        var (sum, below, taken) = (0.0, 0.0, 0)
        // Farther positives have a loss with all negatives that nearer ones have one with.
        for (place, positive) in far.enumerated() {
            let limit = positive.distance + margin
            while taken < near.count, near[taken].distance < limit {
                below += near[taken].distance
                add(-Double(far.count - place), to: near[taken].index)
                taken += 1
            }
            sum += Double(taken) * limit - below
            add(Double(taken), to: positive.index)
            count += taken
        }
        return sum
    }

    /// The farthest positive and the nearest negative: if there is none, a distance of 0 and the
    /// greatest of all.
    private func hardest() -> (positive: Other?, negative: Other?) {
        let positive = positives.max { $0.distance < $1.distance }
        let negative = negatives.min { $0.distance < $1.distance }
        return (positive, negative)
    }

    mutating func hard() -> Double {
        let (positive, negative) = hardest()
        let excess = max(0, positive?.distance ?? 0) - (negative?.distance ?? largest) + margin
        guard excess > 0 else { return 0 }
        change(positive, negative, by: 1)
        return excess
    }

    mutating func hardSoftMargin() -> Double {
        let (positive, negative) = hardest()
        let excess = max(0, positive?.distance ?? 0) - (negative?.distance ?? largest)
        change(positive, negative, by: Softmax.logistic(excess))
        return Softmax.softplus(excess)
    }

    private func change(
        _ positive: Other?, _ negative: Other?, by change: Double
    ) {
        if let positive, positive.distance > 0 { add(change, to: positive.index) }
        // Without a negative, the greatest distance is the positive's, with which nothing changes.
        if let negative {
            add(-change, to: negative.index)
        } else if let positive, positive.distance > 0 {
            add(-change, to: positive.index)
        }
    }

    /// For each positive one triplet, which `count` has the number of.
    mutating func semiHard() -> Double {
        count = positives.count
        let near = negatives.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
        var (sum, passed) = (0.0, 0)
        for positive in positives.sorted(by: { ($0.distance, $0.index) < ($1.distance, $1.index) })
        {
            while passed < near.count, near[passed].distance <= positive.distance { passed += 1 }
            let negative = passed < near.count ? near[passed] : near.last
            // Without a negative, there is the anchor's distance to itself.
            let excess = positive.distance - (negative?.distance ?? 0) + margin
            guard excess > 0 else { continue }
            sum += excess
            add(1, to: positive.index)
            if let negative { add(-1, to: negative.index) }
        }
        return sum
    }
}
