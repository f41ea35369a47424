internal import SencFiles
package import SencMath

/// How a model of sentence vectors learns.
package struct SentenceOptions: Sendable, Equatable {
    /// Passes over the examples.
    package var epochs = 1
    /// Examples of a step.
    package var batch = 64
    /// The largest learning rate; `nil` for 2e-5, 2e-4 of updates of low rank, 0.05 of static models.
    package var learningRate: Double?
    package var schedule = LearningSchedule.linear
    /// The share of all steps in which the learning rate grows from 0.
    package var warmUp = 0.1
    /// What matrices lose of themselves at each step, times the learning rate.
    package var weightDecay = 0.0
    /// The largest norm of all gradients together, to which they are clipped.
    package var largestNorm = 1.0
    /// Of all random numbers: the order of examples, and which numbers are dropped.
    package var seed: UInt64 = 1
    /// Of the operands of products.
    package var precision = Precision.float32
    /// Bytes that what is computed with may take, but for a text that needs more.
    package var memory = 2 << 30
    /// Whether numbers are dropped as the model's configuration has it.
    package var drops = true
    /// A lower limit on the tokens of a text than the model's own.
    package var maximumTokens: Int?
    /// Whether a batch may have equal texts, which are negatives of each other then.
    package var allowsDuplicates = false
    /// Which pairs of texts with a class are learned from in place of the texts; `nil` for the texts.
    package var pairs: LabelPairs?
    /// Numbers of leading components that are to do well by themselves, too, beside those of the whole
    /// vector (Kusupati et al., "Matryoshka Representation Learning", 2022).
    package var dimensions: [Int] = []
    /// Layers from the first that stay as they are, with the embeddings before them.
    package var frozenLayers = 0
    /// How many of the model's layers are kept, if not all.
    package var layers: Int?
    /// Updates of low rank that are learned in place of all weights; `nil` for none.
    package var lowRank: LowRankSettings?
    /// How often the validation is made in a run, about.
    package var validations = 10
    /// Whether the state is kept that does best on the validation, not the last one.
    package var keepsBest = true
    /// Validations without a better result after which learning ends; `nil` for never.
    package var patience: Int?

    package init() {}

    /// - Throws: `TrainingError.setting` of a value out of its range.
    func check() throws(TrainingError) {
        try TrainingError.check("epochs", epochs, 1...100_000)
        try TrainingError.check("batch", batch, 1...1 << 20)
        try TrainingError.check("learning-rate", learningRate ?? 0, 0...1)
        try TrainingError.check("memory", memory, 1...1 << 60)
        try TrainingError.check("warm-up", warmUp, 0...1)
        try TrainingError.check("weight-decay", weightDecay, 0...100)
        try TrainingError.check("frozen layers", frozenLayers, 0...1 << 12)
        try TrainingError.check("layers", layers ?? 1, 1...1 << 12)
        try TrainingError.check("rank", lowRank?.rank ?? 1, 1...1 << 12)
        try TrainingError.check("alpha", lowRank?.alpha ?? 1, 1e-6...1e6)
        try pairs?.check()
        try TrainingError.check("patience", patience ?? 1, 1...1_000_000)
        try TrainingError.check("largest norm", largestNorm, 1e-6...1e12)
    }
}
