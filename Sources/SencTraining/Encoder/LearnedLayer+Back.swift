internal import SencMath

extension LearnedLayer {
    /// What the way back needs beside the way forward's trace.
    struct BackState {
        let gradients: LayerGradients
        /// In the order of `linearLayers`.
        let weights: [LinearGradients]
        /// The chunk's.
        let sums: VectorGradients
        /// The chunk's gradients by the biases of scores, if these are learned.
        let biasSums: UnsafeMutablePointer<Float>?
        /// The place of the chunk among those whose gradients are summed together, and its first row of
        /// theirs.
        let chunk: Int
        let first: Int
        /// Whether the gradients by what the layer takes are wanted.
        let goesOn: Bool
    }

    /// Replaces the gradients by what a chunk's states are by those by what the layer takes, and leaves
    /// what the gradients of the weights are summed of.
    /// - Parameters:
    ///   - x: the states that the layer takes; not used if a norm stands before attention.
    ///   - states: the gradients by the chunk's.
    func back(
        _ place: Place, _ x: UnsafePointer<Float>, _ states: UnsafeMutablePointer<Float>,
        _ trace: LayerTrace, _ state: BackState, _ work: LayerWorkspace
    ) {
        feedForwardBack(place, states, trace, state, work)
        cross?.back(place.chunk, of: place.batch, states, state.sums)
        attentionBack(place, x, states, trace, state, work)
    }

    /// The states that `apply` gave, once more to the same bits, if a norm stands behind the layer.
    func applyAgain(
        _ place: Place, to y: UnsafeMutablePointer<Float>, _ trace: LayerTrace
    ) {
        Self.applyAgain(place, feedForwardNorms.after, trace.feedForwardNorms.after, to: y)
    }

    private static func applyAgain(
        _ place: Place, _ norm: LearnedNorm?, _ record: NormRecord?,
        to y: UnsafeMutablePointer<Float>
    ) {
        guard let norm, let record else { return }
        norm.applyAgain(rows: place.rows, to: y, record.trace(row: place.first))
    }

    /// What the feed-forward network took, once more.
    private func feedForwardInput(
        _ place: Place, _ trace: LayerTrace, to input: UnsafeMutablePointer<Float>
    ) {
        if let norm = feedForwardNorms.before {
            Self.applyAgain(place, norm, trace.feedForwardNorms.before, to: input)
        } else if let cross {
            cross.applyAgain(place.chunk, to: input)
        } else {
            Self.applyAgain(place, attentionNorms.after, trace.attentionNorms.after, to: input)
        }
    }

    // MARK: - Blocks

    /// The gradients by what a block adds to the states, from those by its states, which are replaced by
    /// those by what it is added to.
    private func begin(
        _ place: Place, _ states: UnsafeMutablePointer<Float>,
        to update: UnsafeMutablePointer<Float>, _ norms: Norms,
        _ records: LayerTrace.BlockRecords, _ sums: VectorGradients, _ site: DropoutSite
    ) {
        let rows = place.rows
        if let norm = norms.after, let record = records.after {
            norm.back(states, rows: rows, to: states, record.trace(row: place.first), sums)
        }
        update.update(from: states, count: rows * hiddenSize)
        site.drop(
            update, columns: hiddenSize, place.chunk, of: place.batch, rates, layer: place.index)
        if let norm = norms.within, let record = records.within {
            norm.back(update, rows: rows, to: update, record.trace(row: place.first), sums)
        }
    }

    /// Adds the gradients by what a block takes to those by the states before it.
    private func end(
        _ place: Place, _ states: UnsafeMutablePointer<Float>,
        _ update: UnsafeMutablePointer<Float>, _ norms: Norms,
        _ records: LayerTrace.BlockRecords, _ sums: VectorGradients
    ) {
        if let norm = norms.before, let record = records.before {
            norm.back(update, rows: place.rows, to: update, record.trace(row: place.first), sums)
        }
        add(update, count: place.rows * hiddenSize, to: states)
    }

    /// Leaves what the gradients of a linear layer are summed of.
    private func keep(
        _ index: Int, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ place: Place,
        _ state: BackState, _ scratch: UnsafeMutablePointer<Float>
    ) {
        let layer = linearLayers[index]
        guard layer.learns else { return }
        state.weights[index].keep(
            x, dy, of: layer, chunk: state.chunk, first: state.first, tokens: place.rows,
            scratch: scratch)
    }

    private func addBias(
        of layer: LearnedLinear, _ gradients: UnsafePointer<Float>, rows: Int,
        _ sums: VectorGradients
    ) {
        guard let bias = layer.bias, let target = sums[bias] else { return }
        GradientKernels().addColumnSums(
            of: gradients, stride: layer.outputs, rows: rows, columns: layer.outputs, to: target)
    }

    private func feedForwardBack(
        _ place: Place, _ states: UnsafeMutablePointer<Float>, _ trace: LayerTrace,
        _ state: BackState, _ work: LayerWorkspace
    ) {
        let (rows, first) = (place.rows, place.first)
        let scratch = work.scratch.base
        let outer = state.gradients.output.base + state.first * hiddenSize
        begin(
            place, states, to: outer, feedForwardNorms, trace.feedForwardNorms, state.sums,
            .feedForward)
        addBias(of: output, outer, rows: rows, state.sums)
        let inner = state.gradients.inner.base + state.first * feedForward.outputs
        let columns = output.inputs
        for row in stride(from: 0, to: rows, by: Self.blockRows) {
            let count = min(Self.blockRows, rows - row)
            output.back(
                outer + row * hiddenSize, rows: count, to: work.block.base, scratch: scratch)
            activationBack(
                trace.inner.base + (first + row) * feedForward.outputs, work.block.base,
                rows: count, activated: work.activated.base + row * columns,
                to: inner + row * feedForward.outputs)
        }
        addBias(of: feedForward, inner, rows: rows, state.sums)
        feedForwardInput(place, trace, to: work.input.base)
        keep(2, work.input.base, inner, place, state, scratch)
        keep(3, work.activated.base, outer, place, state, scratch)
        feedForward.back(inner, rows: rows, to: work.update.base, scratch: scratch)
        end(
            place, states, work.update.base, feedForwardNorms, trace.feedForwardNorms, state.sums)
    }

    /// - Parameters:
    ///   - sums: what is activated; `change`, the gradients by what comes of that.
    ///   - activated: gets what comes of it once more.
    private func activationBack(
        _ sums: UnsafePointer<Float>, _ change: UnsafePointer<Float>, rows: Int,
        activated: UnsafeMutablePointer<Float>, to target: UnsafeMutablePointer<Float>
    ) {
        let kernels = GradientKernels()
        let columns = output.inputs
        guard let gateIsFirst else {
            return kernels.back(
                activation, sums, change, count: rows * columns, y: activated, to: target)
        }
        let (gate, rest) = gateIsFirst ? (0, columns) : (columns, 0)
        kernels.backOfGate(
            activation, sums + gate, sums + rest, stride: 2 * columns, change, rows: rows,
            columns: columns, y: activated, gateGradients: target + gate, to: target + rest)
    }

    private func attentionBack(
        _ place: Place, _ x: UnsafePointer<Float>, _ states: UnsafeMutablePointer<Float>,
        _ trace: LayerTrace, _ state: BackState, _ work: LayerWorkspace
    ) {
        let (rows, first) = (place.rows, place.first)
        let scratch = work.scratch.base
        let outer = state.gradients.attentionOutput.base + state.first * hiddenSize
        begin(
            place, states, to: outer, attentionNorms, trace.attentionNorms, state.sums,
            .attention)
        addBias(of: attentionOutput, outer, rows: rows, state.sums)
        keep(
            1, trace.context.base + first * attentionOutput.inputs, outer, place, state, scratch)
        attentionOutput.back(outer, rows: rows, to: work.context.base, scratch: scratch)
        for text in place.chunk.texts { attentionBack(text, place, trace, state, work) }
        let inner = state.gradients.queriesKeysValues.base + state.first * queriesKeysValues.outputs
        addBias(of: queriesKeysValues, inner, rows: rows, state.sums)
        if let norm = attentionNorms.before {
            Self.applyAgain(place, norm, trace.attentionNorms.before, to: work.input.base)
            keep(0, work.input.base, inner, place, state, scratch)
        } else {
            keep(0, x, inner, place, state, scratch)
        }
        guard state.goesOn || attentionNorms.before != nil else { return }
        queriesKeysValues.back(inner, rows: rows, to: work.update.base, scratch: scratch)
        end(place, states, work.update.base, attentionNorms, trace.attentionNorms, state.sums)
    }

    private func attentionBack(
        _ text: Int, _ place: Place, _ trace: LayerTrace, _ state: BackState,
        _ work: LayerWorkspace
    ) {
        let rows = place.rows(ofText: text)
        let stride = queriesKeysValues.outputs
        let (heads, keyHeads) = (attention.heads, attention.keyHeads)
        let width = heads * attention.headSize
        let start = rows.lowerBound
        let offset = start - place.first
        let target = state.gradients.queriesKeysValues.base + (state.first + offset) * stride
        attention.back(
            Attention.Learned.Trace(
                queriesKeysValues: trace.queriesKeysValues.base + start * stride,
                sums: trace.sums.base + start * attention.sumsPerToken, biases: place.biases,
                dropout: probabilityDropout(text, place)),
            tokens: rows.count, work.context.base + offset * width, to: target,
            biasGradients: state.biasSums, scratch: work.scratch.base)
        rotary?.rotate(
            target, stride: stride, tokens: rows.count, heads: heads + keyHeads,
            headSize: attention.headSize, backwards: true)
        for (token, row) in rows.enumerated() {
            let query = target + token * stride
            if let queryNorm, let record = trace.queryNorm {
                queryNorm.back(
                    query, rows: heads, to: query, record.trace(row: row * heads), state.sums)
            }
            if let keyNorm, let record = trace.keyNorm {
                keyNorm.back(
                    query + width, rows: keyHeads, to: query + width,
                    record.trace(row: row * keyHeads), state.sums)
            }
        }
    }
}
