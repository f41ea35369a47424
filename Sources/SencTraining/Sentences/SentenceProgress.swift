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
    /// Of the step that was made last.
    init<Part>(
        _ place: SentencePlace, _ outcome: LearnedModel.Outcome, validation: Double?,
        _ plan: BatchPlan<Part>
    ) {
        self.init(
            pass: plan.pass(ofStep: place.step - 1) + 1, passes: plan.passCount, step: place.step,
            steps: plan.stepCount, texts: place.texts, loss: outcome.loss, norm: outcome.norm,
            validation: validation)
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
