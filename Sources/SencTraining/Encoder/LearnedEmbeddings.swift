internal import Senc
internal import SencMath

/// What enters the first layer of an encoder that learns: what `TokenEmbeddings` computes, and back.
final class LearnedEmbeddings: @unchecked Sendable {
    /// [vocabulary, embedding size]
    let words: RowTable
    let learnsWords: Bool
    private let scale: Float?
    private let positions: ParameterStore.Parameter?  // [rows, embedding size]
    private let padding: Int?
    private let tokenTypes: ParameterStore.Parameter?  // [token types, embedding size]
    let norm: LearnedNorm?
    let projection: LearnedLinear?  // embedding size → hidden
    private let size: Int
    private let hiddenSize: Int
    private let rates: DropoutRates
    private let store: ParameterStore

    private let record: NormRecord?
    /// What the projection takes, and the gradients by it [tokens, embedding size].
    private let embedded = ScratchBuffer<Float>()
    private let change = ScratchBuffer<Float>()
    private let projectionGradients: LinearGradients?

    /// - Parameters:
    ///   - words: the rows of words that the texts have.
    ///   - isLearned: whether the tensor of a name is learned.
    init(
        _ configuration: EncoderConfiguration, _ names: TensorNames, _ parameters: ParameterNames,
        words: RowTable, learnsWords: Bool, rates: DropoutRates, precision: Precision
    ) {
        store = parameters.store
        size = configuration.embeddingSize
        hiddenSize = configuration.hiddenSize
        (self.words, self.learnsWords, self.rates) = (words, learnsWords, rates)
        scale =
            configuration.architecture.scalesEmbeddings
            ? Float(configuration.hiddenSize).squareRoot() : nil
        if case .learned(let rows, let padding) = configuration.positions {
            positions = parameters.table(names.positionEmbeddings, rows: rows, columns: size)
            self.padding = padding
        } else {
            (positions, padding) = (nil, nil)
        }
        tokenTypes =
            configuration.tokenTypeCount == 0
            ? nil
            : parameters.table(
                names.tokenTypeEmbeddings, rows: configuration.tokenTypeCount, columns: size)
        norm = names.embeddingNorm.map { parameters.norm($0, count: configuration.embeddingSize) }
        let module = configuration.projectsEmbeddings ? names.embeddingProjection : nil
        projection = module.map {
            parameters.linear(
                [$0], outputs: [configuration.hiddenSize], inputs: configuration.embeddingSize,
                hasBias: true, precision: precision)
        }
        record = norm.map { NormRecord(columns: $0.columns) }
        projectionGradients = projection.map { LinearGradients($0, precision: precision) }
    }

    /// The same tables and norm for other texts, those of a decoder.
    init(sharing other: LearnedEmbeddings, precision: Precision) {
        (store, size, hiddenSize) = (other.store, other.size, other.hiddenSize)
        (words, learnsWords, rates) = (other.words, other.learnsWords, other.rates)
        (scale, positions, padding) = (other.scale, other.positions, other.padding)
        (tokenTypes, norm, projection) = (other.tokenTypes, other.norm, other.projection)
        record = norm.map { NormRecord(columns: $0.columns) }
        projectionGradients = projection.map { LinearGradients($0, precision: precision) }
    }

    /// Biases, and what the norm has.
    var vectors: [ParameterStore.Parameter] {
        [norm?.gain, norm?.bias, projection?.bias].compactMap { $0 }
    }

    /// Whether anything is learned of what enters the first layer.
    var learns: Bool {
        learnsWords || [positions, tokenTypes].contains { $0?.learnedOffset != nil }
            || vectors.contains { $0.learnedOffset != nil } || projection?.learns == true
    }

    /// - Returns: floats of scratch that a thread needs.
    func reserve(_ batch: TokenBatch) -> Int {
        let tokens = batch.tokenCount
        record?.reserve(rows: tokens)
        guard let projection, let projectionGradients else { return 0 }
        embedded.reserve(tokens * size)
        change.reserve(tokens * size)
        projectionGradients.reserve(
            projection, chunks: batch.chunks.count, tokens: batch.longestChunk, total: tokens)
        return max(projection.scratchCount, projectionGradients.scratchCount)
    }

    // MARK: - Forward

    /// Computes the states y [tokens, hidden] of a chunk.
    func apply(
        _ chunk: TokenBatch.Chunk, of batch: TokenBatch, to y: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        let (rows, first) = (chunk.tokens.count, chunk.tokens.lowerBound)
        let vectors = projection == nil ? y : embedded.base
        let start = vectors + first * size
        for text in chunk.texts {
            forEachPosition(of: text, batch) { token, position in
                let state = vectors + token * size
                state.update(from: words.row(of: batch.ids[token]), count: size)
                if let scale {
                    for column in 0..<size { state[column] *= scale }
                }
                if let tokenTypes { add(store.values(of: tokenTypes), count: size, to: state) }
                if let positions {
                    add(store.values(of: positions) + position * size, count: size, to: state)
                }
            }
        }
        if let norm, let record {
            norm.apply(start, rows: rows, to: start, record.trace(row: first))
        }
        let states = y + first * hiddenSize
        projection?.apply(start, rows: rows, to: states, scratch: scratch)
        DropoutSite.embeddings.drop(
            states, columns: hiddenSize, chunk, of: batch, rates, layer: 0)
    }

    /// Calls `body` with each token of a text and its row of the table of positions.
    private func forEachPosition(
        of text: Int, _ batch: TokenBatch, _ body: (_ token: Int, _ position: Int) -> Void
    ) {
        var place = padding.map { $0 + 1 } ?? 0
        for token in batch.tokens(ofText: text) {
            let isPadding = padding == Int(batch.ids[token])
            body(token, isPadding ? Int(batch.ids[token]) : place)
            if !isPadding { place += 1 }
        }
    }

    // MARK: - Back

    /// Brings the gradients by the states of a chunk back to the embeddings.
    /// - Parameter states: [tokens, hidden] of all tokens; `addGradients` takes what becomes of them.
    func back(
        _ index: Int, of batch: TokenBatch, _ states: UnsafeMutablePointer<Float>,
        _ sums: VectorGradients, scratch: UnsafeMutablePointer<Float>
    ) {
        let chunk = batch.chunks[index]
        let (rows, first) = (chunk.tokens.count, chunk.tokens.lowerBound)
        let own = states + first * hiddenSize
        let target = projection == nil ? own : change.base + first * size
        DropoutSite.embeddings.drop(own, columns: hiddenSize, chunk, of: batch, rates, layer: 0)
        if let projection {
            if let bias = projection.bias, let sum = sums[bias] {
                GradientKernels().addColumnSums(
                    of: own, stride: hiddenSize, rows: rows, columns: hiddenSize, to: sum)
            }
            if projection.learns {
                projectionGradients?.keep(
                    embedded.base + first * size, own, of: projection, chunk: index, first: first,
                    tokens: rows, scratch: scratch)
            }
            projection.back(own, rows: rows, to: target, scratch: scratch)
        }
        if let norm, let record {
            norm.back(target, rows: rows, to: target, record.trace(row: first), sums)
        }
    }

    /// Adds up the gradients by the tables when `back` has been called for all chunks.
    func addGradients(
        _ batch: TokenBatch, _ states: UnsafeMutablePointer<Float>, _ workers: WorkerPool,
        _ work: [LayerWorkspace]
    ) throws {
        nonisolated(unsafe) let states = states
        let change = projection == nil ? states : self.change.base
        if let projection, let projectionGradients, projection.learns {
            try workers.forEach(items: projectionGradients.partCount) { part, worker in
                projectionGradients.add(
                    part: part, states, batch.chunkTokens, of: projection,
                    scratch: work[worker].scratch.base)
            }
        }
        if learnsWords {
            if let scale {
                try words.add(
                    change, of: batch.ids,
                    weights: [Float](repeating: scale, count: batch.tokenCount), workers)
            } else {
                try words.add(change, of: batch.ids, workers)
            }
        }
        let kernels = GradientKernels()
        if let tokenTypes, let target = store.gradients(of: tokenTypes) {
            for tokens in batch.chunkTokens {
                kernels.addColumnSums(
                    of: change + tokens.lowerBound * size, stride: size, rows: tokens.count,
                    columns: size, to: target)
            }
        }
        if let positions, let target = store.gradients(of: positions) {
            for text in 0..<batch.textCount {
                forEachPosition(of: text, batch) { token, position in
                    kernels.add(
                        change + token * size, count: size, to: target + position * size)
                }
            }
        }
    }
}
