/// An objective of products of whole batches, which are computed with elements of any type.
protocol ProductObjective: SentenceObjective {
    /// The loss of a batch, as `SentenceObjective` has it, what it is given having been checked and the
    /// gradients cleared.
    func evaluate<Element: ScoreElement>(
        _ type: Element.Type, _ vectors: SentenceVectors, _ labels: BatchLabels?,
        gradients: SentenceVectors, _ arithmetic: LossArithmetic
    ) throws -> Double
}

extension ProductObjective {
    func evaluate(
        _ vectors: SentenceVectors, _ labels: BatchLabels?, gradients: SentenceVectors,
        _ arithmetic: LossArithmetic
    ) throws -> Double {
        begin(vectors, labels, gradients)
        return try evaluate(
            arithmetic.element, vectors, labels, gradients: gradients, arithmetic)
    }
}
