import Senc
import SencFiles
import SencMath
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

    @Test(arguments: [("pytorch_model.bin", "pytorch_model.bin")])
    func float32FilesGiveTheSameVectors(golden: String, name: String) throws {
        let expected = try SentenceEncoder(model: model.path).encode(texts).matrix
        #expect(try vectors(golden, as: name).elements == expected.elements)
    }

    @Test(arguments: [("model-f16.bin", "pytorch_model.bin")])
    func float16FilesGiveTheSameVectors(golden: String, name: String) throws {
        let half = TinyModel.copy()
        half.link(Goldens.path("weights/model-f16.safetensors"), as: "model.safetensors")
        let expected = try SentenceEncoder(model: half.path).encode(texts).matrix
        #expect(try vectors(golden, as: name).elements == expected.elements)
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
