internal import SencMath
internal import SencWeights

/// A transformer encoder: token ids to token states.
struct Transformer: Sendable {
    let configuration: EncoderConfiguration
    private let embeddings: TokenEmbeddings
    /// In the order of use; those that share weights share their memory.
    let layers: [TransformerLayer]
    private let finalNorm: Norm?

    init(
        _ configuration: EncoderConfiguration, _ file: WeightFile, adapter: Adapter? = nil,
        precision: Precision, backend: LoadedBackend, workers: WorkerPool
    ) throws {
        let (names, weights) = NamedWeights.find(
            configuration.architecture.names(in: file.format), in: file, adapter: adapter)
        self.configuration = configuration
        embeddings = try TokenEmbeddings(
            configuration, names, weights, precision: precision, backend: backend)
        let schemes = try AttentionSchemes(configuration, names, weights, path: file.path)
        let inner = configuration.layersPerGroup
        let distinct = try workers.map(items: configuration.layerGroups * inner) { index in
            try TransformerLayer(
                prefix: names.layer(index / inner, index % inner),
                hasInputNorm: index >= configuration.architecture.layersWithoutInputNorm,
                window: configuration.windows[index / inner], configuration, schemes, names,
                weights, precision: precision, backend: backend)
        }
        layers = (0..<configuration.layerCount).flatMap { layer in
            let group = layer * configuration.layerGroups / configuration.layerCount
            return distinct[(group * inner)..<((group + 1) * inner)]
        }
        finalNorm = try names.finalNorm.map {
            try weights.norm($0, count: configuration.hiddenSize, configuration)
        }
        try weights.checkAdapter()
    }

    /// Computes the states of all tokens of a batch.
    /// - Parameters:
    ///   - batch: ids within the vocabulary, texts within the maximum of positions.
    ///   - threads: how many compute the batch together. States are the same to the bit.
    ///   - observer: is shown the states [tokens, hidden] after the embeddings and each layer, the
    ///     last ones normalized if the family does that.
    /// - Returns: the last layer's states [tokens, hidden], valid until the workspace's next use.
    func apply(
        _ batch: RaggedBatch, in workspace: Workspace, threads: Int = 1,
        observer: ((UnsafeBufferPointer<Float>) -> Void)? = nil
    ) -> UnsafePointer<Float> {
        let tokens = batch.ids.count
        let count = tokens * configuration.hiddenSize
        embeddings.reserve(workspace, tokens: tokens)
        layers.first?.reserve(
            workspace, tokens: tokens, longestText: batch.longestText, threads: threads)
        let states = workspace.states.base
        embeddings.apply(batch, in: workspace)
        observer?(UnsafeBufferPointer(start: states, count: count))
        if threads > 1, observer == nil {
            ThreadTeam.run(threads: threads) { member in
                for layer in layers { layer.apply(to: batch, in: workspace, as: member) }
            }
            finalNorm?.apply(states, rows: tokens, to: states)
            return UnsafePointer(states)
        }
        for (index, layer) in layers.enumerated() {
            layer.apply(to: batch, in: workspace, as: .alone)
            if index == layers.count - 1 { finalNorm?.apply(states, rows: tokens, to: states) }
            observer?(UnsafeBufferPointer(start: states, count: count))
        }
        return UnsafePointer(states)
    }
}
