import SencFiles

extension Tokenizer {
    /// The tokenizer in a GGUF file.
    package init(gguf vocabulary: GGUFVocabulary) throws(TokenizerError) {
        let tokenizer = try GGUFTokenizer(vocabulary)
        self.init(try tokenizer.stages(), tokenizer.configuration)
    }
}

/// The tokenizer in a GGUF file, as that of the files that it was made from.
///
/// llama.cpp writes WordPiece ("bert") tokens with `▁` before those that begin a word, instead of
/// `##` before the others. Of what the file does not keep, it is assumed that text is put in lower
/// case unless the vocabulary has capital letters, and special tokens are as usual for the kind.
private struct GGUFTokenizer {
    /// The values of `token_type` of tokens that are not text: unknown and control.
    private static let (unknownType, controlType) = (2.0, 3.0)
    /// Byte-level vocabularies whose pattern is GPT-2's.
    private static let gpt2Patterns: Set<String> = ["default", "gpt-2", "roberta-bpe"]
    /// Special whatever their type, as in files of the first versions.
    private static let bertTokens = Set(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map { Array($0.utf8) })
    private static let mask = Array("<mask>".utf8)
    private static let continuingPrefix = Array("##".utf8)

    private let vocabulary: GGUFVocabulary
    private let tokens: GGUFVocabulary.Texts
    private let types: [Double]
    private let kind: String

    init(_ vocabulary: GGUFVocabulary) throws(TokenizerError) {
        self.vocabulary = vocabulary
        guard let tokens = vocabulary.tokens else {
            throw vocabulary.invalid("tokens", "is missing")
        }
        self.tokens = tokens
        types = vocabulary.types ?? []
        guard types.isEmpty || types.count == tokens.count else {
            throw vocabulary.invalid(
                "token_type", "has \(types.count) values for \(tokens.count) tokens")
        }
        guard let kind = vocabulary.model else { throw vocabulary.invalid("model", "is missing") }
        self.kind = kind
    }

    func stages() throws(TokenizerError) -> Stages {
        switch kind {
        case "bert": try wordPiece()
        case "t5": try unigram()
        case "gpt2": try bytePair()
        default:
            throw vocabulary.invalid("model", "is \(kind.quoted()); supported: bert, gpt2, t5")
        }
    }

    /// Which tokens have roles.
    var configuration: TokenizerConfiguration {
        let roles: [(TokenizerConfiguration.Role, keys: [String])] = [
            (.classification, ["cls_token_id", "bos_token_id"]),
            (.separator, ["seperator_token_id", "eos_token_id"]),
            (.padding, ["padding_token_id"]), (.mask, ["mask_token_id"]),
        ]
        var configuration = TokenizerConfiguration()
        for (role, keys) in roles {
            guard let id = keys.lazy.compactMap({ vocabulary.ids[$0] }).first,
                0..<tokens.count ~= id
            else { continue }
            configuration.tokens.set(role, kind == "bert" ? wordPiece(id) : tokens[id])
        }
        return configuration
    }

    // MARK: - Kinds

    private func wordPiece() throws(TokenizerError) -> Stages {
        let classification = try id("cls_token_id", "bos_token_id", or: "[CLS]")
        let separator = try id("seperator_token_id", "eos_token_id", or: "[SEP]")
        let unknown = try id("unknown_token_id", or: "[UNK]")
        var special: [Int32] = []
        var isCased = false
        let table = try table(continuingPrefix: Self.continuingPrefix) { id in
            let word = wordPiece(id)
            if isSpecial(id) || Self.bertTokens.contains(word) {
                special.append(Int32(truncatingIfNeeded: id))
            }
            if !isCased, word.first != UInt8(ascii: "[") {
                isCased = word.contains { 0x41...0x5A ~= $0 }
            }
            return word
        }
        var stages = Stages(
            .wordPiece(
                WordPiece(
                    vocabulary: table, unknownID: unknown,
                    maximumScalarsPerWord: WordPiece.defaultMaximumScalarsPerWord)))
        var options = BertNormalizer.Options()
        options.lowercases = !isCased
        stages.normalizer = [.bert(BertNormalizer(options))]
        stages.preTokenizer = [.bert]
        stages.decoder = [
            .wordPiece(WordPieceDecoder(prefix: Self.continuingPrefix, cleansUp: true))
        ]
        try add(special, to: &stages)
        stages.postProcessor = .bert(classification: classification, separator: separator)
        return stages
    }

    private func unigram() throws(TokenizerError) -> Stages {
        let (beginning, end) = try surroundingIDs()
        let unknown = try id("unknown_token_id", or: "<unk>")
        guard let scores = vocabulary.scores, scores.count == tokens.count else {
            throw vocabulary.invalid("scores", "must have one for each token")
        }
        guard scores.allSatisfy(\.isFinite) else {
            throw vocabulary.invalid("scores", "must be finite")
        }
        let pieces = try UnigramVocabulary(
            count: tokens.count, byteCount: tokens.byteCount, scores: scores, path: vocabulary.path
        ) { body in
            for id in 0..<tokens.count { body(tokens.bytes(id)) }
        }
        let model = try Unigram(
            pieces, unknownID: unknown, byteFallback: false, path: vocabulary.path)
        var stages = Stages(
            words: .unigram(model), prefixed: vocabulary.addsSpacePrefix ?? true)
        if let blob = vocabulary.normalizationMap {
            stages.normalizer = [
                .precompiled(try PrecompiledMap(sentencePiece: blob, path: vocabulary.path))
            ]
        }
        try add(specialIDs, to: &stages)
        stages.postProcessor = try roberta(beginning, end, of: pieces.table)
        return stages
    }

    private func bytePair() throws(TokenizerError) -> Stages {
        if let pattern = vocabulary.pre, !Self.gpt2Patterns.contains(pattern) {
            throw vocabulary.invalid("pre", "is \(pattern.quoted()), which is not supported")
        }
        guard let merges = vocabulary.merges else {
            throw vocabulary.invalid("merges", "is missing")
        }
        let (beginning, end) = try surroundingIDs()
        let table = try table { tokens[$0] }
        var list = MergeList(
            capacity: merges.count, vocabulary: table, prefixCount: 0, path: vocabulary.path)
        for place in 0..<merges.count { try list.add(line: merges[place][...]) }
        var stages = Stages(
            .bytePair(
                BytePair(
                    vocabulary: table, merges: list.table, unknownID: nil,
                    options: BytePair.Options())))
        stages.preTokenizer = PreTokenizationStep.byteLevelSteps(
            addsPrefixSpace: false, splits: true)
        stages.decoder = [.byteLevel]
        try add(specialIDs, to: &stages)
        stages.postProcessor = try roberta(beginning, end, of: table)
        return stages
    }

    // MARK: - Parts

    private func isSpecial(_ id: Int) -> Bool {
        types.indices.contains(id)
            && (types[id] == Self.unknownType || types[id] == Self.controlType)
    }

    private var specialIDs: [Int32] {
        types.indices.filter(isSpecial).map { Int32(truncatingIfNeeded: $0) }
    }

    /// The token as a vocabulary of WordPiece has it.
    private func wordPiece(_ id: Int) -> [UInt8] {
        let token = tokens[id]
        if isSpecial(id)
            || token.first == UInt8(ascii: "[") && token.last == UInt8(ascii: "]")
        {
            return token
        }
        return token.starts(with: Stages.space)
            ? Array(token.dropFirst(Stages.space.count)) : Self.continuingPrefix + token
    }

    /// The table of the tokens, no two of which may be the same.
    private func table(
        continuingPrefix: [UInt8] = [], token: (Int) -> [UInt8]
    ) throws(TokenizerError) -> TokenTable {
        let bytes = tokens.byteCount + tokens.count * (1 + continuingPrefix.count)
        guard bytes <= Int(Int32.max) else {
            throw .tooLarge(path: vocabulary.path, bytes: bytes, limit: Int(Int32.max))
        }
        var builder = TokenTableBuilder(
            capacity: tokens.count, byteCapacity: bytes, continuingPrefix: continuingPrefix)
        for id in 0..<tokens.count {
            let token = token(id)
            guard
                token.withUnsafeBufferPointer({
                    builder.insert($0, id: Int32(truncatingIfNeeded: id))
                })
            else {
                throw .duplicateToken(
                    path: vocabulary.path, token: String(decoding: token, as: UTF8.self))
            }
        }
        return builder.finish(idCount: tokens.count).table
    }

    /// The id under the first key that is there, else that of a token.
    private func id(_ keys: String..., or token: String) throws(TokenizerError) -> Int32 {
        for key in keys {
            guard let id = vocabulary.ids[key] else { continue }
            guard 0..<tokens.count ~= id else {
                throw vocabulary.invalid(key, "is \(id), but there are \(tokens.count) tokens")
            }
            return Int32(truncatingIfNeeded: id)
        }
        guard
            let id = (0..<tokens.count).first(where: { tokens.bytes($0).elementsEqual(token.utf8) })
        else { throw vocabulary.invalid(keys[0], "is missing") }
        return Int32(truncatingIfNeeded: id)
    }

    private func surroundingIDs() throws(TokenizerError) -> (beginning: Int32, end: Int32) {
        let end = try id("eos_token_id", "seperator_token_id", or: "</s>")
        return (try id("bos_token_id", "cls_token_id", or: "<s>"), end)
    }

    private func roberta(
        _ beginning: Int32, _ end: Int32, of table: TokenTable
    ) throws(TokenizerError) -> PostProcessor {
        // Of equal tokens of Unigram the last alone has an id.
        for id in [end, beginning] where table.token(of: id) == nil {
            throw .templateTokenAbsent(
                path: vocabulary.path, token: String(decoding: tokens[Int(id)], as: UTF8.self))
        }
        var postProcessor = PostProcessor.roberta(classification: beginning, separator: end)
        postProcessor.trimmings = [OffsetTrimming(addsPrefixSpace: false)]
        return postProcessor
    }

    private func add(_ special: [Int32], to stages: inout Stages) throws(TokenizerError) {
        for id in special {
            let content = kind == "bert" ? wordPiece(Int(id)) : tokens[Int(id)]
            // A mask takes the space before it.
            try stages.added.add(
                AddedToken(
                    content: content, id: id, isSpecial: true, isNormalized: false,
                    stripsLeft: content == Self.mask),
                path: vocabulary.path)
        }
    }
}
