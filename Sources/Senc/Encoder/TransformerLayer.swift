internal import SencMath
internal import SencWeights

/// One layer of a BERT encoder: attention and a feed-forward network, each added to its input and
/// then normalized (Devlin et al., "BERT", 2019).
struct TransformerLayer: Sendable {
    /// Tokens whose feed-forward activations are computed at once, so that they stay in cache.
    static let feedForwardRows = 96

    private let hiddenSize: Int
    private let queriesKeysValues: Linear  // hidden → 3 · hidden
    private let attention: Attention
    private let attentionOutput: Linear  // hidden → hidden
    private let attentionNorm: LayerNorm
    private let intermediate: Linear  // hidden → intermediate, activated
    private let output: Linear  // intermediate → hidden
    private let outputNorm: LayerNorm

    init(
        index: Int, _ configuration: EncoderConfiguration, _ names: Architecture,
        _ weights: NamedWeights, precision: Precision, backend: LoadedBackend
    ) throws {
        let layer = names.layer.replacing("#", with: String(index))
        let hidden = configuration.hiddenSize
        let inner = configuration.intermediateSize
        func matrix(_ name: String, _ rows: Int, _ columns: Int) throws -> StoredMatrix {
            try weights.matrix(layer + name + ".weight", rows: rows, columns: columns)
        }
        func bias(_ name: String, _ count: Int) throws -> [Float] {
            try weights.vector(layer + name + ".bias", count: count)
        }
        let projections = [names.query, names.key, names.value]
        hiddenSize = hidden
        queriesKeysValues = Linear(
            parts: try projections.map { try matrix($0, hidden, hidden) },
            bias: try projections.flatMap { try bias($0, hidden) }, precision: precision,
            backend: backend)
        attention = Attention(
            heads: configuration.headCount, headSize: configuration.headSize, precision: precision)
        attentionOutput = Linear(
            parts: [try matrix(names.attentionOutput, hidden, hidden)],
            bias: try bias(names.attentionOutput, hidden), precision: precision, backend: backend)
        attentionNorm = try weights.layerNorm(
            layer + names.attentionNorm, count: hidden, epsilon: configuration.layerNormEpsilon)
        intermediate = Linear(
            parts: [try matrix(names.intermediate, inner, hidden)],
            bias: try bias(names.intermediate, inner), activation: configuration.activation,
            precision: precision, backend: backend)
        output = Linear(
            parts: [try matrix(names.output, hidden, inner)],
            bias: try bias(names.output, hidden), precision: precision, backend: backend)
        outputNorm = try weights.layerNorm(
            layer + names.outputNorm, count: hidden, epsilon: configuration.layerNormEpsilon)
    }

    /// All its linear layers, in the order of use.
    var linearLayers: [Linear] { [queriesKeysValues, attentionOutput, intermediate, output] }

    /// Floats of scratch that a batch needs whose longest text has so many tokens.
    func scratchCount(longestText tokens: Int) -> Int {
        linearLayers.reduce(attention.scratchCount(tokens: tokens)) { max($0, $1.scratchCount) }
    }

    /// Replaces the workspace's states [tokens, hidden] by the layer's.
    func apply(to batch: RaggedBatch, in workspace: Workspace) {
        let tokens = batch.ids.count
        let states = workspace.states.base
        let context = workspace.context.base
        let update = workspace.output.base
        let scratch = workspace.scratch.base

        queriesKeysValues.apply(
            states, rows: tokens, to: workspace.queriesKeysValues.base, scratch: scratch)
        for text in 0..<batch.textCount {
            let range = batch.range(ofText: text)
            attention.apply(
                workspace.queriesKeysValues.base + range.lowerBound * 3 * hiddenSize,
                tokens: range.count, to: context + range.lowerBound * hiddenSize,
                scratch: scratch)
        }
        attentionOutput.apply(context, rows: tokens, to: update, scratch: scratch)
        attentionNorm.apply(update, residual: states, rows: tokens, to: states)

        for row in stride(from: 0, to: tokens, by: Self.feedForwardRows) {
            let rows = min(Self.feedForwardRows, tokens - row)
            let block = states + row * hiddenSize
            intermediate.apply(
                block, rows: rows, to: workspace.intermediate.base, scratch: scratch)
            output.apply(
                workspace.intermediate.base, rows: rows, to: update, scratch: scratch)
            outputNorm.apply(update, residual: block, rows: rows, to: block)
        }
    }
}
