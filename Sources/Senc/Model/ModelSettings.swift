internal import SencFiles
internal import SencTokenizers

/// All that a model directory's configuration files say, read and checked before any weight is.
struct ModelSettings: Sendable {
    /// A length so large in `model_max_length` means that there is no limit.
    private static let unlimitedTokens = 1e30

    let directory: String
    /// Where the transformer's own files are; `directory`, or one below it.
    let transformerDirectory: String
    let encoder: EncoderConfiguration
    let pipeline: PipelineConfiguration
    let pooling: Pooling
    /// Tokens that a text may have, special ones included.
    let maximumTokens: Int
    /// Texts to put before a text, by name.
    let prompts: [String: String]
    let defaultPromptName: String?
    let truncateDimension: Int?
    /// Whether the tokenizer lowers the case whatever its own files say.
    let lowercasesText: Bool
    let decisions: [Decision]

    init(directory: String) throws {
        let pipeline = try PipelineConfiguration(directory: directory)
        let base =
            pipeline.transformerPath.isEmpty
            ? directory : Path.join(directory, pipeline.transformerPath)
        let configPath = Path.join(base, "config.json")
        guard Path.kind(of: configPath) != nil else {
            throw ModelError.notAModel(path: base, missing: "config.json")
        }
        let config = try ConfigurationFile(path: configPath)
        let encoder = try EncoderConfiguration(config)
        var decisions = [
            Decision(
                name: "architecture", value: encoder.modelType, source: "config.json model_type"),
            Decision(
                name: "activation", value: encoder.activationName,
                source: config.value("hidden_act") == nil
                    ? "default" : "config.json hidden_act"),
        ]

        self.directory = directory
        self.transformerDirectory = base
        self.encoder = encoder
        self.pipeline = pipeline
        pooling = try Self.pooling(
            pipeline, directory: directory, hiddenSize: encoder.hiddenSize, &decisions)

        let sentence = try Self.sentenceFile(in: base)
        (maximumTokens, lowercasesText) = try Self.limits(
            sentence, directory: base, positions: encoder.maximumPositions, &decisions)

        let transformers = try ConfigurationFile.ifPresent(
            Path.join(directory, "config_sentence_transformers.json"))
        prompts = try Self.prompts(transformers)
        defaultPromptName = try transformers?.string("default_prompt_name")
        if let name = defaultPromptName, prompts[name] == nil {
            throw (transformers ?? config).invalid(
                "default_prompt_name", "is \(name.quoted()), which is not among the prompts")
        }
        truncateDimension = try transformers?.integer("truncate_dim", in: 1...(1 << 20))
        decisions += Self.moduleDecisions(pipeline)
        let file = "config_sentence_transformers.json"
        for (name, prompt) in prompts.sorted(by: { $0.key < $1.key }) {
            decisions.append(
                Decision(name: "prompt \(name)", value: prompt, source: "\(file) prompts"))
        }
        if let name = defaultPromptName {
            decisions.append(
                Decision(
                    name: "default prompt", value: name, source: "\(file) default_prompt_name"))
        }
        if let truncateDimension {
            decisions.append(
                Decision(
                    name: "truncate dimension", value: String(truncateDimension),
                    source: "\(file) truncate_dim"))
        }
        self.decisions = decisions
    }

    /// - Throws: `ModelError.invalidConfiguration` if the tokenizer gives ids that the embedding
    ///   table does not have, or its special tokens leave no room for a text.
    func check(_ tokenizer: Tokenizer) throws(ModelError) {
        guard tokenizer.idLimit <= encoder.vocabularySize else {
            throw .invalidConfiguration(
                path: Path.join(transformerDirectory, "config.json"), key: "vocab_size",
                problem: "is \(encoder.vocabularySize), but the tokenizer's ids go up to "
                    + "\(tokenizer.idLimit - 1)")
        }
        let special = tokenizer.encode("").ids.count
        guard special < maximumTokens else {
            throw .invalidConfiguration(
                path: directory, key: "maximum tokens",
                problem: "come to \(maximumTokens), which \(special) special tokens fill")
        }
    }

    /// What follows pooling.
    private static func moduleDecisions(_ pipeline: PipelineConfiguration) -> [Decision] {
        pipeline.modules.compactMap { module in
            switch module {
            case .pooling: nil
            case .dense(let path):
                Decision(name: "dense layer", value: path, source: "modules.json")
            case .normalize:
                Decision(name: "normalization", value: "to length 1", source: "modules.json")
            }
        }
    }

    private static func pooling(
        _ pipeline: PipelineConfiguration, directory: String, hiddenSize: Int,
        _ decisions: inout [Decision]
    ) throws -> Pooling {
        for module in pipeline.modules {
            guard case .pooling(let path) = module else { continue }
            let name = Path.join(path, "config.json")
            let full = Path.join(directory, name)
            guard Path.kind(of: full) != nil else {
                throw ModelError.notAModel(path: directory, missing: name)
            }
            let file = try ConfigurationFile(path: full)
            let pooling = try Pooling(file, hiddenSize: hiddenSize)
            let key = file.value("pooling_mode") == nil ? "pooling_mode_*" : "pooling_mode"
            decisions.append(
                Decision(
                    name: "pooling", value: pooling.modes.map(\.rawValue).joined(separator: " + "),
                    source: "\(name) \(key)"))
            return pooling
        }
        decisions.append(
            Decision(
                name: "pooling", value: PoolingMode.mean.rawValue,
                source: pipeline.isDeclared
                    ? "default (modules.json names none)" : "default (no modules.json)"))
        return Pooling(modes: [.mean], inputDimension: hiddenSize)
    }

    /// The file that older versions of sentence-transformers name after the architecture.
    private static func sentenceFile(in directory: String) throws -> ConfigurationFile? {
        try ConfigurationFile.ifPresent(Path.join(directory, "sentence_bert_config.json"))
    }

    private static func limits(
        _ sentence: ConfigurationFile?, directory: String, positions: Int,
        _ decisions: inout [Decision]
    ) throws -> (maximumTokens: Int, lowercasesText: Bool) {
        var limit = positions
        var source = "config.json max_position_embeddings"
        if let length = try sentence?.integer("max_seq_length", in: 1...(1 << 30)) {
            limit = min(length, positions)
            source = "sentence_bert_config.json max_seq_length"
        } else if let tokenizer = try ConfigurationFile.ifPresent(
            Path.join(directory, "tokenizer_config.json")),
            let length = try tokenizer.number("model_max_length"), length < unlimitedTokens
        {
            guard length >= 1 else {
                throw tokenizer.invalid("model_max_length", "must be at least 1")
            }
            if length <= Double(positions) {
                limit = Int(length)
                source = "tokenizer_config.json model_max_length"
            }
        }
        decisions.append(
            Decision(name: "maximum tokens", value: String(limit), source: source))
        return (limit, try sentence?.bool("do_lower_case") ?? false)
    }

    private static func prompts(_ file: ConfigurationFile?) throws -> [String: String] {
        guard let file, let value = file.value("prompts") else { return [:] }
        guard let members = value.members else {
            throw file.invalid("prompts", "must be an object")
        }
        var result: [String: String] = [:]
        for (name, prompt) in members {
            guard let text = prompt.string else {
                throw file.invalid("prompts", "must hold strings")
            }
            result[name] = text
        }
        return result
    }
}
