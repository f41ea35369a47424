/// The cosine similarity of two texts is to be as labeled: the mean of (s - label)².
struct CosineRegression: SentenceObjective {
    var columns: ClosedRange<Int> { 2...2 }
    var labels: [BatchLabels.Kind?] { [.scores] }

    func evaluate(
        _ vectors: SentenceVectors, _ labels: BatchLabels?, gradients: SentenceVectors,
        _ arithmetic: LossArithmetic
    ) throws -> Double {
        begin(vectors, labels, gradients)
        guard case .scores(let labels) = labels else { return 0 }
        precondition(labels.count == vectors.rows, "as many labels as rows")
        let pairs = PairScores(vectors: vectors, measure: .cosine, arithmetic: arithmetic)
        let errors = zip(try pairs(0, 1), labels).map { $0 - $1 }
        let count = Double(vectors.rows)
        try pairs.addGradients(0, 1, errors.map { 2 * $0 / count }, to: gradients)
        return errors.reduce(0) { $0 + $1 * $1 } / count
    }
}
