import Foundation
import Senc
import SencFiles
import TestSupport
import Testing

/// What a family's `config.json` may not say: each a named error in one line.
@Suite struct FamilyConfigurationTests {
    struct Fault: CustomTestStringConvertible, Sendable {
        let model: String
        let old: String
        let new: String
        let expected: [String]

        init(_ model: String, _ old: String, _ new: String, tells expected: String...) {
            self.model = model
            self.old = old
            self.new = new
            self.expected = expected
        }

        var testDescription: String { "\(model): \(new)" }
    }

    /// A model of the goldens, linked so that its configuration may be changed.
    private static func copy(_ model: String) -> TemporaryDirectory {
        let directory = TemporaryDirectory()
        for name in [
            "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json",
            "modules.json", "1_Pooling/config.json",
        ] {
            directory.link(Goldens.path("families/\(model)/\(name)"), as: name)
        }
        return directory
    }

    static let faults: [Fault] = [
        Fault("roberta", #""pad_token_id": 1"#, #""pad_token_id": 55"#, tells: "56", "position"),
        Fault("roberta", #""pad_token_id": 1"#, #""pad_token_id": -1"#, tells: "pad_token_id"),
        Fault("distilbert", #""dim": 20"#, #""dim": 20, "hidden_size": 24"#, tells: "'dim'"),
        Fault("distilbert", #""n_layers": 2"#, #""n_layers": "2""#, tells: "n_layers"),
        Fault(
            "mpnet", #""relative_attention_num_buckets": 32"#,
            #""relative_attention_num_buckets": 8"#,
            tells: "relative_attention_num_buckets"),
        Fault(
            "albert", #""num_hidden_groups": 2"#, #""num_hidden_groups": 4"#,
            tells: "num_hidden_groups"),
        Fault(
            "albert", #""embedding_size": 8"#, #""embedding_size": 9"#,
            tells: "word_embeddings"),
        Fault(
            "electra", #""embedding_size": 16"#, #""embedding_size": 0"#,
            tells: "embedding_size"),
        Fault("nomic-bert", #""head_dim""#, #""prenorm": true, "head_dim""#, tells: "prenorm"),
        Fault(
            "nomic-bert", #""head_dim""#, #""num_experts": 8, "head_dim""#,
            tells: "num_experts"),
        Fault(
            "nomic-bert", #""rope_type": "default""#, #""rope_type": "longrope""#,
            tells: "rope_type", "longrope"),
        Fault("nomic-bert", #""rope_theta": 1000.0"#, #""rope_theta": 0"#, tells: "rope_theta"),
        Fault(
            "nomic-bert", #""head_dim""#, #""rotary_emb_base": 10, "head_dim""#,
            tells: "rotary_emb_base", "contradicts"),
        Fault(
            "nomic-bert-published", #""rotary_emb_fraction": 1.0"#,
            #""rotary_emb_fraction": 0.5"#, tells: "rotary_emb_fraction"),
        Fault(
            "nomic-bert-published", #""activation_function": "swiglu""#,
            #""activation_function": "gelu""#, tells: "activation_function"),
        Fault(
            "nomic-bert-scaled", #""rotary_scaling_factor": 2"#,
            #""rotary_scaling_factor": -2"#, tells: "rotary_scaling_factor"),
        Fault(
            "nomic-bert-published", #""mlp_fc1_bias": false"#, #""mlp_fc1_bias": true"#,
            tells: "mlp.fc12.bias"),
        Fault(
            "modernbert", #""local_attention": 10"#, #""local_attention": 0"#,
            tells: "local_attention"),
        Fault("modernbert", #""norm_bias": false"#, #""norm_bias": true"#, tells: "norm.bias"),
        Fault("modernbert", #""norm_bias": false"#, #""norm_bias": "no""#, tells: "norm_bias"),
        Fault(
            "modernbert-biases", "\"full_attention\"\n", "\"chunked_attention\"\n",
            tells: "layer_types"),
        Fault(
            "modernbert-biases", #""num_hidden_layers": 2"#, #""num_hidden_layers": 3"#,
            tells: "layer_types"),
        Fault(
            "modernbert", #""num_attention_heads": 2"#, #""num_attention_heads": 16"#,
            tells: "even"),
        Fault("jina-bert", #""geglu""#, #""original""#, tells: "feed_forward_type", "original"),
        Fault("jina-bert", #""feed_forward_type": "geglu","#, "", tells: "feed_forward_type"),
        Fault("jina-bert", #""alibi""#, #""rotary""#, tells: "position_embedding_type"),
        Fault(
            "jina-bert", #""max_position_embeddings": 64"#,
            #""max_position_embeddings": 1048577"#, tells: "max_position_embeddings"),
        Fault(
            "gte", #""logn_attention_scale": false"#, #""logn_attention_scale": true"#,
            tells: "logn_attention_scale"),
        Fault(
            "gte", #""layer_norm_type": "layer_norm""#, #""layer_norm_type": "rms_norm""#,
            tells: "layer_norm_type"),
        Fault("gte-scaled", #""type": "ntk""#, #""type": "yarn""#, tells: "yarn"),
        Fault("gte-scaled", #""factor": 8.0"#, #""size": 8.0"#, tells: "factor"),
        Fault(
            "gte-scaled", #""rope_scaling": {"#, #""rope_parameters": {}, "rope_scaling": {"#,
            tells: "rope_scaling", "contradicts"),
        Fault(
            "qwen3", #""num_key_value_heads": 2"#, #""num_key_value_heads": 3"#,
            tells: "num_attention_heads", "3 key heads"),
        Fault("qwen3", #""head_dim": 6"#, #""head_dim": 7"#, tells: "head_dim"),
        Fault("qwen3", #""full_attention""#, #""sliding_attention""#, tells: "use_sliding_window"),
        Fault("qwen3", #""rms_norm_eps": 1e-06"#, #""rms_norm_eps": -1"#, tells: "rms_norm_eps"),
        Fault(
            "embeddinggemma", #""attn_logit_softcapping": null"#,
            #""attn_logit_softcapping": 50.0"#, tells: "attn_logit_softcapping"),
        Fault(
            "embeddinggemma", #""query_pre_attn_scalar": 18"#,
            #""query_pre_attn_scalar": 0"#, tells: "query_pre_attn_scalar"),
        Fault("gemma3-causal", #""full_attention": {"#, #""other": {"#, tells: "full_attention"),
        Fault(
            "gemma3-causal", #""rope_type": "linear""#, #""rope_type": "dynamic""#,
            tells: "dynamic"),
    ]

    @Test(arguments: faults)
    func aConfigurationThatCannotBeIsRefusedInOneLine(fault: Fault) throws {
        let model = Self.copy(fault.model)
        model.edit("config.json", replacing: fault.old, with: fault.new)
        do {
            _ = try SentenceEncoder(model: model.path)
            Issue.record("the model was loaded")
        } catch {
            let diagnostic = try #require(error as? any Diagnostic)
            let line = diagnostic.description
            #expect(diagnostic.status == .badData)
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
            for part in fault.expected { #expect(line.contains(part), "\(line)") }
        }
    }

    /// What a key may be set to that should not be.
    private static let oddities = [
        "null", "true", "false", "0", "-1", "1", "2", "7", "1e9", "1048576", "99999999999999999999",
        "-0.5", "1e-320", "1e400", "\"\"", "\"gelu\"", "\"alibi\"", "\"full_attention\"", "[]",
        "{}",
        "[1, 2]", "[\"sliding_attention\", \"full_attention\"]", "{\"rope_type\": \"linear\"}",
        "{\"type\": \"ntk\", \"factor\": 1e300, \"mixed_b\": 1e300}",
        "{\"full_attention\": {}, \"sliding_attention\": {\"rope_theta\": 1e-300}}",
    ]

    /// Configurations with some keys set to something else or taken away load or are refused; they
    /// never trap.
    @Test func mutatedConfigurationsNeverTrap() throws {
        let count = ProcessInfo.processInfo.environment["SENC_MUTATIONS"].flatMap(Int.init) ?? 400
        var random = SplitMix(seed: 9)
        let models = FamilyTests.models.map(\.testDescription)
        let copies = models.map { Self.copy($0) }
        let files = copies.map { String(decoding: $0.read("config.json"), as: UTF8.self) }
        var keys = Set(files.flatMap { $0.matches(of: /"(\w+)":/).map { String($0.1) } })
        keys.formUnion(["rope_scaling", "rope_theta", "n_embd", "num_key_value_heads"])
        let sortedKeys = keys.sorted()
        var loaded = 0
        for _ in 0..<count {
            let model = Int.random(in: models.indices, using: &random)
            var config = files[model]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let key = sortedKeys[Int.random(in: sortedKeys.indices, using: &random)]
                let value = Self.oddities[Int.random(in: Self.oddities.indices, using: &random)]
                // Of members of one name the last counts.
                let end = config.lastIndex(of: "}") ?? config.endIndex
                config.insert(contentsOf: ", \"\(key)\": \(value)", at: end)
            }
            copies[model].write(config, to: "config.json")
            do {
                let encoder = try SentenceEncoder(model: copies[model].path, threads: 1)
                _ = try encoder.encode("a b c [PAD] d")
                loaded += 1
            } catch {
                let line = try #require(error as? any Diagnostic, "\(error)").description
                #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
            }
        }
        #expect(loaded > count / 50)
    }

    /// Absent keys have the values that the reference implementation documents.
    @Test(arguments: [
        ("albert", #""type_vocab_size": 2,"#), ("bert", #""layer_norm_eps": 1e-12,"#),
        ("distilbert", #""activation": "gelu","#), ("electra", #""hidden_act": "gelu","#),
        ("modernbert", #""norm_eps": 1e-05,"#), ("modernbert", #""norm_bias": false,"#),
        ("qwen3", #""rms_norm_eps": 1e-06,"#), ("qwen3", #""attention_bias": false,"#),
        ("gemma3-causal", #""hidden_activation": "gelu_pytorch_tanh","#),
        ("gemma3-causal", #""use_bidirectional_attention": false,"#),
        ("roberta", #""pad_token_id": 1,"#), ("nomic-bert", #""hidden_act": "silu","#),
    ])
    func absentKeysHaveTheirDefaults(model: String, line: String) throws {
        let changed = Self.copy(model)
        changed.edit("config.json", replacing: line, with: "")
        let whole = try SentenceEncoder(model: Goldens.path("families/" + model))
        let text = "q w e r t y [PAD] u"
        #expect(try SentenceEncoder(model: changed.path).encode(text) == whole.encode(text))
    }
}
