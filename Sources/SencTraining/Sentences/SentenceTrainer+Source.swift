internal import Senc
internal import SencMath

extension SentenceTrainer {
    /// The settings of a model, or of one with fewer of its layers.
    static func settings(_ model: String, _ options: SentenceOptions) throws -> ModelSettings {
        let settings = try ModelSettings(model: model)
        guard let count = options.layers else { return settings }
        guard case .transformer(let configuration) = settings.input else {
            throw LearningError.noLayers(path: settings.weights)
        }
        guard let layers = configuration.spreadLayers(count) else {
            throw LearningError.keptLayers(count, of: configuration.layerCount)
        }
        return settings.keeping(layers)
    }

    /// The largest learning rate where none is asked for.
    static func rate(_ settings: ModelSettings, _ options: SentenceOptions) -> Double {
        if case .table = settings.input { 0.05 } else { options.lowRank == nil ? 2e-5 : 2e-4 }
    }

    /// What gives tokens their states, and what is learned of it.
    /// - Parameter words: ids of the texts.
    static func source(
        _ settings: ModelSettings, words: [[Int32]], _ options: SentenceOptions,
        _ workers: WorkerPool
    ) throws -> (ParameterStore, any LearnedSource) {
        let words = Set(words.joined())
        switch settings.input {
        case .table(let table):
            guard options.lowRank == nil, options.frozenLayers == 0 else {
                throw LearningError.noLayers(path: table.weightsPath)
            }
            return (
                ParameterStore(isLearned: { _ in true }),
                try LearnedTable(
                    table, words: words, memory: options.memory, workers: workers)
            )
        case .transformer(let configuration):
            let frozen = try configuration.namesOfLayers(
                options.frozenLayers, settings.weights(of: configuration).names)
            let isNarrow = options.lowRank != nil
            let store = ParameterStore(isLearned: { name in
                (!isNarrow || LowRankSettings.isUpdate(name))
                    && !frozen.contains(where: name.hasPrefix)
            })
            let rates = try settings.dropout(of: configuration)
            let encoder = try LearnedEncoder(
                settings, configuration, in: store, words: words, lowRank: options.lowRank,
                rates: options.drops ? rates : .none, precision: options.precision,
                memory: options.memory, workers: workers)
            return (store, encoder)
        }
    }
}

extension EncoderConfiguration {
    /// What the names of the first layers' tensors begin with, and of what stands before them; none for
    /// no layers.
    fileprivate func namesOfLayers(
        _ count: Int, _ names: TensorNames
    ) throws(LearningError) -> [String] {
        guard count > 0 else { return [] }
        guard count <= layerCount else { throw .layers(count, of: layerCount) }
        // Layers that share weights are frozen together.
        let groups = Set((0..<count).map { $0 * layerGroups / layerCount })
        let layers = groups.sorted().flatMap { group in
            (0..<layersPerGroup).map { names.layer(group, $0) }
        }
        let before = [
            names.wordEmbeddings, names.positionEmbeddings, names.tokenTypeEmbeddings,
            names.embeddingNorm, names.embeddingProjection, names.relativeBias,
        ]
        return layers + before.compactMap { $0.map { $0 + "." } }
    }
}
