import SencFiles

/// The members of a `tokenizer.json`, written from the stages of a tokenizer.
enum StageText {
    enum Part: String, CaseIterable {
        case truncation
        case addedTokens = "added_tokens"
        case normalizer
        case preTokenizer = "pre_tokenizer"
        case postProcessor = "post_processor"
        case decoder, model

        /// What other files of a directory may say instead of its `tokenizer.json`.
        static let overridable: [Part] = [.truncation, .addedTokens, .normalizer, .postProcessor]

        /// - Returns: `nil` if a stage does something that is not written here.
        func text(of tokenizer: Tokenizer) -> [UInt8]? {
            try? JSONWriter.bytes { try $0.part(self, of: tokenizer) }
        }
    }

    /// A stage does something that is not written here.
    struct Unwritable: Error {}

    /// All of a tokenizer.
    static func document(
        of tokenizer: Tokenizer, path: String
    ) throws(TokenizerError) -> [UInt8] {
        try JSONWriter.bytes { writer throws(TokenizerError) in
            try writer.object { document throws(TokenizerError) in
                document.member("version", "1.0")
                document.member("padding") { $0.null() }
                for part in Part.allCases {
                    try document.member(part, of: tokenizer, path: path)
                }
            }
        }
    }

    /// - Throws: `Unwritable` if the bytes are not UTF-8.
    static func string(_ token: some Collection<UInt8>) throws -> String {
        guard let text = String(validating: token, as: UTF8.self) else { throw Unwritable() }
        return text
    }
}

extension JSONObject {
    /// - Throws: `TokenizerError.notWritable`.
    mutating func member(
        _ part: StageText.Part, of tokenizer: Tokenizer, path: String
    ) throws(TokenizerError) {
        do {
            try member(part.rawValue) { try $0.part(part, of: tokenizer) }
        } catch {
            throw .notWritable(path: path, part: part.rawValue)
        }
    }
}

/// All of these throw `Unwritable`.
extension JSONWriter {
    fileprivate mutating func part(_ part: StageText.Part, of tokenizer: Tokenizer) throws {
        switch part {
        case .truncation: truncation(tokenizer.truncationSide)
        case .addedTokens: try addedTokens(tokenizer.addedTokens.tokens)
        case .normalizer: try normalizer(tokenizer.normalizer)
        case .preTokenizer: try preTokenizer(tokenizer.preTokenizer)
        case .postProcessor: try postProcessor(tokenizer.postProcessor, of: tokenizer)
        case .decoder: try decoder(tokenizer.decoder)
        case .model: try model(tokenizer.model)
        }
    }

    /// An object with its kind as first member, as most of a tokenizer is.
    mutating func component<Failure: Error>(
        _ type: String, _ members: (inout JSONObject) throws(Failure) -> Void
    ) throws(Failure) {
        try object { component throws(Failure) in
            component.member("type", type)
            try members(&component)
        }
    }

    mutating func component(_ type: String) {
        component(type) { _ in }
    }

    // MARK: Around the stages

    /// The length stands for none: it is the model's own that counts.
    private mutating func truncation(_ side: TruncationSide) {
        guard side == .left else { return null() }
        object {
            $0.member("direction", "Left")
            $0.member("max_length", 512)
            $0.member("strategy", "LongestFirst")
            $0.member("stride", 0)
        }
    }

    private mutating func addedTokens(_ tokens: [AddedToken]) throws {
        try array(tokens.sorted { $0.id < $1.id }) { writer, token in
            try writer.object {
                $0.member("id", token.id)
                $0.member("content", try StageText.string(token.content))
                $0.member("single_word", token.isSingleWord)
                $0.member("lstrip", token.stripsLeft)
                $0.member("rstrip", token.stripsRight)
                $0.member("normalized", token.isNormalized)
                $0.member("special", token.isSpecial)
            }
        }
    }

    private mutating func postProcessor(
        _ postProcessor: PostProcessor, of tokenizer: Tokenizer
    ) throws {
        try component("Sequence") { sequence in
            try sequence.member("processors") {
                try $0.array { processors in
                    for trimming in postProcessor.trimmings {
                        processors.append {
                            $0.component("ByteLevel") {
                                $0.member("trim_offsets", true)
                                $0.member("use_regex", true)
                                $0.member("add_prefix_space", trimming.addsPrefixSpace)
                            }
                        }
                    }
                    try processors.append { try $0.template(postProcessor, of: tokenizer) }
                }
            }
        }
    }

    /// Tokens are called by their ids, which is a name as good as any.
    private mutating func template(
        _ postProcessor: PostProcessor, of tokenizer: Tokenizer
    ) throws {
        try component("TemplateProcessing") { template in
            template.array("single", postProcessor.single) { $0.piece($1) }
            template.array("pair", postProcessor.pair) { $0.piece($1) }
            let ids = Set((postProcessor.single + postProcessor.pair).compactMap(\.tokenID))
            try template.object("special_tokens") { specialTokens in
                for id in ids.sorted() {
                    guard let token = tokenizer.vocabularyToken(of: id) else {
                        throw StageText.Unwritable()
                    }
                    try specialTokens.object("\(id)") {
                        $0.member("id", "\(id)")
                        $0.member("ids", [id])
                        $0.member("tokens", [try StageText.string(token)])
                    }
                }
            }
        }
    }

    private mutating func piece(_ piece: PostProcessor.Piece) {
        let (kind, id, typeID) =
            switch piece {
            case .token(let id, let typeID): ("SpecialToken", "\(id)", typeID)
            case .sequence(let index, let typeID): ("Sequence", index == 0 ? "A" : "B", typeID)
            }
        object {
            $0.object(kind) {
                $0.member("id", id)
                $0.member("type_id", typeID)
            }
        }
    }

    // MARK: The model

    private mutating func model(_ model: Model) throws {
        switch model {
        case .wordPiece(let model):
            let vocabulary = model.vocabulary
            guard let unknown = vocabulary.token(of: model.unknownID) else {
                throw StageText.Unwritable()
            }
            try component("WordPiece") { object in
                object.member("max_input_chars_per_word", model.maximumScalarsPerWord)
                object.member(
                    "continuing_subword_prefix", try StageText.string(vocabulary.continuingPrefix))
                object.member("unk_token", try StageText.string(unknown))
                try object.vocabulary(vocabulary)
            }
        case .unigram(let model):
            guard let unknownID = model.unknownID else { throw StageText.Unwritable() }
            try component("Unigram") { object in
                object.member("unk_id", unknownID)
                object.member("byte_fallback", model.byteTokens != nil)
                try object.array("vocab", model.scores.enumerated()) { writer, piece in
                    // Of two equal pieces the first has no token, and no place in such a list.
                    let id = Int32(truncatingIfNeeded: piece.offset)
                    guard let token = model.vocabulary.token(of: id) else {
                        throw StageText.Unwritable()
                    }
                    try writer.array {
                        $0.append(try StageText.string(token))
                        $0.append(piece.element)
                    }
                }
            }
        case .bytePair(let model): try bytePair(model)
        case .words, .wordLevel: throw StageText.Unwritable()
        }
    }
}

extension PostProcessor.Piece {
    /// `nil` of a text's own tokens.
    var tokenID: Int32? {
        if case .token(let id, _) = self { id } else { nil }
    }
}
