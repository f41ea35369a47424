import SencFiles

extension Tokenizer {
    /// Loads the tokenizer of a model directory.
    ///
    /// `tokenizer.json` is read if it is there, else `vocab.txt`; both with
    /// `tokenizer_config.json` and `special_tokens_map.json` if those are there. The truncation
    /// and padding blocks of `tokenizer.json` are ignored: the model's own limit counts.
    ///
    /// For a class of BERT's named in `tokenizer_config.json`, transformers takes case, accents
    /// and Chinese characters from there, and its defaults for what is not there, even against
    /// `tokenizer.json`; so does this. Else `tokenizer.json` alone decides.
    public init(directory: String) throws(TokenizerError) {
        let configuration = try TokenizerConfiguration(directory: directory)
        if let path = directory.existingFile("tokenizer.json") {
            try self.init(tokenizerJSON: path, configuration: configuration)
        } else if let path = directory.existingFile("vocab.txt") {
            try self.init(vocabularyText: path, configuration: configuration)
        } else {
            throw .noTokenizer(directory: directory)
        }
    }

    /// Puts the stages together.
    init(
        added: [AddedToken], normalizer: Normalizer, preTokenizer: PreTokenizer, model: Model,
        postProcessor: PostProcessor, decoder: Decoder, configuration: TokenizerConfiguration
    ) {
        addedTokens = AddedTokens(added, normalizer: normalizer)
        self.normalizer = normalizer
        self.preTokenizer = preTokenizer
        self.model = model
        self.postProcessor = postProcessor
        self.decoder = decoder
        let vocabulary = model.vocabulary
        vocabularySize =
            vocabulary.count + added.count { vocabulary.id(of: $0.content) == nil }
        var ids = SpecialTokenIDs()
        let known = addedTokens
        func id(of role: TokenizerConfiguration.Role) -> Int32? {
            let token = Array(configuration.name(of: role).utf8)
            return known[content: token]?.id ?? vocabulary.id(of: token)
        }
        ids.padding = id(of: .padding)
        ids.classification = id(of: .classification)
        ids.separator = id(of: .separator)
        ids.mask = id(of: .mask)
        ids.unknown = model.unknownID
        specialTokenIDs = ids
    }
}

extension String {
    /// The path of a file in the directory of this path; `nil` if there is none of that name.
    func existingFile(_ name: String) -> String? {
        let path = hasSuffix("/") ? self + name : self + "/" + name
        do throws(FileError) {
            _ = try MappedFile(path: path)
        } catch {
            if case .notFound = error { return nil }
        }
        return path
    }
}

extension JSON {
    /// The JSON document of a tokenizer's file.
    static func tokenizerFile(_ path: String) throws(TokenizerError) -> JSON {
        let file = try MappedFile.tokenizerFile(path)
        do throws(JSONError) {
            return try JSON(parsing: Array(file.bytes))
        } catch {
            throw .malformedJSON(path: path, reason: error.description)
        }
    }
}

extension MappedFile {
    static func tokenizerFile(_ path: String) throws(TokenizerError) -> MappedFile {
        do throws(FileError) {
            return try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
    }
}

extension TokenTable {
    func id(of token: [UInt8]) -> Int32? { token.withUnsafeBufferPointer { id(of: $0) } }
}
