internal import Senc
internal import SencMath

/// A transformer encoder that learns: what `Transformer` computes, and back.
final class LearnedEncoder: LearnedSource, @unchecked Sendable {
    let configuration: EncoderConfiguration
    let store: ParameterStore
    let embeddings: LearnedEmbeddings
    /// Those with weights of their own, and in the order of use.
    let distinct: [LearnedLayer]
    let layers: [LearnedLayer]
    let finalNorm: LearnedNorm?
    /// Biases of scores by distance, where they are learned.
    let relative: RelativeBiases?

    let workers: WorkerPool
    private let memory: Int
    /// Of each layer, for all tokens of a batch.
    let traces: [LayerTrace]
    /// Whether they are kept for the way back; if not, layers are computed again.
    private(set) var keepsTraces = true
    let gradients = LayerGradients()
    let weightGradients: [LinearGradients]
    let work: [LayerWorkspace]
    /// What each layer takes, and what the last gives [tokens, hidden], where it is kept: if traces are,
    /// norms give the others once more.
    let states: [ScratchBuffer<Float>]
    let finalRecord: NormRecord?
    private let output = ScratchBuffer<Float>()
    /// For each layer, then for what stands before and behind them, one a chunk.
    private(set) var sums: [[VectorGradients]]

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
        var distinct: [LearnedLayer] = []
        for index in 0..<configuration.layerGroups * inner {
            distinct.append(
                LearnedLayer(
                    LearnedLayerParts(
                        index, prefix: names.layer(index / inner, index % inner), configuration,
                        schemes, names, parameters, precision: precision, sharing: distinct.first),
                    rates: rates))
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
        traces = layers.map(LayerTrace.init)
        weightGradients = distinct[0].linearLayers.map { LinearGradients($0, precision: precision) }
        // The first layers may lack a norm that the last has.
        let last = distinct[distinct.count - 1]
        work = (0..<workers.threads).map { _ in LayerWorkspace(last) }
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
        traces = layers.map(LayerTrace.init)
        weightGradients = distinct[0].linearLayers.map { LinearGradients($0, precision: precision) }
        let last = distinct[distinct.count - 1]
        work = (0..<workers.threads).map { _ in LayerWorkspace(last) }
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

    /// Bytes that a token takes where all that layers compute is kept.
    var bytesPerToken: Int {
        // The first layers may lack a norm that the last has.
        let own = LayerTrace.floatsPerToken(distinct[distinct.count - 1])
        return (layers.count * own + 3 * configuration.hiddenSize) * MemoryLayout<Float>.stride
    }

    /// Bytes that going back through a layer takes, about, with two threads: what is computed at once is not
    /// to depend on how many there are.
    var layerBytes: Int {
        let layer = distinct[0]
        let taken = layer.linearLayers.reduce(0) { $0 + $1.inputs }
        return 4 * TokenBatch.chunkSize * (LayerGradients.floatsPerToken(layer) + taken)
            * MemoryLayout<Float>.stride
    }

    var mostTokens: Int { max(1, (memory - layerBytes) / bytesPerToken) }

    /// How many chunks go back through a layer before the gradients of its matrices are added up: threads
    /// wait for each other twice.
    var chunksAtOnce: Int { 2 * workers.threads }

    /// The trace of a layer for a chunk, and the token of its first row.
    func trace(
        _ layer: Int, _ chunk: TokenBatch.Chunk, _ work: LayerWorkspace
    ) -> (LayerTrace, origin: Int) {
        keepsTraces ? (traces[layer], 0) : (work.trace, chunk.tokens.lowerBound)
    }

    /// Whether the states before a layer, or behind the last, are kept.
    func keepsStates(_ index: Int) -> Bool {
        !keepsTraces || index == 0 || index == layers.count
            || layers[index].attentionNorms.before == nil
                && layers[index - 1].feedForwardNorms.after == nil
    }

    // MARK: - Forward

    func prepare() throws {
        let linear = allLinearLayers
        try workers.forEach(items: linear.count) { item, _ in linear[item].merge() }
        let panels = linear.flatMap { layer in (0..<layer.panelCount).map { (layer, $0) } }
        try workers.forEach(items: panels.count) { item, _ in panels[item].0.pack(panels[item].1) }
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
            let first = chunk.tokens.lowerBound
            var x = self.states[0].base + first * hidden
            for (index, layer) in self.layers.enumerated() {
                let (trace, origin) = self.trace(index, chunk, work)
                let y =
                    self.keepsStates(index + 1)
                    ? self.states[index + 1].base + first * hidden : work.states.base
                layer.apply(self.place(chunk, batch, index, origin), x, to: y, trace, work)
                x = y
            }
            guard let norm = self.finalNorm, let record = self.finalRecord else { return }
            norm.apply(
                x, rows: chunk.tokens.count, to: self.output.base + first * hidden,
                record.trace(row: first))
        }
        return UnsafePointer(finalNorm == nil ? states[layers.count].base : output.base)
    }

    func place(
        _ chunk: TokenBatch.Chunk, _ batch: TokenBatch, _ index: Int, _ origin: Int
    ) -> LearnedLayer.Place {
        LearnedLayer.Place(
            batch: batch, chunk: chunk, index: index, biases: relative?.values, origin: origin)
    }

    private func reserve(_ batch: TokenBatch) {
        let tokens = batch.tokenCount
        let count = tokens * configuration.hiddenSize
        let chunks = batch.chunks.count
        keepsTraces = tokens <= mostTokens
        for (index, buffer) in states.enumerated() where keepsStates(index) {
            buffer.reserve(count)
        }
        if finalNorm != nil { output.reserve(count) }
        if keepsTraces {
            for (layer, trace) in zip(layers, traces) { trace.reserve(layer, tokens: tokens) }
        } else {
            for (layer, work) in work.flatMap({ work in distinct.map { ($0, work) } }) {
                work.trace.reserve(layer, tokens: batch.longestChunk)
            }
        }
        for layer in distinct { layer.cross?.reserve(tokens: tokens) }
        let atOnce = min(chunksAtOnce, chunks)
        let tokensAtOnce = groups(of: batch).reduce(0) { max($0, $1.tokens.count) }
        gradients.reserve(distinct[0], tokens: tokensAtOnce)
        finalRecord?.reserve(rows: tokens)
        var scratch = embeddings.reserve(batch)
        for (gradients, layer) in zip(weightGradients, distinct[0].linearLayers) {
            gradients.reserve(
                layer, chunks: atOnce, tokens: batch.longestChunk, total: tokensAtOnce)
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
}
