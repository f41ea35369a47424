internal import SencFiles
package import SencWeights

/// A family of encoders: how its configuration is written and its tensors are named, and what all
/// of its models have in common. What is not said is as in BERT.
package struct Architecture: Sendable {
    package let modelType: String
    /// What sets it apart from another family of the same model type.
    package var distinction: (key: String, value: String)?
    /// The names that its files use; more than one if different programs write it differently.
    package var names = [TensorNames()]
    /// The names in GGUF files, which know some families.
    package var ggufNames: TensorNames?
    /// Other spellings of the keys of `config.json`.
    package var spellings: [String: [String]] = [:]
    package var activationKey = "hidden_act"
    /// The family's own names for activations that others name, too.
    package var activationNames: [String: String] = [:]
    /// The keys of the largest number of tokens; the first that is there counts.
    package var positionKeys = ["max_position_embeddings"]
    /// Keys that, if they are there, must have one of these values.
    package var requirements: [(key: String, values: [String])] = []
    /// The reference implementation's values of keys that may be absent.
    package var defaults = Defaults()
    package var positions = Positions.learned(.fromZero)
    package var norm = NormKind.layer
    /// Whether norms have a bias; a key, if `config.json` says.
    package var normBias = Flag.always
    /// Whether queries, keys, values and the attention's output have biases.
    package var attentionBias = Flag.always
    package var feedForwardBias = Flag.always
    package var feedForwardOutputBias = Flag.always
    /// Whether a token sees those after it.
    package var seesFollowing = Flag.always
    package var localAttention: LocalAttention?
    /// Whether the embeddings' size has a key of its own.
    package var hasEmbeddingSize = false
    /// Whether word embeddings are multiplied by √(hidden size).
    package var scalesEmbeddings = false
    /// Whether the heads' size and number of keys have keys of their own.
    package var hasKeyHeads = false
    /// Whether layers share weights in groups, as ALBERT's do.
    package var sharesLayers = false
    /// Layers without a norm before attention, from the first.
    package var layersWithoutInputNorm = 0

    package struct Defaults: Sendable {
        package var activation = "gelu"
        package var epsilon = 1e-12
        /// Token types; 0 if the family has none.
        package var tokenTypes = 2
        package var maximumPositions = 512
        package var embeddingSize = 128
        /// Without a default, the hidden size over the heads; and as many as those.
        package var headSize: Int?
        package var keyHeads: Int?
        /// If scores are scaled by the root of a number of their own.
        package var queryScalar: Double?
    }

    package enum Positions: Sendable {
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
    package enum FirstPosition: Sendable {
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

    package enum Flag: Sendable {
        case always, never
        /// As the key says, with its value when absent.
        case key(String, default: Bool)
    }

    /// Layers that see only what is near.
    package struct LocalAttention: Sendable {
        /// The key with the width of the window.
        package let windowKey: String
        package let defaultWindow: Int
        package let pattern: Pattern

        /// Which layers are local where `layer_types` does not say.
        package enum Pattern: Sendable {
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

    package static var modelTypes: [String] {
        all.map(\.modelType).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
