/// The steps of a run, with validations between them, and how far it is in a checkpoint.
struct LearningRun {
    let learned: LearnedModel
    /// Steps in all.
    let steps: Int
    /// How often the validation is made, about.
    let validations: Int
    /// Whether the state is kept that does best on the validation, not the last one.
    let keepsBest: Bool
    /// Validations without a better result after which learning ends; `nil` for never.
    let patience: Int?
    /// How well the model does since `LearnedModel.finish`, larger being better; `nil` for no
    /// validation.
    let validation: (() throws -> Double)?

    private var interval: Int { max(1, steps / max(1, validations)) }

    /// Makes all steps.
    /// - Parameters:
    ///   - checkpoint: where it is kept how far learning is, and gone on from.
    ///   - texts: of a step.
    ///   - makeStep: makes the step of a number, from 0.
    ///   - report: told of each step, and of the validation if one was made; what it throws ends the
    ///     learning.
    /// - Returns: what came of it, and after how many steps the state was as it is now.
    func make(
        _ checkpoint: TrainingCheckpoint?, texts: (_ step: Int) -> Int,
        makeStep: (_ step: Int) throws -> LearnedModel.Outcome,
        report: (SentencePlace, LearnedModel.Outcome, _ validation: Double?) throws -> Void
    ) throws -> (outcome: SentenceOutcome, learnedSteps: Int) {
        let best = validation != nil && keepsBest ? LearnedState(learned) : nil
        let place = SentencePlace()
        var keeper = CheckpointKeeper(
            checkpoint, learned.checkpoint + (best?.checkpoint ?? []) + place.checkpoint)
        let position = try keeper.resume()
        guard place.go(to: position, steps: steps), learned.resume(after: place.step) else {
            throw TrainingError.damagedCheckpoint(path: checkpoint?.path ?? "")
        }
        if place.step == 0, let validation {
            try learned.finish()
            place.before = try validation()
            place.best = place.before
        }
        while place.step < steps, !isDone(place) {
            let step = place.step
            // A checkpoint of no step would have nothing.
            let outcome =
                try step == 0
                ? makeStep(step) : keeper.guarding(place.position) { try makeStep(step) }
            place.step += 1
            place.texts += texts(step)
            if place.step > steps - max(1, steps / 10) {
                place.lossSum += outcome.loss
                place.lossCount += 1
            }
            var measured: Double?
            if let validation, place.step % interval == 0 || place.step == steps {
                try learned.finish()
                let value = try validation()
                measured = value
                if !keepsBest || value > place.best ?? -.infinity {
                    (place.best, place.bestStep) = (value, place.step)
                    best?.keep()
                }
            }
            try keeper.keep(place.position) { try report(place, outcome, measured) }
        }
        try learned.finish()
        try best?.restore()
        let outcome = SentenceOutcome(
            steps: place.step, bestStep: validation == nil ? place.step : place.bestStep,
            before: place.before, best: place.best,
            loss: place.lossSum / Double(max(1, place.lossCount)))
        return (outcome, best == nil ? place.step : place.bestStep)
    }

    /// Whether the validation has not been better for as long as it is waited for that.
    private func isDone(_ place: SentencePlace) -> Bool {
        guard validation != nil, let patience else { return false }
        return place.step - place.bestStep >= patience * interval
    }
}
