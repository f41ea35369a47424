import Senc
import SencFiles
import SencTokenizers
import SencWeights
import TestSupport
import Testing

/// Models that cannot be stored with quantized weights, and files of such models that are damaged.
@Suite struct QuantizationErrorTests {
    private let directory = TemporaryDirectory()
    private let model = TinyModel.copy()

    private func error(_ model: String) -> QuantizationError? {
        #expect(throws: QuantizationError.self) {
            try SentenceEncoder.quantize(model: model, to: directory.file("m.gguf"))
        }
    }

    @Test(arguments: [
        ("families/modernbert", UnstorableFeature.modelType("modernbert"), "'modernbert'"),
        ("families/mpnet", .modelType("mpnet"), "'mpnet'"),
        ("families/jina-bert", .modelType("bert"), "type 'bert'"),
        ("families/bert", .activation("relu"), "the activation is 'relu'"),
        ("families/roberta", .activation("gelu_new"), "the activation is 'gelu_new'"),
        ("static/model2vec", .tokenVectors, "a table of token vectors"),
    ])
    func whatCannotBeStoredIsSaid(
        golden: String, feature: UnstorableFeature, words: String
    ) throws {
        let path = Goldens.path(golden)
        let error = error(path)
        #expect(error == .unsupported(feature, path: path))
        #expect(error?.description.contains(words) == true && error?.status == .badData)
        #expect(error?.description.contains("BERT, RoBERTa, XLM-R, CamemBERT, Distil") == true)
        #expect(Path.kind(of: directory.file("m.gguf")) == nil)
    }

    @Test(arguments: [
        (#"{"pooling_mode":"max"}"#, UnstorableFeature.pooling(["max"])),
        (#"{"pooling_mode":["cls","mean"]}"#, .pooling(["cls", "mean"])),
        (#"{"pooling_mode":"mean","include_prompt":false}"#, .poolingWithoutPrompt),
    ])
    func otherPoolingIsRefused(configuration: String, feature: UnstorableFeature) {
        model.write(configuration, to: "1_Pooling/config.json")
        #expect(error(model.path) == .unsupported(feature, path: model.path))
    }

    @Test(arguments: ["Dense", "LayerNorm"])
    func furtherModulesAreRefused(module: String) {
        model.edit(
            "modules.json", replacing: "models.Normalize\"", with: "models.\(module)\"")
        #expect(error(model.path) == .unsupported(.module(module), path: model.path))
    }

    @Test func numbersThatAFloatDoesNotHoldAreRefused() throws {
        let nomic = TemporaryDirectory()
        let source = Goldens.path("families/nomic-bert-published/")
        for name in [
            "config.json", "model.safetensors", "modules.json", "tokenizer.json",
            "1_Pooling/config.json",
        ] {
            nomic.link(source + name, as: name)
        }
        nomic.edit("config.json", replacing: "1000.0", with: "1000.1")
        #expect(error(nomic.path) == .unsupported(.number(1000.1), path: nomic.path))
        nomic.edit("config.json", replacing: "\"swiglu\"", with: "\"geglu\"")
        #expect(error(nomic.path) == .unsupported(.activation("geglu"), path: nomic.path))
    }

    @Test func scaledPositionsAreRefused() throws {
        let nomic = TemporaryDirectory()
        let source = Goldens.path("families/nomic-bert/")
        for name in [
            "config.json", "model.safetensors", "modules.json", "tokenizer.json",
            "1_Pooling/config.json",
        ] {
            nomic.link(source + name, as: name)
        }
        nomic.edit(
            "config.json", replacing: "\"default\"", with: "\"linear\", \"factor\": 2.0")
        #expect(error(nomic.path) == .unsupported(.scaledPositions, path: nomic.path))
    }

    @Test func quantizedWeightsAreRefused() {
        let path = Goldens.path("weights/model-q8_0.gguf")
        let error = error(path)
        #expect(
            error == .alreadyQuantized(type: "Q8_0", tensor: "position_embd.weight", path: path))
        #expect(
            error?.description
                == "tensor 'position_embd.weight' is of type Q8_0: the weights are quantized already; "
                + "quantize the float model that they were made of (\(path))")
    }

    @Test func theModelItselfIsNotWrittenOver() throws {
        let source = try Goldens.bytes("weights/model-f32.gguf")
        let path = directory.write(source, to: "m.gguf")
        directory.link(path, as: "link.gguf")
        for name in ["m.gguf", "link.gguf"] {
            let other = directory.file(name)
            let error = #expect(throws: QuantizationError.self) {
                try SentenceEncoder.quantize(model: path, to: other)
            }
            #expect(error == .outputIsInput(path: other) && error?.status == .usage)
        }
        #expect(try FileContents.bytes(of: path, limit: 1 << 20) == source)
    }

    @Test func promptsThatAreTooLongAreRefused() {
        let bytes = 1 << 20
        let text = "{\"prompts\":{}" + String(repeating: " ", count: bytes - 13) + "}"
        let path = model.write(text, to: "config_sentence_transformers.json")
        #expect(text.utf8.count == bytes + 1)
        #expect(
            error(model.path) == .promptsTooLong(bytes: bytes + 1, limit: bytes, path: path))
    }

    /// The tensor is named, and an earlier file stays.
    @Test(arguments: [
        (Float.nan, TensorFault.notFinite(element: 3)), (.infinity, .notFinite(element: 3)),
        (1e9, .beyondFloat16(element: 0)),
    ])
    func numbersThatCannotBeWrittenAreTold(number: Float, fault: TensorFault) throws {
        var bytes = try Goldens.bytes("tiny-bert/model.safetensors")
        let name = "encoder.layer.1.intermediate.dense.weight"
        let tensor = try WeightFile(path: Goldens.path("tiny-bert")).tensor(named: name)
        let start = try #require(tensor.file.bytes.baseAddress)
        let place = try #require(tensor.bytes.baseAddress) - start + 3 * 4
        withUnsafeBytes(of: number.bitPattern.littleEndian) {
            bytes.replaceSubrange(place..<(place + 4), with: $0)
        }
        model.write(bytes, to: "model.safetensors")
        directory.write("earlier", to: "m.gguf")
        let error = #expect(throws: WeightsError.self) {
            try SentenceEncoder.quantize(model: model.path, to: directory.file("m.gguf"))
        }
        #expect(error == .tensor(name: name, fault, path: model.file("model.safetensors")))
        #expect(error?.status == .badData)
        let kept = try FileContents.bytes(of: directory.file("m.gguf"), limit: 100)
        #expect(kept == Array("earlier".utf8))
        #expect(Path.kind(of: directory.file("m.gguf.senc-partial")) == nil)
    }

    // MARK: - Reading

    private func file(_ key: String, _ value: GGUFWriter.Value) throws -> String {
        let source = try WeightFile(path: Goldens.path("weights/model-f32.gguf"))
        let metadata = try #require(source.ggufMetadata)
        var values = metadata.values.keys.sorted().compactMap { key in
            metadata.copy(of: key).map { (key: key, value: $0) }
        }
        values.append((key, value))
        let output = try OutputFile(path: directory.file("own.gguf"))
        let tensors = source.tensors.map {
            GGUFWriter.TensorDescription(name: $0.name, type: $0.elementType, shape: $0.shape)
        }
        try GGUFWriter(values: values, tensors: tensors).write(to: output) { index, sink in
            try source.tensors[index].withUnsafeBytes { try sink($0) }
        }
        try output.commit()
        return directory.file("own.gguf")
    }

    @Test(arguments: [
        ("sentence_transformers.config", GGUFWriter.Value.text("{"), "is not valid JSON: "),
        ("sentence_transformers.config", .text("[]"), "must be an object at the top level"),
        ("sentence_transformers.config", .uint32(1), "must be a string"),
        ("sentence_transformers.normalize", .text("no"), "must be true or false"),
        ("sentence_transformers.max_seq_length", .text("x"), "must be an integer from 1 to "),
        ("sentence_transformers.max_seq_length", .uint32(0), "must be an integer from 1 to "),
        ("tokenizer.huggingface.json", .text("{"), "is not valid JSON: "),
        ("tokenizer.huggingface.json", .uint32(7), "is '7', not a text"),
        ("tokenizer.huggingface.json", .texts([]), "is a list, not a text"),
    ])
    func damagedValuesAreTold(key: String, value: GGUFWriter.Value, problem: Message) throws {
        let path = try file(key, value)
        let error = #expect(throws: ModelError.self) { try SentenceEncoder(model: path) }
        let start = "'\(key)' \(problem)"
        #expect(error?.description.hasPrefix(start) == true, "\(error.debugDescription)")
        #expect(error?.description.hasSuffix("(\(path))") == true)
    }

    @Test func aTokenizerThatIsNoneIsTold() throws {
        let path = try file("tokenizer.huggingface.json", .text("{}"))
        #expect(throws: TokenizerError.missingField(path: path, field: "model")) {
            try SentenceEncoder(model: path)
        }
    }
}
