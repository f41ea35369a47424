internal import Senc
internal import SencMath

/// A transformer encoder that learns: what `Transformer` computes, and back.
final class LearnedEncoder: LearnedSource, @unchecked Sendable {
    let configuration: EncoderConfiguration
    let store: ParameterStore
    let embeddings: LearnedEmbeddings
    /// Those with weights of their own, and in the order of use.
    private let distinct: [LearnedLayer]
    private let layers: [LearnedLayer]
    private let finalNorm: LearnedNorm?
    /// Biases of scores by distance, where they are learned.
    private let relative: RelativeBiases?

    private let workers: WorkerPool
    private let memory: Int
    /// Of each layer, and one for all where layers are computed again on the way back.
    private let ownTraces: [LayerTrace]
    private let sharedTrace: LayerTrace
    /// Whether all that layers compute is kept for the way back.
    private var keepsTraces = true
    private let gradients = LayerGradients()
    private let weightGradients: [LinearGradients]
    private let work: [LayerWorkspace]
    /// What each layer takes, and what the last gives [tokens, hidden].
    private let states: [ScratchBuffer<Float>]
    private let finalRecord: NormRecord?
    private let output = ScratchBuffer<Float>()
    /// What a layer gives that is computed once more.
    private let again = ScratchBuffer<Float>()
    private let change = ScratchBuffer<Float>()
    /// For each layer, then for what stands before and behind them, one a chunk.
    private var sums: [[VectorGradients]]

    /// Makes room for the encoder's parameters in a store.
    /// - Parameters:
    ///   - words: ids that texts have.
    ///   - lowRank: which layers learn by updates of low rank.
    ///   - rates: of what is dropped.
    ///   - precision: of the operands of products.
    ///   - memory: bytes that what is computed with may take. Where a batch needs more, only what layers
    ///     take is kept, from which the rest is computed once more on the way back (Chen et al., "Training
    ///     Deep Nets with Sublinear Memory Cost", 2016), to the same bits.
    init(
        _ settings: ModelSettings, _ configuration: EncoderConfiguration, in store: ParameterStore,
        words: some Sequence<Int32>, lowRank: LowRankSettings? = nil,
        rates: DropoutRates = .none, precision: Precision = .float32,
        memory: Int = .max, workers: WorkerPool
    ) throws {
        let (names, weights) = try settings.weights(of: configuration)
        (self.configuration, self.workers, self.store) = (configuration, workers, store)
        self.memory = memory
        let parameters = ParameterNames(
            store: store, weights: weights, configuration: configuration, lowRank: lowRank)
        let wordsName = names.wordEmbeddings + ".weight"
        let learnsWords = store.isLearned(wordsName)
        let table = try weights.matrix(
            wordsName, rows: configuration.vocabularySize,
            columns: configuration.embeddingSize, checksScales: false)
        embeddings = LearnedEmbeddings(
            configuration, names, parameters,
            words: RowTable(name: wordsName, table, ids: words, learns: learnsWords),
            learnsWords: learnsWords, rates: rates, precision: precision)
        let schemes = try AttentionSchemes(
            configuration, names, weights, path: settings.weights)
        let inner = configuration.layersPerGroup
        let distinct = (0..<configuration.layerGroups * inner).map { index in
            LearnedLayer(
                LearnedLayerParts(
                    index, prefix: names.layer(index / inner, index % inner), configuration,
                    schemes, names, parameters, precision: precision), rates: rates)
        }
        layers = (0..<configuration.layerCount).flatMap { layer in
            let group = layer * configuration.layerGroups / configuration.layerCount
            return distinct[(group * inner)..<((group + 1) * inner)]
        }
        self.distinct = distinct
        finalNorm = names.finalNorm.map {
            parameters.norm($0, count: configuration.hiddenSize)
        }
        relative =
            configuration.distanceBuckets == 0
            ? nil
            : RelativeBiases(
                store,
                parameters.table(
                    names.relativeBias, rows: configuration.distanceBuckets,
                    columns: configuration.headCount, decays: false),
                reach: configuration.maximumPositions - 1)
        ownTraces = layers.map(LayerTrace.init)
        // The first layers may lack a norm that the last has.
        sharedTrace = LayerTrace(distinct[distinct.count - 1])
        weightGradients = distinct[0].linearLayers.map { LinearGradients($0, precision: precision) }
        work = (0..<workers.threads).map { _ in LayerWorkspace() }
        states = (0...layers.count).map { _ in ScratchBuffer<Float>() }
        finalRecord = finalNorm.map { NormRecord(columns: $0.columns) }
        sums = Array(repeating: [], count: distinct.count + 2)
    }

    /// A decoder with an encoder's weights: its tokens see those before them alone, and each of its layers
    /// a vector of the text. What the encoder prepares is prepared for it, too.
    /// - Parameter cross: what each layer has of the vector.
    /// - Precondition: the encoder's layers have weights of their own, and no norm stands behind them.
    init(decoding encoder: LearnedEncoder, _ cross: [CrossTerm], precision: Precision) {
        precondition(
            encoder.canDecode && cross.count == encoder.distinct.count, "a term for each layer")
        (configuration, workers) = (encoder.configuration, encoder.workers)
        (store, memory) = (encoder.store, encoder.memory)
        embeddings = LearnedEmbeddings(sharing: encoder.embeddings, precision: precision)
        let attention = Attention.Learned(
            Attention(
                heads: configuration.headCount, keyHeads: configuration.keyHeadCount,
                headSize: configuration.headSize, scale: configuration.attentionScale, after: 0))
        distinct = zip(encoder.distinct, cross).map {
            LearnedLayer($0, attention: attention, cross: $1)
        }
        layers = distinct
        (finalNorm, relative, finalRecord) = (nil, nil, nil)
        ownTraces = layers.map(LayerTrace.init)
        sharedTrace = LayerTrace(distinct[distinct.count - 1])
        weightGradients = distinct[0].linearLayers.map { LinearGradients($0, precision: precision) }
        work = (0..<workers.threads).map { _ in LayerWorkspace() }
        states = (0...layers.count).map { _ in ScratchBuffer<Float>() }
        sums = Array(repeating: [], count: distinct.count + 2)
    }

    /// Whether there can be a decoder with its weights.
    var canDecode: Bool {
        finalNorm == nil && relative == nil && layers.count == distinct.count
            && configuration.positions != .linearBias
            && distinct.allSatisfy { $0.attentionNorms.after != nil }
    }

    var words: RowTable? { embeddings.learnsWords ? embeddings.words : nil }

    var allLinearLayers: [LearnedLinear] {
        distinct.flatMap(\.linearLayers) + [embeddings.projection].compactMap { $0 }
    }

    /// Bytes that a token takes where all that layers compute is kept, with those for the layer under
    /// way.
    var bytesPerToken: Int {
        let layer = distinct[0]
        let shared =
            2 * layer.queriesKeysValues.outputs + 3 * layer.feedForward.outputs
            + 6 * configuration.hiddenSize
        let own = LayerTrace.floatsPerToken(layer) + configuration.hiddenSize
        return (layers.count * own + shared) * MemoryLayout<Float>.stride
    }

    var mostTokens: Int { max(1, memory / bytesPerToken) }

    private func trace(_ layer: Int) -> LayerTrace {
        keepsTraces ? ownTraces[layer] : sharedTrace
    }

    // MARK: - Forward

    func prepare() throws {
        let linear = allLinearLayers
        try workers.forEach(items: linear.count) { item, _ in linear[item].merge() }
        let parts = linear.flatMap { layer in (0..<layer.packCount).map { (layer, $0) } }
        try workers.forEach(items: parts.count) { item, _ in parts[item].0.pack(parts[item].1) }
        let norms = distinct.flatMap(\.norms) + [embeddings.norm, finalNorm].compactMap { $0 }
        for norm in norms { norm.prepare() }
        relative?.prepare()
    }

    func apply(_ batch: TokenBatch) throws -> UnsafePointer<Float> {
        let hidden = configuration.hiddenSize
        reserve(batch)
        try workers.forEach(items: batch.chunks.count) { item, worker in
            let chunk = batch.chunks[item]
            let work = self.work[worker]
            self.embeddings.apply(
                chunk, of: batch, to: self.states[0].base, scratch: work.scratch.base)
            for (index, layer) in self.layers.enumerated() {
                layer.apply(
                    self.place(chunk, batch, index), self.states[index].base,
                    to: self.states[index + 1].base, self.trace(index), work)
            }
            guard let norm = self.finalNorm, let record = self.finalRecord else { return }
            let start = chunk.tokens.lowerBound
            norm.apply(
                self.states[self.layers.count].base + start * hidden, rows: chunk.tokens.count,
                to: self.output.base + start * hidden, record.trace(row: start))
        }
        return UnsafePointer(finalNorm == nil ? states[layers.count].base : output.base)
    }

    private func place(
        _ chunk: TokenBatch.Chunk, _ batch: TokenBatch, _ index: Int
    ) -> LearnedLayer.Place {
        LearnedLayer.Place(batch: batch, chunk: chunk, index: index, biases: relative?.values)
    }

    private func reserve(_ batch: TokenBatch) {
        let tokens = batch.tokenCount
        let count = tokens * configuration.hiddenSize
        let chunks = batch.chunks.count
        for buffer in states + [output, change] { buffer.reserve(count) }
        keepsTraces = tokens <= mostTokens
        if keepsTraces {
            for (layer, trace) in zip(layers, ownTraces) { trace.reserve(layer, tokens: tokens) }
        } else {
            again.reserve(count)
            for layer in distinct { sharedTrace.reserve(layer, tokens: tokens) }
        }
        for layer in distinct { layer.cross?.reserve(tokens: tokens) }
        gradients.reserve(distinct[0], tokens: tokens)
        finalRecord?.reserve(rows: tokens)
        var scratch = embeddings.reserve(batch)
        for (gradients, layer) in zip(weightGradients, distinct[0].linearLayers) {
            gradients.reserve(
                layer, chunks: chunks, tokens: batch.longestChunk, total: tokens)
            scratch = max(scratch, gradients.scratchCount)
        }
        for work in work {
            work.reserve(
                distinct[0], chunkTokens: batch.longestChunk, longestText: batch.longestText,
                scratchCount: scratch)
        }
        relative?.reserve(chunks: chunks)
        let vectors =
            distinct.map(\.vectors) + [
                embeddings.vectors, [finalNorm?.gain, finalNorm?.bias].compactMap { $0 },
            ]
        for (index, parameters) in vectors.enumerated() {
            while sums[index].count < chunks { sums[index].append(VectorGradients(parameters)) }
        }
    }

    // MARK: - Back

    func back(_ batch: TokenBatch, _ change: UnsafePointer<Float>) throws {
        let hidden = configuration.hiddenSize
        nonisolated(unsafe) let own = self.change.base
        own.update(from: change, count: batch.tokenCount * hidden)
        let all = sums
        try workers.forEach(items: batch.chunks.count) { item, _ in
            for list in all { list[item].clear() }
            self.relative?.clear(chunk: item)
            guard let norm = self.finalNorm, let record = self.finalRecord else { return }
            let tokens = batch.chunks[item].tokens
            let states = own + tokens.lowerBound * hidden
            norm.back(
                states, rows: tokens.count, to: states, record.trace(row: tokens.lowerBound),
                all[self.distinct.count + 1][item])
        }
        let lowest = embeddings.learns ? 0 : layers.firstIndex(where: \.learns) ?? layers.count
        for index in layers.indices.reversed() where index >= lowest {
            try back(index, batch, own, goesOn: index > lowest || embeddings.learns)
        }
        let embeddings = embeddings
        if embeddings.learns {
            try workers.forEach(items: batch.chunks.count) { item, worker in
                embeddings.back(
                    item, of: batch, own, all[self.distinct.count][item],
                    scratch: self.work[worker].scratch.base)
            }
            try embeddings.addGradients(batch, workers, work)
        }
        for list in all {
            for chunk in batch.chunks.indices { list[chunk].add(to: store) }
        }
        relative?.addGradients(chunks: batch.chunks.count)
    }

    private func back(
        _ index: Int, _ batch: TokenBatch, _ change: UnsafeMutablePointer<Float>, goesOn: Bool
    ) throws {
        nonisolated(unsafe) let change = change
        let layer = layers[index]
        let own = distinct.firstIndex { $0 === layer } ?? 0
        let lists = sums[own]
        try workers.forEach(items: batch.chunks.count) { item, worker in
            let place = self.place(batch.chunks[item], batch, index)
            if !self.keepsTraces {
                layer.apply(
                    place, self.states[index].base, to: self.again.base, self.trace(index),
                    self.work[worker])
            }
            layer.back(
                place, self.states[index].base, change, self.trace(index),
                LearnedLayer.BackState(
                    gradients: self.gradients, weights: self.weightGradients, sums: lists[item],
                    biasSums: self.relative?.sums(chunk: item), chunk: item, goesOn: goesOn),
                self.work[worker])
        }
        let changes = [
            gradients.queriesKeysValues, gradients.attentionOutput, gradients.inner,
            gradients.output,
        ]
        let parts = layer.linearLayers.indices.flatMap { linear in
            layer.linearLayers[linear].learns
                ? (0..<weightGradients[linear].partCount).map { (linear, $0) } : []
        }
        try workers.forEach(items: parts.count) { item, worker in
            let (linear, part) = parts[item]
            self.weightGradients[linear].add(
                part: part, changes[linear].base, batch.chunkTokens,
                of: layer.linearLayers[linear],
                scratch: self.work[worker].scratch.base)
        }
    }
}
