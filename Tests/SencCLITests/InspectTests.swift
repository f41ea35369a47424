import Foundation
import TestSupport
import Testing

/// `senc inspect`
@Suite struct InspectTests {
    private let model = TinyModel.copy()

    private func inspect(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["inspect"] + arguments)
    }

    @Test func theTableTellsEachSettingAndWhereItIsFrom() async throws {
        let outcome = try await inspect(model.path)
        let rows = outcome.lines.map { line in
            line.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        }
        #expect(rows.allSatisfy { $0.count == 3 })
        let expected = [
            ["model", model.path, "given as \(model.path)"],
            ["architecture", "bert", "config.json model_type"],
            ["pooling", "mean", "1_Pooling/config.json pooling_mode_*"],
            ["maximum tokens", "48", "sentence_bert_config.json max_seq_length"],
            ["layers", "2", "config.json num_hidden_layers"],
            ["hidden size", "32", "config.json hidden_size"],
            ["vocabulary", "169", "config.json vocab_size"],
            ["tokenizer", "WordPiece, 169 tokens", "tokenizer.json"],
        ]
        for row in expected { #expect(rows.contains(row), "\(row)") }
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test func jsonTellsTheSame() async throws {
        let outcome = try await inspect("--json", model.path)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: [String: String]])
        let table = try await inspect(model.path)
        #expect(object.count == table.lines.count)
        #expect(
            object["layers"] == ["value": "2", "source": "config.json num_hidden_layers"])
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test func aNameWithALineBreakStaysOnOneLine() async throws {
        let files = TemporaryDirectory()
        files.link(model.path, as: "a\nb")
        let table = try await inspect(files.file("a\nb"))
        #expect(table.lines.first?.hasPrefix("model") == true)
        #expect(table.lines.dropFirst().first?.hasPrefix("architecture") == true)
        let json = try await inspect("--json", files.file("a\nb"))
        let object = try JSONSerialization.jsonObject(with: Data(json.output))
        #expect((object as? [String: [String: String]])?["model"]?["value"] == files.file("a\nb"))
    }

    @Test func theEmbeddedModelIsTheDefault() async throws {
        let outcome = try await Program.run(
            ["inspect"],
            environment: ["SENC_MODEL": "", "SENC_MODELS": Goldens.repository + "/Weights"])
        #expect(outcome.lines.first?.contains("given as multilingual-e5-small") == true)
        #expect(outcome.status == 0)
    }

    /// The rows with their fields, by the first.
    private func rows() async throws -> [String: [String]] {
        let rows = try await inspect(model.path).lines.map { line in
            line.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        }
        return Dictionary(rows.map { ($0[0], Array($0.dropFirst())) }, uniquingKeysWith: { $1 })
    }

    @Test func limitsThatDoNotCountAreTold() async throws {
        model.edit(
            "tokenizer.json", replacing: #""truncation":null"#,
            with:
                #""truncation":{"max_length":12,"strategy":"LongestFirst","stride":0,"direction":"Right"}"#
        )
        let rows = try await rows()
        #expect(rows["tokens of a text"] == ["46, and 2 special ones", "tokenizer.json"])
        #expect(rows["limit in tokenizer.json"] == ["12, not used", "tokenizer.json truncation"])
        #expect(
            rows["limit in tokenizer_config.json"]
                == ["64, not used", "tokenizer_config.json model_max_length"])
        #expect(rows["limit in config.json"]?.first == "64, not used")
        model.edit("sentence_bert_config.json", replacing: "48", with: "64")
        let equal = try await self.rows()
        #expect(equal["limit in config.json"] == nil && equal["maximum tokens"]?.first == "64")
    }

    @Test func tensorsAreToldThatAreUnusedOrMissing() async throws {
        #expect(
            try await rows()["unused tensors"]
                == ["2: pooler.dense.bias, pooler.dense.weight", "model.safetensors"])
        model.edit(
            "config.json", replacing: #""num_hidden_layers": 2"#,
            with: #""num_hidden_layers": 1"#)
        #expect(
            try await rows()["unused tensors"]?.first?.hasPrefix(
                "18: encoder.layer.1.attention.output.LayerNorm.bias, ") == true)
        model.edit(
            "config.json", replacing: #""num_hidden_layers": 1"#,
            with: #""num_hidden_layers": 3"#)
        let missing = try await rows()["contradiction"]
        #expect(missing?.first?.contains("lack the tensor 'encoder.layer.2.") == true)
    }

    @Test func theFormOfTheConfigurationIsTold() async throws {
        let files = "1_Pooling/config.json, modules.json"
        #expect(try await rows()["configuration form"] == ["old", files])
        model.write(
            #"{"embedding_dimension": 32, "pooling_mode": "mean"}"#, to: "1_Pooling/config.json")
        #expect(
            try await rows()["configuration form"]
                == ["new in 1_Pooling/config.json, old in modules.json", files])
        model.edit(
            "modules.json", replacing: "sentence_transformers.models.",
            with: "sentence_transformers.base.modules.")
        #expect(try await rows()["configuration form"] == ["new", files])
    }

    @Test(arguments: [
        ("tiny-bert/model.safetensors", "safetensors", "encoder.layer.0.output.dense.bias"),
        ("weights/model-f32.gguf", "GGUF", "blk.0.ffn_down.bias"),
        ("weights/onnx/model.onnx", "ONNX", "encoder.layer.0.output.dense.bias"),
        ("weights/pytorch_model.bin", "PyTorch", "encoder.layer.0.output.dense.bias"),
        (
            "weights/sharded/pytorch_model.bin.index.json", "PyTorch, sharded",
            "encoder.layer.0.output.dense.bias"
        ),
    ])
    func aFileIsAListOfTensors(file: String, format: String, tensor: String) async throws {
        let outcome = try await inspect(Goldens.path(file))
        let rows = outcome.lines.map { line in
            line.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        }
        #expect(rows.contains(["format", format]))
        #expect(rows.contains([tensor, "F32", "[32]", "128"]))
        #expect(outcome.messages == "" && outcome.status == 0)
        let json = try await inspect("--json", Goldens.path(file))
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any])
        let tensors = try #require(object["tensors"] as? [[String: Any]])
        let entry = try #require(tensors.first { $0["name"] as? String == tensor })
        #expect(entry["dtype"] as? String == "F32" && entry["bytes"] as? Int == 128)
        #expect(entry["shape"] as? [Int] == [32] && object["format"] as? String == format)
    }
}
