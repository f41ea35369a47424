/// Pairs of texts are to be in the order of their labels by their similarity.
///
///     loss = log(1 + Σ exp(scale · (sᵢ - sⱼ))) over all pairs with labelᵢ < labelⱼ
///
/// (Su, "CoSENT", 2022; with `angle` Li and Li, "AnglE-optimized Text Embeddings", 2023). It is a
/// sum over the batch, not a mean.
struct CoSENT: SentenceObjective {
    enum Similarity: Sendable {
        case cosine, dot
        /// For which an example may have negatives: the pair of the anchor with each is labeled 1
        /// less the example's own label, which is 1 if there are none.
        case angle
    }

    /// Above 0.
    var scale = 20.0
    var similarity = Similarity.cosine

    var columns: ClosedRange<Int> { 2...(similarity == .angle ? Int.max : 2) }
    var labels: [BatchLabels.Kind?] { similarity == .angle ? [.scores, nil] : [.scores] }

    func evaluate(
        _ vectors: SentenceVectors, _ labels: BatchLabels?, gradients: SentenceVectors,
        _ arithmetic: LossArithmetic
    ) throws -> Double {
        begin(vectors, labels, gradients)
        var own = [Double](repeating: 1, count: vectors.rows)
        if case .scores(let scores) = labels {
            precondition(scores.count == vectors.rows, "as many labels as rows")
            own = scores
        } else {
            precondition(vectors.columns > 2, "labels for pairs")
        }
        let measure: PairMeasure =
            switch similarity {
            case .cosine: .cosine
            case .dot: .dot
            case .angle: .angle
            }
        let pairs = PairScores(vectors: vectors, measure: measure, arithmetic: arithmetic)
        var (scores, all) = ([Double](), [Double]())
        for column in 1..<vectors.columns {
            scores += try pairs(0, column).map { $0 * scale }
            all += column == 1 ? own : own.map { 1 - $0 }
        }
        let (value, changes) = ScoreOrder.loss(scores, all)
        for column in 1..<vectors.columns {
            let first = (column - 1) * vectors.rows
            try pairs.addGradients(
                0, column, changes[first..<first + vectors.rows].map { $0 * scale }, to: gradients)
        }
        return value
    }
}
