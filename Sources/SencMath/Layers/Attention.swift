internal import SencKernels

/// Multi-head scaled dot-product attention within one text (Vaswani et al., "Attention Is All
/// You Need", 2017), in one precision.
package struct Attention: Sendable {
    package let heads: Int
    package let keyHeads: Int
    package let headSize: Int
    private let scale: Float
    private let before: Int
    private let after: Int
    package let bias: Bias?
    private let products: Products

    /// What multiplies queries with keys and probabilities with values.
    private enum Products: Sendable {
        case packed(senc_attention)
        case blas(BLAS, senc_rows)
    }

    /// What is added to scaled scores by how far the key stands from the query.
    package struct Bias: Sendable {
        /// The farthest distance there is a value for.
        package let reach: Int
        /// [heads, 2 · reach + 1]
        package let values: [Float]

        /// - Parameter value: for a head and a key's place less its query's, from -reach to reach.
        package init(heads: Int, reach: Int, value: (_ head: Int, _ distance: Int) -> Float) {
            self.reach = reach
            values = (0..<heads).flatMap { head in (-reach...reach).map { value(head, $0) } }
        }
    }

    /// - Parameters:
    ///   - heads: of queries.
    ///   - keyHeads: heads of keys and values; each serves heads / keyHeads heads of queries in
    ///     turn. As many as heads unless given.
    ///   - scale: what scores are multiplied by, above 0; 1 / √headSize unless given.
    ///   - before: how many places before a query the first key stands that it sees.
    ///   - after: how many places after it the last; 0 for causal attention.
    ///   - bias: reaches at least as far as the longest text is long, less 1.
    ///   - precision: bfloat16 is float32 where the CPU has no instructions for it. int8 attends as
    ///     bfloat16 does, but scores keys in 8 bits where there are instructions for both. Of the
    ///     packed backend; BLAS computes in float32 alone.
    package init(
        heads: Int, keyHeads: Int? = nil, headSize: Int, scale: Float? = nil, before: Int = .max,
        after: Int = .max, bias: Bias? = nil, precision: Precision = .float32,
        backend: LoadedBackend = .packed(.ahead), family: KernelFamily = .selected
    ) {
        let keyHeads = keyHeads ?? heads
        precondition(heads > 0 && keyHeads > 0 && heads % keyHeads == 0, "heads share keys evenly")
        precondition(before >= 0 && after >= 0, "a query sees its own key")
        self.heads = heads
        self.keyHeads = keyHeads
        self.headSize = headSize
        self.scale = scale ?? 1 / Float(headSize).squareRoot()
        self.before = before
        self.after = after
        self.bias = bias
        switch backend {
        case .packed: products = .packed(family.attention(precision))
        case .blas(let blas):
            precondition(precision == .float32, "BLAS computes in float32")
            products = .blas(blas, family.rows)
        }
    }

    /// Floats of scratch that a text of that many tokens needs.
    package func scratchCount(tokens: Int) -> Int {
        switch products {
        case .packed(let kernel): withShape { kernel.scratch_size($0, tokens) }
        case .blas: BLASAttention.scratchCount(tokens: tokens)
        }
    }

    /// The heads of keys that a thread attends with; all are one's where BLAS multiplies.
    package func keyHeads(of member: ThreadTeam.Member) -> Range<Int> {
        switch products {
        case .packed: member.share(of: keyHeads)
        case .blas: member.index == 0 ? 0..<keyHeads : 0..<0
        }
    }

    /// Computes softmax(q kᵀ · scale + bias) v for each head.
    /// - Parameters:
    ///   - queriesKeysValues: [tokens, (heads + 2 · keyHeads) · headSize], the three side by side.
    ///   - result: [tokens, heads · headSize].
    ///   - scratch: `scratchCount(tokens:)` floats of the thread's own.
    ///   - member: of the threads that attend together, each with its `keyHeads(of:)`.
    package func apply(
        _ queriesKeysValues: UnsafePointer<Float>, tokens: Int,
        to result: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>,
        as member: ThreadTeam.Member = .alone
    ) {
        precondition(bias.map { tokens <= $0.reach + 1 } ?? true, "the bias must reach")
        let range = keyHeads(of: member)
        guard !range.isEmpty else { return }
        let width = heads * headSize
        let keyWidth = keyHeads * headSize
        withShape { shape in
            switch products {
            case .packed(let kernel):
                let first = range.lowerBound * (heads / keyHeads)
                let keys = queriesKeysValues + width + range.lowerBound * headSize
                var part = shape.pointee
                part.heads = range.count * (heads / keyHeads)
                part.key_heads = range.count
                part.bias = part.bias.map { $0 + first * (2 * part.reach + 1) }
                kernel.apply(
                    &part, queriesKeysValues + first * headSize, keys, keys + keyWidth,
                    width + 2 * keyWidth, tokens, result + first * headSize, width, nil, nil,
                    scratch)
            case .blas(let blas, let rows):
                BLASAttention(shape: shape.pointee, tokens: tokens, blas: blas, rows: rows).apply(
                    queriesKeysValues, to: result, scratch: scratch)
            }
        }
    }

    func withShape<Result>(
        biases: UnsafePointer<Float>? = nil,
        _ body: (UnsafePointer<senc_attention_shape>) -> Result
    ) -> Result {
        func call(_ values: UnsafePointer<Float>?) -> Result {
            var shape = senc_attention_shape(
                heads: heads, key_heads: keyHeads, head_size: headSize, scale: scale,
                before: before, after: after, bias: values, reach: bias?.reach ?? 0)
            return body(&shape)
        }
        if let biases { return call(biases) }
        guard let bias else { return call(nil) }
        return bias.values.withUnsafeBufferPointer { call($0.baseAddress) }
    }
}
