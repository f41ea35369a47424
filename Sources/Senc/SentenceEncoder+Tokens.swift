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
