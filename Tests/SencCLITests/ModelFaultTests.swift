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

    @Test(arguments: [
        ("a.gguf", "hello world\n", "a text"),
        ("notes.txt", "the king of the sea\n", "a text"),
        ("words", "", "an empty file"),
        ("a.kv", "\u{80}\u{4}\u{95}gensim.models", "a pickle of gensim's"),
        ("a.bin", "\u{7F}ELF\u{2}\u{1}", "a program or library (ELF)"),
        ("a.zip", "PK\u{3}\u{4}etc", "a ZIP archive"),
        ("a.h5", "\u{89}HDF\r\n", "an HDF5 file"),
        ("a.npy", "\u{93}NUMPY\u{1}", "a NumPy array"),
        ("data", "\u{0}\u{1}\u{2}", "data of no known kind"),
    ])
    func aFileThatIsNoModelIsNamedWithWhatItSeemsToBe(
        name: String, content: String, kind: String
    ) async throws {
        let path = model.write(content.unicodeScalars.map { UInt8($0.value) }, to: "other/" + name)
        for arguments in [["encode", "rain", "--model"], ["tokenize", "rain", "--model"]] {
            let outcome = try await Program.run(arguments + [path])
            #expect(outcome.messages.hasPrefix("senc: error: not a model: it seems to be \(kind)"))
            #expect(outcome.messages.hasSuffix("(\(path))\n"))
            #expect(outcome.messages.contains("word vectors (word2vec, GloVe, fastText"))
            #expect(outcome.messages.filter { $0 == "\n" }.count == 1)
            #expect(outcome.status == 65 && outcome.output.isEmpty)
        }
        let inspected = try await Program.run("inspect", path)
        #expect(inspected.messages.contains(kind) && inspected.status == 65)
    }

    @Test func weightsWithoutAConfigurationAreNamed() async throws {
        let path = model.write(model.read("model.safetensors"), to: "other/w.safetensors")
        let outcome = try await Program.run("encode", "rain", "--model", path)
        #expect(outcome.messages.contains("it has safetensors weights, but no config.json"))
        #expect(outcome.messages.hasSuffix("(\(path))\n") && outcome.status == 65)
    }

    @Test func adaptersAreNeverIgnored() async throws {
        let plain = try await encode()
        model.write(#"{"peft_type": "IA3"}"#, to: "adapter_config.json")
        #expect(
            try await encode()
                == .failed(
                    65,
                    "adapters of the type 'IA3' are not supported; supported: LORA "
                        + "(\(model.file("adapter_config.json")))"))
        model.write(#"{"peft_type": "LORA"}"#, to: "adapter_config.json")
        let outcome = try await encode()
        #expect(outcome.status == 66 && outcome.messages.contains("no adapter weights"))
        model.remove("adapter_config.json")
        #expect(try await encode() == plain)
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
