import Senc
import SencFiles
import SencTokenizers
import SencWeights
import TestSupport
import Testing

/// Tokenizers in files with quantized weights.
@Suite struct QuantizedTokenizerTests {
    private let files = QuantizationFiles()
    private let texts: [String]

    init() throws {
        let list = try JSON(path: Goldens.path("tiny-bert-texts.json"))
        texts = try #require(list.elements).compactMap { $0["text"]?.string }
        try #require(texts.count > 10)
    }

    @Test(arguments: ["tiny-bert", "families/xlm-roberta", "families/nomic-bert"])
    func tokenizersGiveTheSameIDs(model: String) throws {
        let own = try Tokenizer(model: Goldens.path(model))
        let stored = try Tokenizer(model: try files.quantize(Goldens.path(model)))
        #expect(stored.vocabularySize == own.vocabularySize)
        for text in texts { #expect(stored.encode(text) == own.encode(text)) }
    }

    /// What llama.cpp reads of the tokenizer, for which it wants a token for each row of the table.
    @Test func tokensAreListedForOtherPrograms() throws {
        let path = try files.quantize(Goldens.path("tiny-bert"))
        let file = try WeightFile(path: path)
        let metadata = try #require(file.ggufMetadata)
        let expected = try #require(
            try WeightFile(path: Goldens.path("weights/model-f32.gguf")).ggufMetadata)
        for key in ["tokens", "token_type"].map({ "tokenizer.ggml." + $0 }) {
            #expect(metadata.texts(key).map(Array.init) == expected.texts(key).map(Array.init))
            #expect(metadata.numbers(key) == expected.numbers(key))
        }
        for key in [
            "model", "pre", "token_type_count", "unknown_token_id", "seperator_token_id",
            "padding_token_id", "bos_token_id", "mask_token_id",
        ].map({ "tokenizer.ggml." + $0 }) {
            #expect(metadata[key]?.text == expected[key]?.text && metadata[key] != nil, "\(key)")
        }
        let rows = try #require(
            try WeightFile(
                path: try files.quantize(Goldens.path("families/distilbert"), to: "d.gguf")
            )
            .ggufMetadata)
        let tokens = try #require(rows.texts("tokenizer.ggml.tokens"))
        #expect(tokens.count == 33 && tokens[32].elementsEqual("\u{2581}[PAD32]".utf8))
        #expect(rows.numbers("tokenizer.ggml.token_type")?.suffix(3) == [1, 5, 5])
        let source = try Goldens.bytes("tiny-bert/tokenizer.json")
        #expect(metadata.document("tokenizer.huggingface.json") == source)
    }

    /// Of byte-level BPE, a SentencePiece model and WordPiece: what other programs read is enough
    /// for the ids of ordinary texts.
    @Test(arguments: [
        ("tokenizer-byte-level.json", "roberta", "gpt2"),
        ("tokenizer-directories.json", "xlm-roberta", "t5"),
        ("tokenizer-directories.json", "camembert", "t5"), ("", "", "bert"),
    ])
    func otherProgramsReadTheSameTokenizer(golden: String, name: String, kind: String) throws {
        let model = try files.manyRows()
        if !golden.isEmpty {
            for name in ["tokenizer.json", "tokenizer_config.json", "vocab.txt"] {
                model.remove(name)
            }
            let setups = try #require(JSON(path: Goldens.path(golden)).elements)
            let setup = try #require(setups.first { $0["name"]?.string == name })
            if let json = setup["json"]?.string { model.write(json, to: "tokenizer.json") }
            for (name, file) in setup["files"]?.members ?? [] {
                model.write(try #require(Base64.decode(file.string?.utf8 ?? "".utf8)), to: name)
            }
        }
        let own = try Tokenizer(model: model.path)
        let path = try files.quantize(model.path)
        let file = try WeightFile(path: path)
        #expect(file.metadata["tokenizer.ggml.model"] == kind)
        let metadata = try #require(file.ggufMetadata)
        let keys = metadata.values.keys.sorted().filter { $0 != "tokenizer.huggingface.json" }
        #expect(keys.count == metadata.values.count - 1)
        let other = try files.write(
            keys.compactMap { key in metadata.copy(of: key).map { (key: key, value: $0) } },
            try file.tensors.map { ($0.name, $0.shape, try $0.floats()) }, to: "other.gguf")
        let (stored, read) = (try Tokenizer(model: path), try Tokenizer(model: other))
        for text in texts where !text.contains("[MASK]") {
            #expect(stored.encode(text) == own.encode(text))
            #expect(read.encode(text).ids == own.encode(text).ids, "\(text)")
        }
        #expect(metadata.texts("tokenizer.ggml.tokens")?.count == 800)
    }

    /// BERT's vocabulary as text, in capital letters too, is written as one file.
    @Test func otherFormsOfTokenizersAreStored() throws {
        let model = TinyModel.copy()
        model.remove("tokenizer.json")
        model.write(
            #"{"tokenizer_class":"BertTokenizer","do_lower_case":false,"model_max_length":64}"#,
            to: "tokenizer_config.json")
        let own = try Tokenizer(model: model.path)
        let stored = try Tokenizer(model: try files.quantize(model.path))
        for text in texts + ["The Sea"] { #expect(stored.encode(text) == own.encode(text)) }
        #expect(own.encode("The").ids != own.encode("the").ids)
    }
}
