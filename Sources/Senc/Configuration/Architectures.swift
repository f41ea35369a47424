/// The families, each as it differs from BERT.
extension Architecture {
    static let all = [
        jinaBERT, bert, roberta("roberta"), roberta("xlm-roberta"), roberta("camembert"),
        distilBERT, mpnet, albert, electra, nomicBERT, modernBERT, gte("new", theta: 10_000),
        gte("gte", theta: 160_000), qwen3, gemma3, euroBERT,
    ]

    private static let encoderOnly = (key: "is_decoder", values: ["false"])
    private static let absolutePositions = (
        key: "position_embedding_type", values: ["absolute"]
    )

    /// Devlin et al., "BERT", 2019.
    static let bert = Architecture(
        modelType: "bert",
        ggufNames: .gguf(
            attentionInputs: ["attn_q", "attn_k", "attn_v"], feedForward: .plain("ffn_up")),
        requirements: [encoderOnly, absolutePositions])

    /// Günther et al., "Jina Embeddings 2", 2023. Its files call themselves BERT.
    static let jinaBERT = Architecture(
        modelType: "bert", distinction: ("position_embedding_type", "alibi"),
        names: [
            TensorNames(
                feedForward: .gateThenUp("mlp.gated_layers"), feedForwardOutput: "mlp.wo",
                feedForwardNorms: .init(after: "mlp.layernorm"))
        ],
        activationKey: "feed_forward_type",
        activationNames: ["geglu": "gelu", "reglu": "relu"],
        requirements: [encoderOnly, ("feed_forward_type", ["geglu", "reglu"])],
        defaults: Defaults(activation: "original"), positions: .linearBias,
        feedForwardBias: .never)

    /// Liu et al., "RoBERTa", 2019; Conneau et al., 2020; Martin et al., "CamemBERT", 2020.
    static func roberta(_ modelType: String) -> Architecture {
        Architecture(
            modelType: modelType, names: [TensorNames(prefix: "roberta.")],
            requirements: [encoderOnly, absolutePositions],
            positions: .learned(.afterPadding(fixed: nil)))
    }

    /// Sanh et al., "DistilBERT", 2019.
    static let distilBERT = Architecture(
        modelType: "distilbert",
        names: [
            TensorNames(
                prefix: "distilbert.", layer: "transformer.layer.#.",
                attentionInputs: ["attention.q_lin", "attention.k_lin", "attention.v_lin"],
                attentionOutput: "attention.out_lin",
                attentionNorms: .init(after: "sa_layer_norm"), feedForward: .plain("ffn.lin1"),
                feedForwardOutput: "ffn.lin2",
                feedForwardNorms: .init(after: "output_layer_norm"))
        ],
        spellings: [
            "hidden_size": ["dim"], "num_hidden_layers": ["n_layers"],
            "num_attention_heads": ["n_heads"], "intermediate_size": ["hidden_dim"],
            "hidden_act": ["activation"],
        ],
        defaults: Defaults(tokenTypes: 0))

    /// Song et al., "MPNet", 2020. The reference takes 1 for the id of padding.
    static let mpnet = Architecture(
        modelType: "mpnet",
        names: [
            TensorNames(
                prefix: "mpnet.",
                attentionInputs: ["attention.attn.q", "attention.attn.k", "attention.attn.v"],
                attentionOutput: "attention.attn.o",
                attentionNorms: .init(after: "attention.LayerNorm"))
        ],
        defaults: Defaults(tokenTypes: 0),
        positions: .learnedAndRelative(.afterPadding(fixed: 1)))

    /// Lan et al., "ALBERT", 2020.
    static let albert = Architecture(
        modelType: "albert",
        names: [
            TensorNames(
                prefix: "albert.", embeddingProjection: "encoder.embedding_hidden_mapping_in",
                layer: "encoder.albert_layer_groups.#.albert_layers.%.",
                attentionInputs: ["attention.query", "attention.key", "attention.value"],
                attentionOutput: "attention.dense",
                attentionNorms: .init(after: "attention.LayerNorm"), feedForward: .plain("ffn"),
                feedForwardOutput: "ffn_output",
                feedForwardNorms: .init(after: "full_layer_layer_norm"))
        ],
        requirements: [absolutePositions], defaults: Defaults(activation: "gelu_new"),
        hasEmbeddingSize: true, sharesLayers: true)

    /// Clark et al., "ELECTRA", 2020.
    static let electra = Architecture(
        modelType: "electra",
        names: [TensorNames(prefix: "electra.", embeddingProjection: "embeddings_project")],
        requirements: [encoderOnly, absolutePositions], hasEmbeddingSize: true)

    /// Nussbaum et al., "Nomic Embed", 2024: as published, and as transformers names it.
    static let nomicBERT = Architecture(
        modelType: "nomic_bert",
        names: [
            TensorNames(
                prefix: "nomic_bert.", embeddingNorm: "emb_ln", layer: "encoder.layers.#.",
                attentionInputs: ["attn.Wqkv"], attentionOutput: "attn.out_proj",
                attentionNorms: .init(after: "norm1"),
                feedForward: .gated(gate: "mlp.fc12", up: "mlp.fc11"),
                feedForwardOutput: "mlp.fc2", feedForwardNorms: .init(after: "norm2")),
            TensorNames(
                prefix: "nomic_bert.", llama: .init(after: "post_attention_layernorm"),
                .init(after: "post_mlp_layernorm")),
        ],
        ggufNames: .gguf(
            attentionInputs: ["attn_qkv"], feedForward: .gated(gate: "ffn_gate", up: "ffn_up")),
        spellings: [
            "hidden_size": ["n_embd"], "num_hidden_layers": ["n_layer"],
            "num_attention_heads": ["n_head"], "intermediate_size": ["n_inner"],
            "hidden_act": ["activation_function"], "layer_norm_eps": ["layer_norm_epsilon"],
        ],
        activationNames: ["swiglu": "silu", "geglu": "gelu"],
        positionKeys: ["n_positions", "max_position_embeddings"],
        requirements: [
            ("activation_function", ["swiglu", "geglu"]),
            ("prenorm", ["false"]), ("parallel_block", ["false"]), ("use_rms_norm", ["false"]),
            ("causal", ["false"]), ("rotary_emb_interleaved", ["false"]),
            ("rotary_emb_fraction", ["1", "1.0"]), ("num_experts", ["0"]),
            ("moe_every_n_layers", ["0"]), ("rotary_emb_scale_base", []),
        ],
        defaults: Defaults(activation: "silu", maximumPositions: 2048),
        positions: .rotary(
            RotaryKeys(
                theta: ["rope_theta", "rotary_emb_base"], default: 1000,
                dynamic: ("rotary_scaling_factor", "max_trained_positions", 2048))),
        attentionBias: .key("qkv_proj_bias", default: false),
        feedForwardBias: .key("mlp_fc1_bias", default: false),
        feedForwardOutputBias: .key("mlp_fc2_bias", default: false))

    /// Warner et al., "Smarter, Better, Faster, Longer", 2024.
    static let modernBERT = Architecture(
        modelType: "modernbert",
        names: [
            TensorNames(
                prefix: "model.", wordEmbeddings: "embeddings.tok_embeddings",
                embeddingNorm: "embeddings.norm", layer: "layers.#.",
                attentionInputs: ["attn.Wqkv"], attentionOutput: "attn.Wo",
                attentionNorms: .init(before: "attn_norm"), feedForward: .gateThenUp("mlp.Wi"),
                feedForwardOutput: "mlp.Wo", feedForwardNorms: .init(before: "mlp_norm"),
                finalNorm: "final_norm")
        ],
        spellings: ["hidden_act": ["hidden_activation"], "layer_norm_eps": ["norm_eps"]],
        requirements: [absolutePositions],
        defaults: Defaults(epsilon: 1e-5, tokenTypes: 0, maximumPositions: 8192),
        positions: .rotary(
            RotaryKeys(
                theta: ["global_rope_theta"], default: 160_000, localTheta: "local_rope_theta",
                localDefault: 10_000, scalesLocal: true)),
        normBias: .key("norm_bias", default: false),
        attentionBias: .key("attention_bias", default: false),
        feedForwardBias: .key("mlp_bias", default: false),
        feedForwardOutputBias: .key("mlp_bias", default: false),
        localAttention: LocalAttention(
            windowKey: "local_attention", defaultWindow: 128,
            pattern: .allButFirstOf(key: "global_attn_every_n_layers", default: 3)),
        layersWithoutInputNorm: 1)

    /// Zhang et al., "mGTE", 2024: Alibaba-NLP/new-impl, and as transformers names it.
    static func gte(_ modelType: String, theta: Double) -> Architecture {
        func names(_ attentionInputs: [String]) -> TensorNames {
            TensorNames(
                prefix: "new.", attentionInputs: attentionInputs,
                attentionOutput: "attention.o_proj", attentionNorms: .init(after: "attn_ln"),
                feedForward: .upThenGate("mlp.up_gate_proj"), feedForwardOutput: "mlp.down_proj",
                feedForwardNorms: .init(after: "mlp_ln"))
        }
        return Architecture(
            modelType: modelType,
            names: [
                names(["attention.qkv_proj"]),
                names(["attention.q_proj", "attention.k_proj", "attention.v_proj"]),
                TensorNames(
                    prefix: "gte.", llama: .init(after: "post_attention_layernorm"),
                    .init(after: "post_mlp_layernorm")),
            ],
            requirements: [
                ("position_embedding_type", ["rope"]), ("layer_norm_type", ["layer_norm"]),
                ("logn_attention_scale", ["false"]),
            ],
            defaults: Defaults(
                tokenTypes: 1, maximumPositions: modelType == "new" ? 2048 : 8192),
            positions: .rotary(
                RotaryKeys(
                    theta: ["rope_theta"], default: theta,
                    scalings: modelType == "new" ? ["ntk"] : ["ntk", "linear"])),
            feedForwardBias: .never)
    }

    /// Zhang et al., "Qwen3 Embedding", 2025.
    static let qwen3 = Architecture(
        modelType: "qwen3",
        names: [
            TensorNames(
                prefix: "model.", llama: .init(before: "input_layernorm"),
                .init(before: "post_attention_layernorm"), finalNorm: "norm", normsHeads: true)
        ],
        spellings: ["layer_norm_eps": ["rms_norm_eps"]],
        defaults: Defaults(
            activation: "silu", epsilon: 1e-6, tokenTypes: 0, maximumPositions: 32_768,
            headSize: 128, keyHeads: 32),
        positions: .rotary(RotaryKeys(theta: ["rope_theta"], default: 10_000)),
        norm: .rootMeanSquare, attentionBias: .key("attention_bias", default: false),
        feedForwardBias: .never, feedForwardOutputBias: .never, seesFollowing: .never,
        localAttention: LocalAttention(
            windowKey: "sliding_window", defaultWindow: 4096,
            pattern: .from(key: "max_window_layers", default: 28, if: "use_sliding_window")),
        hasKeyHeads: true)

    /// Schechter Vera et al., "EmbeddingGemma", 2025.
    static let gemma3 = Architecture(
        modelType: "gemma3_text",
        names: [
            TensorNames(
                prefix: "model.",
                llama: .init(before: "input_layernorm", within: "post_attention_layernorm"),
                .init(
                    before: "pre_feedforward_layernorm", within: "post_feedforward_layernorm"),
                finalNorm: "norm", normsHeads: true)
        ],
        spellings: ["layer_norm_eps": ["rms_norm_eps"], "hidden_act": ["hidden_activation"]],
        requirements: [("attn_logit_softcapping", [])],
        defaults: Defaults(
            activation: "gelu_pytorch_tanh", epsilon: 1e-6, tokenTypes: 0,
            maximumPositions: 131_072, headSize: 256, keyHeads: 4, queryScalar: 256),
        positions: .rotary(
            RotaryKeys(
                theta: ["rope_theta"], default: 1_000_000, localTheta: "rope_local_base_freq",
                localDefault: 10_000)),
        norm: .rootMeanSquareOfOnePlusWeight,
        attentionBias: .key("attention_bias", default: false), feedForwardBias: .never,
        feedForwardOutputBias: .never,
        seesFollowing: .key("use_bidirectional_attention", default: false),
        localAttention: LocalAttention(
            windowKey: "sliding_window", defaultWindow: 4096,
            pattern: .allButLastOf(key: "sliding_window_pattern", default: 6)),
        scalesEmbeddings: true, hasKeyHeads: true)

    /// Boizard et al., "EuroBERT", 2025.
    static let euroBERT = Architecture(
        modelType: "eurobert",
        names: [
            TensorNames(
                prefix: "model.", llama: .init(before: "input_layernorm"),
                .init(before: "post_attention_layernorm"), finalNorm: "norm")
        ],
        spellings: ["layer_norm_eps": ["rms_norm_eps"]],
        defaults: Defaults(
            activation: "silu", epsilon: 1e-5, tokenTypes: 0, maximumPositions: 8192),
        positions: .rotary(RotaryKeys(theta: ["rope_theta"], default: 10_000)),
        norm: .rootMeanSquare, attentionBias: .key("attention_bias", default: false),
        feedForwardBias: .key("mlp_bias", default: false),
        feedForwardOutputBias: .key("mlp_bias", default: false), hasKeyHeads: true)
}

extension TensorNames {
    /// The names of LLaMA's files, which many models in transformers share. Those that normalize
    /// the last states do not normalize the embeddings.
    fileprivate init(
        prefix: String, llama attentionNorms: Norms, _ feedForwardNorms: Norms,
        finalNorm: String? = nil, normsHeads: Bool = false
    ) {
        let isDecoder = finalNorm != nil
        self.init(
            prefix: prefix,
            wordEmbeddings: isDecoder ? "embed_tokens" : "embeddings.word_embeddings",
            embeddingNorm: isDecoder ? nil : "embeddings.LayerNorm", layer: "layers.#.",
            attentionInputs: ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
            queryNorm: normsHeads ? "self_attn.q_norm" : nil,
            keyNorm: normsHeads ? "self_attn.k_norm" : nil, attentionOutput: "self_attn.o_proj",
            attentionNorms: attentionNorms,
            feedForward: .gated(gate: "mlp.gate_proj", up: "mlp.up_proj"),
            feedForwardOutput: "mlp.down_proj", feedForwardNorms: feedForwardNorms,
            finalNorm: finalNorm)
    }
}
