extension Tokenizer {
    /// What the model stage is called in the literature.
    public var modelName: String {
        switch model {
        case .wordPiece: "WordPiece"
        case .words: "word list"
        case .unigram: "Unigram"
        case .bytePair: "BPE"
        case .wordLevel: "WordLevel"
        }
    }

    /// All ids that texts can get are below this.
    package var idLimit: Int {
        let added = addedTokens.tokens.map(\.id)
        let special = postProcessor.single.compactMap { piece in
            if case .token(let id, _) = piece { id } else { nil }
        }
        let largest = (added + special).max().map { Int($0) + 1 } ?? 0
        return max(largest, model.vocabulary.idLimit)
    }
}
