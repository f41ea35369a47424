import SencFiles

/// The classes of transformers that read a SentencePiece model, each in its own way.
private enum SentencePieceClass: String, CaseIterable {
    case xlmRoberta = "XLMRobertaTokenizer"
    case camembert = "CamembertTokenizer"
    case t5 = "T5Tokenizer"
    case albert = "AlbertTokenizer"
    case llama = "LlamaTokenizer"
    case gemma = "GemmaTokenizer"
    /// The model as it stands.
    case plain

    /// The class that a configuration names or the model's type implies; without one the file's
    /// name tells it, as `sentencepiece.bpe.model` is what fairseq's models call theirs.
    init(_ configuration: TokenizerConfiguration, path: String) throws(TokenizerError) {
        switch configuration.baseClass(implied: Set(Self.allCases.map(\.rawValue))) {
        case nil:
            self = path.hasSuffix("/sentencepiece.bpe.model") ? .xlmRoberta : .plain
        case "PreTrainedTokenizer"?, "TokenizersBackend"?: self = .plain
        case let name?:
            guard name != "plain", let known = SentencePieceClass(rawValue: name) else {
                throw .unsupportedComponent(
                    path: configuration.classPath, field: "tokenizer_class", type: name)
            }
            self = known
        }
    }
}

extension Tokenizer {
    /// The tokenizer of a SentencePiece model, as transformers converts it for the class that
    /// is named or implied.
    init(
        sentencePiece path: String, configuration: TokenizerConfiguration
    ) throws(TokenizerError) {
        var configuration = configuration
        var model = try SentencePieceModel(path: path)
        let kind = try SentencePieceClass(configuration, path: path)
        if kind == .camembert { configuration.making = .stripping }
        if kind == .plain { model.rename(configuration.tokens.listed) }
        configuration.names = kind == .albert ? .albert : kind == .gemma ? .gemma : .roberta
        let stages: Stages
        switch kind {
        case .xlmRoberta, .camembert:
            stages = try .fairseq(model, isCamembert: kind == .camembert, configuration)
        case .t5: stages = try .t5(model, configuration)
        case .albert: stages = try .albert(model, configuration)
        case .llama, .gemma: stages = try .decoder(model, isGemma: kind == .gemma, configuration)
        case .plain: stages = try .plain(model, configuration)
        }
        self.init(stages, configuration)
    }
}

extension Stages {
    /// The pieces with ids as fairseq counts them: special tokens of its own in place of the
    /// model's first.
    fileprivate static func fairseq(
        _ model: SentencePieceModel, isCamembert: Bool, _ configuration: TokenizerConfiguration
    ) throws(TokenizerError) -> Stages {
        let name = { (role: TokenizerConfiguration.Role) in configuration.name(of: role) }
        let first: [(String, Double)] =
            isCamembert
            ? [
                ("<s>NOTUSED", 0), (name(.padding), 0), ("</s>NOTUSED", 0), (name(.unknown), 0),
                ("<unk>NOTUSED", -100),
            ]
            : [
                (name(.beginning), 0), (name(.padding), 0), (name(.end), 0), (name(.unknown), 0),
            ]
        let pieces =
            first.map { UnigramPiece(token: Array($0.0.utf8)[...], score: $0.1) }
            + model.scored.dropFirst(isCamembert ? 1 : 3)
            + [UnigramPiece(token: Array(name(.mask).utf8)[...], score: 0)]
        let unigram = try Unigram(
            UnigramVocabulary(pieces, path: model.path), unknownID: 3, byteFallback: false,
            path: model.path)
        var stages = Stages(
            words: .unigram(unigram), prefixed: configuration.addsPrefixSpace ?? true)
        stages.normalizer = try model.normalization()
        try stages.add(model, configuration, roles: TokenizerConfiguration.Role.allCases)
        let beginning = try stages.id(of: .beginning, configuration)
        let end = try stages.id(of: .end, configuration)
        stages.postProcessor = .roberta(classification: beginning, separator: end)
        return stages
    }

    fileprivate static func t5(
        _ model: SentencePieceModel, _ configuration: TokenizerConfiguration
    ) throws(TokenizerError) -> Stages {
        let extra = (0..<configuration.extraTokens).reversed().map { "<extra_id_\($0)>" }
        let pieces =
            model.scored
            + extra.map { UnigramPiece(token: Array($0.utf8)[...], score: 0) }
        let unigram = try Unigram(
            UnigramVocabulary(pieces, path: model.path), unknownID: 2, byteFallback: false,
            path: model.path)
        var stages = Stages(words: .unigram(unigram), prefixed: true)
        stages.normalizer = try model.normalization()
        try stages.add(
            model, configuration, roles: [.end, .unknown, .padding],
            further: extra.reversed().map(AddedToken.init(special:)))
        let end = try stages.id(of: .end, configuration)
        stages.postProcessor = .around(beginning: nil, end: end, pairTypeID: 0)
        return stages
    }

    fileprivate static func albert(
        _ model: SentencePieceModel, _ configuration: TokenizerConfiguration
    ) throws(TokenizerError) -> Stages {
        let unigram = try Unigram(
            UnigramVocabulary(model.scored, path: model.path), unknownID: 1, byteFallback: false,
            path: model.path)
        var stages = Stages(
            words: .unigram(unigram), prefixed: configuration.addsPrefixSpace ?? true)
        for role in [TokenizerConfiguration.Role.classification, .separator] {
            let name = configuration.name(of: role)
            guard unigram.vocabulary.id(of: Array(name.utf8)) != nil else {
                throw .templateTokenAbsent(path: configuration.path, token: name)
            }
        }
        let quote = Array("\"".utf8)
        stages.normalizer = [
            .replace(.literal(Array("``".utf8)), by: quote),
            .replace(.literal(Array("''".utf8)), by: quote),
        ]
        if !configuration.keepsAccents { stages.normalizer += [.form(.nfkd), .stripAccents] }
        if configuration.normalization.lowercases { stages.normalizer.append(.lowercase) }
        stages.normalizer += try model.normalization()
        try stages.add(model, configuration, roles: TokenizerConfiguration.Role.allCases)
        let beginning = try stages.id(of: .classification, configuration)
        let end = try stages.id(of: .separator, configuration)
        stages.postProcessor = .bert(classification: beginning, separator: end)
        return stages
    }

    /// Llama's and Gemma's: the merges that the pieces imply, unknown characters in bytes.
    fileprivate static func decoder(
        _ model: SentencePieceModel, isGemma: Bool, _ configuration: TokenizerConfiguration
    ) throws(TokenizerError) -> Stages {
        var stages = Stages(
            .bytePair(try BytePair(model, byteFallback: true, hasUnknown: isGemma)))
        let prefixed = configuration.addsPrefixSpace ?? true
        stages.decoder = [
            .replace(.literal(space), by: [UInt8(ascii: " ")]), .byteFallback, .fuse,
        ]
        if isGemma {
            stages.normalizer = [.replace(.literal([UInt8(ascii: " ")]), by: space)]
            stages.preTokenizer = [
                .split(.literal([UInt8(ascii: " ")]), .mergedWithPrevious, inverted: false)
            ]
        } else {
            let prepends: Metaspace.Prepending = prefixed ? .first : .never
            stages.preTokenizer = [
                .metaspace(Metaspace(replacement: space, prepends: prepends, splits: false))
            ]
            if prefixed { stages.decoder.append(.strip(0x20, start: 1, stop: 0)) }
        }
        try stages.add(
            model, configuration,
            roles: [.unknown, .beginning, .end] + (isGemma ? [.padding, .mask] : []))
        try stages.surround(configuration)
        return stages
    }

    fileprivate static func plain(
        _ model: SentencePieceModel, _ configuration: TokenizerConfiguration
    ) throws(TokenizerError) -> Stages {
        let kind: Model =
            model.modelType == 1
            ? .unigram(
                try Unigram(
                    UnigramVocabulary(model.scored, path: model.path),
                    unknownID: Int32(truncatingIfNeeded: model.unknownID),
                    byteFallback: model.byteFallback, path: model.path))
            : .bytePair(try BytePair(model, byteFallback: model.byteFallback, hasUnknown: true))
        var stages = Stages(kind)
        stages.normalizer =
            try model.normalization() + [.replace(.literal([UInt8(ascii: " ")]), by: space)]
        stages.decoder = [.replace(.literal(space), by: [UInt8(ascii: " ")])]
        if model.byteFallback { stages.decoder += [.byteFallback, .fuse] }
        try stages.add(model, configuration, roles: [.beginning, .end, .unknown])
        try stages.surround(configuration)
        return stages
    }

    /// Adds what the files add, and what the model calls control tokens or its user's, which stand
    /// in place of the files' `additional_special_tokens`.
    /// - Parameter further: what follows those, if none of them is one of T5's own.
    private mutating func add(
        _ model: SentencePieceModel, _ configuration: TokenizerConfiguration,
        roles: [TokenizerConfiguration.Role], further: [AddedToken] = []
    ) throws(TokenizerError) {
        let pieces = model.pieces.filter { $0.type == .control || $0.type == .userDefined }
        let own = pieces.map { piece in
            AddedToken(
                content: Array(piece.token), id: 0, isSpecial: piece.type == .control,
                isNormalized: false)
        }
        try added.add(configuration, roles: roles, further: own + further)
    }

    private func id(
        of role: TokenizerConfiguration.Role, _ configuration: TokenizerConfiguration
    ) throws(TokenizerError) -> Int32 {
        added.id(for: Array(configuration.name(of: role).utf8))
    }

    private mutating func surround(
        _ configuration: TokenizerConfiguration
    ) throws(TokenizerError) {
        postProcessor = .around(
            beginning: configuration.addsBeginning ? try id(of: .beginning, configuration) : nil,
            end: configuration.addsEnd ? try id(of: .end, configuration) : nil)
    }
}

extension SentencePieceModel {
    fileprivate var scored: [UnigramPiece] {
        pieces.map { UnigramPiece(token: $0.token, score: Double($0.score)) }
    }

    fileprivate func normalization() throws(TokenizerError) -> [NormalizationStep] {
        if charsmap.isEmpty { return [] }
        return [.precompiled(try PrecompiledMap(sentencePiece: Array(charsmap), path: path))]
    }
}

extension PrecompiledMap {
    init(sentencePiece blob: [UInt8], path: String) throws(TokenizerError) {
        guard let map = PrecompiledMap(blob) else {
            throw .invalidSentencePiece(path: path, reason: "has a malformed normalization map")
        }
        self = map
    }
}

extension BytePair {
    /// The longest piece that is looked at for the ways to make it by a merge.
    private static let longestMerged = 256

    /// Two pieces that make a third merge, the earlier the third is in the vocabulary.
    fileprivate init(
        _ model: SentencePieceModel, byteFallback: Bool, hasUnknown: Bool
    ) throws(TokenizerError) {
        var builder = TokenTableBuilder(
            capacity: model.pieces.count,
            byteCapacity: model.pieces.reduce(0) { $0 + $1.token.count }, continuingPrefix: [])
        for (id, piece) in model.pieces.enumerated() {
            _ = piece.token.withUnsafeBufferPointer {
                builder.insert($0, id: Int32(truncatingIfNeeded: id))
            }
        }
        let vocabulary = builder.finish(idCount: model.pieces.count).table
        var merges: [(left: Int32, right: Int32, id: Int32)] = []
        for id in 0..<Int32(truncatingIfNeeded: model.pieces.count) {
            guard let token = vocabulary.token(of: id), token.count <= Self.longestMerged else {
                continue
            }
            var position = 0
            while position < token.count {
                position += token.scalar(at: position).length
                guard position < token.count,
                    let left = vocabulary.id(of: token.slice(0..<position)),
                    let right = vocabulary.id(of: token.slice(position..<token.count))
                else { continue }
                merges.append((left, right, id))
            }
        }
        var table = MergeTable(capacity: merges.count)
        for (rank, merge) in merges.enumerated() {
            table.insert(
                merge.left, merge.right, rank: Int32(truncatingIfNeeded: rank), id: merge.id)
        }
        var options = Options()
        options.fusesUnknown = true
        options.byteFallback = byteFallback
        self.init(
            vocabulary: vocabulary, merges: table,
            unknownID: hasUnknown ? vocabulary.id(of: model.unknownPiece) : nil, options: options)
    }
}
