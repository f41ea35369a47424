/// What sentence vectors are to be like: a loss of the vectors of a batch, and its gradients.
protocol SentenceObjective: Sendable {
    /// How many texts an example has.
    var columns: ClosedRange<Int> { get }
    /// Which labels it takes; `nil` if it can do without any.
    var labels: [BatchLabels.Kind?] { get }
    /// What it learns itself.
    var parameters: ObjectiveParameters? { get }

    /// The loss of a batch of one row or more.
    ///
    /// The result is the same to the bit with any number of threads.
    /// - Parameters:
    ///   - gradients: of the shape of `vectors`; overwritten, as are the gradients of `parameters`.
    /// - Precondition: vectors and labels are of the columns and kinds above, and of one number of
    ///   rows.
    func evaluate(
        _ vectors: SentenceVectors, _ labels: BatchLabels?, gradients: SentenceVectors,
        _ arithmetic: LossArithmetic
    ) throws -> Double
}

extension SentenceObjective {
    var labels: [BatchLabels.Kind?] { [nil] }
    var parameters: ObjectiveParameters? { nil }

    /// Checks what `evaluate` is given, and clears the gradients.
    func begin(
        _ vectors: SentenceVectors, _ labels: BatchLabels?, _ gradients: SentenceVectors
    ) {
        precondition(columns.contains(vectors.columns), "not so many columns")
        precondition(vectors.rows > 0, "no rows")
        precondition(self.labels.contains(labels?.kind), "not these labels")
        precondition(
            gradients.columns == vectors.columns && gradients.rows == vectors.rows
                && gradients.dimension == vectors.dimension, "gradients of another shape")
        gradients.clear()
        parameters?.beginGradients()
    }
}
