internal import Senc
internal import SencMath

// The way back.
extension LearnedEncoder {
    func back(_ batch: TokenBatch, _ change: UnsafeMutablePointer<Float>) throws {
        let hidden = configuration.hiddenSize
        nonisolated(unsafe) let change = change
        let all = sums
        try workers.forEach(items: batch.chunks.count) { item, _ in
            for list in all { list[item].clear() }
            self.relative?.clear(chunk: item)
            guard let norm = self.finalNorm, let record = self.finalRecord else { return }
            let tokens = batch.chunks[item].tokens
            let states = change + tokens.lowerBound * hidden
            norm.back(
                states, rows: tokens.count, to: states, record.trace(row: tokens.lowerBound),
                all[self.distinct.count + 1][item])
        }
        let lowest = embeddings.learns ? 0 : layers.firstIndex(where: \.learns) ?? layers.count
        for index in layers.indices.reversed() where index >= lowest {
            try back(index, batch, change, goesOn: index > lowest || embeddings.learns)
        }
        let embeddings = embeddings
        if embeddings.learns {
            try packBack([embeddings.projection].compactMap { $0 })
            try workers.forEach(items: batch.chunks.count) { item, worker in
                embeddings.back(
                    item, of: batch, change, all[self.distinct.count][item],
                    scratch: self.work[worker].scratch.base)
            }
            try embeddings.addGradients(batch, change, workers, work)
        }
        for list in all {
            for chunk in batch.chunks.indices { list[chunk].add(to: store) }
        }
        relative?.addGradients(chunks: batch.chunks.count)
    }

    private func packBack(_ layers: [LearnedLinear]) throws {
        let panels = layers.flatMap { layer in (0..<layer.backPanelCount).map { (layer, $0) } }
        try workers.forEach(items: panels.count) { item, _ in
            panels[item].0.packBack(panels[item].1)
        }
    }

    /// Chunks that go back through a layer together, and their tokens.
    func groups(of batch: TokenBatch) -> [(chunks: Range<Int>, tokens: Range<Int>)] {
        stride(from: 0, to: batch.chunks.count, by: chunksAtOnce).map { first in
            let end = min(first + chunksAtOnce, batch.chunks.count)
            return (
                first..<end,
                batch.chunks[first].tokens.lowerBound..<batch.chunks[end - 1].tokens.upperBound
            )
        }
    }

    private func back(
        _ index: Int, _ batch: TokenBatch, _ change: UnsafeMutablePointer<Float>, goesOn: Bool
    ) throws {
        try packBack(layers[index].linearLayers)
        for (chunks, tokens) in groups(of: batch) {
            try back(
                index, batch, chunks, from: tokens.lowerBound, change, goesOn: goesOn)
        }
    }

    /// Brings the gradients by the states of some chunks back through a layer.
    /// - Parameter origin: the first token of the chunks.
    private func back(
        _ index: Int, _ batch: TokenBatch, _ chunks: Range<Int>, from origin: Int,
        _ change: UnsafeMutablePointer<Float>, goesOn: Bool
    ) throws {
        nonisolated(unsafe) let change = change
        let layer = layers[index]
        let own = distinct.firstIndex { $0 === layer } ?? 0
        let lists = sums[own]
        try workers.forEach(items: chunks.count) { item, worker in
            let number = chunks.lowerBound + item
            let chunk = batch.chunks[number]
            let work = self.work[worker]
            let (trace, traceOrigin) = self.trace(index, chunk, work)
            let place = self.place(chunk, batch, index, traceOrigin)
            let start = chunk.tokens.lowerBound * self.configuration.hiddenSize
            let x: UnsafePointer<Float>
            if self.keepsStates(index) {
                x = UnsafePointer(self.states[index].base + start)
            } else {
                x = UnsafePointer(work.states.base)
                self.layers[index - 1].applyAgain(
                    place, to: work.states.base, self.traces[index - 1])
            }
            if !self.keepsTraces { layer.apply(place, x, to: work.states.base, trace, work) }
            layer.back(
                place, x, change + start, trace,
                LearnedLayer.BackState(
                    gradients: self.gradients, weights: self.weightGradients, sums: lists[number],
                    biasSums: self.relative?.sums(chunk: number), chunk: item,
                    first: chunk.tokens.lowerBound - origin, goesOn: goesOn), work)
        }
        let tokens = chunks.map { chunk in
            let tokens = batch.chunks[chunk].tokens
            return tokens.lowerBound - origin..<tokens.upperBound - origin
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
                part: part, changes[linear].base, tokens,
                of: layer.linearLayers[linear],
                scratch: self.work[worker].scratch.base)
        }
    }
}
