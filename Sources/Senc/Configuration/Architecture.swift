internal import SencFiles
package import SencWeights

/// A family of encoders: how its configuration is written and its tensors are named, and what all
/// of its models have in common. What is not said is as in BERT.
package struct Architecture: Sendable {
    package let modelType: String
    /// What sets it apart from another family of the same model type.
    var distinction: (key: String, value: String)?
    /// The names that its files use; more than one if different programs write it differently.
    var names = [TensorNames()]
    /// The names in GGUF files, which know some families.
    var ggufNames: TensorNames?
    /// Other spellings of the keys of `config.json`.
    var spellings: [String: [String]] = [:]
    var activationKey = "hidden_act"
    /// The family's own names for activations that others name, too.
    var activationNames: [String: String] = [:]
    /// The keys of the largest number of tokens; the first that is there counts.
    var positionKeys = ["max_position_embeddings"]
    /// Keys that, if they are there, must have one of these values.
    var requirements: [(key: String, values: [String])] = []
    /// The reference implementation's values of keys that may be absent.
    var defaults = Defaults()
    var positions = Positions.learned(.fromZero)
    package var norm = NormKind.layer
    /// Whether norms have a bias; a key, if `config.json` says.
    var normBias = Flag.always
    /// Whether queries, keys, values and the attention's output have biases.
    var attentionBias = Flag.always
    var feedForwardBias = Flag.always
    var feedForwardOutputBias = Flag.always
    /// Whether a token sees those after it.
    var seesFollowing = Flag.always
    var localAttention: LocalAttention?
    /// Whether the embeddings' size has a key of its own.
    var hasEmbeddingSize = false
    /// Whether word embeddings are multiplied by √(hidden size).
    package var scalesEmbeddings = false
    /// Whether the heads' size and number of keys have keys of their own.
    var hasKeyHeads = false
    /// Whether layers share weights in groups, as ALBERT's do.
    var sharesLayers = false
    /// Layers without a norm before attention, from the first.
    package var layersWithoutInputNorm = 0

    struct Defaults: Sendable {
        var activation = "gelu"
        var epsilon = 1e-12
        /// Token types; 0 if the family has none.
        var tokenTypes = 2
        var maximumPositions = 512
        var embeddingSize = 128
        /// Without a default, the hidden size over the heads; and as many as those.
        var headSize: Int?
        var keyHeads: Int?
        /// If scores are scaled by the root of a number of their own.
        var queryScalar: Double?
    }

    enum Positions: Sendable {
        /// A table of vectors that are added to the word embeddings.
        case learned(FirstPosition)
        /// The same, and a bias of the scores by distance (Song et al., "MPNet", 2020).
        case learnedAndRelative(FirstPosition)
        case rotary(RotaryKeys)
        /// A penalty of the scores that grows with distance (Press et al., "Train Short, Test
        /// Long", 2022).
        case linearBias
    }

    /// The row of the position table that the first token takes.
    enum FirstPosition: Sendable {
        case fromZero
        /// The row after `pad_token_id`, or after a fixed id. Padding itself takes the id's row and
        /// is not counted.
        case afterPadding(fixed: Int?)
    }

    package enum NormKind: Sendable {
        case layer
        case rootMeanSquare
        /// Root mean square with a gain of 1 + the stored weight.
        case rootMeanSquareOfOnePlusWeight
    }

    enum Flag: Sendable {
        case always, never
        /// As the key says, with its value when absent.
        case key(String, default: Bool)
    }

    /// Layers that see only what is near.
    struct LocalAttention: Sendable {
        /// The key with the width of the window.
        let windowKey: String
        let defaultWindow: Int
        let pattern: Pattern

        /// Which layers are local where `layer_types` does not say.
        enum Pattern: Sendable {
            /// All but layers 0, n, 2n, …
            case allButFirstOf(key: String, default: Int)
            /// All but layers n − 1, 2n − 1, …
            case allButLastOf(key: String, default: Int)
            /// Those from a layer on, if the other key says so.
            case from(key: String, default: Int, if: String)
        }
    }

    package func names(in format: WeightFormat) -> [TensorNames] {
        format == .gguf ? ggufNames.map { [$0] } ?? names : names
    }

    static func named(_ modelType: String, in file: ConfigurationFile) -> Architecture? {
        all.first { architecture in
            guard architecture.modelType == modelType else { return false }
            guard let (key, value) = architecture.distinction else { return true }
            return file.value(key)?.string == value
        }
    }

    static var modelTypes: [String] {
        all.map(\.modelType).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
