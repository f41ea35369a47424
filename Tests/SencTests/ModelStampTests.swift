import Senc
import SencFiles
import SencTokenizers
import TestSupport
import Testing

struct ModelStampTests {
    private let model = TinyModel.copy()

    private func stamp(
        _ path: String, _ options: EncodingOptions = EncodingOptions()
    ) throws -> ModelStamp {
        try SentenceEncoder(model: path).stamp(options: options)
    }

    @Test func copiesOfAModelAreStampedAlike() throws {
        let other = TinyModel.copy()
        other.write("# A model", to: "README.md")
        let (first, second) = (try stamp(model.path), try stamp(other.path))
        #expect(first.difference(from: second) == nil)
        #expect(first.model != second.model)
        #expect(try stamp(model.file("model.safetensors")).difference(from: first) == nil)
        try first.check(against: second, path: "")
    }

    @Test func shardedWeightsAreStampedAsInOneFile() throws {
        let other = TinyModel.copy()
        other.remove("model.safetensors")
        let shards = (1...3).map { "model-0000\($0)-of-00003.safetensors" }
        for name in shards + ["model.safetensors.index.json"] {
            other.link(Goldens.path("tiny-bert-sharded/" + name), as: name)
        }
        #expect(try stamp(other.path).difference(from: stamp(model.path)) == nil)
    }

    @Test func whatChangesVectorsChangesTheStamp() throws {
        let original = try stamp(model.path)
        func difference() throws -> Message? { try stamp(model.path).difference(from: original) }
        var weights = model.read("model.safetensors")
        weights[weights.count - 1] ^= 1
        model.write(weights, to: "model.safetensors")
        #expect(try difference() == "their weights differ")
        model.link(Goldens.path("tiny-bert/model.safetensors"), as: "model.safetensors")
        model.edit("tokenizer.json", replacing: "king", with: "kong")
        #expect(try difference() == "their tokenizers differ")
        model.link(Goldens.path("tiny-bert/tokenizer.json"), as: "tokenizer.json")
        model.edit(
            "1_Pooling/config.json", replacing: "_cls_token\": false", with: "_cls_token\": true")
        #expect(try difference() == "their configurations differ")
    }

    @Test func optionsArePartOfTheStamp() throws {
        let original = try stamp(model.path)
        func difference(_ options: EncodingOptions) throws -> Message? {
            try stamp(model.path, options).difference(from: original)
        }
        #expect(try difference(EncodingOptions(maximumTokens: 9, overflow: .chunk)) == nil)
        #expect(
            try difference(EncodingOptions(promptName: "query"))
                == "their prompts are 'the query: ' and ''")
        #expect(
            try difference(EncodingOptions(truncateDimension: 8))
                == "their vectors have dimension 8 and 32")
        #expect(
            try difference(EncodingOptions(normalizes: false)) == "one of them is not normalized")
        #expect(try difference(EncodingOptions(normalization: .always)) == nil)
        #expect(
            try difference(EncodingOptions(truncationSide: .left))
                == "long texts are cut at the left and at the right")
        let short = try stamp(model.path, EncodingOptions(truncateDimension: 8))
        #expect(
            try stamp(
                model.path, EncodingOptions(truncateDimension: 8, normalization: .always)
            ).difference(from: short)
                == "one of them is normalized before truncation, and not after it")
        #expect(throws: EncodingError.unknownPrompt(name: "x", known: ["query"])) {
            try stamp(model.path, EncodingOptions(promptName: "x"))
        }
    }

    @Test func filesThatAreWholeModels() throws {
        let words = try stamp(Goldens.path("static/words.vec"))
        #expect(words.model == "words.vec")
        #expect(
            try words.difference(from: stamp(Goldens.path("static/words.bin")))
                == "their weights differ")
    }

    @Test func stampsAreReadBackFromJSON() throws {
        let original = try stamp(model.path, EncodingOptions(promptName: "query"))
        let text = JSONWriter.bytes { $0.value(original) }
        #expect(ModelStamp(try JSON(parsing: text)) == original)
        let other = try stamp(
            model.path,
            EncodingOptions(truncateDimension: 8, normalization: .always, truncationSide: .left))
        let otherText = JSONWriter.bytes { $0.value(other) }
        #expect(ModelStamp(try JSON(parsing: otherText)) == other)
        #expect(ModelStamp(try JSON(parsing: Array("{\"model\":\"m\"}".utf8))) == nil)
    }

    /// Stamps of earlier versions do not say what the prompt is called and stands for.
    @Test func stampsWithoutARoleAreOfTheSameVectors() throws {
        let original = try stamp(model.path, EncodingOptions(promptName: "query"))
        #expect(original.promptName == "query" && original.role == .query)
        let text = JSONWriter.bytes { $0.value(original) }
        let older = String(decoding: text, as: UTF8.self)
            .replacing("\"promptName\":\"query\",\"role\":\"query\",", with: "")
        let read = try #require(ModelStamp(JSON(parsing: Array(older.utf8))))
        #expect(read.role == nil && read.promptName == nil)
        #expect(read.difference(from: original) == nil)
    }

    @Test func vectorsOfAnotherModelAreRefused() throws {
        let (tiny, words) = (try stamp(model.path), try stamp(Goldens.path("static/words.vec")))
        let error = ModelStampError.otherModel(
            stored: "words.vec", given: tiny.model, difference: "their weights differ",
            path: "topics.json")
        #expect(throws: error) { try tiny.check(against: words, path: "topics.json") }
        #expect(error.status == .badData)
        #expect(
            error.description
                == "made with the model 'words.vec', which '\(tiny.model)' does not match: "
                + "their weights differ; give that one with --model, or make it anew with this "
                + "one (topics.json)")
    }
}
