internal import SencFiles
internal import SencTokenizers
internal import SencWeights

extension GGUFModel {
    func tokenizer() throws -> Tokenizer {
        guard let document = try tokenizerDocument() else {
            return try Tokenizer(gguf: GGUFVocabulary(metadata))
        }
        let root: JSON
        do {
            root = try JSON(parsing: document)
        } catch {
            throw invalidTokenizer("is not valid JSON: \(error)")
        }
        return try Tokenizer(tokenizerJSON: root, path: path)
    }

    /// The whole `tokenizer.json` that the file has; `nil` if it has none.
    func tokenizerDocument() throws -> [UInt8]? {
        guard let value = metadata[Self.tokenizerKey] else { return nil }
        guard let document = metadata.document(Self.tokenizerKey) else {
            if let text = value.text {
                throw invalidTokenizer("is \(text.quoted()), not a text")
            } else {
                throw invalidTokenizer("is a list, not a text")
            }
        }
        return document
    }

    /// The token for what is unknown, of a kind of tokenizer that can spell everything too.
    var unknownID: Int32? {
        guard case .integer(let id)? = metadata[GGUFVocabulary.prefix + "unknown_token_id"] else {
            return nil
        }
        return Int32(exactly: id)
    }

    private func invalidTokenizer(_ problem: Message) -> ModelError {
        .invalidConfiguration(path: path, key: Self.tokenizerKey, problem: problem)
    }
}

extension GGUFVocabulary {
    /// What a file has of its tokenizer for llama.cpp.
    fileprivate init(_ metadata: GGUFMetadata) throws(TokenizerError) {
        self.init(path: metadata.file.path)
        func value(_ key: String) -> GGUFMetadata.Value? { metadata[Self.prefix + key] }
        func text(_ key: String) -> String? {
            if case .text(let text)? = value(key) { text } else { nil }
        }
        model = text("model")
        pre = text("pre")
        tokens = metadata.texts(Self.prefix + "tokens").map(Texts.init)
        merges = metadata.texts(Self.prefix + "merges").map(Texts.init)
        types = metadata.numbers(Self.prefix + "token_type")
        scores = metadata.numbers(Self.prefix + "scores")
        normalizationMap = metadata.bytes(Self.prefix + "precompiled_charsmap")
        if model == "t5", normalizationMap == nil, value("precompiled_charsmap") != nil {
            throw invalid("precompiled_charsmap", "must be an array of bytes")
        }
        if case .bool(let flag)? = value("add_space_prefix") { addsSpacePrefix = flag }
        for (key, value) in metadata.values {
            guard case .integer(let id) = value, key.startsWithBytes(of: Self.prefix) else {
                continue
            }
            ids[String(key.dropFirst(Self.prefix.count))] = id
        }
    }
}

extension GGUFVocabulary.Texts {
    fileprivate init(_ texts: GGUFTexts) {
        self.init(count: texts.count, byteCount: texts.byteCount) { texts.bytes(at: $0) }
    }
}
