internal import SencMath

/// Tokens that are masked are to be told (Devlin et al., "BERT", 2019).
final class MaskedWords: TextObjective {
    private let texts: PretrainingTexts
    private let masking: TokenMasking
    private let encoder: LearnedEncoder
    private let head: TokenHead
    private let seed: UInt64
    private let workers: WorkerPool

    /// What random numbers are for.
    private static let purpose: UInt64 = 0x6D61_736B_6564
    private static let heldOutPurpose: UInt64 = 0x6865_6C64_6D73

    /// Tokens of held out texts that are computed with at once.
    static let heldOutTokens = 1 << 14

    init(
        _ texts: PretrainingTexts, _ masking: TokenMasking, _ encoder: LearnedEncoder,
        _ head: TokenHead, seed: UInt64, workers: WorkerPool
    ) {
        (self.texts, self.masking, self.encoder, self.head) = (texts, masking, encoder, head)
        (self.seed, self.workers) = (seed, workers)
    }

    /// Some texts as the model sees them.
    private struct Batch {
        let texts: [TokenMasking.Masked]
        let targetCount: Int

        init(_ texts: [TokenMasking.Masked]) {
            self.texts = texts
            targetCount = texts.reduce(0) { $0 + $1.places.count }
        }

        /// The places of those that are to be told in a part, and what they are.
        func targets(
            _ range: Range<Int>, _ part: TokenBatch
        ) -> (places: [Int], targets: [Int32]) {
            var (places, targets) = ([Int](), [Int32]())
            for (index, text) in texts[range].enumerated() {
                let start = part.tokens(ofText: index).lowerBound
                places += text.places.map { start + Int($0) }
                targets += text.targets
            }
            return (places, targets)
        }

        /// What each loss is multiplied by.
        var share: Double { 1 / Double(max(1, targetCount)) }
    }

    /// - Parameter random: of each piece the numbers are the child's of its place.
    private func masked(_ pieces: [Int], _ random: CounterRandom) throws -> Batch {
        let (texts, masking) = (texts, masking)
        return Batch(
            try workers.map(items: pieces.count, grain: 16) { index in
                masking.masked(texts[pieces[index]], random.child(UInt64(pieces[index])))
            })
    }

    func step(
        _ pieces: [Int], pass: Int, keys: [UInt64]?, of learned: LearnedModel
    ) throws -> LearnedModel.Outcome {
        let random = CounterRandom(seed: seed, purpose: Self.purpose).child(UInt64(pass))
        let batch = try masked(pieces, random)
        return try learned.step(
            TokenBatch(batch.texts.map(\.ids), keys: keys), moving: encoder.embeddings.words.ids,
            prepare: head.prepare
        ) { range, part, states in
            let (places, targets) = batch.targets(range, part)
            return try head.step(
                states, tokens: part.tokenCount, places, targets, share: batch.share)
        }
    }

    func heldOutLoss(_ pieces: [Int], of learned: LearnedModel) throws -> Double {
        let batch = try masked(pieces, CounterRandom(seed: seed, purpose: Self.heldOutPurpose))
        guard batch.targetCount > 0 else { throw LearningError.tooFewTexts(texts.count) }
        try head.prepare()
        var sum = 0.0
        let whole = TokenBatch(batch.texts.map(\.ids))
        for (range, part) in whole.parts(tokens: min(encoder.mostTokens, Self.heldOutTokens)) {
            let (places, targets) = batch.targets(range, part)
            sum += try head.loss(encoder.apply(part), places, targets, share: batch.share)
        }
        return sum
    }
}
