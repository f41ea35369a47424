/// Texts that are similar are to be near to each other, and others farther than a margin.
///
///     loss = ½ mean of label · d² + (1 - label) · max(0, margin - d)²
///
/// (Hadsell et al., "Dimensionality Reduction by Learning an Invariant Mapping", 2006). The online
/// loss is without the half, a sum, and of hard pairs alone: those similar that are farther than
/// the nearest that are not, and those not that are nearer than the farthest that are. If all are
/// of one label, they are compared with the mean of their own distances. Labels but 0 and 1 are
/// then left out.
struct Contrastive: SentenceObjective {
    enum Pairs: Sendable {
        case mean, sum
        /// The hard ones, summed.
        case online
    }

    var distance = TextDistance.cosine
    var margin = 0.5
    var pairs = Pairs.mean

    var columns: ClosedRange<Int> { 2...2 }
    var labels: [BatchLabels.Kind?] { [.scores] }

    func evaluate(
        _ vectors: SentenceVectors, _ labels: BatchLabels?, gradients: SentenceVectors,
        _ arithmetic: LossArithmetic
    ) throws -> Double {
        begin(vectors, labels, gradients)
        guard case .scores(let labels) = labels else { return 0 }
        precondition(labels.count == vectors.rows, "as many labels as rows")
        let (measure, offset, sign) = distance.measure(shift: PairMeasure.shift)
        let scores = PairScores(vectors: vectors, measure: measure, arithmetic: arithmetic)
        let distances = try scores(0, 1).map { offset + sign * $0 }
        let weight =
            switch pairs {
            case .mean: 0.5 / Double(vectors.rows)
            case .sum: 0.5
            case .online: 1.0
            }
        let shares =
            pairs == .online
            ? hardPairs(distances, labels) : labels.map { (near: $0, far: 1 - $0) }
        var sum = 0.0
        let changes = zip(distances, shares).map { distance, share in
            let gap = max(0, margin - distance)
            sum += share.near * distance * distance + share.far * gap * gap
            return 2 * sign * weight * (share.near * distance - share.far * gap)
        }
        try scores.addGradients(0, 1, changes, to: gradients)
        return weight * sum
    }

    /// For each pair 1 for being hard and similar, and 1 for being hard and not.
    private func hardPairs(
        _ distances: [Double], _ labels: [Double]
    ) -> [(near: Double, far: Double)] {
        func chosen(_ label: Double) -> [Double] {
            distances.indices.filter { labels[$0] == label }.map { distances[$0] }
        }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let (near, far) = (chosen(1), chosen(0))
        let nearLimit = far.min() ?? mean(near)
        let farLimit = near.max() ?? mean(far)
        return distances.indices.map { index in
            let isNear = labels[index] == 1 && distances[index] > nearLimit
            let isFar = labels[index] == 0 && distances[index] < farLimit
            return (near: isNear ? 1 : 0, far: isFar ? 1 : 0)
        }
    }
}
