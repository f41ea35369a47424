import SencFiles
import SencTraining

/// The teaching of a model of sentence vectors: its progress, its checkpoints, and what is written.
struct SentenceTeaching {
    let trainer: SentenceTrainer
    let output: String
    let checkpoint: TrainingCheckpoint?
    private(set) var curve = LossCurve()
    private let start = ContinuousClock().now

    init(_ trainer: SentenceTrainer, output: String, _ checkpoint: TrainingCheckpoint?) {
        (self.trainer, self.output, self.checkpoint) = (trainer, output, checkpoint)
    }

    /// - Parameter tells: whether what a validation found is told when it is made.
    mutating func train(tells: Bool = true) throws -> SentenceOutcome {
        var bar = SentenceBar()
        defer { bar.finish() }
        return try trainer.train(checkpoint) { progress in
            try checkInterruption()
            curve.add(progress.loss, fraction: progress.fraction, passes: progress.passes)
            if tells, let value = progress.validation, let measure = trainer.measure {
                bar.finish()
                let shown = measure.shown(value)
                Terminal.report("step \(progress.step): \(measure.rawValue) \(shown)")
            }
            bar.update(progress)
        }
    }

    func checkInterruption() throws {
        if Interruption.isAsked { throw JobError.interrupted(learning: output, checkpoint) }
    }

    /// Writes the directory, and removes the checkpoint.
    /// - Parameters:
    ///   - isMerged: whether what updates of low rank learned is written as a whole model.
    ///   - last: is given the directory of the files before they appear, and returns more of them.
    func write(
        _ card: SentenceCard, isMerged: Bool = true,
        last: (String) throws -> [(name: String, bytes: [UInt8])] = { _ in [] }
    ) throws {
        let companions = [
            ("README.md", card.bytes), (CardText.curveName, Array(curve.svg.utf8)),
        ]
        if trainer.options.lowRank != nil, !isMerged {
            try trainer.writeAdapter(to: output, companions: companions, last: last)
        } else {
            try trainer.write(
                to: output, companions: companions, checkpoint: checkInterruption, last: last)
        }
        try checkpoint?.remove()
    }

    /// Tells that all is done.
    func reportEnd(_ outcome: SentenceOutcome) {
        let seconds = decimal((ContinuousClock().now - start) / .seconds(1), 1)
        let last = decimal(outcome.loss, 4)
        Terminal.report(
            outcome.steps == 1
                ? "loss \(last), 1 step, \(seconds) s (\(output))"
                : "loss \(last), \(outcome.steps) steps, \(seconds) s (\(output))")
    }

    /// Tells what the validation found, and prints all of what came of it.
    func report(
        _ outcome: SentenceOutcome, examples: Int, _ loss: String, asJSON: Bool
    ) throws {
        if let measure = trainer.measure, let before = outcome.before, let best = outcome.best {
            let (before, best) = (measure.shown(before), measure.shown(best))
            Terminal.report(
                "\(measure.rawValue): \(before) before, \(best) after step \(outcome.bestStep)")
        }
        guard asJSON else { return }
        let bytes = JSONWriter.line {
            $0.object { report in
                report.member("examples", examples)
                report.member("loss", loss)
                report.member("steps", outcome.steps)
                report.member("last_loss", outcome.loss)
                if let measure = trainer.measure, let before = outcome.before,
                    let best = outcome.best
                {
                    report.member("measure", measure.rawValue)
                    report.member("before", before)
                    report.member("best", best)
                    report.member("best_step", outcome.bestStep)
                }
                report.member("curve", curve)
            }
        }
        try ResultOutput(nil).write(bytes)
    }
}
