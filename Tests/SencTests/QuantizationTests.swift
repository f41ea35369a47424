import Senc
import SencFiles
import SencMath
import SencTokenizers
import SencWeights
import TestSupport
import Testing

/// Models stored with quantized weights.
@Suite struct QuantizationTests {
    private let files = QuantizationFiles()
    private var directory: TemporaryDirectory { files.directory }
    private let texts: [String]

    init() throws {
        let list = try JSON(path: Goldens.path("tiny-bert-texts.json"))
        texts = try #require(list.elements).compactMap { $0["text"]?.string }
        try #require(texts.count > 10)
    }

    private func vectors(_ model: String, _ texts: [String]? = nil) throws -> Embeddings {
        try SentenceEncoder(model: model).encode(texts ?? self.texts)
    }

    private func leastCosine(_ a: Embeddings, _ b: Embeddings) -> Float {
        zip(a, b).map { $0.cosineSimilarity(to: $1) }.min() ?? -1
    }

    // MARK: - What is written

    @Test(arguments: QuantizationType.allCases)
    func matricesAreTheReferencesBlocksOfTheirNumbers(type: QuantizationType) throws {
        let source = try WeightFile(path: Goldens.path("tiny-bert"))
        let file = try WeightFile(path: try files.quantize(Goldens.path("tiny-bert"), type))
        let names = [
            ("token_embd.weight", "embeddings.word_embeddings.weight", true),
            ("position_embd.weight", "embeddings.position_embeddings.weight", false),
            ("token_types.weight", "embeddings.token_type_embeddings.weight", false),
            ("token_embd_norm.bias", "embeddings.LayerNorm.bias", false),
            ("blk.1.attn_k.weight", "encoder.layer.1.attention.self.key.weight", true),
            ("blk.1.attn_k.bias", "encoder.layer.1.attention.self.key.bias", false),
            ("blk.0.ffn_down.weight", "encoder.layer.0.output.dense.weight", true),
            ("blk.0.layer_output_norm.weight", "encoder.layer.0.output.LayerNorm.weight", false),
        ]
        #expect(file.count == 37)
        for (name, original, isQuantized) in names {
            let (written, own) = (
                try file.tensor(named: name), try source.tensor(named: original)
            )
            let element: ElementType =
                isQuantized ? type == .q80 ? .q80 : .q40 : .float32
            #expect(written.elementType == element && written.shape == own.shape)
            let values = try own.floats()
            var bytes = [UInt8](repeating: 0, count: written.byteCount)
            try bytes.withUnsafeMutableBytes { bytes in
                try values.withUnsafeBufferPointer { values in
                    try element.encode(values, from: 0, into: bytes)
                }
            }
            #expect(written.withUnsafeBytes { Array($0) } == bytes, "\(name)")
        }
        #expect(file.metadata["general.file_type"] == (type == .q80 ? "7" : "2"))
    }

    /// Each family that can be stored, of which some have rows of no whole blocks.
    @Test(arguments: [
        "tiny-bert", "families/xlm-roberta", "families/distilbert", "families/nomic-bert",
        "families/nomic-bert-published", "families/nomic-bert-scaled",
    ])
    func vectorsAreThoseOfTheWeightsAsTheyAreStored(model: String) throws {
        // None has the letter that is the token of padding in one of them.
        let letters = ["q w e r t y", (0..<40).map { _ in "b" }.joined(separator: " ")]
        let texts = (model == "tiny-bert" ? texts : []) + letters
        let own = try vectors(Goldens.path(model), texts)
        for type in QuantizationType.allCases {
            let path = try files.quantize(Goldens.path(model), type)
            let stored = try vectors(path, texts)
            #expect(stored.matrix == (try vectors(try files.dequantized(path), texts)).matrix)
            let bound: Float = model != "tiny-bert" ? 0.99999 : type == .q80 ? 0.999 : 0.95
            #expect(leastCosine(own, stored) > bound, "\(type)")
        }
    }

    /// Rows of 32 columns, so that the weights are quantized: positions are cut, and stacked
    /// projections are quantized as such.
    @Test(arguments: ["xlm-roberta", "nomic-bert"], QuantizationType.allCases)
    func otherFamiliesAreQuantizedToo(family: String, type: QuantizationType) throws {
        let roberta = files.xlmRoberta()
        let model = family == "nomic-bert" ? try files.nomicBERT() : roberta.path
        let path = try files.quantize(model, type)
        let file = try WeightFile(path: path)
        let words = try file.tensor(named: "token_embd.weight")
        #expect(words.elementType == type.elementTypeOfTest)
        #expect(file["position_embd.weight"]?.shape == (family == "nomic-bert" ? nil : [63, 32]))
        #expect(file["blk.0.attn_qkv.weight"]?.shape == (family == "nomic-bert" ? [96, 32] : nil))
        let (own, stored) = (try vectors(model), try vectors(path))
        #expect(stored.matrix == (try vectors(try files.dequantized(path))).matrix)
        #expect(leastCosine(own, stored) > (type == .q80 ? 0.999 : 0.95))
        let maximumTokens = try SentenceEncoder(model: path).maximumTokens
        #expect(maximumTokens == (family == "nomic-bert" ? 64 : 48))
    }

    @Test func anyFormOfFloatWeightsGivesTheSameTensors() throws {
        let expected = try WeightFile(path: try files.quantize(Goldens.path("tiny-bert"), .q40))
        for (golden, name) in [
            ("pytorch_model.bin", "pytorch_model.bin"), ("onnx/model.onnx", "onnx/model.onnx"),
            ("model-f32.gguf", "weights.gguf"),
        ] {
            let model = TinyModel.copy()
            model.remove("model.safetensors")
            model.link(Goldens.path("weights/" + golden), as: name)
            let file = try WeightFile(path: try files.quantize(model.path, .q40, to: "other.gguf"))
            #expect(file.names == expected.names)
            for (a, b) in zip(file.tensors, expected.tensors) {
                #expect(a.withUnsafeBytes { Array($0) } == b.withUnsafeBytes { Array($0) })
            }
        }
    }

    @Test func theSameModelGivesTheSameBytes() throws {
        let first = try files.quantize(Goldens.path("tiny-bert"), to: "a.gguf")
        let second = try files.quantize(Goldens.path("tiny-bert"), to: "b.gguf")
        let bytes = try FileContents.bytes(of: first, limit: 1 << 20)
        #expect(bytes == (try FileContents.bytes(of: second, limit: 1 << 20)))
    }

    @Test func anAdapterIsMerged() throws {
        let adapter = Goldens.path("adapters/nomic-linear")
        let path = try files.quantize(adapter)
        let texts = ["a", "q w e r t y"]
        let (merged, stored) = (try vectors(adapter, texts), try vectors(path, texts))
        #expect(leastCosine(merged, stored) > 0.9999)
        let base = try vectors(Goldens.path("families/nomic-bert-published"), texts)
        #expect(leastCosine(merged, base) < 0.99)
    }

    @Test(arguments: [(QuantizationType.q80, Float(0.999)), (.q40, 0.92)])
    func theEnglishModelStaysItself(type: QuantizationType, bound: Float) throws {
        let model = Goldens.repository + "/Weights/all-MiniLM-L6-v2"
        let texts = [
            "La lluvia golpea la ventana.", "The king and the queen of the sea", "a", "1 2 3",
            "Reset a password by the link in the message.", "naïve café",
        ]
        let path = try files.quantize(model, type)
        let cosine = leastCosine(try vectors(model, texts), try vectors(path, texts))
        #expect(cosine > bound, "\(cosine)")
    }

    // MARK: - What is kept

    @Test func promptsPoolingLanguagesAndLengthAreKept() throws {
        let model = TinyModel.copy()
        model.write(
            #"{"prompts":{"query":"the query: ","passage":"the sea: "},"truncate_dim":20,"#
                + #""default_prompt_name":"passage","similarity_fn_name":"dot","#
                + #""comparison_prompt_name":"query"}"#,
            to: "config_sentence_transformers.json")
        model.write("---\nlanguage: [es, ca]\nlicense: apache-2.0\n---\n", to: "README.md")
        model.write(#"{"pooling_mode":"cls"}"#, to: "1_Pooling/config.json")
        model.write(
            #"[{"type":"Transformer","path":""},{"type":"Pooling","path":"1_Pooling"}]"#,
            to: "modules.json")
        let path = try files.quantize(model.path)
        // What is beside the file is another model's.
        directory.write(#"{"prompts":{"other":"x"}}"#, to: "config_sentence_transformers.json")
        let (own, stored) = (
            try SentenceEncoder(model: model.path), try SentenceEncoder(model: path)
        )
        #expect(stored.prompts == own.prompts && stored.prompts.count == 2)
        #expect(stored.languages == ["es", "ca"] && stored.dimension == 20)
        #expect(stored.similarity == own.similarity && stored.maximumTokens == 48)
        let metadata = try WeightFile(path: path).metadata
        #expect(metadata["general.license"] == "apache-2.0")
        #expect(metadata["bert.pooling_type"] == "2")
        #expect(metadata["bert.context_length"] == "64")
        #expect(metadata["sentence_transformers.normalize"] == "false")
        for options in [EncodingOptions(), EncodingOptions(promptName: "query")] {
            let (a, b) = (
                try own.encode(texts, options: options), try stored.encode(texts, options: options)
            )
            #expect(leastCosine(a, b) > 0.999)
            #expect(a.tokenCounts == b.tokenCounts)
            let lengths = b.map { $0.vector.reduce(0) { $0 + $1 * $1 } }
            #expect(lengths.allSatisfy { $0 > 1.5 })
        }
        let description = try ModelDescription(model: path).settings
        let prompt = description.first { $0.name == "prompt query" }
        #expect(prompt?.source == "model.gguf sentence_transformers.config prompts")
        let normalization = description.first { $0.name == "normalization" }
        #expect(normalization?.value == "none")
        // And once more, of a file that was made so.
        let floats = try files.dequantized(path)
        let again = try SentenceEncoder(model: try files.quantize(floats, to: "again.gguf"))
        #expect(again.prompts == own.prompts && again.languages == own.languages)
        #expect(again.maximumTokens == 48 && again.dimension == 20)
        #expect(try again.encode(texts).matrix == stored.encode(texts).matrix)
    }

    /// Also if the model says nothing of prompts, languages and scores.
    @Test func nothingBesideTheFileCounts() throws {
        let model = TinyModel.copy()
        model.remove("config_sentence_transformers.json")
        let path = try files.quantize(model.path)
        directory.write(#"{"prompts":{"other":"x"}}"#, to: "config_sentence_transformers.json")
        directory.write("---\nlanguage: eu\n---\n", to: "README.md")
        directory.write("{}", to: "scores.json")
        let encoder = try SentenceEncoder(model: path)
        #expect(encoder.prompts.isEmpty && encoder.languages.isEmpty)
        let options = EncodingOptions()
        #expect(try encoder.scoreScale(options, options, .cosine) != nil)
    }
}

extension QuantizationType {
    fileprivate var elementTypeOfTest: ElementType { self == .q80 ? .q80 : .q40 }
}
