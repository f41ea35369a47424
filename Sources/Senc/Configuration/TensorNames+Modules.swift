/// A tensor that an encoder is made of, as one naming calls it.
package struct EncoderTensor: Sendable, Equatable {
    package enum Kind: Sendable {
        /// The weights of a linear layer: [outputs, inputs].
        case matrix
        /// Vectors or biases that are looked up: [rows, columns].
        case table
        /// A bias or the gain of a norm. Older files call a norm's gamma and beta.
        case vector
    }

    /// Without a prefix.
    package let name: String
    /// The dimensions, outermost first.
    package let shape: [Int]
    package let kind: Kind

    package init(name: String, shape: [Int], kind: Kind) {
        (self.name, self.shape, self.kind) = (name, shape, kind)
    }
}

extension TensorNames {
    /// All the tensors of an encoder, those that its configuration says are absent left out.
    ///
    /// Their order follows from what they are, not from what they are called: two namings of one
    /// architecture give lists that match item by item, unless one of them stacks what the other
    /// has apart, which shows in the shapes and the count.
    package func tensors(of configuration: EncoderConfiguration) -> [EncoderTensor] {
        var list = EncoderTensorList(normHasBias: configuration.hasBiasesInNorms)
        appendEmbeddings(of: configuration, to: &list)
        for group in 0..<configuration.layerGroups {
            for index in 0..<configuration.layersPerGroup {
                let place = group * configuration.layersPerGroup + index
                appendLayer(
                    layer(group, index),
                    hasInputNorm: place >= configuration.architecture.layersWithoutInputNorm,
                    of: configuration, to: &list)
            }
        }
        list.append(norm: finalNorm, count: configuration.hiddenSize)
        return list.tensors
    }

    private func appendEmbeddings(
        of configuration: EncoderConfiguration, to list: inout EncoderTensorList
    ) {
        let size = configuration.embeddingSize
        list.append(table: wordEmbeddings, [configuration.vocabularySize, size])
        if case .learned(let rows, _) = configuration.positions {
            list.append(table: positionEmbeddings, [rows, size])
        }
        if configuration.tokenTypeCount > 0 {
            list.append(table: tokenTypeEmbeddings, [configuration.tokenTypeCount, size])
        }
        list.append(norm: embeddingNorm, count: size)
        if let embeddingProjection, configuration.projectsEmbeddings {
            list.append(
                linear: embeddingProjection, outputs: configuration.hiddenSize, inputs: size,
                hasBias: true)
        }
        if configuration.distanceBuckets > 0 {
            list.append(
                table: relativeBias, [configuration.distanceBuckets, configuration.headCount])
        }
    }

    /// - Parameter layer: what the names of its tensors begin with.
    private func appendLayer(
        _ layer: String, hasInputNorm: Bool, of configuration: EncoderConfiguration,
        to list: inout EncoderTensorList
    ) {
        let hidden = configuration.hiddenSize
        let inner = configuration.intermediateSize
        let queries = configuration.headCount * configuration.headSize
        let keys = configuration.keyHeadCount * configuration.headSize
        func linears(_ modules: [String], outputs: [Int], inputs: Int, hasBias: Bool) {
            // Modules stacked in one have all their outputs.
            let outputs = modules.count == outputs.count ? outputs : [outputs.reduce(0, +)]
            for (module, outputs) in zip(modules, outputs) {
                list.append(
                    linear: layer + module, outputs: outputs, inputs: inputs, hasBias: hasBias)
            }
        }
        func norms(_ norms: [String?], count: Int) {
            for norm in norms { list.append(norm: norm.map { layer + $0 }, count: count) }
        }
        norms([hasInputNorm ? attentionNorms.before : nil], count: hidden)
        linears(
            attentionInputs, outputs: [queries, keys, keys], inputs: hidden,
            hasBias: configuration.attentionHasBias)
        norms([queryNorm, keyNorm], count: configuration.headSize)
        linears(
            [attentionOutput], outputs: [hidden], inputs: queries,
            hasBias: configuration.attentionHasBias)
        norms([attentionNorms.within, attentionNorms.after], count: hidden)
        norms([feedForwardNorms.before], count: hidden)
        let isPlain = if case .plain = feedForward { true } else { false }
        linears(
            feedForward.modules, outputs: isPlain ? [inner] : [inner, inner], inputs: hidden,
            hasBias: configuration.feedForwardHasBias)
        linears(
            [feedForwardOutput], outputs: [hidden], inputs: inner,
            hasBias: configuration.feedForwardOutputHasBias)
        norms([feedForwardNorms.within, feedForwardNorms.after], count: hidden)
    }
}

private struct EncoderTensorList {
    let normHasBias: Bool
    private(set) var tensors: [EncoderTensor] = []

    init(normHasBias: Bool) {
        self.normHasBias = normHasBias
    }

    mutating func append(table module: String, _ shape: [Int]) {
        append(module + ".weight", shape, .table)
    }

    mutating func append(linear module: String, outputs: Int, inputs: Int, hasBias: Bool) {
        append(module + ".weight", [outputs, inputs], .matrix)
        if hasBias { append(module + ".bias", [outputs], .vector) }
    }

    mutating func append(norm module: String?, count: Int) {
        guard let module else { return }
        append(module + ".weight", [count], .vector)
        if normHasBias { append(module + ".bias", [count], .vector) }
    }

    private mutating func append(_ name: String, _ shape: [Int], _ kind: EncoderTensor.Kind) {
        tensors.append(EncoderTensor(name: name, shape: shape, kind: kind))
    }
}

extension EncoderConfiguration {
    /// Whether norms add something: those by the root mean square never do.
    fileprivate var hasBiasesInNorms: Bool {
        if case .layer = architecture.norm { normHasBias } else { false }
    }

    /// Whether word embeddings are brought to the size of the states: ALBERT's always are,
    /// ELECTRA's where the sizes differ.
    package var projectsEmbeddings: Bool {
        embeddingSize != hiddenSize || architecture.sharesLayers
    }
}
