internal import SencMath

/// What a layer leaves behind on the way forward, for the way back: rows of tokens. What its blocks take
/// is not there, since norms give it, once more where it is needed.
final class LayerTrace: @unchecked Sendable {
    /// Queries, keys and values as attention takes them.
    let queriesKeysValues = ScratchBuffer<Float>()
    /// Sums of attention's exponentials.
    let sums = ScratchBuffer<Float>()
    /// Attention's answers.
    let context = ScratchBuffer<Float>()
    /// The feed-forward network's sums before the activation.
    let inner = ScratchBuffer<Float>()
    let attentionNorms: BlockRecords
    let feedForwardNorms: BlockRecords
    /// Rows of the heads of each token.
    let queryNorm: NormRecord?
    let keyNorm: NormRecord?

    /// Records of the norms of a block, of those that it has.
    struct BlockRecords {
        let before: NormRecord?
        let within: NormRecord?
        let after: NormRecord?

        init(_ norms: LearnedLayer.Norms) {
            func record(_ norm: LearnedNorm?) -> NormRecord? {
                norm.map { NormRecord(columns: $0.columns) }
            }
            before = record(norms.before)
            within = record(norms.within)
            after = record(norms.after)
        }

        func reserve(tokens: Int) {
            for record in [before, within, after] { record?.reserve(rows: tokens) }
        }
    }

    init(_ layer: LearnedLayer) {
        attentionNorms = BlockRecords(layer.attentionNorms)
        feedForwardNorms = BlockRecords(layer.feedForwardNorms)
        queryNorm = layer.queryNorm.map { NormRecord(columns: $0.columns) }
        keyNorm = layer.keyNorm.map { NormRecord(columns: $0.columns) }
    }

    /// Floats that are kept of a token, about.
    static func floatsPerToken(_ layer: LearnedLayer) -> Int {
        let norms =
            layer.attentionNorms.all.count + layer.feedForwardNorms.all.count
            + (layer.cross == nil ? 0 : 1)
        return layer.queriesKeysValues.outputs * (layer.queryNorm == nil ? 1 : 2)
            + layer.attention.sumsPerToken + layer.attentionOutput.inputs
            + layer.feedForward.outputs + norms * layer.hiddenSize
    }

    func reserve(_ layer: LearnedLayer, tokens: Int) {
        queriesKeysValues.reserve(tokens * layer.queriesKeysValues.outputs)
        sums.reserve(tokens * layer.attention.sumsPerToken)
        context.reserve(tokens * layer.attentionOutput.inputs)
        inner.reserve(tokens * layer.feedForward.outputs)
        attentionNorms.reserve(tokens: tokens)
        feedForwardNorms.reserve(tokens: tokens)
        queryNorm?.reserve(rows: tokens * layer.attention.heads)
        keyNorm?.reserve(rows: tokens * layer.attention.keyHeads)
    }
}

/// The gradients by what a layer's linear layers give: rows of the tokens of some chunks. All layers of
/// an encoder use them in turn.
final class LayerGradients: @unchecked Sendable {
    let queriesKeysValues = ScratchBuffer<Float>()
    let attentionOutput = ScratchBuffer<Float>()
    let inner = ScratchBuffer<Float>()
    let output = ScratchBuffer<Float>()

    /// Floats of a token.
    static func floatsPerToken(_ layer: LearnedLayer) -> Int {
        layer.queriesKeysValues.outputs + layer.feedForward.outputs + 2 * layer.hiddenSize
    }

    func reserve(_ layer: LearnedLayer, tokens: Int) {
        queriesKeysValues.reserve(tokens * layer.queriesKeysValues.outputs)
        attentionOutput.reserve(tokens * layer.hiddenSize)
        inner.reserve(tokens * layer.feedForward.outputs)
        output.reserve(tokens * layer.hiddenSize)
    }
}

/// Memory of one thread for a chunk at a time.
final class LayerWorkspace: @unchecked Sendable {
    /// The states of a chunk before or behind a layer [tokens, hidden].
    let states = ScratchBuffer<Float>()
    /// Those between its two blocks.
    let middle = ScratchBuffer<Float>()
    /// What a block takes, if it is not the states.
    let input = ScratchBuffer<Float>()
    /// Where a layer's is not kept.
    let trace: LayerTrace
    /// What a block adds to the states, or the gradients by what it takes [tokens, hidden].
    let update = ScratchBuffer<Float>()
    /// Gradients by attention's answers [tokens, heads · head size].
    let context = ScratchBuffer<Float>()
    /// The feed-forward network's activations [tokens, intermediate].
    let activated = ScratchBuffer<Float>()
    /// The gradients by some rows of these.
    let block = ScratchBuffer<Float>()
    let scratch = ScratchBuffer<Float>()

    /// - Parameter layer: one that has all norms that any has.
    init(_ layer: LearnedLayer) { trace = LayerTrace(layer) }

    func reserve(_ layer: LearnedLayer, chunkTokens: Int, longestText: Int, scratchCount: Int) {
        for buffer in [states, middle, input] { buffer.reserve(chunkTokens * layer.hiddenSize) }
        update.reserve(chunkTokens * layer.hiddenSize)
        context.reserve(chunkTokens * layer.attentionOutput.inputs)
        activated.reserve(chunkTokens * layer.output.inputs)
        block.reserve(LearnedLayer.blockRows * layer.output.inputs)
        scratch.reserve(
            layer.linearLayers.reduce(
                max(layer.attention.scratchCount(tokens: longestText), scratchCount)
            ) { max($0, $1.scratchCount) })
    }
}
