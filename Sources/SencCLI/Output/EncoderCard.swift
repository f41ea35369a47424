import SencFiles
import SencTraining

/// What is told of an encoder that learned from texts: its card, `README.md`, for whoever gets the
/// model.
struct EncoderCard {
    /// What it is called, and the one that it goes on from, if it is not from random weights.
    let name: String
    let base: String?
    let languages: [String]
    /// Of the texts.
    let files: [String]
    let trainer: EncoderTrainer
    let outcome: SentenceOutcome

    var bytes: [UInt8] {
        var text = CardText(
            name.onOneLine(), languages: languages,
            facts: ["library_name: sentence-transformers", "pipeline_tag: feature-extraction"],
            tags: ["sentence-transformers", "feature-extraction", "fill-mask"])
        let origin = base.map { "from \($0.onOneLine())" } ?? "from random weights"
        text.add(
            "An encoder of \(trainer.layerCount) layers, taught by senc \(origin) by texts alone: "
                + purpose)
        let texts = trainer.textCount.grouped(in: .english)
        let tokens = trainer.tokenCount.grouped(in: .english)
        text.add(
            data: [
                (
                    files,
                    "\(texts) texts, \(tokens) tokens, \(trainer.heldOutCount) pieces held out."
                )
            ])
        text.add(learning: arguments)
        text.add(before: outcome.before, best: outcome.best, after: outcome.bestStep, "steps")
        return text.bytes
    }

    private var purpose: String {
        switch trainer.options.objective {
        case .mlm:
            "to tell masked words. Its vectors, of \(trainer.dimension) dimensions, know what words "
                + "go together, and not yet which texts mean the same: teach it that with examples."
        case .tsdae:
            "to give texts vectors, of \(trainer.dimension) dimensions, from which they can be "
                + "written, though most of their words were deleted (TSDAE)."
        }
    }

    private var arguments: [(String, String)] {
        let options = trainer.options
        return [
            ("objective", options.objective.rawValue),
            ("weights", trainer.weightCount.grouped(in: .english)),
            ("tokens of the vocabulary", "\(trainer.vocabularySize)"),
            ("epochs", "\(options.epochs)"), ("batch", "\(options.batch)"),
            ("learning rate", "\(options.learningRate)"), ("warm-up", "\(options.warmUp)"),
            ("weight decay", "\(options.weightDecay)"), ("precision", options.precision.rawValue),
            ("seed", "\(options.seed)"), ("steps", "\(outcome.steps)"),
            ("last loss", decimal(outcome.loss, 4)),
        ]
    }
}
