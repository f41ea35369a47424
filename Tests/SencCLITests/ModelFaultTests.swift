import TestSupport
import Testing

/// Models that cannot be used: one line on standard error, nothing printed.
@Suite struct ModelFaultTests {
    private let model = TinyModel.copy()

    private func encode() async throws -> Program.Outcome {
        try await Program.run("encode", "rain", "--model", model.path)
    }

    @Test func aDirectoryThatIsNoModel() async throws {
        model.remove("config.json")
        #expect(
            try await encode()
                == .failed(65, "not a model directory: it has no config.json (\(model.path))"))
    }

    @Test(arguments: ["modules.json", "config_sentence_transformers.json"])
    func aLinkThatLeadsNowhereIsNotPassedOver(name: String) async throws {
        model.link("nowhere", as: name)
        #expect(
            try await encode()
                == .failed(
                    66, "is a link to nowhere, which is not there (\(model.file(name)))"))
        model.link(name, as: name)
        #expect(
            try await encode()
                == .failed(
                    66, "cannot read: Too many levels of symbolic links (\(model.file(name)))"))
    }

    @Test func noWeights() async throws {
        model.remove("model.safetensors")
        #expect(
            try await encode()
                == .failed(
                    66,
                    "no weights: none of model.safetensors, model.safetensors.index.json, "
                        + "pytorch_model.bin, pytorch_model.bin.index.json, *.gguf, model.onnx, "
                        + "onnx/model.onnx (\(model.path))"))
    }

    @Test func truncatedWeights() async throws {
        let bytes = model.read("model.safetensors")
        model.write(bytes.dropLast(1000), to: "model.safetensors")
        let outcome = try await encode()
        #expect(outcome.messages.hasPrefix("senc: error: "))
        #expect(outcome.messages.contains("the file is cut short"))
        #expect(outcome.messages.hasSuffix("(\(model.file("model.safetensors")))\n"))
        #expect(outcome.messages.filter { $0 == "\n" }.count == 1)
        #expect(outcome.status == 65 && outcome.output.isEmpty)
    }

    @Test func corruptWeights() async throws {
        model.write(Array(repeating: 0xFF, count: 4000), to: "model.safetensors")
        let outcome = try await encode()
        #expect(outcome.messages.hasPrefix("senc: error: not a valid safetensors file: a header"))
        #expect(outcome.status == 65 && outcome.output.isEmpty)
    }

    @Test func aMissingTensorIsNamed() async throws {
        var bytes = model.read("model.safetensors")
        let name = Array("encoder.layer.1.output.dense.bias".utf8)
        let start = try #require(
            bytes.indices.first { bytes[$0...].starts(with: name) })
        bytes[start + name.count - 1] = UInt8(ascii: "z")
        model.write(bytes, to: "model.safetensors")
        #expect(
            try await encode()
                == .failed(
                    65,
                    "the weights lack the tensor 'encoder.layer.1.output.dense.bias' "
                        + "(\(model.file("model.safetensors")))"))
    }

    @Test func aShapeAgainstTheConfiguration() async throws {
        model.edit(
            "config.json", replacing: #""intermediate_size": 64"#, with: #""intermediate_size": 63"#
        )
        let outcome = try await encode()
        #expect(
            outcome
                == .failed(
                    65,
                    "tensor 'encoder.layer.0.intermediate.dense.weight' has the shape [64, 32] "
                        + "where the configuration asks for [63, 32] "
                        + "(\(model.file("model.safetensors")))"))
    }

    @Test func anUnsupportedModelTypeNamesTheSupportedOnes() async throws {
        model.edit(
            "config.json", replacing: #""model_type": "bert""#, with: #""model_type": "hal9000""#)
        let outcome = try await encode()
        #expect(
            outcome.messages.hasPrefix(
                "senc: error: model type 'hal9000' is not supported; supported: bert"))
        #expect(outcome.messages.hasSuffix(" (\(model.file("config.json")))\n"))
        #expect(outcome.status == 65 && outcome.output.isEmpty)
    }

    @Test(arguments: ["inspect", "verify", "tokenize x --model", "similarity x y --model"])
    func everyCommandTellsTheSame(_ command: String) async throws {
        model.write("{", to: "tokenizer.json")
        let outcome = try await Program.run(
            command.split(separator: " ").map(String.init) + [model.path])
        #expect(
            outcome == .failed(65, "JSON ends too early (\(model.file("tokenizer.json")))"))
    }

    @Test(arguments: [
        "config.json", "model.safetensors", "tokenizer.json", "modules.json",
        "sentence_bert_config.json", "1_Pooling/config.json",
    ])
    func aDirectoryInPlaceOfAFile(_ name: String) async throws {
        model.remove(name)
        model.write("", to: name + "/inside")
        #expect(try await encode() == .failed(66, "not a regular file (\(model.file(name)))"))
    }

    @Test(arguments: ["config.json", "model.safetensors", "tokenizer.json", "modules.json"])
    func aPipeInPlaceOfAFileIsNotWaitedFor(_ name: String) async throws {
        model.remove(name)
        model.makePipe(name)
        #expect(try await encode() == .failed(66, "not a regular file (\(model.file(name)))"))
    }

    @Test func ofKeysWrittenTwiceTheLastHolds() async throws {
        let expected = try await encode()
        model.edit(
            "config.json", replacing: #""hidden_size": 32"#,
            with: #""hidden_size": 7, "hidden_size": 32"#)
        #expect(try await encode() == expected)
        #expect(expected.status == 0)
    }

    @Test func aPrecisionThatTheBackendLacks() async throws {
        #expect(
            try await Program.run(
                "encode", "rain", "--model", model.path, "--precision", "int8", "--backend", "blas")
                == .failed(
                    64, "the 'blas' backend cannot compute in int8; use the 'packed' backend"))
    }
}
