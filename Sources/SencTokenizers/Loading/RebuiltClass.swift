/// A class of transformers that builds its stages anew, also where there is a `tokenizer.json`, of
/// which it takes the vocabulary. So its added tokens are those that the directory's other files
/// list, where they list them, and its special tokens are the ones put around texts.
struct RebuiltClass {
    private enum Processing {
        case bert, roberta
        /// `<s>` and `</s>` by their roles as a text's beginning and end.
        case beginningAndEnd
        /// Only an end.
        case end
        /// That of the file.
        case file
    }

    /// Those that have a token of the class's own where no file gives any.
    let roles: [TokenizerConfiguration.Role]
    /// What stands in place of `additional_special_tokens`; `nil` for nothing.
    private(set) var further: [AddedToken]?
    private let names: TokenizerConfiguration.Names
    private let making: TokenizerConfiguration.TokenMaking
    private let processing: Processing

    /// - Parameter decoder: the file's, by which a byte-level Llama is recognized, which is read as the
    ///   file has it.
    /// - Returns: `nil` if the class, named or implied, takes the file as it is.
    init?(_ configuration: TokenizerConfiguration, decoder: Decoder) {
        let all = TokenizerConfiguration.Role.allCases
        var making = TokenizerConfiguration.TokenMaking()
        switch configuration.baseClass(implied: Self.classes) {
        case "BertTokenizer"?, "DistilBertTokenizer"?, "ElectraTokenizer"?, "MobileBertTokenizer"?:
            (roles, names, processing) = (TokenizerConfiguration.Role.bert, .bert, .bert)
        case "MPNetTokenizer"?:
            (roles, names, processing, making) = (all, .mpnet, .roberta, .stripping)
        case "RobertaTokenizer"?:
            (roles, names, processing) = (all, .roberta, .roberta)
        case "XLMRobertaTokenizer"?:
            (roles, names, processing) = (all, .roberta, .beginningAndEnd)
        case "CamembertTokenizer"?:
            (roles, names, processing, making) = (all, .roberta, .beginningAndEnd, .stripping)
            if configuration.tokens.additional == nil, configuration.tokens.additionalFault == nil {
                further = ["<s>NOTUSED", "</s>NOTUSED", "<unk>NOTUSED"].map(
                    AddedToken.init(special:))
            }
        case "T5Tokenizer"?:
            (roles, names, processing) = ([.end, .unknown, .padding], .roberta, .end)
            further =
                (configuration.tokens.additional ?? [])
                + (0..<configuration.extraTokens).map { AddedToken(special: "<extra_id_\($0)>") }
        case "AlbertTokenizer"?:
            (roles, names, processing) = (all, .albert, .bert)
        case "GPT2Tokenizer"?:
            (roles, names, processing) = ([.beginning, .end, .unknown], .gpt2, .file)
        case "Qwen2Tokenizer"?:
            (roles, names, processing, making) = (
                [.end, .unknown, .padding], .gpt2, .file, .qwen2
            )
        case "GemmaTokenizer"?:
            (roles, names, processing) = (
                [.beginning, .end, .unknown, .padding, .mask], .gemma, .file
            )
        case "LlamaTokenizer"? where !decoder.isByteLevel:
            (roles, names, processing) = ([.beginning, .end, .unknown], .roberta, .file)
        default: return nil
        }
        self.making = making
    }

    private static let classes: Set<String> = [
        "BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer",
        "MPNetTokenizer", "RobertaTokenizer", "XLMRobertaTokenizer", "CamembertTokenizer",
        "T5Tokenizer", "AlbertTokenizer", "GPT2Tokenizer", "Qwen2Tokenizer", "GemmaTokenizer",
        "LlamaTokenizer",
    ]

    /// Has a configuration call tokens as the class does, and takes the file's own added tokens
    /// where no other file lists all there are.
    func prepare(_ configuration: inout TokenizerConfiguration, _ own: [AddedToken]) {
        configuration.names = names
        configuration.making = making
        if !configuration.tokens.isComplete { configuration.tokens.add(tokenizerJSON: own) }
    }

    /// Puts the class's special tokens around texts where files name other ones than a
    /// `tokenizer.json` has.
    func adjust(
        _ postProcessor: inout PostProcessor, _ configuration: TokenizerConfiguration,
        _ added: AddedTokenList
    ) {
        let used = Set(
            postProcessor.single.compactMap { piece in
                if case .token(let id, _) = piece { id } else { nil }
            })
        func id(_ role: TokenizerConfiguration.Role) -> Int32 {
            added.id(for: Array(configuration.name(of: role).utf8))
        }
        func isOther(_ roles: TokenizerConfiguration.Role...) -> Bool {
            roles.contains { configuration.givenName(of: $0) != nil && !used.contains(id($0)) }
        }
        let trimmings = postProcessor.trimmings
        switch processing {
        case .bert where isOther(.classification, .separator):
            postProcessor = .bert(classification: id(.classification), separator: id(.separator))
        case .roberta where isOther(.classification, .separator):
            postProcessor = .roberta(
                classification: id(.classification), separator: id(.separator))
        case .beginningAndEnd where isOther(.beginning, .end):
            postProcessor = .roberta(classification: id(.beginning), separator: id(.end))
        case .end where isOther(.end):
            postProcessor = .around(beginning: nil, end: id(.end), pairTypeID: 0)
        default: return
        }
        postProcessor.trimmings = trimmings
    }
}

extension AddedToken {
    /// A special token of a name.
    init(special name: String) {
        self.init(content: Array(name.utf8), id: 0, isSpecial: true, isNormalized: false)
    }
}
