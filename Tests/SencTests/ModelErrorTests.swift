import Senc
import SencFiles
import SencMath
import SencWeights
import TestSupport
import Testing

/// Broken model directories: each a named error in one line, never a trap.
@Suite struct ModelErrorTests {
    struct Fault: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// What the error's line must tell.
        let expected: [String]
        let status: SencFiles.ExitStatus
        let breakModel: @Sendable (TemporaryDirectory) -> Void

        init(
            _ name: String, tells expected: String..., status: SencFiles.ExitStatus = .badData,
            breakModel: @escaping @Sendable (TemporaryDirectory) -> Void
        ) {
            testDescription = name
            self.expected = expected
            self.status = status
            self.breakModel = breakModel
        }

        /// A fault of the configuration of a dense layer of 16 outputs.
        static func dense(_ name: String, _ json: String, _ expected: String) -> Fault {
            Fault(name, tells: expected) {
                $0.edit("modules.json", replacing: "Normalize", with: "Dense")
                let sizes = #"{"in_features": 32, "out_features": 16, "#
                $0.write(sizes + json.dropFirst(), to: "2_Dense/config.json")
                $0.link(
                    Goldens.path("tiny-dense/model.safetensors"), as: "2_Dense/model.safetensors")
            }
        }

        /// A fault of config.json: one text in it replaced by another.
        static func config(
            _ name: String, _ old: String, _ new: String, tells expected: String
        ) -> Fault {
            Fault(name, tells: expected) { $0.edit("config.json", replacing: old, with: new) }
        }
    }

    /// Modules of sentence-transformers that there are not: each named.
    @Test(arguments: [
        "CNN", "LSTM", "BoW", "WordWeights", "WeightedLayerPooling", "CLIPModel", "Asym", "Router",
    ])
    func aModuleThatIsNotSupportedIsNamed(module: String) {
        let model = TinyModel.copy()
        model.edit("modules.json", replacing: "Normalize", with: module)
        let type = "sentence_transformers.models.\(module)"
        #expect {
            try SentenceEncoder(model: model.path)
        } throws: { error in
            guard case ModelError.unsupportedModule(type, let supported, _) = error else {
                return false
            }
            return "\(error)".contains("supported: Transformer, ") && supported.contains("Pooling")
        }
    }

    static let faults: [Fault] = [
        Fault("no config.json", tells: "config.json") { $0.remove("config.json") },
        Fault("empty config.json", tells: "config.json") { $0.write("", to: "config.json") },
        Fault("config.json is a list", tells: "object", "config.json") {
            $0.write("[]", to: "config.json")
        },
        Fault("config.json nested 100,000 deep", tells: "deep", "config.json") {
            $0.write(String(repeating: "[", count: 100_000), to: "config.json")
        },
        .config(
            "unknown model type", #""model_type": "bert""#, #""model_type": "hal9000""#,
            tells: "hal9000"),
        .config(
            "no model type", #""model_type": "bert""#, "\"model_kind\": \"bert\"",
            tells: "model type"),
        .config(
            "model type with line breaks", #""model_type": "bert""#,
            #""model_type": "a\nb\u001b[2J""#, tells: "model type"),
        .config(
            "hidden size is text", #""hidden_size": 32"#, #""hidden_size": "32""#,
            tells: "hidden_size"),
        .config(
            "hidden size is negative", #""hidden_size": 32"#, #""hidden_size": -32"#,
            tells: "hidden_size"),
        .config(
            "hidden size is huge", #""hidden_size": 32"#,
            #""hidden_size": 99999999999999999999999"#, tells: "hidden_size"),
        .config(
            "hidden size is a fraction", #""hidden_size": 32"#, #""hidden_size": 32.5"#,
            tells: "hidden_size"),
        .config(
            "hidden size contradicts the weights", #""hidden_size": 32"#, #""hidden_size": 64"#,
            tells: "64"),
        .config(
            "heads do not divide the hidden size", #""num_attention_heads": 4"#,
            #""num_attention_heads": 5"#, tells: "5 heads"),
        .config(
            "no heads", #""num_attention_heads": 4"#, #""num_attention_heads": 0"#,
            tells: "num_attention_heads"),
        .config(
            "more layers than weights", #""num_hidden_layers": 2"#, #""num_hidden_layers": 3"#,
            tells: "encoder.layer.2"),
        .config(
            "a million layers", #""num_hidden_layers": 2"#, #""num_hidden_layers": 1000000"#,
            tells: "num_hidden_layers"),
        .config(
            "intermediate size contradicts the weights", #""intermediate_size": 64"#,
            #""intermediate_size": 65"#, tells: "intermediate.dense.weight"),
        .config(
            "vocabulary contradicts the weights", #""vocab_size": 169"#, #""vocab_size": 170"#,
            tells: "word_embeddings"),
        .config(
            "vocabulary smaller than the tokenizer's", #""vocab_size": 169"#,
            #""vocab_size": 100"#, tells: "100"),
        .config(
            "unknown activation", #""hidden_act": "gelu""#, #""hidden_act": "glue""#,
            tells: "glue"),
        .config(
            "a decoder", #""model_type": "bert""#, #""model_type": "bert", "is_decoder": true"#,
            tells: "is_decoder"),
        .config(
            "relative positions", #""model_type": "bert""#,
            #""model_type": "bert", "position_embedding_type": "relative_key""#,
            tells: "relative_key"),
        .config(
            "epsilon is text", #""layer_norm_eps": 1e-05"#, #""layer_norm_eps": "small""#,
            tells: "layer_norm_eps"),
        .config(
            "epsilon is negative", #""layer_norm_eps": 1e-05"#, #""layer_norm_eps": -1"#,
            tells: "layer_norm_eps"),
        Fault("no weights", tells: "model.safetensors", status: .noInput) {
            $0.remove("model.safetensors")
        },
        Fault("empty weights", tells: "model.safetensors") {
            $0.write("", to: "model.safetensors")
        },
        Fault("truncated weights", tells: "model.safetensors") {
            $0.write($0.read("model.safetensors").dropLast(100), to: "model.safetensors")
        },
        Fault("weights whose header is broken", tells: "model.safetensors") {
            var bytes = $0.read("model.safetensors")
            for index in 8..<40 { bytes[index] = UInt8(ascii: "x") }
            $0.write(bytes, to: "model.safetensors")
        },
        Fault("a tensor under another name", tells: "attention.self.key.weight") {
            var bytes = $0.read("model.safetensors")
            let name = Array("encoder.layer.1.attention.self.key.weight".utf8)
            if let range = bytes.firstRange(of: name) {
                bytes[range.lowerBound] = UInt8(ascii: "E")
            }
            $0.write(bytes, to: "model.safetensors")
        },
        Fault("no tokenizer", tells: "tokenizer", status: .noInput) {
            for name in ["tokenizer.json", "vocab.txt", "tokenizer_config.json"] {
                $0.remove(name)
            }
        },
        Fault("broken tokenizer", tells: "tokenizer.json") {
            $0.write("{", to: "tokenizer.json")
        },
        Fault("modules.json is an object", tells: "modules.json") {
            $0.write("{}", to: "modules.json")
        },
        Fault("a module's path leads out", tells: "must lie inside the model directory") {
            $0.edit("modules.json", replacing: "1_Pooling", with: "../\u{301}x")
        },
        Fault("a module's path leads out of a folder", tells: "must lie inside the model") {
            $0.edit("modules.json", replacing: "1_Pooling", with: "a/\u{301}/../\u{20d2}/../..")
        },
        Fault("a module's path is absolute", tells: "must lie inside the model directory") {
            $0.edit("modules.json", replacing: "1_Pooling", with: "/\u{301}x")
        },
        Fault("modules.json is empty", tells: "modules.json") {
            $0.write("[]", to: "modules.json")
        },
        Fault("a module without a type", tells: "type", "modules.json") {
            $0.write(#"[{"path": ""}]"#, to: "modules.json")
        },
        Fault("an unknown module", tells: "CNN", "modules.json") {
            $0.edit("modules.json", replacing: "Normalize", with: "CNN")
        },
        Fault("pooling without a transformer", tells: "Transformer", "modules.json") {
            $0.write(#"[{"type": "a.Pooling", "path": "1_Pooling"}]"#, to: "modules.json")
        },
        Fault("normalizing before pooling", tells: "Normalize", "modules.json") {
            $0.write(
                #"[{"type": "Transformer", "path": ""}, {"type": "Normalize", "path": ""}]"#,
                to: "modules.json")
        },
        Fault("two transformers", tells: "Transformer", "modules.json") {
            $0.write(
                #"[{"type": "Transformer", "path": ""}, {"type": "Transformer", "path": ""}]"#,
                to: "modules.json")
        },
        Fault("a module outside the directory", tells: "path", "modules.json") {
            $0.write(#"[{"type": "Transformer", "path": "../elsewhere"}]"#, to: "modules.json")
        },
        Fault("no pooling configuration", tells: "1_Pooling/config.json") {
            $0.remove("1_Pooling/config.json")
        },
        Fault("broken pooling configuration", tells: "1_Pooling/config.json") {
            $0.write("{\"pooling_mode\": ", to: "1_Pooling/config.json")
        },
        Fault("an unknown pooling mode", tells: "pooling_mode", "1_Pooling/config.json") {
            $0.write(#"{"pooling_mode": "median"}"#, to: "1_Pooling/config.json")
        },
        Fault("no pooling mode in the list", tells: "pooling_mode") {
            $0.write(#"{"pooling_mode": []}"#, to: "1_Pooling/config.json")
        },
        Fault("a pooling flag that is a number", tells: "pooling_mode_mean_tokens") {
            $0.write(#"{"pooling_mode_mean_tokens": 1}"#, to: "1_Pooling/config.json")
        },
        Fault("pooling of another dimension", tells: "word_embedding_dimension") {
            $0.write(#"{"word_embedding_dimension": 31}"#, to: "1_Pooling/config.json")
        },
        Fault("pooling in two forms that differ", tells: "pooling_mode", "1_Pooling") {
            $0.write(
                #"{"pooling_mode": "cls", "pooling_mode_mean_tokens": true}"#,
                to: "1_Pooling/config.json")
        },
        Fault("pooling of two dimensions", tells: "word_embedding_dimension") {
            $0.write(
                #"{"embedding_dimension": 32, "word_embedding_dimension": 31}"#,
                to: "1_Pooling/config.json")
        },
        Fault("modules without pooling", tells: "Pooling", "modules.json") {
            $0.write(#"[{"type": "a.Transformer", "path": ""}]"#, to: "modules.json")
        },
        Fault("modules of other vectors", tells: "module_input_name", "token_embeddings") {
            $0.write(
                #"{"module_input_name": "token_embeddings"}"#, to: "2_Normalize/config.json")
        },
        Fault("a layer norm of another dimension", tells: "dimension", "31") {
            $0.edit("modules.json", replacing: "Normalize", with: "LayerNorm")
            $0.write(#"{"dimension": 31}"#, to: "2_LayerNorm/config.json")
        },
        .dense("no such activation", #"{"activation_function": "torch.nn.Softmin"}"#, "Softmin"),
        .dense(
            "an activation that is not torch's", #"{"activation_function": "x.Tanh"}"#, "x.Tanh"),
        .dense("no activation", #"{"activation_function": null}"#, "activation_function"),
        .dense("a dense layer of tokens", #"{"module_input_name": "token_embeddings"}"#, "module"),
        .dense("a residual without weights", #"{"use_residual": true}"#, "residual.weight"),
        Fault("a dense layer of another dimension", tells: "in_features", "31") {
            $0.edit("modules.json", replacing: "Normalize", with: "Dense")
            $0.write(#"{"in_features": 31, "out_features": 2}"#, to: "2_Dense/config.json")
        },
        Fault("an unknown task", tells: "fill-mask", "sentence_bert_config.json") {
            $0.write(#"{"transformer_task": "fill-mask"}"#, to: "sentence_bert_config.json")
        },
        Fault("an unknown similarity", tells: "similarity_fn_name", "cosine, dot") {
            $0.write(
                #"{"similarity_fn_name": "near"}"#, to: "config_sentence_transformers.json")
        },
        Fault("a model of another library class", tells: "SparseEncoder") {
            $0.write(
                #"{"model_type": "SparseEncoder"}"#, to: "config_sentence_transformers.json")
        },
        Fault("a dimension to truncate to of zero", tells: "truncate_dim") {
            $0.write(#"{"truncate_dim": 0}"#, to: "config_sentence_transformers.json")
        },
        Fault("a length limit of zero", tells: "max_seq_length") {
            $0.write(#"{"max_seq_length": 0}"#, to: "sentence_bert_config.json")
        },
        Fault("a length limit that special tokens fill", tells: "2 special tokens") {
            $0.write(#"{"max_seq_length": 2}"#, to: "sentence_bert_config.json")
        },
        Fault("a prompt that is a number", tells: "prompts") {
            $0.write(#"{"prompts": {"query": 3}}"#, to: "config_sentence_transformers.json")
        },
        Fault("a default prompt that is not there", tells: "default_prompt_name") {
            $0.write(
                #"{"prompts": {}, "default_prompt_name": "query"}"#,
                to: "config_sentence_transformers.json")
        },
    ]

    @Test(arguments: faults)
    func aBrokenModelIsRefusedInOneLine(fault: Fault) throws {
        let model = TinyModel.copy()
        fault.breakModel(model)
        do {
            _ = try SentenceEncoder(model: model.path)
            Issue.record("the model was loaded")
        } catch {
            let diagnostic = try #require(error as? any Diagnostic)
            let line = diagnostic.description
            #expect(diagnostic.status == fault.status)
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
            for part in fault.expected { #expect(line.contains(part), "\(line)") }
        }
    }

    @Test func aMissingModelNamesThePlacesSearched() {
        #expect {
            try SentenceEncoder(model: "no-such-model")
        } throws: { error in
            guard case ModelError.notFound(let model, let searched, nil) = error else {
                return false
            }
            return model == "no-such-model" && searched.contains("Weights/no-such-model")
                && "\(error)".contains(searched[0])
        }
    }
}
