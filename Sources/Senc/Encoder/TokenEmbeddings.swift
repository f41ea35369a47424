internal import SencMath
internal import SencWeights

/// The states that enter the first layer: word, token-type and position embeddings, summed and
/// normalized. The tables are read where they lie in the weight file.
struct TokenEmbeddings: Sendable {
    private let words: StoredMatrix  // [vocabulary, hidden]
    private let positions: StoredMatrix  // [maximum positions, hidden]
    private let tokenTypes: StoredMatrix  // [token types, hidden]
    private let norm: LayerNorm

    init(
        _ configuration: EncoderConfiguration, _ names: Architecture, _ weights: NamedWeights
    ) throws {
        let hidden = configuration.hiddenSize
        words = try weights.matrix(
            names.wordEmbeddings + ".weight", rows: configuration.vocabularySize, columns: hidden)
        positions = try weights.matrix(
            names.positionEmbeddings + ".weight", rows: configuration.maximumPositions,
            columns: hidden)
        tokenTypes = try weights.matrix(
            names.tokenTypeEmbeddings + ".weight", rows: configuration.tokenTypeCount,
            columns: hidden)
        norm = try weights.layerNorm(
            names.embeddingNorm, count: hidden, epsilon: configuration.layerNormEpsilon)
    }

    /// Writes the states of all tokens of `batch` to `states` [tokens, hidden].
    func apply(_ batch: RaggedBatch, to states: UnsafeMutablePointer<Float>) {
        let hidden = words.columns
        for text in 0..<batch.textCount {
            let range = batch.range(ofText: text)
            for token in range {
                let state = states + token * hidden
                words.copy(row: Int(batch.ids[token]), to: state)
                tokenTypes.add(row: 0, to: state)
                positions.add(row: token - range.lowerBound, to: state)
            }
        }
        norm.apply(states, rows: batch.ids.count, to: states)
    }
}
