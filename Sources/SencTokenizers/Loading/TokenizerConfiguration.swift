import SencFiles

/// What `tokenizer_config.json` and `special_tokens_map.json` say, and of the tokenizer's class
/// `config.json`, where they are there.
struct TokenizerConfiguration {
    /// What a token is for.
    enum Role: String, CaseIterable {
        // In the order in which the reference adds them to a vocabulary that lacks them.
        case beginning = "bos_token"
        case end = "eos_token"
        case unknown = "unk_token"
        case separator = "sep_token"
        case padding = "pad_token"
        case classification = "cls_token"
        case mask = "mask_token"

        /// BERT has neither of the first two.
        static let bert: [Role] = [.unknown, .separator, .padding, .classification, .mask]
    }

    /// What differs by class in the tokens made of names alone.
    struct TokenMaking {
        /// MPNet's and CamemBERT's: the mask takes the white space before it in.
        var stripsBeforeMask = false
        /// Qwen 2's: special tokens have no flags, whatever files say.
        var isPlain = false

        static let stripping = TokenMaking(stripsBeforeMask: true)
        static let qwen2 = TokenMaking(isPlain: true)
    }

    /// What tokens are called where nothing says otherwise.
    enum Names {
        case bert, roberta, albert, gpt2, mpnet, gemma

        func name(of role: Role) -> String? {
            switch self {
            case .gpt2:
                switch role {
                case .unknown, .beginning, .end: "<|endoftext|>"
                default: nil
                }
            case .roberta:
                switch role {
                case .unknown: "<unk>"
                case .separator, .end: "</s>"
                case .padding: "<pad>"
                case .classification, .beginning: "<s>"
                case .mask: "<mask>"
                }
            case .mpnet: role == .unknown ? "[UNK]" : Names.roberta.name(of: role)
            case .gemma:
                switch role {
                case .beginning: "<bos>"
                case .end: "<eos>"
                case .separator, .classification: nil
                default: Names.roberta.name(of: role)
                }
            case .albert, .bert:
                switch role {
                case .unknown: self == .bert ? "[UNK]" : "<unk>"
                case .separator, .end: "[SEP]"
                case .padding: self == .bert ? "[PAD]" : "<pad>"
                case .classification, .beginning: "[CLS]"
                case .mask: "[MASK]"
                }
            }
        }
    }

    /// The classes of transformers that are BERT's tokenizer, or MPNet's, which has other special
    /// tokens.
    static let bertClasses: Set<String> = [
        "BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer",
        "MPNetTokenizer",
    ]

    /// The class that transformers takes for a type of model where no file names one.
    private static let classesOfTypes = [
        "albert": "AlbertTokenizer", "bert": "BertTokenizer", "camembert": "CamembertTokenizer",
        "distilbert": "BertTokenizer", "electra": "BertTokenizer",
        "gemma3_text": "GemmaTokenizer", "gte": "XLMRobertaTokenizer", "mpnet": "MPNetTokenizer",
        "new": "XLMRobertaTokenizer", "nomic_bert": "BertTokenizer", "qwen3": "Qwen2Tokenizer",
        "roberta": "RobertaTokenizer", "xlm-roberta": "XLMRobertaTokenizer",
    ]

    private(set) var tokenizerClass: String?
    /// The class that the model's type implies.
    private var classOfType: String?
    /// How the class makes tokens of roles' names.
    var making = TokenMaking()
    /// The file that names the class, for errors.
    private(set) var classPath = ""
    /// How the class calls its tokens.
    var names = Names.bert
    /// Whether a space is put before the text; `nil` if it says nothing.
    private(set) var addsPrefixSpace: Bool?
    private(set) var trimsOffsets = true
    /// Whether a token begins and one ends every text, for the classes that leave that open.
    private(set) var addsBeginning = false
    private(set) var addsEnd = false
    /// ALBERT's: accents stay.
    private(set) var keepsAccents = false
    /// The end at which long texts are cut, and the file and key that say so; `nil` if none does.
    private(set) var truncationSide: (side: TruncationSide, source: String)?
    /// T5's: how many tokens follow the vocabulary.
    private(set) var extraTokens: Int32 = 100
    /// The options of BERT's normalizer, with the reference's defaults.
    private(set) var normalization = BertNormalizer.Options()
    /// Whether it speaks of any of those.
    private var tellsNormalization = false
    /// The tokens that the files add.
    var tokens = AddedTokenPlaces()
    /// The file, for errors.
    private(set) var path: String

    /// What holds where there is neither file.
    init() { path = "" }

    init(directory: String) throws(TokenizerError) {
        path = directory + "/tokenizer_config.json"
        classPath = path
        if let path = directory.existingFile("config.json") {
            let fields = try Fields(.tokenizerFile(path), path: path)
            tokenizerClass = try fields.string("tokenizer_class")
            if tokenizerClass != nil { classPath = path }
            classOfType = try fields.string("model_type").flatMap { Self.classesOfTypes[$0] }
        }
        guard let path = directory.existingFile("tokenizer_config.json") else {
            tokens = try AddedTokenPlaces(directory: directory, configuration: nil)
            return
        }
        self.path = path
        let fields = try Fields(.tokenizerFile(path), path: path)
        tokens = try AddedTokenPlaces(directory: directory, configuration: fields)
        if let name = try fields.string("tokenizer_class") {
            (tokenizerClass, classPath) = (name, path)
        }
        if let side = try fields.string("truncation_side") {
            guard let side = TruncationSide(rawValue: side) else {
                throw fields.wrong("truncation_side", "'left' or 'right'")
            }
            truncationSide = (side, "tokenizer_config.json truncation_side")
        }
        addsPrefixSpace = try fields.bool("add_prefix_space")
        trimsOffsets = try fields.bool("trim_offsets") ?? true
        addsBeginning = try fields.bool("add_bos_token") ?? false
        addsEnd = try fields.bool("add_eos_token") ?? false
        keepsAccents = try fields.bool("keep_accents") ?? false
        extraTokens = try fields.count("extra_ids") ?? 100
        guard extraTokens <= Self.maximumExtraTokens else {
            throw fields.wrong("extra_ids", "at most \(Self.maximumExtraTokens)")
        }
        tellsNormalization = ["do_lower_case", "strip_accents", "tokenize_chinese_chars"].contains {
            fields[$0] != nil
        }
        normalization.lowercases = try fields.bool("do_lower_case") ?? true
        normalization.stripsAccents = try fields.bool("strip_accents")
        normalization.spacesChinese = try fields.bool("tokenize_chinese_chars") ?? true
    }

    private static let maximumExtraTokens: Int32 = 65_536

    /// Takes the side that a `tokenizer.json` has texts cut at, where nothing else says one. The
    /// lengths beside it do not count.
    mutating func readTruncation(tokenizerJSON file: Fields) throws(TokenizerError) {
        guard let truncation = try file.object("truncation"),
            let direction = try truncation.string("direction")
        else { return }
        let sides: [String: TruncationSide] = ["Left": .left, "Right": .right]
        guard let side = sides[direction] else {
            throw truncation.wrong("direction", "'Left' or 'Right'")
        }
        if truncationSide == nil {
            truncationSide = (side, "tokenizer.json truncation.direction")
        }
    }

    /// The class that is named, without what tells the implementation; if none is, the one that
    /// the model's type implies, if it is among those that read the file at hand.
    func baseClass(implied known: Set<String>) -> String? {
        guard let name = tokenizerClass else {
            return classOfType.flatMap { known.contains($0) ? $0 : nil }
        }
        return name.hasSuffix("Fast") ? String(name.dropLast(4)) : name
    }

    /// Whether case and accents are as this says, even against `tokenizer.json`.
    var overridesNormalization: Bool {
        let implied = tellsNormalization ? Self.bertClasses : []
        return baseClass(implied: implied).map(Self.bertClasses.contains) ?? false
    }

    func name(of role: Role) -> String {
        givenName(of: role) ?? names.name(of: role) ?? ""
    }

    /// The name that a file gives the token; `nil` if none does.
    func givenName(of role: Role) -> String? {
        tokens.roles[role].map { String(decoding: $0.content, as: UTF8.self) }
    }

    /// The token of a role as something to add to the vocabulary; `nil` if the role has none.
    /// - Parameter roles: those that have one of the class's own where no file gives any.
    func token(of role: Role, among roles: [Role]) -> AddedToken? {
        let given = tokens.roles[role]
        let isName = given == nil || tokens.rolesOfNames.contains(role)
        guard given != nil || roles.contains(role), !name(of: role).isEmpty else { return nil }
        var token =
            given
            ?? AddedToken(
                content: Array(name(of: role).utf8), id: 0, isSpecial: true, isNormalized: false)
        token.makeSpecial()
        if isName, role == .mask, making.stripsBeforeMask { token.stripsLeft = true }
        return token
    }
}

extension AddedToken {
    /// The token an object describes, as `tokenizer.json` and `tokenizer_config.json` do.
    init(_ fields: Fields, id: Int32) throws(TokenizerError) {
        guard let content = try fields.string("content") else {
            throw .missingField(path: fields.path, field: fields.prefix + "content")
        }
        let isSpecial = try fields.bool("special") ?? false
        self.init(
            content: Array(content.utf8), id: id, isSpecial: isSpecial,
            isNormalized: try fields.bool("normalized") ?? !isSpecial,
            isSingleWord: try fields.bool("single_word") ?? false,
            stripsLeft: try fields.bool("lstrip") ?? false,
            stripsRight: try fields.bool("rstrip") ?? false,
            isNormalizedByDefault: fields["normalized"] == nil)
    }
}
