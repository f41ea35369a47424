import SencFiles

extension Tokenizer {
    /// What a tokenizer's own files are called, those of which only some are there among them.
    package static let fileNames =
        ["tokenizer.json", "vocab.txt"] + sentencePieceNames + [
            "vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json",
            "added_tokens.json",
        ]

    /// In the order in which they are looked for.
    private static let sentencePieceNames = [
        "sentencepiece.bpe.model", "spiece.model", "tokenizer.model", "sentencepiece.model",
    ]

    /// Loads the tokenizer of a model directory.
    ///
    /// Of its files the first counts that is there: `tokenizer.json`; `vocab.txt`; a SentencePiece
    /// model, called `sentencepiece.bpe.model`, `spiece.model`, `tokenizer.model` or
    /// `sentencepiece.model`; `vocab.json` with `merges.txt`. Each goes with
    /// `tokenizer_config.json`, `special_tokens_map.json` and `added_tokens.json` if those are
    /// there. Of the
    /// truncation and padding blocks of `tokenizer.json` only the direction of the first counts,
    /// where `tokenizer_config.json` names no `truncation_side`: the limit is the model's own.
    ///
    /// How a file other than `tokenizer.json` is read depends on the class of transformers that
    /// `tokenizer_config.json` names, or `config.json`; without one on the class that the model's
    /// type in `config.json` implies, if that class reads such files.
    ///
    /// For a class of BERT's named so, or implied where `tokenizer_config.json` speaks of case,
    /// accents or Chinese characters, transformers takes them from there, and its defaults for
    /// what is not there, even against `tokenizer.json`; so does this. Else `tokenizer.json` alone
    /// decides.
    public init(directory: String) throws(TokenizerError) {
        let configuration = try TokenizerConfiguration(directory: directory)
        if let path = directory.existingFile("tokenizer.json") {
            try self.init(tokenizerJSON: path, configuration: configuration)
        } else if let path = directory.existingFile("vocab.txt") {
            try self.init(vocabularyText: path, configuration: configuration)
        } else if let path = Self.sentencePieceNames.lazy.compactMap({
            directory.existingFile($0)
        }).first {
            try self.init(sentencePiece: path, configuration: configuration)
        } else if let vocabulary = directory.existingFile("vocab.json"),
            let merges = directory.existingFile("merges.txt")
        {
            try self.init(vocabulary: vocabulary, merges: merges, configuration: configuration)
        } else {
            throw .noTokenizer(directory: directory)
        }
    }

    /// Puts the stages together.
    init(
        added list: AddedTokenList, normalizer: Normalizer, preTokenizer: PreTokenizer,
        model: Model,
        postProcessor: PostProcessor, decoder: Decoder, configuration: TokenizerConfiguration
    ) {
        let added = list.tokens
        addedTokens = AddedTokens(added, normalizer: normalizer)
        specialIDs = Set(list.specialContents.map { list.id(for: $0) })
        self.normalizer = normalizer
        self.preTokenizer = preTokenizer
        self.model = model
        self.postProcessor = postProcessor
        self.decoder = decoder
        truncationSide = configuration.truncationSide?.side ?? .right
        truncationSideSource = configuration.truncationSide?.source
        let vocabulary = model.vocabulary
        vocabularySize =
            vocabulary.count + added.count { vocabulary.id(of: $0.content) == nil }
        var ids = SpecialTokenIDs()
        let known = addedTokens
        func id(of role: TokenizerConfiguration.Role) -> Int32? {
            let name = configuration.givenName(of: role)
            let names =
                name.map { [$0] }
                ?? [configuration.names, .bert, .roberta].compactMap {
                    (names: TokenizerConfiguration.Names) in names.name(of: role)
                }
            return names.lazy.map { Array($0.utf8) }.compactMap {
                known[content: $0]?.id ?? vocabulary.id(of: $0)
            }.first
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
        let path = Path.join(self, name)
        return Path.exists(path) ? path : nil
    }
}

extension JSON {
    /// The JSON document of a tokenizer's file.
    static func tokenizerFile(_ path: String) throws(TokenizerError) -> JSON {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileContents.bytes(parsing: path, limit: JSON.maximumBytes)
        } catch {
            throw .file(error)
        }
        do throws(JSONError) {
            return try JSON(parsing: bytes)
        } catch {
            throw .malformedJSON(path: path, reason: error.message)
        }
    }
}

extension MappedFile {
    static func tokenizerFile(_ path: String) throws(TokenizerError) -> MappedFile {
        do throws(FileError) {
            return try MappedFile(parsing: path)
        } catch {
            throw .file(error)
        }
    }
}

extension TokenTable {
    func id(of token: [UInt8]) -> Int32? { token.withUnsafeBufferPointer { id(of: $0) } }
}
