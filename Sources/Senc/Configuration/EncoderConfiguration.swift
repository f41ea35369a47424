internal import SencFiles
package import SencMath

/// The numbers that say what a transformer encoder looks like.
package struct EncoderConfiguration: Sendable {
    /// The keys that a query sees: how many before its own place, and how many after it.
    package struct Window: Sendable, Equatable {
        package var before = Int.max
        package var after = Int.max
        /// Whether the layer is one of those that see only what is near.
        package var isLocal = false
    }

    package enum Positions: Sendable, Equatable {
        /// A table of that many rows. Padding has the row of its id and is not counted; the first
        /// other token has the next.
        case learned(rows: Int, padding: Int?)
        case rotary(global: Rotary, local: Rotary)
        case linearBias
    }

    package let architecture: Architecture
    package let vocabularySize: Int
    /// Components of the word embeddings.
    package let embeddingSize: Int
    package let hiddenSize: Int
    package private(set) var layerCount: Int
    /// Groups of layers that share weights, and the layers in each: as many groups as layers where
    /// nothing is shared.
    package private(set) var layerGroups: Int
    package let layersPerGroup: Int
    package let headCount: Int
    /// Heads of keys and values; several heads of queries may share one.
    package let keyHeadCount: Int
    package let headSize: Int
    package let intermediateSize: Int
    /// Tokens that a text may have.
    package let maximumPositions: Int
    package let positions: Positions
    /// Rows of the table of biases by distance; 0 if there is none.
    package let distanceBuckets: Int
    /// The window of each layer.
    package private(set) var windows: [Window]
    /// The factor of the scores.
    package let attentionScale: Float
    package let tokenTypeCount: Int
    package let activation: Activation
    let activationName: String
    package let normEpsilon: Float
    package let normHasBias: Bool
    package let attentionHasBias: Bool
    package let feedForwardHasBias: Bool
    package let feedForwardOutputHasBias: Bool
    /// Where each number was read.
    package let settings: [Setting]

    package var modelType: String { architecture.modelType }

    private static let sizes = 1...(1 << 20)
    private static let counts = 1...(1 << 12)
    /// What the reference implementation of MPNet computes with, whatever its key says.
    package static let distanceBuckets = 32

    /// Reads `config.json`.
    init(_ file: ConfigurationFile) throws {
        let modelType = try file.string("model_type") ?? ""
        guard let architecture = Architecture.named(modelType, in: file) else {
            throw ModelError.unsupportedModelType(
                type: modelType, supported: Architecture.modelTypes, path: file.path)
        }
        self.architecture = architecture
        try Self.check(architecture.requirements, file)
        let defaults = architecture.defaults
        var keys = EncoderKeys(file, architecture)
        layerCount = try keys.integer("num_hidden_layers", called: "layers", in: Self.counts)
        hiddenSize = try keys.integer("hidden_size", called: "hidden size", in: Self.sizes)
        headCount = try keys.integer("num_attention_heads", called: "heads", in: Self.counts)
        (keyHeadCount, headSize) = try Self.heads(
            &keys, architecture, heads: headCount, hiddenSize: hiddenSize)
        intermediateSize = try keys.integer(
            "intermediate_size", called: "intermediate size", in: Self.sizes)
        (positions, maximumPositions) = try Self.positions(&keys, architecture)
        vocabularySize = try keys.integer("vocab_size", called: "vocabulary", in: 1...(1 << 28))
        embeddingSize =
            architecture.hasEmbeddingSize
            ? try keys.integer(
                "embedding_size", called: "embedding size", in: Self.sizes,
                default: defaults.embeddingSize) : hiddenSize
        tokenTypeCount =
            defaults.tokenTypes == 0
            ? 0
            : try file.integer("type_vocab_size", in: 0...Self.counts.upperBound)
                ?? defaults.tokenTypes
        (layerGroups, layersPerGroup) = try Self.groups(&keys, architecture, layers: layerCount)
        windows = try Self.windows(&keys, architecture, layers: layerCount)

        if case .rotary = positions, headSize % 2 != 0 {
            throw file.invalid(
                architecture.hasKeyHeads ? "head_dim" : "hidden_size",
                "makes heads of \(headSize); rotary embeddings need an even number")
        }
        if case .learnedAndRelative = architecture.positions {
            let key = "relative_attention_num_buckets"
            distanceBuckets =
                try file.integer(key, in: Self.distanceBuckets...Self.counts.upperBound)
                ?? Self.distanceBuckets
        } else {
            distanceBuckets = 0
        }
        let scalar =
            defaults.queryScalar == nil
            ? nil : try file.number("query_pre_attn_scalar") ?? defaults.queryScalar
        guard (scalar ?? 1) > 0 else {
            throw file.invalid("query_pre_attn_scalar", "must be positive")
        }
        attentionScale = Float(1 / (scalar ?? Double(headSize)).squareRoot())

        let activationKey = try keys.spelling(of: architecture.activationKey)
        activationName = try file.string(activationKey) ?? defaults.activation
        guard
            let activation = Activation(
                named: architecture.activationNames[activationName] ?? activationName)
        else {
            let names = architecture.activationNames.keys.sorted() + Activation.names.map(\.name)
            throw file.invalid(
                activationKey,
                "is \(activationName.quoted()); supported: \(names.joined(separator: ", "))")
        }
        self.activation = activation
        let epsilon = try keys.number("layer_norm_eps") ?? defaults.epsilon
        guard epsilon >= 0 else {
            throw file.invalid(try keys.spelling(of: "layer_norm_eps"), "must not be negative")
        }
        normEpsilon = Float(epsilon)
        normHasBias = try keys.flag(architecture.normBias)
        attentionHasBias = try keys.flag(architecture.attentionBias)
        feedForwardHasBias = try keys.flag(architecture.feedForwardBias)
        feedForwardOutputHasBias = try keys.flag(architecture.feedForwardOutputBias)
        keys.note(
            name: "activation", value: "\(activationName)",
            file.value(activationKey) == nil ? nil : activationKey)
        settings = keys.settings
    }

    /// Which layers a smaller encoder has: so many, spread evenly over all, or the first ones where those
    /// would not be what the family has at their places; `nil` if it cannot have so many.
    package func spreadLayers(_ count: Int) -> [Int]? {
        let groups = architecture.sharesLayers ? 1 : layerCount
        guard 1...layerCount ~= count, layerGroups == groups else { return nil }
        let spread = (0..<count).map { (2 * $0 + 1) * layerCount / (2 * count) }
        let isAlike =
            architecture.layersWithoutInputNorm == 0
            && zip(spread, windows).allSatisfy { windows[$0] == $1 }
        return isAlike ? spread : Array(0..<count)
    }

    /// The same with some of its layers.
    func keeping(_ layers: [Int]) -> EncoderConfiguration {
        var other = self
        if !architecture.sharesLayers { other.layerGroups = layers.count }
        (other.layerCount, other.windows) = (layers.count, layers.map { windows[$0] })
        return other
    }

    private static func check(
        _ requirements: [(key: String, values: [String])], _ file: ConfigurationFile
    ) throws {
        for (key, values) in requirements {
            guard let value = file.value(key) else { continue }
            guard let scalar = value.scalar, values.contains(scalar) else {
                let supported = values.isEmpty ? "null" : values.joined(separator: ", ")
                throw file.invalid(
                    key,
                    value.scalar.map { "is \($0.quoted()); supported: \(supported)" }
                        ?? "is a list or object; supported: \(supported)")
            }
        }
    }

    private static func heads(
        _ keys: inout EncoderKeys, _ architecture: Architecture, heads: Int, hiddenSize: Int
    ) throws -> (keyHeads: Int, size: Int) {
        guard architecture.hasKeyHeads else {
            guard hiddenSize % heads == 0 else {
                throw keys.file.invalid(
                    try keys.spelling(of: "hidden_size"),
                    "(\(hiddenSize)) is not divisible by the \(heads) heads")
            }
            return (heads, hiddenSize / heads)
        }
        let keyHeads = try keys.integer(
            "num_key_value_heads", called: "key heads", in: counts,
            default: architecture.defaults.keyHeads ?? heads)
        guard heads % keyHeads == 0 else {
            throw keys.file.invalid(
                "num_attention_heads", "(\(heads)) is not divisible by the \(keyHeads) key heads")
        }
        let size = try keys.integer(
            "head_dim", called: "head size", in: sizes,
            default: architecture.defaults.headSize ?? max(1, hiddenSize / heads))
        return (keyHeads, size)
    }

    private static func positions(
        _ keys: inout EncoderKeys, _ architecture: Architecture
    ) throws -> (Positions, maximum: Int) {
        let file = keys.file
        let key = architecture.positionKeys.first { file.value($0) != nil }
        let maximum =
            try key.flatMap { try file.integer($0, in: sizes) }
            ?? architecture.defaults.maximumPositions
        let (positions, first): (Positions, Int) =
            switch architecture.positions {
            case .learned(.fromZero), .learnedAndRelative(.fromZero):
                (.learned(rows: maximum, padding: nil), 0)
            case .learned(.afterPadding(let fixed)), .learnedAndRelative(.afterPadding(let fixed)):
                try {
                    let read =
                        fixed == nil ? try file.integer("pad_token_id", in: 0...maximum) : nil
                    let padding = fixed ?? read ?? 1
                    return (.learned(rows: maximum, padding: padding), padding + 1)
                }()
            case .rotary(let names):
                try {
                    let (global, local) = try names.read(file)
                    return (.rotary(global: global, local: local), 0)
                }()
            case .linearBias: (.linearBias, 0)
            }
        guard maximum > first else {
            throw file.invalid(
                key ?? "max_position_embeddings",
                "(\(maximum)) leaves no position after the first \(first)")
        }
        keys.note(name: "positions", value: "\(maximum - first)", key)
        return (positions, maximum - first)
    }

    private static func groups(
        _ keys: inout EncoderKeys, _ architecture: Architecture, layers: Int
    ) throws -> (count: Int, layers: Int) {
        guard architecture.sharesLayers else { return (layers, 1) }
        let groups = try keys.integer(
            "num_hidden_groups", called: "layer groups", in: counts, default: 1)
        guard groups <= layers else {
            throw keys.file.invalid(
                "num_hidden_groups", "(\(groups)) is more than the \(layers) layers")
        }
        let inner = try keys.integer(
            "inner_group_num", called: "layers in a group", in: counts, default: 1)
        guard counts.contains(layers * inner) else {
            throw keys.file.invalid(
                "inner_group_num", "(\(inner)) makes more than \(counts.upperBound) layers")
        }
        return (groups, inner)
    }

    private static func windows(
        _ keys: inout EncoderKeys, _ architecture: Architecture, layers: Int
    ) throws -> [Window] {
        let seesFollowing = try keys.flag(architecture.seesFollowing)
        let whole = Window(after: seesFollowing ? .max : 0)
        guard let local = architecture.localAttention else {
            return Array(repeating: whole, count: layers)
        }
        let file = keys.file
        let width = try file.integer(local.windowKey, in: sizes) ?? local.defaultWindow
        let near =
            seesFollowing
            ? Window(before: width / 2, after: width / 2, isLocal: true)
            : Window(before: width - 1, after: 0, isLocal: true)
        let isLocal = try localLayers(local.pattern, file, layers)
        if isLocal.contains(true) {
            keys.note(
                name: "local attention", value: "\(isLocal.count { $0 }) layers, window \(width)",
                file.value(local.windowKey) == nil ? nil : local.windowKey)
        }
        return isLocal.map { $0 ? near : whole }
    }

    private static func localLayers(
        _ pattern: Architecture.LocalAttention.Pattern, _ file: ConfigurationFile, _ layers: Int
    ) throws -> [Bool] {
        let implied: [Bool]
        switch pattern {
        case .allButFirstOf(let key, let fallback):
            let period = try file.integer(key, in: counts) ?? fallback
            implied = (0..<layers).map { $0 % period != 0 }
        case .allButLastOf(let key, let fallback):
            let period = try file.integer(key, in: counts) ?? fallback
            implied = (0..<layers).map { ($0 + 1) % period != 0 }
        case .from(let key, let fallback, let condition):
            let first = try file.integer(key, in: 0...counts.upperBound) ?? fallback
            let isOn = try file.bool(condition) ?? false
            implied = (0..<layers).map { isOn && $0 >= first }
            if !isOn, file.json("layer_types")?.elements?.contains(where: isSliding) == true {
                throw file.invalid(condition, "is false, which contradicts 'layer_types'")
            }
        }
        guard let types = file.json("layer_types") else { return implied }
        guard let names = types.elements, names.count == layers else {
            throw file.invalid("layer_types", "must be a list of \(layers), one for each layer")
        }
        return try names.map { name in
            guard isSliding(name) || name.string == "full_attention" else {
                throw file.invalid(
                    "layer_types", "must hold 'full_attention' and 'sliding_attention' alone")
            }
            return isSliding(name)
        }
    }

    private static func isSliding(_ name: JSON) -> Bool { name.string == "sliding_attention" }
}

extension Activation {
    /// The names that configuration files use.
    package static let names: [(name: String, activation: Activation)] = [
        ("gelu", .gelu), ("gelu_python", .gelu), ("gelu_new", .geluTanh),
        ("gelu_fast", .geluTanh), ("gelu_pytorch_tanh", .geluTanh),
        ("gelu_python_tanh", .geluTanh), ("gelu_accurate", .geluTanh),
        ("quick_gelu", .quickGELU), ("relu", .relu), ("silu", .silu), ("swish", .silu),
        ("tanh", .tanh), ("sigmoid", .sigmoid), ("linear", .identity),
    ]

    package init?(named name: String) {
        guard let match = Self.names.first(where: { $0.name == name }) else { return nil }
        self = match.activation
    }
}
