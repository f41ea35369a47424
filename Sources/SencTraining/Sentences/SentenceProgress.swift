/// How far learning of a model of sentence vectors has come.
package struct SentenceProgress: Sendable, Equatable {
    /// The pass that is under way, from 1, and how many there will be.
    package var pass: Int
    package var passes: Int
    /// Steps that were made, and how many there will be.
    package var step: Int
    package var steps: Int
    /// Texts that were learned from, in all steps.
    package var texts: Int
    /// The loss of the last step, before it.
    package var loss: Double
    /// The norm of all its gradients together, before they were clipped.
    package var norm: Double
    /// How well examples are done that are not learned from, if it was just found out.
    package var validation: Double?
    /// Of all that there will be, within 0...1.
    package var fraction: Double { Double(step) / Double(max(1, steps)) }
}

extension SentenceProgress {
    /// - Parameter stepsOfPass: how many steps each pass has.
    init(
        _ place: SentencePlace, _ outcome: LearnedModel.Outcome, validation: Double?,
        stepsOfPass: [Int]
    ) {
        var (pass, end) = (0, stepsOfPass[0])
        while place.step > end {
            pass += 1
            end += stepsOfPass[pass]
        }
        self.init(
            pass: pass + 1, passes: stepsOfPass.count, step: place.step,
            steps: stepsOfPass.reduce(0, +), texts: place.texts, loss: outcome.loss,
            norm: outcome.norm, validation: validation)
    }
}

/// What came of learning.
package struct SentenceOutcome: Sendable, Equatable {
    /// Steps that were made.
    package var steps = 0
    /// The step whose state was kept, the last one without validation; 0 for the model as it was.
    package var bestStep = 0
    /// The validation before the first step, and of the state that was kept.
    package var before: Double?
    package var best: Double?
    /// The mean loss of the last tenth of the steps.
    package var loss = 0.0
}
