/// What an encoder is to do with texts that nobody has labeled.
protocol TextObjective: AnyObject {
    /// Makes a step by some pieces of the texts.
    /// - Parameters:
    ///   - pass: over the texts, from 0.
    ///   - keys: of each piece, if numbers are dropped.
    func step(
        _ pieces: [Int], pass: Int, keys: [UInt64]?, of learned: LearnedModel
    ) throws -> LearnedModel.Outcome

    /// The mean loss on pieces that are held out, always changed in the same way, since
    /// `LearnedModel.finish`.
    func heldOutLoss(_ pieces: [Int], of learned: LearnedModel) throws -> Double
}
