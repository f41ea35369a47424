internal import SencFiles
internal import SencTokenizers

extension ModelSettings {
    /// A length so large in `model_max_length` means that there is no limit.
    private static let unlimitedLength = 1e30

    /// Reads a directory of sentence-transformers, transformers, model2vec or PEFT.
    /// - Parameter weightFile: the one to take, if the user named it.
    init(directory: String, weightFile: String?) throws {
        var pipeline = try PipelineConfiguration(directory: directory)
        let adapter = try Self.adapter(pipeline, in: directory, weightFile: weightFile)
        let moduleDirectory =
            pipeline.isDeclared ? directory : adapter?.baseDirectory ?? directory
        if moduleDirectory != directory {
            pipeline = try PipelineConfiguration(directory: moduleDirectory)
        }
        let base = pipeline.inputDirectory(in: moduleDirectory)
        var list: [Setting] = []
        var modules = pipeline.modules.filter { !$0.isPooling }
        switch pipeline.input {
        case .transformer:
            let encoder = try Self.encoder(in: adapter?.baseInputDirectory ?? base, of: base)
            input = .transformer(encoder)
            list = [
                Setting(
                    name: "architecture", value: "\(encoder.modelType)",
                    in: "config.json model_type")
            ]
            let sentence = try SentenceBertConfiguration(directory: base)
            maximumTokens = try Self.maximumTokens(sentence, directory: base, encoder, &list)
            lowercasesText = sentence.lowercases
        case .staticEmbedding, .wordEmbeddings:
            let table =
                pipeline.input == .wordEmbeddings
                ? try StaticConfiguration(wordEmbeddings: base)
                : try StaticConfiguration(
                    directory: base, weightFile: weightFile,
                    modules: pipeline.isDeclared ? pipeline.modules : nil)
            input = .table(table)
            maximumTokens = table.maximumTokens
            list = table.settings
            if table.normalizes, !pipeline.isDeclared { modules.append(.normalize) }
        }

        self.directory = directory
        self.moduleDirectory = moduleDirectory
        self.adapter = adapter
        self.pipeline = pipeline
        self.modules = modules
        inputDirectory = base
        let homes = [adapter?.path, base, adapter?.baseInputDirectory].compactMap(\.self)
        tokenizerDirectory = homes.first(where: Tokenizer.isPresent) ?? base
        weights = adapter?.baseWeights ?? weightFile ?? base
        pooling = try Self.pooling(pipeline, directory: moduleDirectory, input, &list)
        list += Self.list(modules, isDeclared: pipeline.isDeclared)
        sentences = try SentenceTransformersConfiguration(directory: moduleDirectory)
        self.list = list + sentences.settings
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

    /// - Parameter base: the first module's directory, for the error.
    private static func encoder(
        in directory: String, of base: String
    ) throws -> EncoderConfiguration {
        let path = Path.join(directory, "config.json")
        guard Path.exists(path) else {
            // A dot says nothing of where one is.
            let path = base == "." ? Path.resolved(base) ?? base : base
            throw ModelError.notAModel(path: path, missing: "config.json")
        }
        return try EncoderConfiguration(ConfigurationFile(path: path))
    }

    private static func list(
        _ modules: [PipelineConfiguration.Module], isDeclared: Bool
    ) -> [Setting] {
        modules.compactMap { module in
            switch module {
            case .pooling: nil
            case .dense(let path):
                Setting(name: "dense layer", value: "\(path)", in: "modules.json")
            case .layerNorm(let path):
                Setting(name: "layer norm", value: "\(path)", in: "modules.json")
            case .normalize:
                Setting(
                    name: "normalization", value: "to length 1",
                    in: isDeclared ? "modules.json" : "config.json normalize")
            }
        }
    }

    private static func pooling(
        _ pipeline: PipelineConfiguration, directory: String, _ input: InputModule,
        _ list: inout [Setting]
    ) throws -> Pooling {
        let stateSize = input.stateSize
        for module in pipeline.modules {
            guard case .pooling(let path) = module else { continue }
            let name = Path.join(path, "config.json")
            let full = Path.join(directory, name)
            guard Path.exists(full) else {
                throw ModelError.notAModel(path: directory, missing: Message(verbatim: name))
            }
            let file = try ConfigurationFile(path: full)
            let pooling = try Pooling(file, hiddenSize: stateSize)
            let key =
                file.value("pooling_mode") == nil
                ? "pooling_mode_*" : "pooling_mode"
            list.append(
                Setting(
                    name: "pooling",
                    value: "\(pooling.modes.map(\.rawValue).joined(separator: " + "))",
                    in: "\(name) \(key)"))
            return pooling
        }
        var mode = PoolingMode.mean
        var source: Message =
            pipeline.isDeclared
            ? Message(verbatim: "modules.json StaticEmbedding") : "default (no modules.json)"
        if case .transformer = input,
            let config = try ConfigurationFile.ifPresent(Path.join(directory, "config.json")),
            try writesOn(config)
        {
            (mode, source) = (.lastToken, "config.json architectures (no modules.json)")
        }
        list.append(Setting(name: "pooling", value: "\(mode.rawValue)", source: source))
        return Pooling(modes: [mode], inputDimension: stateSize)
    }

    /// Whether a model was made to tell the next token, so that its last state tells of all.
    /// sentence-transformers decides so where there is no `modules.json`.
    private static func writesOn(_ file: ConfigurationFile) throws -> Bool {
        let isCausal = try file.bool("is_causal") ?? true
        let architecture = file.json("architectures")?.elements?.first?.string
        return architecture?.hasSuffix("ForCausalLM") == true
            && isCausal
    }

    private static func maximumTokens(
        _ sentence: SentenceBertConfiguration, directory: String, _ encoder: EncoderConfiguration,
        _ list: inout [Setting]
    ) throws -> Int {
        let positions = encoder.maximumPositions
        var limit = positions
        var source =
            encoder.settings.first { $0.name == "positions" }?.texts.source ?? "default"
        if let length = sentence.maximumTokens {
            if length <= positions {
                limit = length
                source = Message(verbatim: "\(sentence.name) max_seq_length")
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
                source = Message(verbatim: "tokenizer_config.json model_max_length")
            }
        }
        list.append(.maximumTokens(limit, source: source))
        return limit
    }
}
