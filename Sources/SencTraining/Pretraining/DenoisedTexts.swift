internal import Senc
internal import SencMath

/// From the vector of a text whose words are deleted for the most part, the whole text is to be written,
/// by a decoder with the encoder's weights (Wang, Reimers and Gurevych, "TSDAE", 2021).
///
/// The decoder is as sentence-transformers' `DenoisingAutoEncoderLoss` ties it: all weights are the
/// encoder's but those of the cross-attention and of the head.
final class DenoisedTexts: TextObjective {
    /// The share of words that are deleted.
    static let deletedShare = 0.6
    /// What the names of the tensors of the cross-attention begin with.
    static let prefix = "decoder."

    private let texts: PretrainingTexts
    private let encoder: LearnedEncoder
    private let decoder: LearnedEncoder
    private let cross: [CrossTerm]
    private let head: TokenHead
    private let seed: UInt64

    /// What random numbers are for.
    private static let purpose: UInt64 = 0x6465_6E6F_6973
    private static let heldOutPurpose: UInt64 = 0x6865_6C64_6473
    private static let crossPurpose: UInt64 = 0x6372_6F73_7374

    /// Makes room for the decoder's own parameters in the encoder's store.
    /// - Precondition: `encoder.canDecode`
    init(
        _ texts: PretrainingTexts, _ encoder: LearnedEncoder, _ head: TokenHead, seed: UInt64,
        precision: Precision
    ) {
        let configuration = encoder.configuration
        let random = CounterRandom(seed: seed, purpose: Self.crossPurpose)
        cross = (0..<configuration.layerCount).map { layer in
            CrossTerm(
                Self.prefix + "layer.\(layer)", hidden: configuration.hiddenSize,
                epsilon: configuration.normEpsilon, in: encoder.store, precision: precision
            ) { map, index in
                EncoderStart.weight(random.child(UInt64(2 * layer + map)), at: index)
            }
        }
        decoder = LearnedEncoder(decoding: encoder, cross, precision: precision)
        (self.texts, self.encoder, self.head, self.seed) = (texts, encoder, head, seed)
    }

    /// What is left of a piece.
    /// - Parameter random: the piece's own numbers.
    static func damaged(
        _ piece: (ids: ArraySlice<Int32>, marks: ArraySlice<PretrainingTexts.Mark>),
        _ random: CounterRandom
    ) -> [Int32] {
        let words = piece.marks.count { $0 == .begins }
        guard words > 0 else { return Array(piece.ids) }
        var keeps = (0..<words).map { random.uniform(at: UInt64($0)) >= deletedShare }
        if !keeps.contains(true) {
            keeps[random.integer(below: words, at: UInt64(words))] = true
        }
        var word = -1
        return zip(piece.ids, piece.marks).compactMap { id, mark in
            if mark == .begins { word += 1 }
            return mark == .around || word < 0 || keeps[word] ? id : nil
        }
    }

    /// - Parameter random: of each piece the numbers are the child's of its place.
    private func damaged(_ pieces: [Int], _ random: CounterRandom) -> [[Int32]] {
        pieces.map { Self.damaged(texts.marked($0), random.child(UInt64($0))) }
    }

    func step(
        _ pieces: [Int], pass: Int, keys: [UInt64]?, of learned: LearnedModel
    ) throws -> LearnedModel.Outcome {
        let random = CounterRandom(seed: seed, purpose: Self.purpose).child(UInt64(pass))
        let batch = TokenBatch(damaged(pieces, random), keys: keys)
        return try learned.step(
            batch, skipping: pieces.map { _ in 0 }, moving: encoder.embeddings.words.ids
        ) { vectors, change in
            change.update(repeating: 0, count: pieces.count * learned.pipeline.dimension)
            // Other numbers are dropped than in the encoder.
            return try evaluate(
                pieces.map { texts[$0] }, vectors, change, keys: keys?.map { ~$0 })
        }
    }

    func heldOutLoss(_ pieces: [Int], of learned: LearnedModel) throws -> Double {
        let random = CounterRandom(seed: seed, purpose: Self.heldOutPurpose)
        let vectors = FloatBuffer(count: pieces.count * learned.pipeline.dimension)
        try learned.encode(
            TokenBatch(damaged(pieces, random)), skipping: pieces.map { _ in 0 }, to: vectors.base)
        return try evaluate(pieces.map { texts[$0] }, vectors.base, nil, keys: nil)
    }

    /// The mean loss of all tokens of texts behind their first.
    /// - Parameters:
    ///   - vectors: [texts, hidden]
    ///   - change: to which the gradients by these are added, as are those by the weights to theirs; `nil`
    ///     for the loss alone.
    func evaluate(
        _ wholes: [ArraySlice<Int32>], _ vectors: UnsafePointer<Float>,
        _ change: UnsafeMutablePointer<Float>?, keys: [UInt64]?
    ) throws -> Double {
        try head.prepare()
        for term in cross {
            term.prepare()
            term.begin(vectors, texts: wholes.count)
        }
        let batch = TokenBatch(wholes.map { Array($0.dropLast()) }, keys: keys)
        let share = 1 / Double(max(1, batch.tokenCount))
        let limit =
            change == nil
            ? min(decoder.mostTokens, MaskedWords.heldOutTokens) : decoder.mostTokens
        var sum = 0.0
        for (range, part) in batch.parts(tokens: limit) {
            for term in cross { term.first = range.lowerBound }
            let states = try decoder.apply(part)
            let targets = wholes[range].flatMap { $0.dropFirst() }
            let places = Array(0..<part.tokenCount)
            if change == nil {
                sum += try head.loss(states, places, targets, share: share)
            } else {
                let (loss, states) = try head.step(
                    states, tokens: part.tokenCount, places, targets, share: share)
                sum += loss
                try decoder.back(part, states)
            }
        }
        if let change {
            for term in cross { term.end(addingTo: change, texts: wholes.count) }
        }
        return sum
    }
}
