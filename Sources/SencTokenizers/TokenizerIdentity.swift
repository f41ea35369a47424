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

    /// Whether the tokens are words of a list.
    package var isWordList: Bool { if case .words = model { true } else { false } }

    /// All ids that texts can get are below this.
    package var idLimit: Int {
        max(ordinaryIDLimit, addedTokens.tokens.map { Int($0.id) + 1 }.max() ?? 0)
    }

    /// All ids are below this that texts get in which no added token is written out.
    package var ordinaryIDLimit: Int {
        let special = postProcessor.single.compactMap { piece in
            if case .token(let id, _) = piece { Int(id) + 1 } else { nil }
        }
        return max(special.max() ?? 0, model.vocabulary.idLimit)
    }
}
