internal import SencFiles
internal import SencTokenizers
internal import SencWeights

/// The tokenizer in a GGUF file, as the `tokenizer.json` that it was made from.
///
/// llama.cpp writes WordPiece ("bert") tokens with `▁` before those that begin a word, instead of
/// `##` before the others. Of what the file does not keep, it is assumed that text is put in lower
/// case unless the vocabulary has capital letters, and special tokens are as usual for the kind.
struct GGUFTokenizer {
    private static let prefix = "tokenizer.ggml."
    /// The values of `token_type` of tokens that are not text: unknown and control.
    private static let (unknownType, controlType) = (2.0, 3.0)
    /// Byte-level vocabularies whose pattern is GPT-2's.
    private static let gpt2Patterns: Set<String> = ["default", "gpt-2", "roberta-bpe"]

    private let metadata: GGUFMetadata
    private let tokens: GGUFTexts
    private let types: [Double]
    private let kind: String

    init(_ metadata: GGUFMetadata) throws {
        self.metadata = metadata
        guard let tokens = metadata.texts(Self.prefix + "tokens") else {
            throw Self.invalid(metadata, "tokens", "is missing")
        }
        self.tokens = tokens
        types = metadata.numbers(Self.prefix + "token_type") ?? []
        guard types.isEmpty || types.count == tokens.count else {
            throw Self.invalid(
                metadata, "token_type",
                "has \(types.count) values for "
                    + "\(tokens.count) tokens")
        }
        guard case .text(let kind)? = metadata[Self.prefix + "model"] else {
            throw Self.invalid(metadata, "model", "is missing")
        }
        self.kind = kind
    }

    private static func invalid(
        _ metadata: GGUFMetadata, _ key: String, _ problem: String
    ) -> ModelError {
        .invalidConfiguration(path: metadata.file.path, key: prefix + key, problem: problem)
    }

    private func invalid(_ key: String, _ problem: String) -> ModelError {
        Self.invalid(metadata, key, problem)
    }

    func tokenizer() throws -> Tokenizer {
        let text: JSONText
        var pieces: UnigramVocabulary?
        var normalizationMap: [UInt8]?
        switch kind {
        case "bert": text = try wordPiece()
        case "t5":
            text = try unigram()
            pieces = try scoredPieces()
            normalizationMap = try self.normalizationMap()
        case "gpt2": text = try bytePair()
        default:
            throw invalid("model", "is \(kind.quoted()); supported: bert, gpt2, t5")
        }
        return try Tokenizer(
            tokenizerJSON: try JSON(parsing: text.bytes), path: metadata.file.path, pieces: pieces,
            normalizationMap: normalizationMap)
    }

    /// The whole `tokenizer.json`.
    func json() throws -> JSONText {
        switch kind {
        case "bert": try wordPiece()
        case "t5": try unigram(isWhole: true)
        default: try bytePair()
        }
    }

    /// The names of special tokens by what `tokenizer_config.json` calls their roles.
    func roles() -> [(role: String, token: String)] {
        let isBERT = kind == "bert"
        let roles: [(role: String, keys: [String], name: String)] = [
            ("bos_token", ["bos_token_id"], "<s>"),
            ("cls_token", ["cls_token_id", "bos_token_id"], isBERT ? "[CLS]" : "<s>"),
            ("eos_token", ["eos_token_id"], "</s>"),
            ("mask_token", ["mask_token_id"], isBERT ? "[MASK]" : "<mask>"),
            ("pad_token", ["padding_token_id"], isBERT ? "[PAD]" : "<pad>"),
            (
                "sep_token", ["seperator_token_id", "eos_token_id"], isBERT ? "[SEP]" : "</s>"
            ),
            ("unk_token", ["unknown_token_id"], isBERT ? "[UNK]" : "<unk>"),
        ]
        let words = isBERT ? wordPieces() : nil
        return roles.compactMap { role, keys, name in
            (try? id(keys, or: name)).map { (role, word($0, of: words)) }
        }
    }

    private static func text(_ token: [UInt8]) -> String {
        String(decoding: token, as: UTF8.self)
    }

    // MARK: - Kinds

    /// The tokens as a vocabulary of WordPiece has them.
    private func wordPieces() -> [String] {
        tokens.enumerated().map { id, token -> String in
            let token = Self.text(token)
            if isSpecial(id) || token.hasPrefix("[") && token.hasSuffix("]") { return token }
            let bytes = token.utf8
            // Compared by bytes: a combining mark after it makes another character of `▁`.
            if bytes.starts(with: "\u{2581}".utf8) {
                return String(decoding: bytes.dropFirst(3), as: UTF8.self)
            }
            return "##" + token
        }
    }

    private func wordPiece() throws -> JSONText {
        let words = wordPieces()
        let isCased = words.contains { word in
            !word.hasPrefix("[") && word.utf8.contains { 0x41...0x5A ~= $0 }
        }
        let classification = try id("cls_token_id", "bos_token_id", or: "[CLS]")
        let separator = try id("seperator_token_id", "eos_token_id", or: "[SEP]")
        let unknown = try id("unknown_token_id", or: "[UNK]")
        var text = JSONText()
        text.append(raw: "{\"added_tokens\":")
        appendSpecialTokens(words, isBracketed: true, to: &text)
        text.append(
            raw: """
                ,"normalizer":{"type":"BertNormalizer","clean_text":true,\
                "handle_chinese_chars":true,"strip_accents":null,"lowercase":\(!isCased)},\
                "pre_tokenizer":{"type":"BertPreTokenizer"},\
                "decoder":{"type":"WordPiece","prefix":"##","cleanup":true},\
                "post_processor":{"type":"BertProcessing","sep":
                """)
        appendPair(separator, of: words, to: &text)
        text.append(raw: ",\"cls\":")
        appendPair(classification, of: words, to: &text)
        text.append(
            raw: """
                },"model":{"type":"WordPiece","continuing_subword_prefix":"##",\
                "max_input_chars_per_word":100,"unk_token":
                """)
        text.append(string: words[unknown])
        appendVocabulary(words, to: &text)
        text.append(raw: "}}")
        return text
    }

    private func scores() throws -> [Double] {
        guard let scores = metadata.numbers(Self.prefix + "scores"), scores.count == tokens.count
        else { throw invalid("scores", "must have one for each token") }
        guard scores.allSatisfy(\.isFinite) else { throw invalid("scores", "must be finite") }
        return scores
    }

    private func scoredPieces() throws -> UnigramVocabulary {
        let scores = try scores()
        return try UnigramVocabulary(
            count: tokens.count, byteCount: tokens.byteCount, scores: scores,
            path: metadata.file.path
        ) { body in
            for id in tokens.indices { body(tokens.bytes(at: id)) }
        }
    }

    private func normalizationMap() throws -> [UInt8]? {
        let key = Self.prefix + "precompiled_charsmap"
        let map = metadata.bytes(key)
        guard map != nil || metadata[key] == nil else {
            throw invalid("precompiled_charsmap", "must be an array of bytes")
        }
        return map
    }

    /// - Parameter isWhole: whether the vocabulary and the normalization are in it, which are too
    ///   large for a detour by way of text where the file is at hand.
    private func unigram(isWhole: Bool = false) throws -> JSONText {
        var text = JSONText()
        text.append(raw: "{\"added_tokens\":")
        appendSpecialTokens(to: &text)
        if isWhole, let map = try normalizationMap() {
            text.append(
                raw: ",\"normalizer\":{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"")
            text.append(raw: Base64.encode(map) + "\"}")
        }
        let prefixes =
            if case .bool(false)? = metadata[Self.prefix + "add_space_prefix"] { false } else {
                true
            }
        text.append(
            raw: """
                ,"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},\
                {"type":"Metaspace","replacement":"\u{2581}",\
                "prepend_scheme":"\(prefixes ? "always" : "never")","split":true}]},\
                "decoder":{"type":"Metaspace","replacement":"\u{2581}",\
                "prepend_scheme":"\(prefixes ? "always" : "never")","split":true}
                """)
        try appendRobertaProcessing(to: &text)
        let unknown = try id("unknown_token_id", or: "<unk>")
        text.append(raw: ",\"model\":{\"type\":\"Unigram\",\"unk_id\":\(unknown)")
        if isWhole {
            text.append(raw: ",\"vocab\":")
            text.append(array: zip(tokens, try scores())) { text, piece in
                text.append(raw: "[")
                text.append(string: Self.text(piece.0))
                text.append(raw: ",")
                text.append(number: piece.1)
                text.append(raw: "]")
            }
        }
        text.append(raw: "}}")
        return text
    }

    private func bytePair() throws -> JSONText {
        if case .text(let pattern)? = metadata[Self.prefix + "pre"],
            !Self.gpt2Patterns.contains(pattern)
        {
            throw invalid("pre", "is \(pattern.quoted()), which is not supported")
        }
        guard let merges = metadata.texts(Self.prefix + "merges") else {
            throw invalid("merges", "is missing")
        }
        var text = JSONText()
        text.append(raw: "{\"added_tokens\":")
        appendSpecialTokens(to: &text)
        text.append(
            raw: """
                ,"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,\
                "trim_offsets":true,"use_regex":true},\
                "decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,\
                "use_regex":true}
                """)
        try appendRobertaProcessing(to: &text)
        text.append(raw: ",\"model\":{\"type\":\"BPE\"")
        appendVocabulary(tokens.map(Self.text), to: &text)
        text.append(raw: ",\"merges\":")
        text.append(array: merges) { text, merge in
            text.append(string: Self.text(merge))
        }
        text.append(raw: "}}")
        return text
    }

    // MARK: - Parts

    private func isSpecial(_ id: Int) -> Bool {
        types.indices.contains(id)
            && (types[id] == Self.unknownType || types[id] == Self.controlType)
    }

    /// The id under the first key that is there, else that of a token.
    private func id(_ keys: String..., or token: String) throws -> Int {
        try id(keys, or: token)
    }

    private func id(_ keys: [String], or token: String) throws -> Int {
        for key in keys {
            guard case .integer(let id)? = metadata[Self.prefix + key] else { continue }
            guard tokens.indices.contains(id) else {
                throw invalid(key, "is \(id), but there are \(tokens.count) tokens")
            }
            return id
        }
        guard let id = tokens.firstIndex(where: { $0.elementsEqual(token.utf8) }) else {
            throw invalid(keys.first ?? "tokens", "is missing")
        }
        return id
    }

    private func word(_ id: Int, of words: [String]?) -> String {
        words?[id] ?? Self.text(tokens[id])
    }

    /// - Parameter words: the tokens, if they are not as the file has them.
    private func appendPair(_ id: Int, of words: [String]? = nil, to text: inout JSONText) {
        text.append(raw: "[")
        text.append(string: word(id, of: words))
        text.append(raw: ",\(id)]")
    }

    private func appendRobertaProcessing(to text: inout JSONText) throws {
        text.append(raw: ",\"post_processor\":{\"type\":\"RobertaProcessing\",\"sep\":")
        appendPair(try id("eos_token_id", "seperator_token_id", or: "</s>"), to: &text)
        text.append(raw: ",\"cls\":")
        appendPair(try id("bos_token_id", "cls_token_id", or: "<s>"), to: &text)
        text.append(raw: ",\"trim_offsets\":true,\"add_prefix_space\":false}")
    }

    /// - Parameters:
    ///   - words: the tokens, if they are not as the file has them.
    ///   - isBracketed: whether `[CLS]` and its like are special whatever their type, as in files of
    ///     the first versions.
    private func appendSpecialTokens(
        _ words: [String]? = nil, isBracketed: Bool = false, to text: inout JSONText
    ) {
        let bert: Set<String> = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        let ids = tokens.indices.filter { id in
            isSpecial(id) || isBracketed && words.map { bert.contains($0[id]) } ?? false
        }
        text.append(array: ids) { text, id in
            let word = word(id, of: words)
            // A mask takes the space before it.
            text.append(
                raw: "{\"id\":\(id),\"special\":true,\"normalized\":false,\"single_word\":false,"
                    + "\"lstrip\":\(word == "<mask>"),\"rstrip\":false,\"content\":")
            text.append(string: word)
            text.append(raw: "}")
        }
    }

    private func appendVocabulary(_ words: [String], to text: inout JSONText) {
        text.append(raw: ",\"vocab\":{")
        for (id, word) in words.enumerated() {
            if id > 0 { text.append(raw: ",") }
            text.append(string: word)
            text.append(raw: ":\(id)")
        }
        text.append(raw: "}")
    }
}
