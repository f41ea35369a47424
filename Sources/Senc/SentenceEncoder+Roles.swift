extension SentenceEncoder {
    /// The prompt that goes before texts where none is asked for.
    package var defaultPromptName: String? { settings.sentences.defaultPromptName }

    /// The prompt for texts that are compared with others of their kind.
    package var comparisonPromptName: String? { settings.sentences.comparisonPromptName }

    /// The role that a prompt stands for in this model; `nil` if it is none's, or both's.
    package func role(ofPrompt text: String) -> TextRole? {
        let roles = TextRole.allCases.filter { settings.sentences.prompt(for: $0) == text }
        return text.isEmpty || roles.count > 1 ? nil : roles.first
    }

    /// What goes before texts by some options.
    /// - Throws: `EncodingError` if they do not fit the model.
    package func prompt(_ options: EncodingOptions) throws(EncodingError) -> String {
        try textTokenizer.rules(for: options).prompt
    }

    /// The name of the prompt that options lead to; `nil` if it is a text of one's own, or none.
    func promptName(_ options: EncodingOptions) -> String? {
        options.prompt == nil ? options.promptName ?? defaultPromptName : nil
    }

    /// The name of the prompt that the model declares for texts of a role: `query`; `document`,
    /// else `passage`, else `corpus`. `nil` if it declares none: then they are encoded as they are.
    public func promptName(for role: TextRole) -> String? {
        settings.sentences.promptName(for: role)
    }

    /// The options with the model's prompt for a role, unless they say which one. Without a prompt
    /// for it, nothing goes before texts, not even the default prompt, as in
    /// sentence-transformers.
    public func options(
        for role: TextRole, _ options: EncodingOptions = EncodingOptions()
    ) -> EncodingOptions {
        guard options.prompt == nil, options.promptName == nil else { return options }
        var options = options
        options.promptName = promptName(for: role)
        if options.promptName == nil { options.prompt = "" }
        return options
    }

    /// The options for one side of a search: with the role's prompt; without one for it, with the
    /// default prompt, unless that is the other side's.
    package func searchOptions(for role: TextRole, _ options: EncodingOptions) -> EncodingOptions {
        var options = options
        options.promptName = promptName(for: role)
        let other = promptName(for: role == .query ? .passage : .query)
        if options.promptName == nil, let other, other == defaultPromptName { options.prompt = "" }
        return options
    }

    /// The vector of a text to search with: `encode` with the model's prompt for queries.
    /// sentence-transformers' `encode_query`.
    /// - Throws: `EncodingError` as `encode` does.
    public func encodeQuery(
        _ text: String, options: EncodingOptions = EncodingOptions()
    ) throws -> Embedding {
        try encode(text, options: self.options(for: .query, options))
    }

    /// The vectors of texts to search with, in their order.
    /// - Throws: `EncodingError` as `encode` does.
    public func encodeQuery(
        _ texts: [String], options: EncodingOptions = EncodingOptions()
    ) throws -> Embeddings {
        try encode(texts, options: self.options(for: .query, options))
    }

    /// The vector of a text to be found: `encode` with the model's prompt for documents or passages.
    /// sentence-transformers' `encode_document`, which of prompts with these names sees no others
    /// than the model's own here.
    /// - Throws: `EncodingError` as `encode` does.
    public func encodeDocument(
        _ text: String, options: EncodingOptions = EncodingOptions()
    ) throws -> Embedding {
        try encode(text, options: self.options(for: .passage, options))
    }

    /// The vectors of texts to be found, in their order.
    /// - Throws: `EncodingError` as `encode` does.
    public func encodeDocument(
        _ texts: [String], options: EncodingOptions = EncodingOptions()
    ) throws -> Embeddings {
        try encode(texts, options: self.options(for: .passage, options))
    }
}
