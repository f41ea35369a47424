internal import SencFiles
internal import SencWeights

/// A model in one GGUF file: its sizes and its tokenizer are values beside the tensors.
///
/// Source: llama.cpp's `convert_hf_to_gguf.py`, which writes such files, and
/// <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>.
struct GGUFModel: Sendable {
    /// A family by its name in GGUF files.
    private struct Family {
        let modelType: String
        /// Keys of `config.json`, with the family's own in place of the architecture's prefix.
        let keys: [(key: String, own: String)]
        /// Keys whose values the file does not have, since all its models have the same.
        let fixed: [(key: String, value: String)]
        /// Keys that say whether tensors are there.
        let flags: [(key: String, tensor: String)]
    }

    private static let families: [String: Family] = [
        "bert": Family(
            modelType: "bert", keys: [("max_position_embeddings", "context_length")],
            fixed: [("hidden_act", "gelu")], flags: []),
        "nomic-bert": Family(
            modelType: "nomic_bert",
            keys: [
                ("n_positions", "context_length"), ("rotary_emb_base", "rope.freq_base"),
                ("rotary_scaling_factor", "rope.scaling.dynamic_factor"),
                ("max_trained_positions", "rope.scaling.trained_length"),
            ],
            fixed: [("activation_function", "swiglu")],
            flags: [
                ("qkv_proj_bias", "blk.0.attn_qkv.bias"), ("mlp_fc1_bias", "blk.0.ffn_up.bias"),
                ("mlp_fc2_bias", "blk.0.ffn_down.bias"),
            ]),
    ]

    private static let commonKeys = [
        ("hidden_size", "embedding_length"), ("num_hidden_layers", "block_count"),
        ("num_attention_heads", "attention.head_count"),
        ("intermediate_size", "feed_forward_length"),
        ("layer_norm_eps", "attention.layer_norm_epsilon"),
    ]

    /// `pooling_type`, from 0.
    private static let poolingModes: [PoolingMode?] = [.mean, .mean, .cls, .lastToken]

    /// Keys of senc's own, for what GGUF has none for: the text of a whole
    /// `config_sentence_transformers.json`, whether vectors are scaled to length 1, and the tokens
    /// that texts are cut at, where the position table has rows for more.
    static let sentencesKey = "sentence_transformers.config"
    static let normalizationKey = "sentence_transformers.normalize"
    static let lengthKey = "sentence_transformers.max_seq_length"
    /// A whole `tokenizer.json`.
    static let tokenizerKey = "tokenizer.huggingface.json"
    static let languagesKey = "general.languages"

    let path: String
    let metadata: GGUFMetadata
    /// What `config.json` would say.
    let configuration: ConfigurationFile
    let pooling: PoolingMode
    /// The key that says so.
    let poolingKey: String?
    /// The length of text that the file names.
    let advisedTokens: Int?
    /// Whether vectors have length 1, as llama.cpp's have.
    let normalizes: Bool
    /// The key that says so.
    let normalizationKey: String?
    /// What `config_sentence_transformers.json` would say, if the file has it.
    let sentences: ConfigurationFile?
    /// The same as it is written.
    var sentencesText: [UInt8]? { metadata[Self.sentencesKey]?.text.map { Array($0.utf8) } }
    /// Whether the file tells all of the model by itself, so that what is beside it is not of it.
    var isSelfContained: Bool { sentences != nil }

    /// - Throws: `ModelError.unsupportedModelType` of a family other than BERT's and Nomic's.
    init(path: String) throws {
        let file = try WeightFile(path: path)
        guard let metadata = file.ggufMetadata else {
            throw ModelError.notAModel(path: path, missing: "GGUF values")
        }
        self.path = file.path
        self.metadata = metadata
        let values = ConfigurationFile(
            path: file.path, values: metadata.values.compactMapValues(ConfigurationValue.init))
        let name = try values.string("general.architecture") ?? ""
        guard let family = Self.families[name] else {
            throw ModelError.unsupportedModelType(
                type: name, supported: Self.families.keys.sorted(), path: file.path)
        }
        if try values.bool(name + ".attention.causal") == true {
            throw values.invalid(name + ".attention.causal", "must be false")
        }
        poolingKey = values.value(name + ".pooling_type").map { _ in name + ".pooling_type" }
        let type = try values.integer(name + ".pooling_type", in: 0...Int(UInt32.max)) ?? 0
        guard type < Self.poolingModes.count, let mode = Self.poolingModes[type] else {
            throw values.invalid(name + ".pooling_type", "is \(type), which makes no vectors")
        }
        pooling = mode

        configuration = Self.configuration(values, of: file, name: name, family)
        let lengths = 1...InputModule.unlimitedTokens
        advisedTokens =
            try values.integer(Self.lengthKey, in: lengths)
            ?? values.integer(name + ".context_length", in: lengths)
        normalizes = try values.bool(Self.normalizationKey) ?? true
        normalizationKey = values.value(Self.normalizationKey).map { _ in Self.normalizationKey }
        sentences = try Self.sentences(values)
    }

    /// What `config.json` would say.
    private static func configuration(
        _ values: ConfigurationFile, of file: WeightFile, name: String, _ family: Family
    ) -> ConfigurationFile {
        var own: [String: ConfigurationValue] = ["model_type": .text(family.modelType)]
        var names: [String: String] = [:]
        for (key, suffix) in commonKeys + family.keys {
            let name = "\(name).\(suffix)"
            guard let value = values.value(name), value.string == nil else { continue }
            (own[key], names[key]) = (value, name)
        }
        let tables = [
            ("vocab_size", "token_embd.weight"), ("type_vocab_size", "token_types.weight"),
            // The table has as many positions as there are, whatever length is advised.
            ("max_position_embeddings", "position_embd.weight"),
        ]
        for (key, tensor) in tables {
            let rows = file[tensor]?.shape.first
            guard let rows = rows ?? (key == "type_vocab_size" ? 0 : nil) else { continue }
            (own[key], names[key]) = (.integer(rows), tensor)
        }
        for (key, value) in family.fixed {
            (own[key], names[key]) = (.text(value), "general.architecture")
        }
        for (key, tensor) in family.flags { own[key] = .bool(file[tensor] != nil) }
        return ConfigurationFile(path: file.path, values: own, names: names)
    }

    private static func sentences(_ values: ConfigurationFile) throws -> ConfigurationFile? {
        guard let text = try values.string(sentencesKey) else { return nil }
        let root: JSON
        do {
            root = try JSON(parsing: Array(text.utf8))
        } catch {
            throw values.invalid(sentencesKey, "is not valid JSON: \(error)")
        }
        guard root.kind == .object else {
            throw values.invalid(sentencesKey, "must be an object at the top level")
        }
        return ConfigurationFile(path: values.path, root: root)
    }

    /// What the file says it is for.
    var languages: [String] {
        guard case .array(let array)? = metadata[Self.languagesKey],
            array.count <= LanguageTag.maximumCount
        else { return [] }
        return LanguageTag.list(metadata.texts(Self.languagesKey).map(Array.init) ?? [])
    }

    /// The GGUF file that is the whole model: the file given, or in a directory without a
    /// configuration, the one there is.
    static func path(_ location: ModelSearch.Location) throws -> String? {
        if location.weightFile == nil,
            ["config.json", "modules.json"].contains(where: {
                Path.exists(Path.join(location.directory, $0))
            })
        {
            return nil
        }
        let file = try location.weightFile ?? WeightFile.ggufFile(in: location.directory)
        return try file.flatMap { try WeightFile.isGGUF(path: $0) ? $0 : nil }
    }
}

extension ConfigurationValue {
    /// - Returns: `nil` unless it is a single value.
    fileprivate init?(_ value: GGUFMetadata.Value) {
        switch value {
        case .integer(let number): self = .integer(number)
        case .number(let number) where number.isFinite: self = .number(number)
        case .bool(let flag): self = .bool(flag)
        case .text(let text): self = .text(text)
        case .number, .document, .array: return nil
        }
    }
}
