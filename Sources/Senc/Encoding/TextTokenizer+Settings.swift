extension TextTokenizer {
    /// What turns texts into the ids of a model that is not loaded for computing.
    /// - Throws: what reading the tokenizer does, or if it does not fit the model.
    package init(of settings: ModelSettings) throws {
        let tokenizer =
            switch settings.input {
            case .transformer: try settings.transformerTokenizer()
            case .table(let table): table.tokenizer
            }
        try settings.check(tokenizer)
        self.init(tokenizer, settings)
    }
}
