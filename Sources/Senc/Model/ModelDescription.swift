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
        let encoder = settings.encoder
        let name = Path.lastComponent(of: weights.path)
        let types = Set(weights.tensors.map { "\($0.elementType)" }).sorted()
        let tokenizerFile =
            Path.kind(of: Path.join(base, "tokenizer.json")) == nil ? "vocab.txt" : "tokenizer.json"
        func config(_ key: String) -> String { "config.json \(key)" }
        decisions =
            [Decision(name: "model", value: settings.directory, source: "given as \(model)")]
            + settings.decisions + [
                Decision(
                    name: "layers", value: "\(encoder.layerCount)",
                    source: config("num_hidden_layers")),
                Decision(
                    name: "hidden size", value: "\(encoder.hiddenSize)",
                    source: config("hidden_size")),
                Decision(
                    name: "heads", value: "\(encoder.headCount)",
                    source: config("num_attention_heads")),
                Decision(
                    name: "intermediate size", value: "\(encoder.intermediateSize)",
                    source: config("intermediate_size")),
                Decision(
                    name: "positions", value: "\(encoder.maximumPositions)",
                    source: config("max_position_embeddings")),
                Decision(
                    name: "vocabulary", value: "\(encoder.vocabularySize)",
                    source: config("vocab_size")),
                Decision(
                    name: "tokenizer",
                    value: "\(tokenizer.modelName), \(tokenizer.vocabularySize) tokens",
                    source: tokenizerFile),
                Decision(
                    name: "element types", value: types.joined(separator: ", "), source: name),
                Decision(
                    name: "parameters",
                    value: "\(weights.tensors.reduce(0) { $0 + $1.elementCount })", source: name),
                Decision(
                    name: "kernels", value: KernelFamily.selected.name, source: "this CPU"),
            ]
            + Precision.allCases.map {
                Decision(
                    name: "\($0.rawValue) layers",
                    value: KernelFamily.selected.instructions(for: $0), source: "this CPU")
            } + [
                Decision(
                    name: "BLAS kernels", value: BLAS.system?.coreName ?? "none",
                    source: "OpenBLAS")
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
