package import SencWeights

extension SentenceEncoder {
    /// The words and vectors of a model that is a file of those; `nil` for any other. A word's id
    /// is its place in the file.
    package var wordVectors: WordVectorFile? {
        if case .table(let model) = settings.input { model.table.words } else { nil }
    }
}
