internal import SencMath
internal import SencWeights

/// A transformer encoder: token ids to token states.
struct Transformer: Sendable {
    let configuration: EncoderConfiguration
    private let embeddings: TokenEmbeddings
    let layers: [TransformerLayer]

    init(
        _ configuration: EncoderConfiguration, _ file: WeightFile, precision: Precision,
        backend: LoadedBackend, workers: WorkerPool
    ) throws {
        guard let names = Architecture.named(configuration.modelType) else {
            throw ModelError.unsupportedModelType(
                type: configuration.modelType, supported: Architecture.all.map(\.modelType),
                path: file.path)
        }
        let weights = NamedWeights(file, prefixes: names.prefixes, probe: names.wordEmbeddings)
        self.configuration = configuration
        embeddings = try TokenEmbeddings(configuration, names, weights)
        layers = try workers.map(items: configuration.layerCount) { index in
            try TransformerLayer(
                index: index, configuration, names, weights, precision: precision, backend: backend)
        }
    }

    /// Computes the states of all tokens of a batch.
    /// - Parameters:
    ///   - batch: ids within the vocabulary, texts within the maximum of positions.
    ///   - observer: is shown the states [tokens, hidden] after the embeddings and each layer.
    /// - Returns: the last layer's states [tokens, hidden], valid until the workspace's next use.
    func apply(
        _ batch: RaggedBatch, in workspace: Workspace,
        observer: ((UnsafeBufferPointer<Float>) -> Void)? = nil
    ) -> UnsafePointer<Float> {
        let count = batch.ids.count * configuration.hiddenSize
        workspace.reserve(
            tokens: batch.ids.count, hidden: configuration.hiddenSize,
            intermediateCount: min(batch.ids.count, TransformerLayer.feedForwardRows)
                * configuration.intermediateSize,
            scratchCount: layers.first?.scratchCount(longestText: batch.longestText) ?? 0)
        let states = workspace.states.base
        embeddings.apply(batch, to: states)
        observer?(UnsafeBufferPointer(start: states, count: count))
        for layer in layers {
            layer.apply(to: batch, in: workspace)
            observer?(UnsafeBufferPointer(start: states, count: count))
        }
        return UnsafePointer(states)
    }
}
