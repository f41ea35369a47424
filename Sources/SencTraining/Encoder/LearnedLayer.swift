internal import Senc
internal import SencMath

/// One layer of a transformer encoder that learns: what `TransformerLayer` computes, and back.
final class LearnedLayer: @unchecked Sendable {
    /// Tokens whose feed-forward activations are computed at once, so that they stay in cache.
    static let blockRows = 96

    /// The norms around a block f: after(x + within(f(before(x)))), each of them absent in some
    /// families, which have one before the blocks or one after them.
    struct Norms {
        let before: LearnedNorm?
        let within: LearnedNorm?
        let after: LearnedNorm?

        var all: [LearnedNorm] { [before, within, after].compactMap { $0 } }
    }

    let hiddenSize: Int
    let queriesKeysValues: LearnedLinear
    let queryNorm: LearnedNorm?
    let keyNorm: LearnedNorm?
    let rotary: RotaryTable?
    let attention: Attention.Learned
    let attentionOutput: LearnedLinear
    let attentionNorms: Norms
    let feedForward: LearnedLinear
    let activation: Activation
    /// Whether the gate is the first half of what `feedForward` gives; `nil` if there is no gate.
    let gateIsFirst: Bool?
    let output: LearnedLinear
    let feedForwardNorms: Norms
    let rates: DropoutRates
    /// What a decoder's layer adds between its blocks.
    let cross: CrossTerm?

    /// All its linear layers, in the order of use.
    var linearLayers: [LearnedLinear] { [queriesKeysValues, attentionOutput, feedForward, output] }

    var norms: [LearnedNorm] {
        attentionNorms.all + feedForwardNorms.all
            + [queryNorm, keyNorm, cross?.norm].compactMap { $0 }
    }

    /// Biases, and what norms have.
    var vectors: [ParameterStore.Parameter] {
        linearLayers.compactMap(\.bias) + norms.flatMap { [$0.gain, $0.bias].compactMap { $0 } }
    }

    /// Whether anything of it is learned.
    var learns: Bool {
        linearLayers.contains(where: \.learns) || vectors.contains { $0.learnedOffset != nil }
    }

    init(_ parts: LearnedLayerParts, rates: DropoutRates) {
        (hiddenSize, self.rates, cross) = (parts.hiddenSize, rates, nil)
        (queriesKeysValues, attentionOutput) = (parts.queriesKeysValues, parts.attentionOutput)
        (feedForward, output) = (parts.feedForward, parts.output)
        (queryNorm, keyNorm, rotary) = (parts.queryNorm, parts.keyNorm, parts.rotary)
        (attention, activation) = (parts.attention, parts.activation)
        gateIsFirst = parts.gateIsFirst
        (attentionNorms, feedForwardNorms) = (parts.attentionNorms, parts.feedForwardNorms)
    }

    /// A layer of a decoder with the weights of an encoder's.
    /// - Parameter attention: of a token to those before it.
    init(_ layer: LearnedLayer, attention: Attention.Learned, cross: CrossTerm) {
        (hiddenSize, rates, self.cross) = (layer.hiddenSize, layer.rates, cross)
        (queriesKeysValues, attentionOutput) = (layer.queriesKeysValues, layer.attentionOutput)
        (feedForward, output) = (layer.feedForward, layer.output)
        (queryNorm, keyNorm, rotary) = (layer.queryNorm, layer.keyNorm, layer.rotary)
        (self.attention, activation) = (attention, layer.activation)
        gateIsFirst = layer.gateIsFirst
        (attentionNorms, feedForwardNorms) = (layer.attentionNorms, layer.feedForwardNorms)
    }

    /// Where a chunk is, and what it is computed with.
    struct Place {
        let batch: TokenBatch
        let chunk: TokenBatch.Chunk
        /// Of the layer among all that a text goes through.
        let index: Int
        /// [heads, 2 · reach + 1], if what is added to scores is learned.
        let biases: UnsafePointer<Float>?
        /// The token of the trace's first row.
        let origin: Int

        var rows: Int { chunk.tokens.count }
        /// The chunk's first row of the trace.
        var first: Int { chunk.tokens.lowerBound - origin }

        /// A text's rows of the trace.
        func rows(ofText text: Int) -> Range<Int> {
            let tokens = batch.tokens(ofText: text)
            return tokens.lowerBound - origin..<tokens.upperBound - origin
        }
    }

    // MARK: - Forward

    /// Computes a chunk's states y [tokens, hidden] from x, which it may replace.
    func apply(
        _ place: Place, _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>,
        _ trace: LayerTrace, _ work: LayerWorkspace
    ) {
        let (rows, first) = (place.rows, place.first)
        let (update, scratch) = (work.update.base, work.scratch.base)
        let middle = work.middle.base
        let input = normed(
            x, rows: rows, attentionNorms, trace.attentionNorms, row: first, work.input.base)
        queriesKeysValues.apply(
            input, rows: rows,
            to: trace.queriesKeysValues.base + first * queriesKeysValues.outputs, scratch: scratch)
        for text in place.chunk.texts { attend(text, place, trace, scratch) }
        attentionOutput.apply(
            trace.context.base + first * attentionOutput.inputs, rows: rows, to: update,
            scratch: scratch)
        finish(
            update, residual: x, to: middle, place, attentionNorms, trace.attentionNorms,
            .attention)
        cross?.apply(place.chunk, of: place.batch, middle, scratch: update)

        let inner = normed(
            middle, rows: rows, feedForwardNorms, trace.feedForwardNorms, row: first,
            work.input.base)
        for row in stride(from: 0, to: rows, by: Self.blockRows) {
            let count = min(Self.blockRows, rows - row)
            let sums = trace.inner.base + (first + row) * feedForward.outputs
            feedForward.apply(
                inner + row * hiddenSize, rows: count, to: sums, scratch: scratch)
            activate(sums, rows: count, to: work.block.base)
            output.apply(
                work.block.base, rows: count, to: update + row * hiddenSize, scratch: scratch)
        }
        finish(
            update, residual: middle, to: y, place, feedForwardNorms, trace.feedForwardNorms,
            .feedForward)
    }

    /// What a block takes: x, or with a norm before it, x normalized, which is left at `target`.
    private func normed(
        _ x: UnsafePointer<Float>, rows: Int, _ norms: Norms, _ records: LayerTrace.BlockRecords,
        row: Int, _ target: UnsafeMutablePointer<Float>
    ) -> UnsafePointer<Float> {
        guard let norm = norms.before, let record = records.before else { return x }
        norm.apply(x, rows: rows, to: target, record.trace(row: row))
        return UnsafePointer(target)
    }

    private func finish(
        _ update: UnsafeMutablePointer<Float>, residual: UnsafePointer<Float>,
        to y: UnsafeMutablePointer<Float>, _ place: Place, _ norms: Norms,
        _ records: LayerTrace.BlockRecords, _ site: DropoutSite
    ) {
        let rows = place.rows
        if let norm = norms.within, let record = records.within {
            norm.apply(update, rows: rows, to: update, record.trace(row: place.first))
        }
        site.drop(
            update, columns: hiddenSize, place.chunk, of: place.batch, rates, layer: place.index)
        if let norm = norms.after, let record = records.after {
            norm.apply(
                update, residual: residual, rows: rows, to: y, record.trace(row: place.first))
        } else {
            y.update(from: residual, count: rows * hiddenSize)
            add(update, count: rows * hiddenSize, to: y)
        }
    }

    private func activate(
        _ sums: UnsafePointer<Float>, rows: Int, to result: UnsafeMutablePointer<Float>
    ) {
        let columns = output.inputs
        guard let gateIsFirst else {
            return GradientKernels().activate(sums, count: rows * columns, activation, to: result)
        }
        let (gate, rest) = gateIsFirst ? (sums, sums + columns) : (sums + columns, sums)
        activation.gate(gate, rest, stride: 2 * columns, rows: rows, columns: columns, to: result)
    }

    private func attend(
        _ text: Int, _ place: Place, _ trace: LayerTrace, _ scratch: UnsafeMutablePointer<Float>
    ) {
        let rows = place.rows(ofText: text)
        let stride = queriesKeysValues.outputs
        let queries = trace.queriesKeysValues.base + rows.lowerBound * stride
        let (heads, keyHeads) = (attention.heads, attention.keyHeads)
        let width = heads * attention.headSize
        for (token, row) in rows.enumerated() {
            let query = queries + token * stride
            if let queryNorm, let record = trace.queryNorm {
                queryNorm.apply(query, rows: heads, to: query, record.trace(row: row * heads))
            }
            if let keyNorm, let record = trace.keyNorm {
                keyNorm.apply(
                    query + width, rows: keyHeads, to: query + width,
                    record.trace(row: row * keyHeads))
            }
        }
        rotary?.rotate(
            queries, stride: stride, tokens: rows.count, heads: heads + keyHeads,
            headSize: attention.headSize)
        attention.apply(
            queries, tokens: rows.count, biases: place.biases,
            dropout: probabilityDropout(text, place),
            to: trace.context.base + rows.lowerBound * width,
            sums: trace.sums.base + rows.lowerBound * attention.sumsPerToken, scratch: scratch)
    }

    func probabilityDropout(_ text: Int, _ place: Place) -> Dropout? {
        DropoutSite.probabilities.dropout(
            rates, text: text, of: place.batch, layer: place.index)
    }
}
