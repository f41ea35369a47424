import Senc
import SencFiles
import SencMath
import SencTokenizers
import SencWeights
import TestSupport
import Testing

/// The tiny BERT from the files of each format.
@Suite struct WeightFormatTests {
    let texts: [String]
    let model = TinyModel.copy()

    init() throws {
        let list = try JSON(path: Goldens.path("tiny-bert-texts.json"))
        texts = try #require(list.elements).compactMap { $0["text"]?.string }
        try #require(!texts.isEmpty)
    }

    /// The vectors of the model with other weights than its own.
    func vectors(_ golden: String, as name: String) throws -> Matrix {
        model.remove("model.safetensors")
        model.link(Goldens.path("weights/" + golden), as: name)
        return try SentenceEncoder(model: model.path).encode(texts).matrix
    }

    @Test(arguments: [
        ("pytorch_model.bin", "pytorch_model.bin"), ("model-f32.gguf", "m.gguf"),
        ("onnx/model.onnx", "model.onnx"), ("onnx/model.onnx", "onnx/model.onnx"),
    ])
    func float32FilesGiveTheSameVectors(golden: String, name: String) throws {
        let expected = try SentenceEncoder(model: model.path).encode(texts).matrix
        #expect(try vectors(golden, as: name).elements == expected.elements)
    }

    @Test(arguments: [
        ("model-f16.bin", "pytorch_model.bin"), ("model-f16.gguf", "m.gguf"),
        ("onnx/model-f16.onnx", "onnx/model.onnx"),
    ])
    func float16FilesGiveTheSameVectors(golden: String, name: String) throws {
        let half = TinyModel.copy()
        half.link(Goldens.path("weights/model-f16.safetensors"), as: "model.safetensors")
        let expected = try SentenceEncoder(model: half.path).encode(texts).matrix
        #expect(try vectors(golden, as: name).elements == expected.elements)
    }

    @Test func externalDataOfANewerExportGiveTheSameVectors() throws {
        let expected = try SentenceEncoder(model: model.path).encode(texts).matrix
        for name in ["newer.onnx", "newer.onnx.data"] {
            model.link(Goldens.path("weights/onnx/" + name), as: "onnx/" + name)
        }
        let encoder = try SentenceEncoder(model: model.file("onnx/newer.onnx"))
        #expect(encoder.maximumTokens == 48)
        #expect(try encoder.encode(texts).matrix.elements == expected.elements)
    }

    /// The weights in 8 bits, converted by the reference.
    @Test func quantizedWeightsAreThoseOfTheReference() throws {
        let half = try WeightFile(path: Goldens.path("weights/model-q8_0.gguf"))
        let words = try half.tensor(named: "token_embd.weight")
        #expect(words.elementType.rawValue == "Q8_0")
        let exact = try SentenceEncoder(model: model.path).encode(texts)
        let close = try SentenceEncoder(model: half.path)
            .encode(texts, options: EncodingOptions(maximumTokens: 48))
        for (a, b) in zip(exact, close) { #expect(a.cosineSimilarity(to: b) > 0.99) }
    }

    /// A scale that is not a number: in a layer it is reported when the model is loaded, in a word's
    /// row by the vectors of the texts that have the word.
    @Test(arguments: [Float16Scale.infinite, .notANumber])
    func damagedScalesAreTold(scale: Float16Scale) throws {
        let path = Goldens.path("weights/model-q8_0.gguf")
        let file = try WeightFile(path: path)
        let word = Int(try Tokenizer(model: path).encode("a").ids[1])
        func damaged(_ name: String, block: Int) throws -> String {
            let tensor = try file.tensor(named: name)
            let start = try #require(tensor.file.bytes.baseAddress)
            let place = try #require(tensor.bytes.baseAddress) - start + block * 34
            var bytes = try Goldens.bytes("weights/model-q8_0.gguf")
            bytes.replaceSubrange(place..<(place + 2), with: scale.bytes)
            return model.write(bytes, to: "damaged.gguf")
        }
        let layer = try damaged("blk.0.attn_q.weight", block: 3)
        let error = #expect(throws: WeightsError.self) { try SentenceEncoder(model: layer) }
        #expect(
            error
                == .tensor(name: "blk.0.attn_q.weight", .invalidScale(block: 3), path: layer))
        let columns = try file.tensor(named: "token_embd.weight").shape[1]
        let encoder = try SentenceEncoder(
            model: try damaged("token_embd.weight", block: word * columns / 32))
        #expect(throws: EncodingError.notFinite(text: 1)) { try encoder.encode(["", "a"]) }
    }

    enum Float16Scale: CaseIterable {
        case infinite, notANumber

        var bytes: [UInt8] { self == .infinite ? [0, 0xFC] : [1, 0x7E] }
    }

    @Test func aTableWithFewerRowsThanPiecesIsTold() throws {
        let file = try WeightFile(path: Goldens.path("weights/model-q8_0.gguf"))
        let name = "token_embd.weight"
        let rows = try #require(try file.tensor(named: name).shape.first)
        var bytes = try Goldens.bytes("weights/model-q8_0.gguf")
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: name.utf8) })
        // After the name: two dimensions of eight bytes, the innermost first.
        let row = place + name.utf8.count + 4 + 8
        #expect(Int(bytes[row]) | Int(bytes[row + 1]) << 8 == rows)
        bytes[row] -= 1
        let path = model.write(bytes, to: "cut.gguf")
        let error = #expect(throws: ModelError.self) { try SentenceEncoder(model: path) }
        #expect(
            error?.description
                == "'token_embd.weight' has \(rows - 1) rows, but the tokenizer's ids go up to "
                + "\(rows - 1) (\(path))")
    }

    @Test func aLoneGGUFFileIsAWholeModel() throws {
        let whole = try SentenceEncoder(model: model.path)
        let path = Goldens.path("weights/model-f32.gguf")
        let lone = try SentenceEncoder(model: path)
        // The length of texts comes from a file of sentence-transformers.
        #expect(whole.maximumTokens == 48 && lone.maximumTokens == 64)
        let options = EncodingOptions(maximumTokens: 48)
        let vectors = try lone.encode(texts, options: options)
        #expect(vectors.matrix.elements == (try whole.encode(texts).matrix.elements))
        for text in texts {
            #expect(lone.tokenizer.encode(text) == whole.tokenizer.encode(text))
            #expect(try Tokenizer(model: path).encode(text) == whole.tokenizer.encode(text))
        }
        let directory = TemporaryDirectory()
        directory.link(path, as: "m.gguf")
        let alone = try SentenceEncoder(model: directory.path).encode(texts, options: options)
        #expect(alone.matrix.elements == vectors.matrix.elements)
    }

    @Test(arguments: ["unigram", "byte-pair"])
    func tokenizersOfOtherKindsAreRead(kind: String) throws {
        let expected = try JSON(path: Goldens.path("weights/tokenizers.json"))
        let tokenizer = try Tokenizer(model: Goldens.path("weights/\(kind).gguf"))
        let lists = try #require(expected[kind]?.elements)
        let texts = try #require(expected["texts"]?.elements)
        try #require(texts.count == lists.count && texts.count > 5)
        for (text, ids) in zip(texts, lists) {
            let string = try #require(text.string)
            let wanted = try #require(ids.elements).map { Int32(try #require($0.int)) }
            #expect(tokenizer.encode(string).ids == wanted, "\(string.debugDescription)")
        }
    }

    @Test func nomicsNamesAreKnown() throws {
        let original = Goldens.path("families/nomic-bert-published")
        let encoder = try SentenceEncoder(model: Goldens.path("weights/nomic-bert.gguf"))
        let reference = try SentenceEncoder(model: original)
        let ids: [Int32] = [2, 9, 14, 30, 3]
        #expect(encoder.tokenStates(of: ids) == reference.tokenStates(of: ids))
    }

    @Test(arguments: [
        ("general.architecture", "bert", "llam", "model type 'llam' is not supported"),
        ("general.architecture", "bert", "nomi", "model type 'nomi' is not supported"),
        ("tokenizer.ggml.model", "bert", "none", "'tokenizer.ggml.model' is 'none'"),
    ])
    func whatIsNotSupportedIsNamed(
        key: String, value: String, other: String, message: String
    ) throws {
        var bytes = try Goldens.bytes("weights/model-f32.gguf")
        let pattern = Array(key.utf8) + [8, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0] + Array(value.utf8)
        let place = try #require(
            bytes.indices.first { bytes[$0...].starts(with: pattern) })
        bytes.replaceSubrange(
            (place + pattern.count - 4)..<(place + pattern.count), with: Array(other.utf8))
        let directory = TemporaryDirectory()
        let path = directory.write(bytes, to: "a.gguf")
        let error = #expect(throws: (any Error).self) { try SentenceEncoder(model: path) }
        #expect((error as? any Diagnostic)?.description.contains(message) == true)
    }

    @Test func shardedArchivesAreFound() throws {
        let expected = try SentenceEncoder(model: model.path).encode(texts).matrix
        model.remove("model.safetensors")
        for name in [
            "pytorch_model.bin.index.json", "pytorch_model-00001-of-00002.bin",
            "pytorch_model-00002-of-00002.bin",
        ] {
            model.link(Goldens.path("weights/sharded/" + name), as: name)
        }
        let vectors = try SentenceEncoder(model: model.path).encode(texts).matrix
        #expect(vectors.elements == expected.elements)
    }
}
