import Foundation
import Senc
import SencFiles
import SencMath
import SencTokenizers
import SencWeights
import TestSupport
import Testing

/// Models of every form, written for sentence-transformers: their vectors are those of the model.
@Suite struct ExportTests {
    private let files = TemporaryDirectory()
    private static let texts = [
        "", "a", "q w [PAD] e r t y [PAD] [PAD] u", "The rain, the king and the QUEEN of the sea.",
        "La lluvia golpea la ventana; qué tal, niño. New_York", "word0 word1 word2 zzz",
        (0..<45).map { String(UnicodeScalar(UInt8(97 + $0 * $0 * 7 % 26))) }
            .joined(separator: " "),
    ]

    /// Exports a model and expects what is written to have its vectors and its limits.
    /// - Returns: where it is.
    @discardableResult
    private func roundTrip(
        _ model: String, texts: [String] = ExportTests.texts,
        location: SourceLocation = #_sourceLocation
    ) throws -> String {
        let path = files.file("exported")
        let encoder = try SentenceEncoder(model: model)
        let bytes = try SentenceEncoder.export(model: model, to: path)
        let written = try SentenceEncoder(model: path)
        for prompt in [nil] + encoder.prompts.keys.sorted() {
            let options = EncodingOptions(promptName: prompt)
            let expected = try encoder.encode(texts, options: options)
            let found = try written.encode(texts, options: options)
            let bits = [found, expected].map { $0.matrix.elements.map(\.bitPattern) }
            #expect(bits[0] == bits[1], "\(prompt ?? "no prompt")", sourceLocation: location)
            #expect(found.map(\.tokenCount) == expected.map(\.tokenCount), sourceLocation: location)
        }
        #expect(written.dimension == encoder.dimension, sourceLocation: location)
        #expect(written.maximumTokens == encoder.maximumTokens, sourceLocation: location)
        #expect(written.similarity == encoder.similarity, sourceLocation: location)
        #expect(written.prompts == encoder.prompts, sourceLocation: location)
        #expect(written.languages == encoder.languages, sourceLocation: location)
        let sizes = try FileTree([FileName(path)]).files.map(\.size)
        #expect(sizes.reduce(0, +) == bytes, sourceLocation: location)
        return path
    }

    private func tensorNames(_ path: String) throws -> Set<String> {
        Set(try WeightFile(path: path).names)
    }

    // MARK: - Directories

    @Test(arguments: FamilyTests.models)
    func everyFamilyKeepsItsVectorsAndTheNamesOfItsTensors(model: FamilyTests.Model) throws {
        let path = try roundTrip(model.path)
        #expect(try tensorNames(path) == tensorNames(model.path))
    }

    @Test(arguments: PipelineTests.cases)
    func everyPipelineKeepsItsVectors(pipeline: PipelineTests.Case) throws {
        let directory = TinyModel.copy()
        for (path, content) in pipeline.files { directory.write(content, to: path) }
        for (path, target) in pipeline.links { directory.link(Goldens.path(target), as: path) }
        for name in pipeline.without { directory.remove(name) }
        try roundTrip(directory.path)
    }

    @Test(arguments: AdapterTests.adapters)
    func anAdapterIsMergedIntoItsBase(name: String) throws {
        let path = try roundTrip(Goldens.path("adapters/" + name))
        #expect(!Path.exists(path + "/adapter_config.json"))
    }

    @Test(arguments: [
        ("pytorch_model.bin", "pytorch_model.bin"), ("model-f16.bin", "pytorch_model.bin"),
        ("model-f16.safetensors", "model.safetensors"), ("model-f32.gguf", "m.gguf"),
        ("model-q8_0.gguf", "m.gguf"), ("onnx/model.onnx", "model.onnx"),
        ("onnx/model-f16.onnx", "onnx/model.onnx"),
    ])
    func everyFormatOfWeightsBecomesSafetensors(golden: String, name: String) throws {
        let model = TinyModel.copy()
        let names = try tensorNames(model.path)
        model.remove("model.safetensors")
        model.link(Goldens.path("weights/" + golden), as: name)
        let path = try roundTrip(model.path)
        let file = try WeightFile(path: path)
        #expect(file.format == .safetensors && file.metadata == ["format": "pt"])
        #expect(file.tensors.allSatisfy { $0.elementType == .float32 })
        // These files have no pooler.
        #expect(Set(file.names) == names.filter { !$0.hasPrefix("pooler.") })
    }

    @Test func aPoolerIsKept() throws {
        let path = try roundTrip(Goldens.path("tiny-bert"))
        let names = try tensorNames(path)
        #expect(names.contains("pooler.dense.weight"))
        #expect(try names == tensorNames(Goldens.path("tiny-bert")))
    }

    @Test func externalDataAndShardsBecomeOneFile() throws {
        let model = TinyModel.copy()
        for name in ["newer.onnx", "newer.onnx.data"] {
            model.link(Goldens.path("weights/onnx/" + name), as: "onnx/" + name)
        }
        try roundTrip(model.file("onnx/newer.onnx"))
        files.remove("exported")
        let sharded = TinyModel.copy()
        sharded.remove("model.safetensors")
        for name in try Directory.names(in: FileName(Goldens.path("tiny-bert-sharded"))) {
            sharded.link(Goldens.path("tiny-bert-sharded/" + name.string), as: name.string)
        }
        #expect(try WeightFile(path: sharded.path).isSharded)
        let path = try roundTrip(sharded.path)
        #expect(try WeightFile(path: path).isSharded == false)
    }

    /// Norms had gamma and beta before they had a weight and a bias, and names a prefix.
    @Test func oldNamesAndPrefixesGiveWayToThoseOfToday() throws {
        let model = TinyModel.copy()
        let old = try WeightFile(path: model.path)
        var header = #"{"__metadata__":{"format":"pt"}"#
        var data: [UInt8] = []
        for tensor in old.tensors {
            let name =
                "bert."
                + tensor.name.replacingOccurrences(
                    of: "LayerNorm.weight", with: "LayerNorm.gamma"
                ).replacingOccurrences(of: "LayerNorm.bias", with: "LayerNorm.beta")
            let range = "[\(data.count),\(data.count + tensor.byteCount)]"
            header += ",\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(tensor.shape),"
            header += "\"data_offsets\":\(range)}"
            tensor.withUnsafeBytes { data += Array($0) }
        }
        header += "}"
        let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
        model.write(length + Array(header.utf8) + data, to: "model.safetensors")
        let path = try roundTrip(model.path)
        #expect(try tensorNames(path) == Set(old.names))
    }

    // MARK: - Whole files

    @Test(arguments: [
        "model-f32.gguf", "model-q8_0.gguf", "model-f16.gguf", "nomic-bert.gguf", "unigram.gguf",
        "byte-pair.gguf",
    ])
    func aGGUFFileBecomesADirectory(name: String) throws {
        let path = try roundTrip(Goldens.path("weights/" + name))
        let tokenizer = try Tokenizer(model: Goldens.path("weights/" + name))
        let written = try Tokenizer(directory: path)
        #expect(written.specialTokenIDs == tokenizer.specialTokenIDs)
        #expect(written.vocabularySize == tokenizer.vocabularySize)
        for text in Self.texts {
            #expect(written.encode(text, pair: "a") == tokenizer.encode(text, pair: "a"))
        }
    }

    /// What such a file tells of prompts, lengths and its tokenizer goes with it, and what is beside
    /// it does not.
    @Test(arguments: ["tiny-bert", "families/xlm-roberta", "families/nomic-bert-published"])
    func aQuantizedFileBecomesADirectory(model: String) throws {
        let path = files.file("m.gguf")
        try SentenceEncoder.quantize(model: Goldens.path(model), to: path)
        files.write(#"{"prompts":{"other":"x"}}"#, to: "config_sentence_transformers.json")
        files.write("{}", to: "scores.json")
        let exported = try roundTrip(path)
        let (own, written) = (try Tokenizer(model: path), try Tokenizer(directory: exported))
        for text in Self.texts { #expect(written.encode(text) == own.encode(text)) }
        #expect(written.specialTokenIDs == own.specialTokenIDs)
        #expect(Path.kind(of: exported + "/scores.json") == nil)
    }

    @Test func dynamicScalingIsRefused() throws {
        let path = files.file("m.gguf")
        try SentenceEncoder.quantize(
            model: Goldens.path("families/nomic-bert-scaled"), to: path)
        let error = #expect(throws: ExportError.self) {
            try SentenceEncoder.export(model: path, to: files.file("exported"))
        }
        #expect(error == .dynamicScaling(family: "nomic_bert", path: path))
        #expect(error?.description.contains("scaled by a text's length") == true)
    }

    /// A table of zeros adds nothing, and transformers' class needs one.
    @Test func aGGUFFileWithoutTokenTypesGetsATableOfZeros() throws {
        var bytes = try Goldens.bytes("weights/model-f32.gguf")
        let name = Array("token_types.weight".utf8)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
        bytes[place + 10] = UInt8(ascii: "x")
        let path = try roundTrip(files.write(bytes, to: "m.gguf"))
        let table = try WeightFile(path: path).tensor(
            named: "embeddings.token_type_embeddings.weight")
        #expect(table.shape == [1, 32])
        #expect(try table.floats().allSatisfy { $0 == 0 })
    }

    @Test func theEmbeddedModelKeepsItsTokensAndVectors() throws {
        let model = Goldens.repository + "/Weights/multilingual-e5-small"
        let sentences = String(decoding: try Goldens.bytes("languages.txt"), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        let texts = Array(sentences.prefix(20)) + ["½ ﬁ \u{1F600} 日本", "a\u{301} <mask> </s>", ""]
        let path = try roundTrip(model, texts: texts)
        let (own, written) = (try Tokenizer(model: model), try Tokenizer(directory: path))
        for text in sentences + texts { #expect(written.encode(text) == own.encode(text)) }
        #expect(written.vocabularySize == 101_174)
        #expect(own.specialTokenIDs == written.specialTokenIDs)
        let encoder = try SentenceEncoder(model: path)
        #expect(encoder.languages.first == "es" && encoder.languages.count == 9)
        #expect(encoder.promptName(for: .passage) == "passage")
        for name in ["scores.json", "config_sentence_transformers.json", "LICENSE"] {
            #expect(try bytes(path + "/" + name) == bytes(model + "/" + name), "\(name)")
        }
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        try FileContents.bytes(of: path, limit: 1 << 24)
    }

    // MARK: - Token and word vectors

    @Test(arguments: StaticModelTests.directories + StaticModelTests.files)
    func tableOfVectorsKeepsThem(model: String) throws {
        try roundTrip(Goldens.path("static/" + model))
    }

    @Test func aFastTextModelWithoutNGramsBecomesItsWords() throws {
        try roundTrip(Goldens.path("fasttext/whole.bin"), texts: ["the sea", "king", "x", ""])
    }

    /// No text has a word that is not UTF-8, and of equal words the first counts.
    @Test func wordsThatNoTextHasAreLeftOut() throws {
        var bytes = Array("king 1 2\n".utf8)
        bytes += [0x71, 0xC3, 0x20] + Array("3 4\n".utf8)
        bytes += Array("king 5 6\nsea 7 8\n".utf8)
        let path = try roundTrip(
            files.write(bytes, to: "words.txt"), texts: ["king", "sea", "king sea", "none", ""])
        let words = try JSON(path: path + "/whitespacetokenizer_config.json")
        #expect(words["vocab"]?.elements?.compactMap(\.string) == ["king", "sea"])
        let table = try WeightFile(path: path).tensor(named: "emb_layer.weight")
        #expect(try table.floats() == [1, 2, 7, 8])
    }

    // MARK: - Types

    @Test func float16IsTheRoundedModel() throws {
        let path = files.file("half")
        try SentenceEncoder.export(
            model: Goldens.path("tiny-bert"), to: path, type: .float16)
        let half = TinyModel.copy()
        half.link(Goldens.path("weights/model-f16.safetensors"), as: "model.safetensors")
        let expected = try SentenceEncoder(model: half.path).encode(Self.texts).matrix
        #expect(try SentenceEncoder(model: path).encode(Self.texts).matrix == expected)
        let file = try WeightFile(path: path)
        #expect(file.tensors.allSatisfy { $0.elementType == .float16 })
        let original = try WeightFile(path: Goldens.path("tiny-bert"))
        for tensor in file.tensors {
            let rounded = try original.tensor(named: tensor.name).floats().map {
                Float(float16: $0.float16Bits)
            }
            #expect(try tensor.floats() == rounded, "\(tensor.name)")
        }
    }

    @Test func aLoadedModelIsExportedAsByItsName() throws {
        let encoder = try SentenceEncoder(model: Goldens.path("tiny-bert"))
        try encoder.export(to: files.file("a"), type: .float16)
        try SentenceEncoder.export(
            model: Goldens.path("tiny-bert"), to: files.file("b"), type: .float16)
        let (a, b) = (try contents(files.file("a")), try contents(files.file("b")))
        #expect(a == b && a.count == 10)
    }

    /// The bytes of all files of a directory by their names in it.
    private func contents(_ path: String) throws -> [String: [UInt8]] {
        let found = try FileTree([FileName(path)]).files
        let pairs = try found.map { file in
            (String(file.path.string.dropFirst(path.count + 1)), try bytes(file.path.string))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
