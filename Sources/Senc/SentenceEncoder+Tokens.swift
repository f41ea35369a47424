package import SencMath
package import SencWeights

extension SentenceEncoder {
    /// The words and vectors of a model that is a file of those; `nil` for any other. A word's id
    /// is its place in the file.
    package var wordVectors: WordVectorFile? {
        if case .table(let table) = settings.input { table.words } else { nil }
    }

    /// The vectors of all tokens of a model that looks them up, [tokens, dimension]; `nil` for
    /// models with a transformer, and for those whose vectors are of words.
    package var tokenTable: Matrix? {
        guard case .table(let table) = settings.input, table.words == nil else { return nil }
        let ids = (0..<Int32(clamping: table.idCount)).map { $0 }
        guard let elements = tokenStates(of: ids).first, !ids.isEmpty else { return nil }
        return Matrix(rows: ids.count, columns: elements.count / ids.count, elements: elements)
    }

    /// The states of a text's tokens after the embeddings and after each layer, each
    /// [tokens, hidden] row after row.
    /// - Precondition: the ids are within the vocabulary and no more than the model has positions.
    package func tokenStates(of ids: [Int32]) -> [[Float]] {
        var batch = RaggedBatch()
        batch.append(ids)
        var states: [[Float]] = []
        let workspace = Workspace()
        if let transformer = source.transformer {
            _ = transformer.apply(batch, in: workspace) { states.append(Array($0)) }
        } else {
            let looked = source.apply(batch, in: workspace)
            states.append(
                Array(
                    UnsafeBufferPointer(
                        start: looked, count: ids.count * pipeline.pooling.inputDimension)))
        }
        return states
    }
}

// MARK: - Many short sequences

extension SentenceEncoder {
    /// Whether the vectors of tokens depend on the text around them.
    package var hasTransformer: Bool { source.transformer != nil }

    /// Ids that have a vector: those below this.
    package var idCount: Int { settings.input.idCount }

    /// The files that say on which terms the model may be used.
    package var termFiles: [(name: String, path: String)] { settings.licenseFiles }

    /// Components of a token's state.
    package var stateDimension: Int { pipeline.pooling.inputDimension }

    /// Components of a vector before any are left out.
    package var wholeDimension: Int { pipeline.outputDimension }

    /// Computes the means of the states of sequences' tokens, special ones included
    /// [sequences, `stateDimension`].
    /// - Parameter sequences: each of one token or more, as for `tokenStates`.
    package func meanStates(
        of sequences: [[Int32]], to target: UnsafeMutablePointer<Float>
    ) throws {
        let width = stateDimension
        nonisolated(unsafe) let target = target
        try forEachSequence(of: sequences) { index, states, tokens in
            let mean = target + index * width
            mean.update(repeating: 0, count: width)
            for token in 0..<tokens {
                for column in 0..<width { mean[column] += states[token * width + column] }
            }
            for column in 0..<width { mean[column] /= Float(tokens) }
        }
    }

    /// Computes the vectors of sequences of tokens, not scaled to length 1
    /// [sequences, `wholeDimension`].
    /// - Parameter sequences: each of one token or more, as for `tokenStates`.
    package func plainVectors(
        of sequences: [[Int32]], to target: UnsafeMutablePointer<Float>
    ) throws {
        let width = wholeDimension
        nonisolated(unsafe) let target = target
        try forEachSequence(of: sequences) { index, states, tokens in
            pipeline.apply(
                states, tokens: tokens, skippedTokens: 0, normalizing: false,
                to: UnsafeMutableBufferPointer(start: target + index * width, count: width))
        }
    }

    private func forEachSequence(
        of sequences: [[Int32]],
        _ body: @Sendable (_ index: Int, _ states: UnsafePointer<Float>, _ tokens: Int) -> Void
    ) throws {
        let batches = BatchPlan.batches(
            of: sequences, indices: sequences.indices, threads: workers.threads)
        try workers.forEach(items: batches.count) { item, _ in
            var ragged = RaggedBatch()
            for index in batches[item] { ragged.append(sequences[index]) }
            workspaces.withWorkspace { workspace in
                let states = source.apply(ragged, in: workspace)
                for (text, index) in batches[item].enumerated() {
                    let tokens = ragged.range(ofText: text)
                    body(index, states + tokens.lowerBound * stateDimension, tokens.count)
                }
            }
        }
    }
}
