import SencFiles

extension Tokenizer {
    /// The byte-level tokenizer of a `vocab.json` and a `merges.txt`, as transformers makes it for
    /// the class that is named or that the model's type implies: RoBERTa's without one.
    init(
        vocabulary: String, merges: String, configuration: TokenizerConfiguration
    ) throws(TokenizerError) {
        var configuration = configuration
        let json = try JSON.tokenizerFile(vocabulary)
        guard json.kind == .object else {
            throw .wrongField(
                path: vocabulary, field: TokenizerError.wholeFile, expected: "an object")
        }
        let table = try TokenTable.vocabulary(json, path: vocabulary, continuingPrefix: [])
        guard table.count > 0 else { throw .emptyVocabulary(path: vocabulary) }
        let model = Model.bytePair(
            BytePair(
                vocabulary: table, merges: try MergeTable(text: merges, vocabulary: table),
                unknownID: nil, options: BytePair.Options()))
        let prefixed = configuration.addsPrefixSpace ?? false
        var normalizer: [NormalizationStep] = []
        var preTokenizer = PreTokenizationStep.byteLevelSteps(
            addsPrefixSpace: prefixed, splits: true)
        var roles = TokenizerConfiguration.Role.allCases
        let isRoberta: Bool
        let name = configuration.baseClass(implied: ["RobertaTokenizer", "Qwen2Tokenizer"])
        switch name {
        case nil, "RobertaTokenizer"?, "BartTokenizer"?, "LongformerTokenizer"?:
            configuration.names = .roberta
            isRoberta = true
        case "GPT2Tokenizer"?, "Qwen2Tokenizer"?:
            configuration.names = .gpt2
            roles = [.unknown, .beginning, .end]
            isRoberta = false
            if name == "Qwen2Tokenizer" {
                configuration.making = .qwen2
                roles = [.end, .unknown]
                normalizer = [.form(.nfc)]
                preTokenizer =
                    [.words(.qwen2)]
                    + PreTokenizationStep.byteLevelSteps(addsPrefixSpace: prefixed, splits: false)
            }
        case let name?:
            throw .unsupportedComponent(
                path: configuration.classPath, field: "tokenizer_class", type: name)
        }
        var added = AddedTokenList(vocabulary: table)
        try added.add(configuration, roles: roles)
        let id = { (role: TokenizerConfiguration.Role) in
            added.id(for: Array(configuration.name(of: role).utf8))
        }
        var postProcessor: PostProcessor
        if isRoberta {
            postProcessor = .roberta(classification: id(.classification), separator: id(.separator))
            if configuration.trimsOffsets {
                postProcessor.trimmings = [OffsetTrimming(addsPrefixSpace: prefixed)]
            }
        } else {
            postProcessor = .around(
                beginning: configuration.addsBeginning ? id(.beginning) : nil,
                end: configuration.addsEnd ? id(.end) : nil)
        }
        self.init(
            added: added, normalizer: Normalizer(normalizer),
            preTokenizer: .steps(preTokenizer), model: model, postProcessor: postProcessor,
            decoder: .steps([.byteLevel]), configuration: configuration)
    }
}

extension MergeTable {
    /// The merges of a text file, one a line. Empty lines are skipped.
    init(text path: String, vocabulary: TokenTable) throws(TokenizerError) {
        let file = try MappedFile.tokenizerFile(path)
        let text = file.bytes.bindMemory(to: UInt8.self)
        guard text.count <= TokenTable.maximumTextBytes else {
            throw .tooLarge(path: path, bytes: text.count, limit: TokenTable.maximumTextBytes)
        }
        let lines = text.split(separator: UInt8(ascii: "\n"))
        var list = MergeList(
            capacity: lines.count, vocabulary: vocabulary, prefixCount: 0, path: path)
        for line in lines {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if line.isEmpty { continue }
            try list.add(line: Array(line)[...])
        }
        self = list.table
    }
}
