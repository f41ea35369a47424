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
        func text(of tokenizer: Tokenizer) -> JSONText? {
            var text = JSONText()
            let isWritten: Bool =
                switch self {
                case .truncation: text.append(truncation: tokenizer.truncationSide)
                case .addedTokens: text.append(addedTokens: tokenizer.addedTokens.tokens)
                case .normalizer: text.append(normalizer: tokenizer.normalizer)
                case .preTokenizer: text.append(preTokenizer: tokenizer.preTokenizer)
                case .postProcessor: text.append(tokenizer.postProcessor, of: tokenizer)
                case .decoder: text.append(decoder: tokenizer.decoder)
                case .model: text.append(model: tokenizer.model)
                }
            return isWritten ? text : nil
        }
    }

    /// All of a tokenizer.
    static func document(
        of tokenizer: Tokenizer, path: String
    ) throws(TokenizerError) -> JSONText {
        var text = JSONText()
        text.append(raw: "{\"version\":\"1.0\",\"padding\":null")
        for part in Part.allCases {
            guard let value = part.text(of: tokenizer) else {
                throw .notWritable(path: path, part: part.rawValue)
            }
            text.append(raw: ",\"\(part.rawValue)\":")
            text.append(json: value)
        }
        text.append(raw: "}")
        return text
    }
}

extension JSONText {
    /// - Returns: `false` if the bytes are not UTF-8.
    mutating func append(token bytes: some Collection<UInt8>) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        append(string: text)
        return true
    }

    // MARK: Around the stages

    /// The length stands for none: it is the model's own that counts.
    fileprivate mutating func append(truncation side: TruncationSide) -> Bool {
        append(
            raw: side == .right
                ? "null"
                : "{\"direction\":\"Left\",\"max_length\":512,\"strategy\":\"LongestFirst\","
                    + "\"stride\":0}")
        return true
    }

    fileprivate mutating func append(addedTokens tokens: [AddedToken]) -> Bool {
        var isWritten = true
        append(array: tokens.sorted { $0.id < $1.id }) { text, token in
            text.append(raw: "{\"id\":\(token.id),\"content\":")
            isWritten = text.append(token: token.content) && isWritten
            text.append(
                raw: ",\"single_word\":\(token.isSingleWord),\"lstrip\":\(token.stripsLeft),"
                    + "\"rstrip\":\(token.stripsRight),\"normalized\":\(token.isNormalized),"
                    + "\"special\":\(token.isSpecial)}")
        }
        return isWritten
    }

    fileprivate mutating func append(
        _ postProcessor: PostProcessor, of tokenizer: Tokenizer
    ) -> Bool {
        append(raw: "{\"type\":\"Sequence\",\"processors\":[")
        for trimming in postProcessor.trimmings {
            append(
                raw: "{\"type\":\"ByteLevel\",\"trim_offsets\":true,\"use_regex\":true,"
                    + "\"add_prefix_space\":\(trimming.addsPrefixSpace)},")
        }
        append(raw: "{\"type\":\"TemplateProcessing\",\"single\":")
        append(template: postProcessor.single)
        append(raw: ",\"pair\":")
        append(template: postProcessor.pair)
        append(raw: ",\"special_tokens\":{")
        let ids = Set((postProcessor.single + postProcessor.pair).compactMap(\.tokenID))
        var isWritten = true
        for (index, id) in ids.sorted().enumerated() {
            append(raw: "\(index == 0 ? "" : ",")\"\(id)\":{\"id\":\"\(id)\",\"ids\":[\(id)]")
            append(raw: ",\"tokens\":[")
            let token = tokenizer.vocabularyToken(of: id)
            isWritten = token.map { append(token: $0) } ?? false && isWritten
            append(raw: "]}")
        }
        append(raw: "}}]}")
        return isWritten
    }

    /// Tokens are called by their ids, which is a name as good as any.
    private mutating func append(template pieces: [PostProcessor.Piece]) {
        append(array: pieces) { text, piece in
            switch piece {
            case .token(let id, let typeID):
                text.append(raw: "{\"SpecialToken\":{\"id\":\"\(id)\",\"type_id\":\(typeID)}}")
            case .sequence(let index, let typeID):
                let name = index == 0 ? "A" : "B"
                text.append(raw: "{\"Sequence\":{\"id\":\"\(name)\",\"type_id\":\(typeID)}}")
            }
        }
    }

    // MARK: The model

    fileprivate mutating func append(model: Model) -> Bool {
        switch model {
        case .wordPiece(let model):
            append(
                raw: "{\"type\":\"WordPiece\",\"max_input_chars_per_word\":"
                    + "\(model.maximumScalarsPerWord),\"continuing_subword_prefix\":")
            guard append(token: model.vocabulary.continuingPrefix) else { return false }
            append(raw: ",\"unk_token\":")
            guard let unknown = model.vocabulary.token(of: model.unknownID),
                append(token: unknown)
            else { return false }
            append(raw: ",\"vocab\":{")
            var isFirst = true
            for id in 0..<Int32(truncatingIfNeeded: model.vocabulary.idLimit) {
                guard let token = model.vocabulary.token(of: id) else { continue }
                append(raw: isFirst ? "" : ",")
                isFirst = false
                guard append(token: token) else { return false }
                append(raw: ":\(id)")
            }
            append(raw: "}}")
            return true
        case .unigram(let model):
            guard let unknownID = model.unknownID else { return false }
            append(
                raw: "{\"type\":\"Unigram\",\"unk_id\":\(unknownID),"
                    + "\"byte_fallback\":\(model.byteTokens != nil),\"vocab\":[")
            for (id, score) in model.scores.enumerated() {
                // Of two equal pieces the first has no token, and no place in such a list.
                guard
                    let token = model.vocabulary.token(of: Int32(truncatingIfNeeded: id))
                else { return false }
                append(raw: id == 0 ? "[" : ",[")
                guard append(token: token) else { return false }
                append(raw: ",")
                append(number: score)
                append(raw: "]")
            }
            append(raw: "]}")
            return true
        case .words, .bytePair, .wordLevel: return false
        }
    }
}

extension PostProcessor.Piece {
    /// `nil` of a text's own tokens.
    var tokenID: Int32? {
        if case .token(let id, _) = self { id } else { nil }
    }
}
