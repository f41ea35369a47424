internal import SencMath

/// The loss of scores that are not in the order of their labels, by which CoSENT learns:
///
///     loss = log(1 + Σ exp(sᵢ - sⱼ)) over all pairs with labelᵢ < labelⱼ
enum ScoreOrder {
    /// The loss, and what it changes by with each score.
    ///
    /// In order of labels each score meets the sum over all that have higher labels, and that over
    /// all that have lower ones, so that pairs need not be gone through one by one.
    static func loss(_ scores: [Double], _ labels: [Double]) -> (value: Double, changes: [Double]) {
        precondition(scores.count == labels.count, "as many labels as scores")
        let order = labels.indices.sorted { (labels[$0], $0) < (labels[$1], $1) }
        // log Σ exp(-s) over higher labels, and log Σ exp(s) over lower ones.
        var higher = [Double](repeating: -.infinity, count: scores.count)
        var lower = higher
        sums(order.reversed(), labels, { -scores[$0] }, to: &higher)
        sums(order, labels, { scores[$0] }, to: &lower)
        var value = 0.0
        for index in order { value = Softmax.logSum(value, scores[index] + higher[index]) }
        let changes = scores.indices.map { index in
            Double.exp(scores[index] + higher[index] - value)
                - Double.exp(lower[index] - scores[index] - value)
        }
        return (value, changes)
    }

    /// For each index, in order, log Σ exp(term) over those before it that have another label.
    private static func sums(
        _ order: some Collection<Int>, _ labels: [Double], _ term: (Int) -> Double,
        to sums: inout [Double]
    ) {
        var (before, all) = (-Double.infinity, -Double.infinity)
        var last: Int?
        for index in order {
            if let last, labels[last] != labels[index] { before = all }
            sums[index] = before
            all = Softmax.logSum(all, term(index))
            last = index
        }
    }
}
