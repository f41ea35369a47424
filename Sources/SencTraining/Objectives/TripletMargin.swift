/// Anchors are to be nearer to their positives than to their negatives, by a margin: the mean of
/// max(0, d(anchor, positive) - d(anchor, negative) + margin).
struct TripletMargin: SentenceObjective {
    var distance = TextDistance.euclidean
    var margin = 5.0

    var columns: ClosedRange<Int> { 3...3 }

    func evaluate(
        _ vectors: SentenceVectors, _ labels: BatchLabels?, gradients: SentenceVectors,
        _ arithmetic: LossArithmetic
    ) throws -> Double {
        begin(vectors, labels, gradients)
        let (measure, _, sign) = distance.measure(shift: 0)
        let scores = PairScores(vectors: vectors, measure: measure, arithmetic: arithmetic)
        let excesses = zip(try scores(0, 1), try scores(0, 2)).map { sign * ($0 - $1) + margin }
        let count = Double(vectors.rows)
        let changes = excesses.map { $0 > 0 ? sign / count : 0 }
        try scores.addGradients(0, 1, changes, to: gradients)
        try scores.addGradients(0, 2, changes.map { -$0 }, to: gradients)
        return excesses.reduce(0) { $0 + max(0, $1) } / count
    }
}
