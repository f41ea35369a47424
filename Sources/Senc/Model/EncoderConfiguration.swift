internal import SencFiles
internal import SencMath

/// The numbers that say what a transformer encoder looks like.
struct EncoderConfiguration: Sendable, Equatable {
    let modelType: String
    let vocabularySize: Int
    let hiddenSize: Int
    let layerCount: Int
    let headCount: Int
    let intermediateSize: Int
    let maximumPositions: Int
    let tokenTypeCount: Int
    let activation: Activation
    let activationName: String
    let layerNormEpsilon: Float

    var headSize: Int { hiddenSize / headCount }

    private static let sizes = 1...(1 << 20)
    private static let counts = 1...(1 << 12)

    /// Reads `config.json`.
    init(_ file: ConfigurationFile) throws {
        modelType = try file.string("model_type") ?? ""
        guard Architecture.named(modelType) != nil else {
            throw ModelError.unsupportedModelType(
                type: modelType, supported: Architecture.all.map(\.modelType), path: file.path)
        }
        vocabularySize = try file.requiredInteger("vocab_size", in: 1...(1 << 28))
        hiddenSize = try file.requiredInteger("hidden_size", in: Self.sizes)
        layerCount = try file.requiredInteger("num_hidden_layers", in: Self.counts)
        headCount = try file.requiredInteger("num_attention_heads", in: Self.counts)
        intermediateSize = try file.requiredInteger("intermediate_size", in: Self.sizes)
        maximumPositions = try file.requiredInteger("max_position_embeddings", in: Self.sizes)
        tokenTypeCount = try file.integer("type_vocab_size", in: Self.counts) ?? 2
        guard hiddenSize % headCount == 0 else {
            throw file.invalid(
                "hidden_size", "(\(hiddenSize)) is no multiple of the \(headCount) heads")
        }
        if let scheme = try file.string("position_embedding_type"), scheme != "absolute" {
            throw file.invalid(
                "position_embedding_type", "is \(scheme.quoted()); only 'absolute' is supported")
        }
        if try file.bool("is_decoder") ?? false {
            throw file.invalid("is_decoder", "is true; only encoders are supported")
        }
        activationName = try file.string("hidden_act") ?? "gelu"
        guard let activation = Activation(named: activationName) else {
            throw file.invalid(
                "hidden_act",
                "is \(activationName.quoted()); supported: "
                    + Activation.names.map(\.name).joined(separator: ", "))
        }
        self.activation = activation
        layerNormEpsilon = Float(try file.number("layer_norm_eps") ?? 1e-12)
        guard layerNormEpsilon >= 0 else {
            throw file.invalid("layer_norm_eps", "must not be negative")
        }
    }
}

extension Activation {
    /// The names that configuration files use.
    static let names: [(name: String, activation: Activation)] = [
        ("gelu", .gelu), ("gelu_new", .geluTanh), ("gelu_pytorch_tanh", .geluTanh),
        ("relu", .relu), ("silu", .silu), ("swish", .silu),
    ]

    init?(named name: String) {
        guard let match = Self.names.first(where: { $0.name == name }) else { return nil }
        self = match.activation
    }
}
