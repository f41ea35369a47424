/// How a family's files name the modules that every encoder is made of; what is not said is as in
/// BERT's files.
///
/// A layer's names are relative to `layer`, in which `#` stands for its index, or if it is one of
/// a group, for that of the group and `%` for its own. Each name is that
/// of a module; its tensors end in `.weight` and `.bias`. `nil` is what the family does not have.
package struct TensorNames: Sendable {
    /// What may stand before all names, beside what every family's files may have.
    package var prefix = "bert."
    package var wordEmbeddings = "embeddings.word_embeddings"
    package var positionEmbeddings = "embeddings.position_embeddings"
    package var tokenTypeEmbeddings = "embeddings.token_type_embeddings"
    package var embeddingNorm: String? = "embeddings.LayerNorm"
    /// From the size of the embeddings to that of the states.
    package var embeddingProjection: String?
    package var relativeBias = "encoder.relative_attention_bias"
    package var layer = "encoder.layer.#."
    /// Queries, keys and values: three modules, or one with the three stacked.
    package var attentionInputs = [
        "attention.self.query", "attention.self.key", "attention.self.value",
    ]
    /// Norms of each head's query and key.
    package var queryNorm: String?
    package var keyNorm: String?
    package var attentionOutput = "attention.output.dense"
    package var attentionNorms = Norms(after: "attention.output.LayerNorm")
    package var feedForward = FeedForward.plain("intermediate.dense")
    package var feedForwardOutput = "output.dense"
    package var feedForwardNorms = Norms(after: "output.LayerNorm")
    package var finalNorm: String?

    /// Where a block f of a layer is normalized: after(x + within(f(before(x)))).
    package struct Norms: Sendable {
        package var before: String?
        package var within: String?
        package var after: String?
    }

    /// The first half of the feed-forward network.
    package enum FeedForward: Sendable {
        /// activation(W x)
        case plain(String)
        /// activation(G x) · U x, the two apart (Shazeer, "GLU Variants Improve Transformer",
        /// 2020).
        case gated(gate: String, up: String)
        /// The same, G and U stacked.
        case gateThenUp(String)
        case upThenGate(String)

        package var modules: [String] {
            switch self {
            case .plain(let name), .gateThenUp(let name), .upThenGate(let name): [name]
            case .gated(let gate, let up): [gate, up]
            }
        }
    }

    /// The names of GGUF files.
    package static func gguf(
        attentionInputs: [String], feedForward: FeedForward
    ) -> TensorNames {
        TensorNames(
            prefix: "", wordEmbeddings: "token_embd", positionEmbeddings: "position_embd",
            tokenTypeEmbeddings: "token_types", embeddingNorm: "token_embd_norm", layer: "blk.#.",
            attentionInputs: attentionInputs, attentionOutput: "attn_output",
            attentionNorms: Norms(after: "attn_output_norm"), feedForward: feedForward,
            feedForwardOutput: "ffn_down", feedForwardNorms: Norms(after: "layer_output_norm"))
    }

    package var prefixes: [String] {
        ["", prefix, "model.", "auto_model.", "0.auto_model.", "0.model."]
    }

    /// What the names of a layer's tensors begin with.
    package func layer(_ group: Int, _ index: Int) -> String {
        layer.replacing("#", with: String(group)).replacing("%", with: String(index))
    }
}
