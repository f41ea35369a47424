import Foundation
import Senc
import SencFiles
import SencWeights
import TestSupport
import Testing

/// What an exported model's files say, and what leaves nothing behind.
@Suite struct ExportFileTests {
    private let files = TemporaryDirectory()

    private func export(
        _ model: String, type: ExportType = .float32, to name: String = "out"
    ) throws {
        try SentenceEncoder.export(model: model, to: files.file(name), type: type)
    }

    private func names(_ name: String = "out") throws -> [String] {
        let path = files.file(name)
        return try FileTree([FileName(path)]).files.map {
            String($0.path.string.dropFirst(path.count + 1))
        }
    }

    private func json(_ name: String) throws -> JSON { try JSON(path: files.file("out/" + name)) }

    private func text(_ name: String) -> String {
        String(decoding: files.read("out/" + name), as: UTF8.self)
    }

    // MARK: - Files

    @Test func aDirectoryHasAllFilesOfSentenceTransformers() throws {
        try export(Goldens.repository + "/Weights/all-MiniLM-L6-v2")
        let expected = [
            "1_Pooling/config.json", "LICENSE", "README.md", "config.json",
            "config_sentence_transformers.json", "model.safetensors", "modules.json",
            "scores.json", "sentence_bert_config.json", "special_tokens_map.json",
            "tokenizer.json", "tokenizer_config.json", "vocab.txt",
        ]
        #expect(try names() == expected)
        let types = try json("modules.json").elements?.compactMap { $0["type"]?.string }
        let classes = ["Transformer", "Pooling", "Normalize"]
        #expect(types == classes.map { "sentence_transformers.models." + $0 })
        let paths = try json("modules.json").elements?.compactMap { $0["path"]?.string }
        #expect(paths == ["", "1_Pooling", "2_Normalize"])
        #expect(
            text("sentence_bert_config.json")
                == "{\n  \"max_seq_length\": 256,\n  \"do_lower_case\": false\n}\n")
        #expect(text("README.md").hasPrefix("---\nlanguage:\n- \"en\"\nlibrary_name: sentence-"))
        #expect(text("README.md").contains("\n# all-MiniLM-L6-v2\n"))
        #expect(text("README.md").contains("384 dimensions"))
    }

    @Test func aGGUFFilesConfigurationIsThatOfItsClass() throws {
        try export(Goldens.repository + "/Weights/multilingual-e5-small")
        let config = try json("config.json")
        #expect(config["model_type"]?.string == "bert")
        #expect(config["architectures"]?.elements?.map(\.string) == ["BertModel"])
        #expect(config["hidden_act"]?.string == "gelu")
        #expect(config["max_position_embeddings"]?.int == 512)
        #expect(config["pad_token_id"]?.int == 1)
        #expect(config["layer_norm_eps"]?.double == 1e-12)
        #expect(config["torch_dtype"]?.string == "float32")
        #expect(try names().contains("special_tokens_map.json"))
        let tokenizer = try json("tokenizer_config.json")
        #expect(tokenizer["tokenizer_class"]?.string == "PreTrainedTokenizerFast")
        #expect(tokenizer["model_max_length"]?.int == 512)
        let tokens = ["bos_token": "<s>", "sep_token": "</s>", "mask_token": "<mask>"]
        for (role, token) in tokens { #expect(tokenizer[role]?.string == token) }
        let normalizers = try json("tokenizer.json")["normalizer"]?["normalizers"]?.elements
        #expect(normalizers?.map { $0["type"]?.string } == ["Precompiled"])
        // Its class would make up a pooler and say so.
        let settings = try json("sentence_bert_config.json")
        #expect(settings["model_args"]?["add_pooling_layer"]?.bool == false)
    }

    @Test func aConfigurationSaysHowTheWeightsAreWrittenNow() throws {
        let model = TinyModel.copy()
        model.edit(
            "config.json", replacing: "{",
            with: """
                {"dtype": "bfloat16", "torch_dtype": "bfloat16", "quantization_config": {"bits": 4},
                "note": "a \\"b\\" \\u00e9", "nested": {"x": [1, null]},
                """)
        try export(model.path, type: .float16)
        let config = try json("config.json")
        #expect(config["dtype"]?.string == "float16" && config["torch_dtype"]?.string == "float16")
        #expect(config["quantization_config"] == nil)
        #expect(config["note"]?.string == "a \"b\" é")
        #expect(config["nested"]?["x"]?.elements?.count == 2)
        #expect(config["model_type"]?.string == "bert")
        try export(Goldens.path("static/model2vec-int8"), to: "table")
        let table = try JSON(path: files.file("table/config.json"))
        #expect(table["embedding_dtype"]?.string == "float32")
    }

    /// What other programs make the model and its tokenizer with stays.
    @Test func argumentsOfOthersAreKept() throws {
        let model = TinyModel.copy()
        model.write(
            #"{"max_seq_length": 9, "tokenizer_args": {"padding_side": "left"}, "other": 1}"#,
            to: "sentence_bert_config.json")
        try export(model.path)
        let settings = try json("sentence_bert_config.json")
        #expect(settings["tokenizer_args"]?["padding_side"]?.string == "left")
        #expect(settings["max_seq_length"]?.int == 9 && settings["other"] == nil)
        // It has a pooler.
        #expect(settings["model_args"] == nil)
    }

    @Test func codeThatTheConfigurationNamesIsCopied() throws {
        let model = TinyModel.copy()
        model.edit(
            "config.json", replacing: "{",
            with: #"{"auto_map": {"AutoModel": "modeling.M", "AutoConfig": "a/b--c.C"},"#)
        model.write("class M: pass\n", to: "modeling.py")
        model.write("x", to: "notes.txt")
        try export(model.path)
        #expect(text("modeling.py") == "class M: pass\n")
        #expect(try !names().contains("notes.txt"))
        model.edit("config.json", replacing: "modeling.M", with: "a/b--modeling.M")
        try export(model.path, to: "other")
        #expect(try !names("other").contains("modeling.py"))
    }

    @Test func aVocabularyStaysWhatItIs() throws {
        let model = TinyModel.copy()
        model.remove("tokenizer.json")
        try export(model.path)
        #expect(try names().contains("vocab.txt") && !names().contains("tokenizer.json"))
        #expect(files.read("out/vocab.txt") == model.read("vocab.txt"))
    }

    @Test func modesInAnOrderOfTheirOwnKeepIt() throws {
        let model = TinyModel.copy()
        model.write(
            #"{"embedding_dimension": 32, "pooling_mode": ["mean", "cls"]}"#,
            to: "1_Pooling/config.json")
        try export(model.path)
        let modes = try json("1_Pooling/config.json")["pooling_mode"]?.elements
        #expect(modes?.compactMap(\.string) == ["mean", "cls"])
        let vectors = try [model.path, files.file("out")].map {
            try SentenceEncoder(model: $0).encode("rain").vector
        }
        #expect(vectors[0] == vectors[1])
    }

    // MARK: - What cannot be written

    /// Expects an error, and nothing to be left of the export.
    private func expectRefusal<Failure: Diagnostic & Equatable>(
        _ expected: Failure, _ model: String, type: ExportType = .float32,
        location: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: Failure.self, sourceLocation: location) {
            try export(model, type: type)
        }
        #expect(error == expected, sourceLocation: location)
        #expect(!Path.exists(files.file("out")), sourceLocation: location)
        #expect(
            !Path.exists(files.file("out" + OutputFile.partialSuffix)), sourceLocation: location)
        #expect(error?.description.contains("\n") == false, sourceLocation: location)
    }

    @Test func nGramsOfWordsAreRefused() {
        let path = Goldens.path("fasttext/gensim.bin")
        expectRefusal(ExportError.subwords(path: path), path)
        #expect(ExportError.subwords(path: path).description.contains(".vec"))
    }

    @Test func wordsOfWhichNoneIsTextAreRefused() {
        let path = files.write([0xFF, 0x20, 0x31, 0x0A, 0xFE, 0x20, 0x32, 0x0A], to: "words.txt")
        expectRefusal(ExportError.noWords(path: path), path)
    }

    /// The name of a tensor says that there are biases.
    @Test func biasesThatTheClassHasNotAreRefused() throws {
        var bytes = try Goldens.bytes("weights/nomic-bert.gguf")
        let name = Array("blk.0.ffn_up.weight".utf8)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
        bytes.replaceSubrange(place..<(place + name.count), with: Array("blk.0.attn_qkv.bias".utf8))
        let path = files.write(bytes, to: "m.gguf")
        expectRefusal(ExportError.biases(family: "nomic_bert", path: path), path)
    }

    @Test func aWeightThatIsTooLargeForFloat16IsNamed() throws {
        let model = TinyModel.copy()
        let tensor = "encoder.layer.1.output.dense.bias"
        let file = try WeightFile(path: model.path)
        let source = try file.tensor(named: tensor)
        let start = try #require(source.file.bytes.baseAddress)
        let place = try #require(source.bytes.baseAddress) - start
        var bytes = model.read("model.safetensors")
        bytes.replaceSubrange(place..<(place + 4), with: [0, 0xF0, 0x7F, 0x47])
        model.write(bytes, to: "model.safetensors")
        let fault = TensorFault.tooLarge(65520, .float16)
        expectRefusal(
            WeightsError.tensor(name: tensor, fault, path: "model.safetensors"), model.path,
            type: .float16)
        try export(model.path)
    }

    @Test func aModelThatCannotBeReadIsNotWritten() throws {
        let model = TinyModel.copy()
        model.write(#"{"pooling_mode": "sum"}"#, to: "1_Pooling/config.json")
        #expect(throws: ModelError.self) { try export(model.path) }
        model.remove("1_Pooling/config.json")
        #expect(throws: ModelError.self) { try export(model.path) }
        let other = TinyModel.copy()
        let layers = "\"num_hidden_layers\": "
        other.edit("config.json", replacing: layers + "2", with: layers + "3")
        #expect(throws: ModelError.self) { try export(other.path) }
        #expect(!Path.exists(files.file("out")))
    }

    @Test func anErrorOfTheCheckpointLeavesNothing() throws {
        struct Stop: Error {}
        for limit in [0, 1, 20] {
            var calls = 0
            #expect(throws: Stop.self) {
                try SentenceEncoder.export(
                    model: Goldens.path("tiny-bert"), to: files.file("out")
                ) {
                    calls += 1
                    if calls > limit { throw Stop() }
                }
            }
            #expect(try Directory.names(in: FileName(files.path)).isEmpty)
        }
    }
}
