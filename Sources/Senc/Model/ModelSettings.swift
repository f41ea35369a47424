internal import SencFiles
internal import SencMath
internal import SencTokenizers
internal import SencWeights

/// All that a model directory's configuration files say, read and checked before any weight is.
struct ModelSettings: Sendable {
    /// Stands for no limit on the tokens of a text.
    static let unlimitedTokens = 1 << 40
    /// A length so large in `model_max_length` means that there is no limit.
    private static let unlimitedLength = 1e30

    /// The model directory, or the file of word vectors.
    let directory: String
    /// Where `modules.json` and the modules after the first are: `directory`, or the base model's
    /// of an adapter that has none of its own.
    let moduleDirectory: String
    /// Where the first module's own files are; `moduleDirectory`, or one below it.
    let inputDirectory: String
    /// Where the tokenizer's files are.
    let tokenizerDirectory: String
    /// The transformer's weight file, or the directory that has it.
    let weights: String
    let adapter: AdapterDirectory?
    let input: ModelInput
    let pipeline: PipelineConfiguration
    let pooling: Pooling
    /// What follows pooling.
    let modules: [PipelineConfiguration.Module]
    /// Tokens that a text may have, special ones included.
    let maximumTokens: Int
    /// Prompts, and how vectors are compared.
    let sentences: SentenceSettings
    /// Whether the tokenizer lowers the case whatever its own files say.
    let lowercasesText: Bool
    let decisions: [Decision]
    /// The GGUF file that is the whole model.
    let gguf: GGUFModel?

    init(_ location: ModelSearch.Location) throws {
        if let file = location.weightFile {
            // Reported before it is taken for a weight file of one kind or another.
            _ = try MappedFile(parsing: file, as: MappedFile.theWeights)
        }
        try location.checkFile()
        if let file = location.weightFile, WordVectorFile.seemsToBe(path: file) {
            try self.init(wordVectors: file)
        } else if let file = try GGUFModel.path(location) {
            try self.init(gguf: GGUFModel(path: file))
        } else {
            try self.init(directory: location.directory, weightFile: location.weightFile)
        }
    }

    private init(directory: String, weightFile: String?) throws {
        var pipeline = try PipelineConfiguration(directory: directory)
        let adapter = try Self.adapter(pipeline, in: directory, weightFile: weightFile)
        moduleDirectory = pipeline.isDeclared ? directory : adapter?.baseDirectory ?? directory
        if moduleDirectory != directory {
            pipeline = try PipelineConfiguration(directory: moduleDirectory)
        }
        let base = pipeline.inputDirectory(in: moduleDirectory)
        let input: ModelInput
        var decisions: [Decision] = []
        switch pipeline.input {
        case .transformer:
            let home = adapter?.baseInputDirectory ?? base
            let configPath = Path.join(home, "config.json")
            guard Path.exists(configPath) else {
                // A dot says nothing of where one is.
                let path = base == "." ? Path.resolved(base) ?? base : base
                throw ModelError.notAModel(path: path, missing: "config.json")
            }
            let config = try ConfigurationFile(path: configPath)
            let encoder = try EncoderConfiguration(config)
            input = .transformer(encoder)
            decisions = [
                Decision(
                    name: "architecture", value: encoder.modelType,
                    source: "config.json model_type")
            ]
            let sentence = try SentenceFile(directory: base)
            (maximumTokens, lowercasesText) = try Self.limits(
                sentence, directory: base, encoder, &decisions)
            modules = pipeline.modules.filter { !$0.isPooling }
        case .staticEmbedding, .wordEmbeddings:
            let model =
                pipeline.input == .wordEmbeddings
                ? try StaticModel(wordEmbeddings: base)
                : try StaticModel(
                    directory: base, weightFile: weightFile,
                    modules: pipeline.isDeclared ? pipeline.modules : nil)
            input = .table(model)
            (maximumTokens, lowercasesText) = (model.maximumTokens, false)
            decisions = model.decisions
            let normalizes = model.normalizes && !pipeline.isDeclared
            modules = pipeline.modules.filter { !$0.isPooling } + (normalizes ? [.normalize] : [])
        }

        gguf = nil
        self.directory = directory
        self.adapter = adapter
        inputDirectory = base
        let homes = [adapter?.path, base, adapter?.baseInputDirectory].compactMap(\.self)
        tokenizerDirectory = homes.first(where: Tokenizer.isPresent) ?? base
        weights = adapter?.baseWeights ?? weightFile ?? base
        self.input = input
        self.pipeline = pipeline
        pooling = try Self.pooling(
            pipeline, directory: moduleDirectory, input, &decisions)
        decisions += Self.moduleDecisions(modules, isDeclared: pipeline.isDeclared)

        sentences = try SentenceSettings(directory: moduleDirectory)
        decisions += sentences.decisions
        self.decisions = decisions
    }

    /// The settings of a file of word vectors.
    private init(wordVectors path: String) throws {
        let model = try StaticModel(wordVectors: path)
        gguf = nil
        (directory, inputDirectory, moduleDirectory) = (path, path, path)
        (tokenizerDirectory, weights, adapter) = (path, path, nil)
        input = .table(model)
        pipeline = .wordVectors
        pooling = Pooling(modes: [.mean], inputDimension: model.table.dimension)
        modules = []
        maximumTokens = model.maximumTokens
        sentences = SentenceSettings()
        lowercasesText = false
        decisions =
            model.decisions + [
                Decision(name: "pooling", value: PoolingMode.mean.rawValue, source: "default")
            ]
    }

    /// The settings of a GGUF file that is the whole model, with the prompts that it has, or else a
    /// file beside it. Its vectors have length 1, as llama.cpp's have, unless it says otherwise.
    private init(gguf model: GGUFModel) throws {
        let encoder = try EncoderConfiguration(model.configuration)
        let name = Path.lastComponent(of: model.path)
        gguf = model
        (directory, inputDirectory, moduleDirectory) = (model.path, model.path, model.path)
        (tokenizerDirectory, weights, adapter) = (model.path, model.path, nil)
        input = .transformer(encoder)
        pipeline = .undeclared
        pooling = Pooling(modes: [model.pooling], inputDimension: encoder.hiddenSize)
        modules = model.normalizes ? [.normalize] : []
        maximumTokens = min(model.advisedTokens ?? .max, encoder.maximumPositions)
        sentences =
            try model.sentences.map {
                try SentenceSettings($0, name: "\(name) \(GGUFModel.sentencesKey)")
            } ?? SentenceSettings(directory: Path.parent(of: model.path) ?? ".")
        lowercasesText = false
        decisions =
            [
                Decision(
                    name: "architecture", value: encoder.modelType,
                    source: "\(name) general.architecture"),
                Decision(name: "maximum tokens", value: String(maximumTokens), source: name),
                Decision(
                    name: "pooling", value: model.pooling.rawValue,
                    source: model.poolingKey.map { "\(name) \($0)" } ?? "default"),
                Decision(
                    name: "normalization", value: model.normalizes ? "to length 1" : "none",
                    source: model.normalizationKey.map { "\(name) \($0)" } ?? "default"),
            ] + sentences.decisions
    }

    /// The adapter of a model whose first module is a transformer, if its directory has one.
    private static func adapter(
        _ pipeline: PipelineConfiguration, in directory: String, weightFile: String?
    ) throws -> AdapterDirectory? {
        let base = pipeline.inputDirectory(in: directory)
        guard pipeline.input == .transformer, AdapterDirectory.isPresent(in: base) else {
            return nil
        }
        return try AdapterDirectory(directory: base, weightFile: weightFile)
    }

    /// The tokenizer of a model whose first module is a transformer.
    func transformerTokenizer() throws -> Tokenizer {
        if let gguf { return try gguf.tokenizer() }
        let tokenizer = try Tokenizer(directory: tokenizerDirectory)
        return lowercasesText ? tokenizer.lowercasing() : tokenizer
    }

    /// - Throws: `ModelError.invalidConfiguration` if the tokenizer gives ids that the embedding
    ///   table does not have, added tokens aside, which few texts have; or its special tokens leave
    ///   no room for a text.
    func check(_ tokenizer: Tokenizer) throws(ModelError) {
        guard tokenizer.ordinaryIDLimit <= input.idCount else {
            let problem = "but the tokenizer's ids go up to \(tokenizer.ordinaryIDLimit - 1)"
            switch input {
            case .transformer:
                if let gguf {
                    throw .invalidConfiguration(
                        path: gguf.path, key: gguf.configuration.name(of: "vocab_size"),
                        problem: "has \(input.idCount) rows, " + problem)
                }
                throw .invalidConfiguration(
                    path: Path.join(adapter?.baseInputDirectory ?? inputDirectory, "config.json"),
                    key: "vocab_size",
                    problem: "is \(input.idCount), " + problem)
            case .table(let model):
                throw .invalidConfiguration(
                    path: model.weightsPath, key: "embeddings",
                    problem: "are for \(input.idCount) tokens, " + problem)
            }
        }
        let special = tokenizer.encode("").ids.count
        guard special < maximumTokens else {
            throw .invalidConfiguration(
                path: directory, key: "maximum tokens",
                problem: "come to \(maximumTokens), which \(special) special tokens fill")
        }
    }

    private static func moduleDecisions(
        _ modules: [PipelineConfiguration.Module], isDeclared: Bool
    ) -> [Decision] {
        modules.compactMap { module in
            switch module {
            case .pooling: nil
            case .dense(let path):
                Decision(name: "dense layer", value: path, source: "modules.json")
            case .layerNorm(let path):
                Decision(name: "layer norm", value: path, source: "modules.json")
            case .normalize:
                Decision(
                    name: "normalization", value: "to length 1",
                    source: isDeclared ? "modules.json" : "config.json normalize")
            }
        }
    }

    private static func pooling(
        _ pipeline: PipelineConfiguration, directory: String, _ input: ModelInput,
        _ decisions: inout [Decision]
    ) throws -> Pooling {
        let stateSize = input.stateSize
        for module in pipeline.modules {
            guard case .pooling(let path) = module else { continue }
            let name = Path.join(path, "config.json")
            let full = Path.join(directory, name)
            guard Path.exists(full) else {
                throw ModelError.notAModel(path: directory, missing: name)
            }
            let file = try ConfigurationFile(path: full)
            let pooling = try Pooling(file, hiddenSize: stateSize)
            let key =
                file.value("pooling_mode") == nil
                ? "pooling_mode_*" : "pooling_mode"
            decisions.append(
                Decision(
                    name: "pooling", value: pooling.modes.map(\.rawValue).joined(separator: " + "),
                    source: "\(name) \(key)"))
            return pooling
        }
        var mode = PoolingMode.mean
        var source =
            pipeline.isDeclared ? "modules.json StaticEmbedding" : "default (no modules.json)"
        if case .transformer = input,
            let config = try ConfigurationFile.ifPresent(Path.join(directory, "config.json")),
            try writesOn(config)
        {
            (mode, source) = (.lastToken, "config.json architectures (no modules.json)")
        }
        decisions.append(Decision(name: "pooling", value: mode.rawValue, source: source))
        return Pooling(modes: [mode], inputDimension: stateSize)
    }

    /// Whether a model was made to tell the next token, so that its last state tells of all.
    /// sentence-transformers decides so where there is no `modules.json`.
    private static func writesOn(_ file: ConfigurationFile) throws -> Bool {
        let isCausal = try file.bool("is_causal") ?? true
        let architecture = file.value("architectures")?.elements?.first?.string
        return architecture?.hasSuffix("ForCausalLM") == true
            && isCausal
    }

    private static func limits(
        _ sentence: SentenceFile, directory: String, _ encoder: EncoderConfiguration,
        _ decisions: inout [Decision]
    ) throws -> (maximumTokens: Int, lowercasesText: Bool) {
        let positions = encoder.maximumPositions
        var limit = positions
        var source = encoder.decisions.first { $0.name == "positions" }?.source ?? "default"
        if let length = sentence.maximumTokens {
            if length <= positions {
                limit = length
                source = "\(sentence.name) max_seq_length"
            }
        } else if let tokenizer = try ConfigurationFile.ifPresent(
            Path.join(directory, "tokenizer_config.json")),
            let length = try tokenizer.number("model_max_length"), length < unlimitedLength
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
        return (limit, sentence.lowercases)
    }
}
