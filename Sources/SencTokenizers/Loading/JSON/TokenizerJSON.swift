package import SencFiles

extension Tokenizer {
    /// The tokenizer that a `tokenizer.json` describes.
    init(
        tokenizerJSON path: String, configuration: TokenizerConfiguration
    ) throws(TokenizerError) {
        try self.init(tokenizerJSON: .tokenizerFile(path), path: path, configuration)
    }

    /// The tokenizer that the document of a `tokenizer.json` describes.
    /// - Parameter path: the file that it is from, for errors.
    package init(tokenizerJSON document: JSON, path: String) throws(TokenizerError) {
        try self.init(tokenizerJSON: document, path: path, TokenizerConfiguration())
    }

    private init(
        tokenizerJSON document: JSON, path: String, _ configuration: TokenizerConfiguration
    ) throws(TokenizerError) {
        let file = try Fields(document, path: path)
        var configuration = configuration
        try configuration.readTruncation(tokenizerJSON: file)
        guard let component = try Self.component("model", of: file) else {
            throw .missingField(path: path, field: "model")
        }
        let model = try Model(component)
        var normalizer = try Normalizer(Self.component("normalizer", of: file))
        if case .bert(let bert) = normalizer, configuration.overridesNormalization {
            var options = configuration.normalization
            options.cleansText = bert.options.cleansText
            normalizer = .bert(BertNormalizer(options))
        }
        let own = try Self.addedTokens(of: file, vocabulary: model.vocabulary)
        let decoder = try Decoder(Self.component("decoder", of: file))
        let rebuilt = RebuiltClass(configuration, decoder: decoder)
        rebuilt?.prepare(&configuration, own.tokens)
        var added = rebuilt == nil ? own : AddedTokenList(vocabulary: model.vocabulary)
        // What the class has by default and the file does not would get ids that the model, which
        // goes with the file, has no vectors for.
        let isKnown = { (content: [UInt8]) in
            own.contains(content) || model.vocabulary.id(of: content) != nil
        }
        try added.add(
            configuration,
            roles: rebuilt?.roles.filter { isKnown(Array(configuration.name(of: $0).utf8)) } ?? [],
            further: rebuilt?.further?.filter {
                isKnown($0.content) || configuration.tokens.additional?.contains($0) == true
            })
        var postProcessor = try PostProcessor(
            Self.component("post_processor", of: file), vocabulary: model.vocabulary,
            added: own.tokens)
        rebuilt?.adjust(&postProcessor, configuration, added)
        self.init(
            added: added, normalizer: normalizer,
            preTokenizer: try PreTokenizer(Self.component("pre_tokenizer", of: file)),
            model: model, postProcessor: postProcessor, decoder: decoder,
            configuration: configuration)
    }

    /// One stage's object and its type; `nil` if the file has none.
    private static func component(
        _ field: String, of file: Fields
    ) throws(TokenizerError) -> Component? {
        guard let fields = try file.object(field) else { return nil }
        if field != "model" || fields["type"] != nil { return try Component(fields, field: field) }
        // Files of the first versions give the model no type.
        let type: String
        if fields["merges"] != nil {
            type = "BPE"
        } else if fields["vocab"]?.kind == .array {
            type = "Unigram"
        } else if fields["continuing_subword_prefix"] != nil {
            type = "WordPiece"
        } else {
            throw .missingField(path: file.path, field: field + ".type")
        }
        return Component(type: type, field: field, fields: fields)
    }

    /// The added tokens, each with the id the reference would give it.
    private static func addedTokens(
        of file: Fields, vocabulary: TokenTable
    ) throws(TokenizerError) -> AddedTokenList {
        var list = AddedTokenList(vocabulary: vocabulary)
        for (index, element) in (try file.array("added_tokens") ?? []).enumerated() {
            let fields = try Fields(
                element, path: file.path, name: "added_tokens[\(index)]")
            guard let id = try fields.count("id") else {
                throw .missingField(path: file.path, field: fields.prefix + "id")
            }
            try list.add(AddedToken(fields, id: id), path: file.path)
        }
        return list
    }
}
