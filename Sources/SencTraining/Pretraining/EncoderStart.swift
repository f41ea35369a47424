package import SencFiles
internal import SencTokenizers
internal import SencWeights

/// An encoder of BERT's class that has learned nothing, as a directory of sentence-transformers: what
/// learning begins with, and what its result is written in the place of.
package struct EncoderStart {
    private let shape: EncoderShape
    private let tokenizer: Tokenizer
    /// Where the tokenizer's files are.
    private let directory: String
    private let seed: UInt64

    static let weightsName = WeightFile.fileName

    /// What random numbers are for.
    static let purpose: UInt64 = 0x656E_636F_6465
    private static let deviation = 0.02

    /// - Parameters:
    ///   - directory: of the tokenizer.
    ///   - needsMask: whether its tokens must have a mask.
    ///   - seed: of all weights.
    /// - Throws: what reading the tokenizer does, `LearningError.noMask`, and what
    ///   `EncoderShape.check` does.
    package init(
        _ shape: EncoderShape, tokenizer directory: String, needsMask: Bool = true, seed: UInt64
    ) throws {
        (self.shape, self.directory, self.seed) = (shape, directory, seed)
        tokenizer = try Tokenizer(directory: directory)
        guard !needsMask || tokenizer.specialTokenIDs.mask != nil else {
            throw LearningError.noMask(path: directory)
        }
        try shape.check(vocabulary: tokenizer.idLimit)
    }

    /// The files of the tokenizer, on which what is learned depends.
    package var tokenizerFiles: [String] {
        Tokenizer.fileNames.map { Path.join(directory, $0) }.filter(Path.exists)
    }

    /// A weight of a linear layer or of a table, of mean 0 and standard deviation 0.02, as BERT's.
    static func weight(_ random: CounterRandom, at index: Int) -> Float {
        Float(deviation * random.normal(at: UInt64(index)))
    }

    /// Writes all files, without letting them appear.
    package func write(to directory: OutputDirectory) throws {
        for (name, bytes) in files { try directory.write(name) { try $0.write(bytes) } }
        for path in tokenizerFiles {
            let file = try MappedFile(parsing: path)
            try withExtendedLifetime(file) {
                try directory.write(Path.lastComponent(of: path)) { try $0.write(file.bytes) }
            }
        }
        try writeWeights(to: directory)
    }

    // MARK: - Configuration

    private var files: [(name: String, bytes: [UInt8])] {
        let package = "sentence_transformers.models."
        let modules = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
        let list = JSONWriter.line {
            $0.array(modules.enumerated(), .lines(2)) { writer, module in
                writer.object(.lines(4)) {
                    $0.member("idx", module.offset)
                    $0.member("name", "\(module.offset)")
                    $0.member("path", module.element.1)
                    $0.member("type", package + module.element.0)
                }
            }
        }
        let pooling = JSONWriter.file {
            $0.member("word_embedding_dimension", shape.hidden)
            $0.member("pooling_mode_cls_token", false)
            $0.member("pooling_mode_mean_tokens", true)
            $0.member("pooling_mode_max_tokens", false)
            $0.member("pooling_mode_mean_sqrt_len_tokens", false)
            $0.member("pooling_mode_weightedmean_tokens", false)
            $0.member("pooling_mode_lasttoken", false)
            $0.member("include_prompt", true)
        }
        let sentences = JSONWriter.file {
            $0.object("prompts") { _ in }
            $0.member("default_prompt_name") { $0.null() }
            $0.member("similarity_fn_name", "cosine")
        }
        let lengths = JSONWriter.file {
            $0.member("max_seq_length", shape.maximumTokens)
            $0.member("do_lower_case", false)
            $0.object("model_args") { $0.member("add_pooling_layer", false) }
        }
        return [
            ("modules.json", list), ("1_Pooling/config.json", pooling),
            ("config_sentence_transformers.json", sentences),
            ("sentence_bert_config.json", lengths), ("config.json", configuration),
        ]
    }

    private var configuration: [UInt8] {
        JSONWriter.file {
            $0.member("architectures", ["BertModel"])
            $0.member("attention_probs_dropout_prob", 0.1)
            $0.member("hidden_act", "gelu")
            $0.member("hidden_dropout_prob", 0.1)
            $0.member("hidden_size", shape.hidden)
            $0.member("initializer_range", Self.deviation)
            $0.member("intermediate_size", shape.intermediateSize)
            $0.member("layer_norm_eps", 1e-12)
            $0.member("max_position_embeddings", shape.maximumTokens)
            $0.member("model_type", "bert")
            $0.member("num_attention_heads", shape.heads)
            $0.member("num_hidden_layers", shape.layers)
            $0.member("pad_token_id", ifPresent: tokenizer.specialTokenIDs.padding)
            $0.member("torch_dtype", "float32")
            $0.member("type_vocab_size", EncoderShape.tokenTypes)
            $0.member("vocab_size", tokenizer.idLimit)
        }
    }

    // MARK: - Weights

    /// What a tensor begins with.
    private enum Beginning {
        case random, zeros, ones
    }

    private typealias Start = (name: String, shape: [Int], beginning: Beginning)

    private var tensors: [Start] {
        let (hidden, inner) = (shape.hidden, shape.intermediateSize)
        func linear(_ name: String, _ outputs: Int, _ inputs: Int) -> [Start] {
            [(name + ".weight", [outputs, inputs], .random), (name + ".bias", [outputs], .zeros)]
        }
        func norm(_ name: String) -> [Start] {
            [(name + ".weight", [hidden], .ones), (name + ".bias", [hidden], .zeros)]
        }
        func table(_ name: String, _ rows: Int) -> Start {
            ("embeddings.\(name)_embeddings.weight", [rows, hidden], .random)
        }
        var tensors = [
            table("word", tokenizer.idLimit), table("position", shape.maximumTokens),
            table("token_type", EncoderShape.tokenTypes),
        ]
        tensors += norm("embeddings.LayerNorm")
        for layer in 0..<shape.layers {
            let prefix = "encoder.layer.\(layer)."
            for part in ["query", "key", "value"] {
                tensors += linear(prefix + "attention.self." + part, hidden, hidden)
            }
            tensors += linear(prefix + "attention.output.dense", hidden, hidden)
            tensors += norm(prefix + "attention.output.LayerNorm")
            tensors += linear(prefix + "intermediate.dense", inner, hidden)
            tensors += linear(prefix + "output.dense", hidden, inner)
            tensors += norm(prefix + "output.LayerNorm")
        }
        return tensors
    }

    /// Elements that are made at once.
    private static let run = 1 << 16

    private func writeWeights(to directory: OutputDirectory) throws {
        let random = CounterRandom(seed: seed, purpose: Self.purpose)
        let padding = tokenizer.specialTokenIDs.padding.map {
            Int($0) * shape.hidden..<(Int($0) + 1) * shape.hidden
        }
        let tensors = tensors
        try directory.write(Self.weightsName) { file in
            var writer = try SafetensorsWriter(
                tensors.map { .init(name: $0.name, shape: $0.shape) }, as: .float32, to: file,
                path: Self.weightsName)
            for (index, tensor) in tensors.enumerated() {
                let own = random.child(UInt64(index))
                let count = tensor.shape.reduce(1, *)
                for start in stride(from: 0, to: count, by: Self.run) {
                    let elements = (start..<min(start + Self.run, count)).map { place -> Float in
                        switch tensor.beginning {
                        case .zeros: 0
                        case .ones: 1
                        // As torch has it, padding's row is 0.
                        case .random where index == 0 && padding?.contains(place) == true: 0
                        case .random: Self.weight(own, at: place)
                        }
                    }
                    try elements.withUnsafeBufferPointer { elements throws(WeightsError) in
                        try writer.append(elements)
                    }
                }
            }
            writer.finish()
        }
    }
}
