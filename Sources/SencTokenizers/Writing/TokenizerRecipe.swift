import SencFiles

/// What a tokenizer is to be but for its vocabulary, which is learned: its stages and special tokens.
package struct TokenizerRecipe: Sendable {
    package enum Family: Sendable {
        case wordPiece, unigram, bytePair
    }

    /// How normalized text is cut into words.
    package enum Splitting: String, Sendable, CaseIterable {
        /// At white space, each punctuation character a word of its own.
        case bert
        /// At white space and between letters and what is none.
        case whitespace
        /// As GPT-2 does, in bytes that are written as characters.
        case byteLevel = "byte-level"
        /// As SentencePiece does, each word with the space before it, which is a character.
        case metaspace
    }

    /// What was learned.
    package enum Model: Sendable {
        /// Tokens by their ids.
        case wordPiece([String])
        /// Tokens by their ids, and their scores.
        case unigram([(piece: String, score: Double)])
        /// Tokens by their ids, and the ids that are merged.
        case bytePair([String], [(left: Int, right: Int)])
    }

    package let family: Family
    package var splitting: Splitting
    package var lowercases: Bool
    /// `nil` is as `lowercases` for WordPiece, and else `false`.
    package var stripsAccents: Bool?
    package var continuingPrefix: String
    package var endSuffix = ""
    /// Behind those with a role, which are BERT's for WordPiece, and else RoBERTa's.
    package var furtherTokens: [String] = []

    /// A recipe with the family's usual stages: of WordPiece those of BERT, of byte-pair encoding
    /// those of GPT-2, of Unigram those of SentencePiece.
    package init(_ family: Family) {
        self.family = family
        switch family {
        case .wordPiece: (splitting, lowercases, continuingPrefix) = (.bert, true, "##")
        case .unigram: (splitting, lowercases, continuingPrefix) = (.metaspace, false, "")
        case .bytePair: (splitting, lowercases, continuingPrefix) = (.byteLevel, false, "")
        }
    }

    // MARK: - Special tokens

    private var names: TokenizerConfiguration.Names { family == .wordPiece ? .bert : .roberta }

    func name(of role: TokenizerConfiguration.Role) -> String { names.name(of: role) ?? "" }

    /// The first tokens of the vocabulary.
    package var specialTokens: [String] {
        let roles: [TokenizerConfiguration.Role] =
            family == .wordPiece
            ? [.padding, .unknown, .classification, .separator, .mask]
            : [.beginning, .padding, .end, .unknown, .mask]
        var tokens: [String] = []
        for token in roles.map(name(of:)) + furtherTokens where !tokens.contains(token) {
            tokens.append(token)
        }
        return tokens
    }

    /// The characters that every vocabulary has: those that bytes are written as.
    package var alphabet: [UInt32] {
        splitting == .byteLevel ? ByteAlphabet.scalars.map { UInt32($0) } : []
    }

    // MARK: - What is made of it

    /// Calls its second argument with each word of a text.
    package func cutter() throws
        -> @Sendable (
            UnsafeBufferPointer<UInt8>, (UnsafeBufferPointer<UInt8>) -> Void
        ) -> Void
    {
        let model: Model =
            switch family {
            case .wordPiece: .wordPiece(specialTokens)
            case .unigram: .unigram(specialTokens.map { ($0, 0) })
            case .bytePair: .bytePair(specialTokens, [])
            }
        let document = try JSON(parsing: document(model))
        let tokenizer = try Tokenizer(tokenizerJSON: document, path: "tokenizer.json")
        return { text, body in tokenizer.forEachWord(ofUTF8: text, body) }
    }

    /// The files of a tokenizer's directory, `tokenizer.json` last.
    package func files(_ model: Model) -> [(name: String, bytes: [UInt8])] {
        var files = [
            ("special_tokens_map.json", roles), ("tokenizer_config.json", configuration),
        ]
        if case .wordPiece(let tokens) = model {
            files.append(("vocab.txt", Array(tokens.map { $0 + "\n" }.joined().utf8)))
        }
        return files + [("tokenizer.json", document(model))]
    }

    private var roles: [UInt8] {
        JSONWriter.file { writeRoles(to: &$0) }
    }

    private var configuration: [UInt8] {
        JSONWriter.file {
            $0.member("tokenizer_class", "PreTrainedTokenizerFast")
            $0.member("clean_up_tokenization_spaces", false)
            writeRoles(to: &$0)
        }
    }

    private func writeRoles(to object: inout JSONObject) {
        for role in TokenizerConfiguration.Role.allCases
        where family != .wordPiece || TokenizerConfiguration.Role.bert.contains(role) {
            object.member(role.rawValue, name(of: role))
        }
        if !furtherTokens.isEmpty {
            object.array("additional_special_tokens", furtherTokens) { $0.value($1) }
        }
    }

    /// The text of `tokenizer.json`, its parts as the reference writes them.
    package func document(_ model: Model) -> [UInt8] {
        JSONWriter.file {
            $0.member("version", "1.0")
            $0.member("truncation") { $0.null() }
            $0.member("padding") { $0.null() }
            $0.array("added_tokens", specialTokens.enumerated()) {
                write($1.element, $1.offset, to: &$0)
            }
            $0.member("normalizer") { writeNormalizer(to: &$0) }
            $0.member("pre_tokenizer") { writePreTokenizer(to: &$0) }
            $0.member("post_processor") { writePostProcessor(to: &$0) }
            $0.member("decoder") { writeDecoder(to: &$0) }
            $0.member("model") { write(model, to: &$0) }
        }
    }
}
