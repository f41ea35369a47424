import SencFiles

extension Tokenizer {
    /// The tokenizer that a `tokenizer.json` describes.
    init(
        tokenizerJSON path: String, configuration: TokenizerConfiguration
    ) throws(TokenizerError) {
        let file = try Fields(.tokenizerFile(path), path: path)
        guard let component = try Self.component("model", of: file) else {
            throw .missingField(path: path, field: "model")
        }
        let model = try Model(component)
        var normalizer = try Normalizer(Self.component("normalizer", of: file))
        if case .bert(let bert) = normalizer, configuration.isBert == true {
            var options = configuration.normalization
            options.cleansText = bert.options.cleansText
            normalizer = .bert(BertNormalizer(options))
        }
        let added = try Self.addedTokens(of: file, vocabulary: model.vocabulary)
        try self.init(
            added: added, normalizer: normalizer,
            preTokenizer: PreTokenizer(Self.component("pre_tokenizer", of: file)),
            model: model,
            postProcessor: PostProcessor(
                Self.component("post_processor", of: file),
                vocabulary: model.vocabulary, added: added),
            decoder: Decoder(Self.component("decoder", of: file)),
            configuration: configuration)
    }

    /// One stage's object and its type; `nil` if the file has none.
    private static func component(
        _ field: String, of file: Fields
    ) throws(TokenizerError) -> Component? {
        guard let fields = try file.object(field) else { return nil }
        if let type = try fields.string("type") {
            return Component(type: type, field: field, fields: fields)
        }
        // Files of the first versions give the model no type.
        guard field == "model", fields["continuing_subword_prefix"] != nil else {
            throw .missingField(path: file.path, field: field + ".type")
        }
        return Component(type: "WordPiece", field: field, fields: fields)
    }

    /// The added tokens, each with the id the reference would give it.
    private static func addedTokens(
        of file: Fields, vocabulary: TokenTable
    ) throws(TokenizerError) -> [AddedToken] {
        var list = AddedTokenList(vocabulary: vocabulary)
        for (index, element) in (try file.array("added_tokens") ?? []).enumerated() {
            let fields = try Fields(
                element, path: file.path, name: "added_tokens[\(index)]")
            guard let id = try fields.count("id") else {
                throw .missingField(path: file.path, field: fields.prefix + "id")
            }
            try list.add(AddedToken(fields, id: id), path: file.path)
        }
        return list.tokens
    }
}

/// The object that describes one stage.
struct Component {
    let type: String
    let field: String
    let fields: Fields

    var unsupported: TokenizerError {
        .unsupportedComponent(path: fields.path, field: field, type: type)
    }
}

extension Normalizer {
    init(_ component: Component?) throws(TokenizerError) {
        guard let component else {
            self = .none
            return
        }
        guard component.type == "BertNormalizer" else { throw component.unsupported }
        var options = BertNormalizer.Options()
        let fields = component.fields
        options.cleansText = try fields.bool("clean_text") ?? true
        options.spacesChinese = try fields.bool("handle_chinese_chars") ?? true
        options.stripsAccents = try fields.bool("strip_accents")
        options.lowercases = try fields.bool("lowercase") ?? true
        self = .bert(BertNormalizer(options))
    }
}

extension PreTokenizer {
    init(_ component: Component?) throws(TokenizerError) {
        guard let component else {
            self = .none
            return
        }
        guard component.type == "BertPreTokenizer" else { throw component.unsupported }
        self = .bert
    }
}

extension Decoder {
    init(_ component: Component?) throws(TokenizerError) {
        guard let component else {
            self = .none
            return
        }
        guard component.type == "WordPiece" else { throw component.unsupported }
        self = .wordPiece(
            WordPieceDecoder(
                prefix: Array((try component.fields.string("prefix") ?? "##").utf8),
                cleansUp: try component.fields.bool("cleanup") ?? true))
    }
}
