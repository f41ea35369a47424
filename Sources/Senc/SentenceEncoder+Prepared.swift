/// Texts that are tokenized, on their way to vectors, for those who decide themselves what is
/// computed when and with what.
package struct PreparedTexts: Sendable {
    let window: EncodingWindow
    let rules: TextTokenizer.Rules
    let options: EncodingOptions

    /// What the vector of a sequence of ids depends on beside them.
    package struct Pooling: Hashable, Sendable {
        let skippedTokens: Int
        let normalizes: Bool
    }

    package var pooling: Pooling {
        Pooling(skippedTokens: rules.unpooledTokens, normalizes: options.normalizes)
    }

    /// How many texts are longer than their vectors will tell of.
    package var truncatedCount: Int {
        window.texts.count { $0.tokenCount < $0.untruncatedCount }
    }

    /// The ids to be computed, special ones included; those that several texts have once.
    package var sequences: [[Int32]] { window.sequences.ids }

    /// The vector of a sequence, once it is computed or set [`SentenceEncoder.wholeDimension`].
    package func vector(ofSequence sequence: Int) -> [Float] { Array(window.vectors[sequence]) }

    /// Takes the vector of a sequence from elsewhere, where it is the same.
    package func setVector(ofSequence sequence: Int, to vector: [Float]) {
        _ = window.vectors[sequence].update(from: vector)
    }
}

extension SentenceEncoder {
    /// The ids of texts, made by the thread that calls.
    /// - Parameter firstIndex: the first text's place among all, for errors.
    /// - Throws: `EncodingError` if the options do not fit the model or a text does not fit them.
    package func tokenize(
        _ texts: some Sequence<String>, firstIndex: Int = 0, options: EncodingOptions
    ) throws -> [TokenizedText] {
        let rules = try rules(for: options)
        return try texts.enumerated().map {
            try textTokenizer.tokenize($1, index: firstIndex + $0, rules)
        }
    }

    /// - Parameters:
    ///   - texts: what `tokenize` makes of texts with the same options.
    ///   - firstIndex: the first text's place among all, for errors.
    package func prepare(
        _ texts: [TokenizedText], firstIndex: Int = 0, options: EncodingOptions
    ) throws -> PreparedTexts {
        PreparedTexts(
            window: EncodingWindow(
                texts, firstIndex: firstIndex, dimension: pipeline.outputDimension,
                threads: workers.threads),
            rules: try rules(for: options), options: options)
    }

    /// Computes the vectors of sequences, which may be of different texts, by the thread that calls.
    /// Several may call at once, for different sequences.
    /// - Parameter threads: how many work at it together, the one that calls among them.
    package func compute(
        _ batch: some Collection<(texts: PreparedTexts, sequence: Int)>, threads: Int = 1
    ) {
        var ragged = RaggedBatch()
        for (texts, sequence) in batch { ragged.append(texts.sequences[sequence]) }
        workspaces.withWorkspace { workspace in
            let states = source.apply(ragged, in: workspace, threads: threads)
            for (index, (texts, sequence)) in batch.enumerated() {
                let range = ragged.range(ofText: index)
                pipeline.apply(
                    states + range.lowerBound * pipeline.pooling.inputDimension,
                    tokens: range.count,
                    skippedTokens: texts.rules.unpooledTokens,
                    normalizing: texts.options.normalizes,
                    to: texts.window.vectors[sequence])
            }
        }
    }

    /// The vectors of texts all of whose sequences have theirs.
    /// - Throws: `EncodingError.notFinite`.
    package func embeddings(of texts: PreparedTexts) throws -> Embeddings {
        try embeddings(texts.window, texts.options)
    }
}
