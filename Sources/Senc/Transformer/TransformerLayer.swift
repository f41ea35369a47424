internal import SencMath
internal import SencWeights

/// One layer of a transformer encoder: attention and a feed-forward network, each added to its
/// input (Vaswani et al., "Attention Is All You Need", 2017).
struct TransformerLayer: Sendable {
    /// Tokens whose feed-forward activations are computed at once, so that they stay in cache.
    static let feedForwardRows = 96

    private let hiddenSize: Int
    private let queriesKeysValues: Linear  // hidden → (heads + 2 · key heads) · head size
    private let queryNorm: Norm?
    private let keyNorm: Norm?
    private let rotary: RotaryTable?
    private let attention: Attention
    private let attentionOutput: Linear  // heads · head size → hidden
    private let attentionNorms: BlockNorms
    /// hidden → intermediate, activated; or twice as much, the gate and what it lets through.
    private let feedForward: Linear
    private let gate: Gate?
    private let output: Linear  // intermediate → hidden
    private let feedForwardNorms: BlockNorms

    /// What is done with the two halves of a gated layer's output.
    private struct Gate: Sendable {
        let activation: Activation
        /// Whether the gate is the first half.
        let isFirst: Bool

        /// Replaces inner [rows, 2 · columns] by activation(gate) · the rest [rows, columns]. A row
        /// is written where another was read, so it is work for one thread.
        func apply(to inner: UnsafeMutablePointer<Float>, rows: Int, columns: Int) {
            let gate = isFirst ? inner : inner + columns
            let rest = isFirst ? inner + columns : inner
            activation.gate(
                gate, rest, stride: 2 * columns, rows: rows, columns: columns, to: inner)
        }
    }

    /// - Parameters:
    ///   - layer: what the names of its tensors begin with.
    ///   - hasInputNorm: whether it has the norm before attention that its family has.
    ///   - window: what its queries see.
    init(
        prefix layer: String, hasInputNorm: Bool, window: EncoderConfiguration.Window,
        _ configuration: EncoderConfiguration, _ schemes: AttentionSchemes, _ names: TensorNames,
        _ weights: NamedWeights, precision: Precision, backend: LoadedBackend
    ) throws {
        let hidden = configuration.hiddenSize
        let inner = configuration.intermediateSize
        let queries = configuration.headCount * configuration.headSize
        let keys = configuration.keyHeadCount * configuration.headSize
        func linear(
            _ modules: [String], outputs: [Int], inputs: Int, hasBias: Bool,
            activation: Activation = .identity
        ) throws -> Linear {
            // Modules stacked in one have all their outputs.
            let outputs = modules.count == outputs.count ? outputs : [outputs.reduce(0, +)]
            let parts = zip(modules.map { layer + $0 }, outputs)
            let linear = Linear(
                parts: try parts.map {
                    try weights.matrix($0 + ".weight", rows: $1, columns: inputs)
                },
                bias: hasBias
                    ? try parts.flatMap { try weights.vector($0 + ".bias", count: $1) } : nil,
                activation: activation, precision: precision, backend: backend)
            if case .packed(.eachUse) = backend { return linear }
            // What has been packed is not read again.
            for (name, _) in parts { weights.release(name + ".weight") }
            return linear
        }
        func norm(_ name: String?, count: Int) throws -> Norm? {
            try name.map { try weights.norm(layer + $0, count: count, configuration) }
        }
        func norms(_ names: TensorNames.Norms, hasBefore: Bool = true) throws -> BlockNorms {
            BlockNorms(
                hiddenSize: hidden, before: try norm(hasBefore ? names.before : nil, count: hidden),
                within: try norm(names.within, count: hidden),
                after: try norm(names.after, count: hidden))
        }

        hiddenSize = hidden
        queriesKeysValues = try linear(
            names.attentionInputs, outputs: [queries, keys, keys], inputs: hidden,
            hasBias: configuration.attentionHasBias)
        queryNorm = try norm(names.queryNorm, count: configuration.headSize)
        keyNorm = try norm(names.keyNorm, count: configuration.headSize)
        rotary = window.isLocal ? schemes.localRotary : schemes.globalRotary
        attention = Attention(
            heads: configuration.headCount, keyHeads: configuration.keyHeadCount,
            headSize: configuration.headSize, scale: configuration.attentionScale,
            before: window.before, after: window.after, bias: schemes.bias, precision: precision,
            backend: backend)
        attentionOutput = try linear(
            [names.attentionOutput], outputs: [hidden], inputs: queries,
            hasBias: configuration.attentionHasBias)
        attentionNorms = try norms(names.attentionNorms, hasBefore: hasInputNorm)
        switch names.feedForward {
        case .plain: gate = nil
        case .gated, .gateThenUp:
            gate = Gate(activation: configuration.activation, isFirst: true)
        case .upThenGate: gate = Gate(activation: configuration.activation, isFirst: false)
        }
        feedForward = try linear(
            names.feedForward.modules, outputs: gate == nil ? [inner] : [inner, inner],
            inputs: hidden, hasBias: configuration.feedForwardHasBias,
            activation: gate == nil ? configuration.activation : .identity)
        output = try linear(
            [names.feedForwardOutput], outputs: [hidden], inputs: inner,
            hasBias: configuration.feedForwardOutputHasBias)
        feedForwardNorms = try norms(names.feedForwardNorms)
    }

    /// All its linear layers, in the order of use.
    var linearLayers: [Linear] { [queriesKeysValues, attentionOutput, feedForward, output] }

    /// What a batch needs whose longest text has that many tokens.
    /// - Parameter threads: how many compute it together.
    func reserve(_ workspace: Workspace, tokens: Int, longestText: Int, threads: Int) {
        let scratchCount = linearLayers.reduce(attention.scratchCount(tokens: longestText)) {
            max($0, $1.scratchCount)
        }
        let line = Workspace.line
        workspace.reserve(
            tokens: tokens, hidden: hiddenSize, projections: queriesKeysValues.outputs,
            context: attentionOutput.inputs,
            intermediateCount: min(tokens, Self.feedForwardRows) * feedForward.outputs,
            scratchCount: threads * ((scratchCount + line - 1) / line * line))
    }

    /// Replaces the workspace's states [tokens, hidden] by the layer's.
    /// - Parameter member: of the threads that do so together. A number is computed as it is by one
    ///   thread, whoever computes it.
    func apply(to batch: RaggedBatch, in workspace: Workspace, as member: ThreadTeam.Member) {
        let tokens = batch.ids.count
        let states = workspace.states.base
        let update = workspace.output.base
        let scratch = workspace.scratch(of: member)

        attentionNorms.apply(
            states, rows: tokens, update: update, normed: workspace.normed.base, as: member
        ) {
            queriesKeysValues.apply(
                $0, rows: tokens, to: workspace.queriesKeysValues.base, scratch: scratch, as: member
            )
            member.wait()
            for text in 0..<batch.textCount {
                attend(batch.range(ofText: text), in: workspace, as: member)
            }
            member.wait()
            attentionOutput.apply(
                workspace.context.base, rows: tokens, to: update, scratch: scratch, as: member)
        }
        for row in stride(from: 0, to: tokens, by: Self.feedForwardRows) {
            let rows = min(Self.feedForwardRows, tokens - row)
            feedForwardNorms.apply(
                states + row * hiddenSize, rows: rows, update: update,
                normed: workspace.normed.base, as: member
            ) {
                let inner = workspace.intermediate.base
                feedForward.apply($0, rows: rows, to: inner, scratch: scratch, as: member)
                member.wait()
                if let gate {
                    if member.index == 0 {
                        gate.apply(to: inner, rows: rows, columns: output.inputs)
                    }
                    member.wait()
                }
                output.apply(inner, rows: rows, to: update, scratch: scratch, as: member)
            }
        }
    }

    /// Attention among one text's tokens, with the member's heads.
    private func attend(
        _ text: Range<Int>, in workspace: Workspace, as member: ThreadTeam.Member
    ) {
        let stride = queriesKeysValues.outputs
        let size = attention.headSize
        let row = workspace.queriesKeysValues.base + text.lowerBound * stride
        let width = attention.heads * size
        let keyHeads = attention.keyHeads(of: member)
        let heads = keyHeads.count * (attention.heads / attention.keyHeads)
        let queries = row + keyHeads.lowerBound * (attention.heads / attention.keyHeads) * size
        let keys = row + width + keyHeads.lowerBound * size
        for token in 0..<text.count where queryNorm != nil || keyNorm != nil {
            let (query, key) = (queries + token * stride, keys + token * stride)
            queryNorm?.apply(query, rows: heads, to: query)
            keyNorm?.apply(key, rows: keyHeads.count, to: key)
        }
        for (part, heads) in [(queries, heads), (keys, keyHeads.count)] {
            rotary?.rotate(part, stride: stride, tokens: text.count, heads: heads, headSize: size)
        }
        attention.apply(
            row, tokens: text.count, to: workspace.context.base + text.lowerBound * width,
            scratch: workspace.scratch(of: member), as: member)
    }
}

/// The norms around a block f of a layer: after(x + within(f(before(x)))), each of them absent in
/// some families.
private struct BlockNorms: Sendable {
    let hiddenSize: Int
    let before: Norm?
    let within: Norm?
    let after: Norm?

    /// Replaces x [rows, hidden].
    /// - Parameters:
    ///   - update: where the block leaves what it computed.
    ///   - member: of the threads that do so together, each with its share of the rows.
    ///   - block: is given its input [rows, hidden].
    func apply(
        _ x: UnsafeMutablePointer<Float>, rows: Int, update: UnsafeMutablePointer<Float>,
        normed: UnsafeMutablePointer<Float>, as member: ThreadTeam.Member,
        block: (UnsafePointer<Float>) -> Void
    ) {
        let share = member.share(of: rows)
        let start = share.lowerBound * hiddenSize
        if let before {
            before.apply(x + start, rows: share.count, to: normed + start)
            member.wait()
        }
        block(before == nil ? x : normed)
        member.wait()
        within?.apply(update + start, rows: share.count, to: update + start)
        if let after {
            after.apply(update + start, residual: x + start, rows: share.count, to: x + start)
        } else {
            add(update + start, count: share.count * hiddenSize, to: x + start)
        }
        member.wait()
    }
}
