internal import SencFiles
internal import SencMath
public import SencTokenizers
internal import SencWeights

/// What a model is, read from its files without computing anything.
public struct ModelDescription: Sendable {
    /// Settings, in the order in which a reader wants them.
    public let decisions: [Decision]

    /// - Parameter model: as for `SentenceEncoder`.
    public init(model: String = SentenceEncoder.embeddedModel) throws {
        let location = try ModelSearch.locate(model)
        let settings = try ModelSettings(directory: location.directory)
        let base = settings.transformerDirectory
        let weights = try WeightFile(path: location.weightFile ?? base)
        let tokenizer = try Tokenizer(directory: base)
        try settings.check(tokenizer)
        decisions =
            [Decision(name: "model", value: settings.directory, source: "given as \(model)")]
            + settings.decisions + Self.sizes(settings.encoder)
            + Self.tokenizer(tokenizer, in: base) + Self.weights(weights) + Self.kernels()
    }

    private static func sizes(_ encoder: EncoderConfiguration) -> [Decision] {
        let rows = [
            ("layers", encoder.layerCount, "num_hidden_layers"),
            ("hidden size", encoder.hiddenSize, "hidden_size"),
            ("heads", encoder.headCount, "num_attention_heads"),
            ("intermediate size", encoder.intermediateSize, "intermediate_size"),
            ("positions", encoder.maximumPositions, "max_position_embeddings"),
            ("vocabulary", encoder.vocabularySize, "vocab_size"),
        ]
        return rows.map { name, value, key in
            Decision(name: name, value: String(value), source: "config.json \(key)")
        }
    }

    private static func tokenizer(_ tokenizer: Tokenizer, in directory: String) -> [Decision] {
        let hasJSON = Path.kind(of: Path.join(directory, "tokenizer.json")) != nil
        return [
            Decision(
                name: "tokenizer",
                value: "\(tokenizer.modelName), \(tokenizer.vocabularySize) tokens",
                source: hasJSON ? "tokenizer.json" : "vocab.txt")
        ]
    }

    private static func weights(_ weights: WeightFile) -> [Decision] {
        let types = Set(weights.tensors.map { "\($0.elementType)" }).sorted()
        let parameters = weights.tensors.reduce(0) { $0 + $1.elementCount }
        let rows = [
            ("element types", types.joined(separator: ", ")), ("parameters", String(parameters)),
        ]
        return rows.map { name, value in
            Decision(name: name, value: value, source: Path.lastComponent(of: weights.path))
        }
    }

    private static func kernels() -> [Decision] {
        let family = KernelFamily.selected
        let rows =
            [("kernels", family.name)]
            + Precision.allCases.map { ("\($0.rawValue) layers", family.instructions(for: $0)) }
        return rows.map { Decision(name: $0, value: $1, source: "this CPU") } + [
            Decision(
                name: "BLAS kernels", value: BLAS.system?.coreName ?? "none", source: "OpenBLAS")
        ]
    }
}

extension Tokenizer {
    /// The tokenizer of a model, without its weights.
    /// - Parameter model: as for `SentenceEncoder`.
    public init(model: String) throws {
        let directory = try ModelSearch.locate(model).directory
        let pipeline = try PipelineConfiguration(directory: directory)
        try self.init(directory: Path.join(directory, pipeline.transformerPath))
    }
}
