/// How a static model is made of a teacher.
package struct DistillationOptions: Sendable, Equatable {
    /// Components of a vector; `nil` for 256, or for the teacher's if it has fewer.
    package var dimension: Int?
    /// a in a / (a + p), what the vector of a token with the probability p is multiplied by (Arora,
    /// Liang and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", 2017); 0 for
    /// vectors as they are.
    package var weighting = 1e-4
    /// How far the directions of vectors that do not learn from texts are evened out: from 0, principal
    /// components as they are, to 1, the same variance in all (Su et al., "Whitening Sentence
    /// Representations for Better Semantics and Faster Retrieval", 2021); `nil` for half way.
    package var whitening: Double?
    /// What the vectors of texts are to be like.
    package enum Objective: String, Sendable, CaseIterable {
        /// Each text nearer to the teacher's vector of it than to those of other texts.
        case contrastive
        /// In the direction of the teacher's.
        case cosine
    }

    package var objective = Objective.contrastive
    /// Passes over the texts, if there are any; 0 to count their tokens alone.
    package var epochs = 30
    /// Texts of a step.
    package var batch = 256
    package var learningRate = 3e-3
    /// What similarities are divided by.
    package var temperature = 0.2
    /// The share of the texts that tells when to stop.
    package var validation = 0.1
    /// Passes without a better result after which learning ends.
    package var patience = 5
    /// Of all random numbers: the order of texts, and which are held out.
    package var seed: UInt64 = 1

    package init() {}

    /// - Throws: `TrainingError.setting` of a value out of its range.
    package func check() throws(TrainingError) {
        try TrainingError.check("dimension", dimension ?? 1, 1...1 << 14)
        try TrainingError.check("weighting", weighting, 0...1)
        try TrainingError.check("whitening", whitening ?? 0, 0...1)
        try TrainingError.check("epochs", epochs, 0...100_000)
        try TrainingError.check("batch", batch, 2...1 << 16)
        try TrainingError.check("learning-rate", learningRate, 0...10)
        try TrainingError.check("temperature", temperature, 1e-3...1e3)
        try TrainingError.check("patience", patience, 1...1_000_000)
    }
}
