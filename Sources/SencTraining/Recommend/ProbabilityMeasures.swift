/// How well probabilities tell interactions that nothing was learned of, over pairs of a user and an
/// item that the user has not had.
public struct ProbabilityMeasures: Sendable, Equatable {
    /// The mean of -log of the probability, in nats, of what was the case.
    public let logLoss: Double
    /// The same if each pair had the share of interactions as its probability.
    public let baselineLogLoss: Double
    /// The area under the ROC curve: how likely the score of an interaction is above that of another
    /// pair, of equal ones a half.
    public let area: Double
}
