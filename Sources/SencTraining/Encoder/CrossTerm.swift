internal import SencMath

/// What a layer of a decoder has of the vector of its text: cross-attention to that one vector, whose
/// weight is always 1, so that it is a linear map of the vector, the same for all tokens:
///
///     y = norm(x + W_o · (W_v · vector + b_v) + b_o)
final class CrossTerm: @unchecked Sendable {
    private let value: LearnedDense
    private let output: LearnedDense
    let norm: LearnedNorm
    private let record: NormRecord
    private let hidden: Int

    private let values = ScratchBuffer<Float>()  // [texts, hidden]
    private let terms = ScratchBuffer<Float>()  // [texts, hidden]
    private let change = ScratchBuffer<Float>()  // [texts, hidden]
    private let valueChange = ScratchBuffer<Float>()  // [texts, hidden]
    private let vectorChange = ScratchBuffer<Float>()  // [texts, hidden]

    /// The place among all vectors of the first text of the batch under way.
    var first = 0

    /// Makes room for its parameters.
    /// - Parameters:
    ///   - name: of the layer.
    ///   - weight: what the linear maps begin with.
    init(
        _ name: String, hidden: Int, epsilon: Float, in store: ParameterStore,
        precision: Precision, weight: @escaping @Sendable (_ map: Int, _ index: Int) -> Float
    ) {
        self.hidden = hidden
        func map(_ module: String, _ index: Int) -> LearnedDense {
            LearnedDense(
                name + module, outputs: hidden, inputs: hidden, .identity, in: store,
                precision: precision
            ) { weight(index, $0) }
        }
        value = map(".crossattention.self.value", 0)
        output = map(".crossattention.output.dense", 1)
        let module = name + ".crossattention.output.LayerNorm"
        norm = LearnedNorm(
            store, gain: store.add(module + ".weight", count: hidden) { _ in 1 },
            bias: store.add(module + ".bias", count: hidden) { _ in 0 },
            GradientKernels.NormKind(isCentered: true, epsilon: epsilon), isOffset: false)
        record = NormRecord(columns: hidden)
    }

    /// Makes the weights as they are now ready for products.
    func prepare() {
        value.prepare()
        output.prepare()
    }

    // MARK: - All texts

    /// Takes the vectors of all texts [texts, hidden].
    func begin(_ vectors: UnsafePointer<Float>, texts: Int) {
        for buffer in [values, terms, change, valueChange, vectorChange] {
            buffer.reserve(texts * hidden)
        }
        value.apply(vectors, rows: texts, to: values.base)
        output.apply(values.base, rows: texts, to: terms.base)
        change.base.update(repeating: 0, count: texts * hidden)
    }

    /// Adds the gradients by the vectors when `back` was called for all texts, and those by the weights.
    func end(addingTo vectors: UnsafeMutablePointer<Float>, texts: Int) {
        let all = [0..<texts]
        output.back(change.base, all, to: valueChange.base)
        value.back(valueChange.base, all, to: vectorChange.base)
        GradientKernels().add(vectorChange.base, count: texts * hidden, to: vectors)
    }

    // MARK: - A chunk

    func reserve(tokens: Int) { record.reserve(rows: tokens) }

    /// Replaces the states of a chunk [tokens, hidden].
    func apply(
        _ chunk: TokenBatch.Chunk, of batch: TokenBatch, _ states: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        for text in chunk.texts {
            let term = terms.base + (first + text) * hidden
            for token in batch.tokens(ofText: text) {
                (scratch + (token - chunk.tokens.lowerBound) * hidden).update(
                    from: term, count: hidden)
            }
        }
        norm.apply(
            scratch, residual: states, rows: chunk.tokens.count, to: states,
            record.trace(row: chunk.tokens.lowerBound))
    }

    /// The states that `apply` left of a chunk [tokens, hidden], to the same bits.
    func applyAgain(_ chunk: TokenBatch.Chunk, to states: UnsafeMutablePointer<Float>) {
        norm.applyAgain(
            rows: chunk.tokens.count, to: states, record.trace(row: chunk.tokens.lowerBound))
    }

    /// Replaces the gradients by what the states of a chunk became by those by what they were.
    func back(
        _ chunk: TokenBatch.Chunk, of batch: TokenBatch, _ states: UnsafeMutablePointer<Float>,
        _ sums: VectorGradients
    ) {
        norm.back(
            states, rows: chunk.tokens.count, to: states,
            record.trace(row: chunk.tokens.lowerBound), sums)
        for text in chunk.texts {
            let tokens = batch.tokens(ofText: text)
            GradientKernels().addColumnSums(
                of: states + (tokens.lowerBound - chunk.tokens.lowerBound) * hidden,
                stride: hidden, rows: tokens.count, columns: hidden,
                to: change.base + (first + text) * hidden)
        }
    }
}
