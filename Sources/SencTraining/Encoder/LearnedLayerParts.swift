internal import Senc
internal import SencMath

/// What a layer is made of, as the model's configuration and names of tensors have it.
struct LearnedLayerParts {
    let hiddenSize: Int
    let queriesKeysValues: LearnedLinear
    let queryNorm: LearnedNorm?
    let keyNorm: LearnedNorm?
    let rotary: RotaryTable?
    let attention: Attention.Learned
    let attentionOutput: LearnedLinear
    let attentionNorms: LearnedLayer.Norms
    let feedForward: LearnedLinear
    let activation: Activation
    let gateIsFirst: Bool?
    let output: LearnedLinear
    let feedForwardNorms: LearnedLayer.Norms

    /// Makes room for the parameters of one layer.
    /// - Parameters:
    ///   - index: of the layer among those with weights of their own.
    ///   - prefix: what the names of its tensors begin with.
    ///   - other: a layer that goes back at another time.
    init(
        _ index: Int, prefix: String, _ configuration: EncoderConfiguration,
        _ schemes: AttentionSchemes, _ names: TensorNames, _ parameters: ParameterNames,
        precision: Precision, sharing other: LearnedLayer?
    ) {
        let hidden = configuration.hiddenSize
        let inner = configuration.intermediateSize
        let queries = configuration.headCount * configuration.headSize
        let keys = configuration.keyHeadCount * configuration.headSize
        let window = configuration.windows[index / configuration.layersPerGroup]
        func linear(
            _ modules: [String], outputs: [Int], inputs: Int, hasBias: Bool,
            sharing other: LearnedLinear?
        ) -> LearnedLinear {
            // Modules stacked in one have all their outputs.
            let outputs = modules.count == outputs.count ? outputs : [outputs.reduce(0, +)]
            return parameters.linear(
                modules.map { prefix + $0 }, outputs: outputs, inputs: inputs, hasBias: hasBias,
                precision: precision, sharing: other)
        }
        func norms(_ names: TensorNames.Norms, hasBefore: Bool = true) -> LearnedLayer.Norms {
            func norm(_ name: String?) -> LearnedNorm? {
                name.map { parameters.norm(prefix + $0, count: hidden) }
            }
            return LearnedLayer.Norms(
                before: norm(hasBefore ? names.before : nil), within: norm(names.within),
                after: norm(names.after))
        }
        hiddenSize = hidden
        queriesKeysValues = linear(
            names.attentionInputs, outputs: [queries, keys, keys], inputs: hidden,
            hasBias: configuration.attentionHasBias, sharing: other?.queriesKeysValues)
        queryNorm = names.queryNorm.map {
            parameters.norm(prefix + $0, count: configuration.headSize)
        }
        keyNorm = names.keyNorm.map { parameters.norm(prefix + $0, count: configuration.headSize) }
        rotary = window.isLocal ? schemes.localRotary : schemes.globalRotary
        attention = Attention.Learned(
            Attention(
                heads: configuration.headCount, keyHeads: configuration.keyHeadCount,
                headSize: configuration.headSize, scale: configuration.attentionScale,
                before: window.before, after: window.after, bias: schemes.bias))
        attentionOutput = linear(
            [names.attentionOutput], outputs: [hidden], inputs: queries,
            hasBias: configuration.attentionHasBias, sharing: other?.attentionOutput)
        attentionNorms = norms(
            names.attentionNorms,
            hasBefore: index >= configuration.architecture.layersWithoutInputNorm)
        switch names.feedForward {
        case .plain: gateIsFirst = nil
        case .gated, .gateThenUp: gateIsFirst = true
        case .upThenGate: gateIsFirst = false
        }
        feedForward = linear(
            names.feedForward.modules, outputs: gateIsFirst == nil ? [inner] : [inner, inner],
            inputs: hidden, hasBias: configuration.feedForwardHasBias, sharing: other?.feedForward)
        activation = configuration.activation
        output = linear(
            [names.feedForwardOutput], outputs: [hidden], inputs: inner,
            hasBias: configuration.feedForwardOutputHasBias, sharing: other?.output)
        feedForwardNorms = norms(names.feedForwardNorms)
    }
}
