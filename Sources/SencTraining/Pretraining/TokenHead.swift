internal import Senc
internal import SencMath

/// Which tokens were meant, told from the states of some: what BERT's head for masked words computes
/// (transformers' `BertForMaskedLM`), and back.
///
///     loss = mean of -log softmax(E · norm(activation(W · state + b)) + c)[target]
final class TokenHead: @unchecked Sendable {
    private let configuration: EncoderConfiguration
    private let dense: LearnedDense
    private let norm: LearnedNorm
    private let softmax: VocabularySoftmax
    private let store: ParameterStore

    private let record: NormRecord
    private let sums: VectorGradients
    private let input = ScratchBuffer<Float>()  // [targets, hidden]
    private let rows = ScratchBuffer<Float>()  // [targets, embedding size]
    private let rowChange = ScratchBuffer<Float>()  // [targets, embedding size]
    private let inputChange = ScratchBuffer<Float>()  // [targets, hidden]
    private let change = ScratchBuffer<Float>()  // [tokens, hidden]

    /// What the names of its tensors begin with.
    static let prefix = "cls.predictions."

    /// Rows whose gradients by the weights are summed by themselves.
    private static let chunk = 256

    /// Makes room for the parameters in the encoder's store.
    /// - Parameters:
    ///   - encoder: that learns the rows of all words.
    ///   - random: draws the weights, as those of an encoder from nothing.
    init(
        _ encoder: LearnedEncoder, _ random: CounterRandom, precision: Precision,
        workers: WorkerPool
    ) {
        let store = encoder.store
        (self.store, configuration) = (store, encoder.configuration)
        let (size, hidden) = (configuration.embeddingSize, configuration.hiddenSize)
        dense = LearnedDense(
            Self.prefix + "transform.dense", outputs: size, inputs: hidden,
            configuration.activation, in: store, precision: precision
        ) { EncoderStart.weight(random, at: $0) }
        norm = LearnedNorm(
            store,
            gain: store.add(Self.prefix + "transform.LayerNorm.weight", count: size) { _ in 1 },
            bias: store.add(Self.prefix + "transform.LayerNorm.bias", count: size) { _ in 0 },
            GradientKernels.NormKind(isCentered: true, epsilon: configuration.normEpsilon),
            isOffset: false)
        softmax = VocabularySoftmax(
            encoder.embeddings.words,
            bias: store.add(Self.prefix + "bias", count: configuration.vocabularySize) { _ in 0 },
            in: store, precision: precision, workers: workers)
        record = NormRecord(columns: size)
        sums = VectorGradients([norm.gain, norm.bias].compactMap { $0 })
    }

    /// Makes the weights as they are now ready for products.
    func prepare() throws {
        dense.prepare()
        try softmax.prepare()
    }

    /// The sum of the losses of some tokens.
    /// - Parameters:
    ///   - states: [tokens, hidden]
    ///   - places: of the tokens that are to be told.
    ///   - targets: what these are.
    ///   - share: what each loss is multiplied by.
    func loss(
        _ states: UnsafePointer<Float>, _ places: [Int], _ targets: [Int32], share: Double
    ) throws -> Double {
        forward(states, places)
        return try softmax.loss(rows.base, targets, share: share, to: nil)
    }

    /// The same, with the gradients by all states [tokens, hidden], valid until the next call; those by
    /// the weights are added.
    func step(
        _ states: UnsafePointer<Float>, tokens: Int, _ places: [Int], _ targets: [Int32],
        share: Double
    ) throws -> (loss: Double, change: UnsafeMutablePointer<Float>) {
        let (size, hidden) = (configuration.embeddingSize, configuration.hiddenSize)
        forward(states, places)
        rowChange.reserve(places.count * size)
        inputChange.reserve(places.count * hidden)
        change.reserve(tokens * hidden)
        let loss = try softmax.loss(rows.base, targets, share: share, to: rowChange.base)
        let chunks = stride(from: 0, to: places.count, by: Self.chunk).map {
            $0..<min($0 + Self.chunk, places.count)
        }
        for chunk in chunks {
            sums.clear()
            let first = rowChange.base + chunk.lowerBound * size
            norm.back(
                first, rows: chunk.count, to: first, record.trace(row: chunk.lowerBound), sums)
            sums.add(to: store)
        }
        change.base.update(repeating: 0, count: tokens * hidden)
        if !chunks.isEmpty { dense.back(rowChange.base, chunks, to: inputChange.base) }
        for (index, place) in places.enumerated() {
            (change.base + place * hidden).update(
                from: inputChange.base + index * hidden, count: hidden)
        }
        return (loss, change.base)
    }

    private func forward(_ states: UnsafePointer<Float>, _ places: [Int]) {
        let (size, hidden) = (configuration.embeddingSize, configuration.hiddenSize)
        input.reserve(places.count * hidden)
        rows.reserve(places.count * size)
        record.reserve(rows: places.count)
        for (index, place) in places.enumerated() {
            (input.base + index * hidden).update(from: states + place * hidden, count: hidden)
        }
        dense.apply(input.base, rows: places.count, to: rows.base)
        norm.apply(rows.base, rows: places.count, to: rows.base, record.trace(row: 0))
    }
}
