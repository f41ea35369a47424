package import SencMath

/// How an encoder learns from texts alone.
package struct EncoderOptions: Sendable, Equatable {
    /// What is to be done with texts.
    package enum Objective: String, Sendable, CaseIterable {
        /// Tokens that are masked are to be told.
        case mlm
        /// Texts whose words are deleted for the most part are to be written from their vectors.
        case tsdae
    }

    package var objective = Objective.mlm
    /// Passes over the texts.
    package var epochs = 10
    /// Texts of a step.
    package var batch = 64
    /// The largest learning rate; falls to 0 in a line.
    package var learningRate = 5e-4
    /// The share of all steps in which the learning rate grows from 0.
    package var warmUp = 0.1
    /// What matrices lose of themselves at each step, times the learning rate.
    package var weightDecay = 0.01
    /// The largest norm of all gradients together, to which they are clipped.
    package var largestNorm = 1.0
    /// Of all random numbers.
    package var seed: UInt64 = 1
    /// The share of texts that are held out; 0 for none.
    package var validation = 0.02
    /// How often the validation is made in a run, about.
    package var validations = 10
    /// A lower limit on the tokens of a text than the model's own.
    package var maximumTokens: Int?
    /// Of the operands of products.
    package var precision = Precision.float32
    /// Bytes that what is computed with may take, but for a text that needs more.
    package var memory = 2 << 30

    package init() {}

    /// - Throws: `TrainingError.setting` of a value out of its range.
    package func check() throws(TrainingError) {
        try TrainingError.check("epochs", epochs, 1...100_000)
        try TrainingError.check("batch", batch, 1...1 << 20)
        try TrainingError.check("learning-rate", learningRate, 0...1)
        try TrainingError.check("warm-up", warmUp, 0...1)
        try TrainingError.check("weight-decay", weightDecay, 0...100)
        try TrainingError.check("validation", validation, 0...0.5)
        try TrainingError.check("max-tokens", maximumTokens ?? 3, 3...1 << 16)
    }
}
