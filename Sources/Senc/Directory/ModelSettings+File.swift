internal import SencFiles
internal import SencTokenizers

// MARK: - A file of word vectors

extension ModelSettings {
    init(wordVectors path: String) throws {
        let table = try StaticConfiguration(wordVectors: path)
        self.init(
            file: path, input: .table(table), pipeline: .wordVectors,
            pooling: Pooling(modes: [.mean], inputDimension: table.dimension), modules: [],
            maximumTokens: table.maximumTokens, sentences: SentenceTransformersConfiguration(),
            list: table.settings + [
                Setting(name: "pooling", value: "\(PoolingMode.mean.rawValue)", source: "default")
            ])
    }
}

// MARK: - A GGUF file

extension ModelSettings {
    /// Reads a GGUF file that is the whole model, with the prompts that it has, or else a file
    /// beside it. Its vectors have length 1, as llama.cpp's have, unless it says otherwise.
    init(gguf model: GGUFModel) throws {
        let encoder = try EncoderConfiguration(model.configuration)
        let name = Path.lastComponent(of: model.path)
        let maximumTokens = min(model.advisedTokens ?? .max, encoder.maximumPositions)
        let sentences =
            try model.sentences.map {
                try SentenceTransformersConfiguration($0, name: "\(name) \(GGUFModel.sentencesKey)")
            }
            ?? SentenceTransformersConfiguration(directory: Path.parent(of: model.path) ?? ".")
        self.init(
            file: model.path, input: .transformer(encoder), pipeline: .undeclared,
            pooling: Pooling(modes: [model.pooling], inputDimension: encoder.hiddenSize),
            modules: model.normalizes ? [.normalize] : [], maximumTokens: maximumTokens,
            sentences: sentences,
            list: [
                Setting(
                    name: "architecture", value: "\(encoder.modelType)",
                    in: "\(name) general.architecture"),
                .maximumTokens(maximumTokens, source: Message(verbatim: name)),
                Setting(
                    name: "pooling", value: "\(model.pooling.rawValue)",
                    source: model.poolingKey.map { Message(verbatim: "\(name) \($0)") } ?? "default"
                ),
                Setting(
                    name: "normalization", value: model.normalizes ? "to length 1" : "none",
                    source: model.normalizationKey.map { Message(verbatim: "\(name) \($0)") }
                        ?? "default"),
            ] + sentences.settings)
        gguf = model
    }
}
