import Senc
import SencFiles
import SencMath
import SencTokenizers
import TestSupport
import Testing

/// The embedded model of many languages, against transformers and against its whole vocabulary.
@Suite struct MultilingualModelTests {
    private static let directory = Goldens.repository + "/Weights/multilingual-e5-small"

    @Test func vectorsAreTheReferences() throws {
        let reference = try JSON(path: Self.directory + "/reference_vectors.json")
        let texts = try #require(reference["texts"]?.elements).compactMap(\.string)
        let expected = try #require(reference["vectors"]?.elements).map {
            $0.elements?.compactMap { $0.double.map(Float.init) } ?? []
        }
        try #require(texts.count == 8 && expected.allSatisfy { $0.count == 384 })
        let vectors = try SentenceEncoder(model: Self.directory).encode(texts).matrix
        #expect(Tolerance.largestDifference(vectors.elements, expected.flatMap(\.self)) <= 2e-6)
    }

    /// `pieces.npy` says which ids of the whole vocabulary the pieces have.
    @Test func piecesAreThoseOfTheWholeVocabulary() throws {
        let table = try MappedFile(path: Self.directory + "/pieces.npy")
        let kept = Array(table.bytes.dropFirst(128)).withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map {
                Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int32.self)))
            }
        }
        let tokenizer = try Tokenizer(model: Self.directory)
        #expect(kept.count == tokenizer.vocabularySize && kept.count == 101_174)
        let cases = try #require(JSON(path: Goldens.path("multilingual-pieces.json")).elements)
        for golden in cases {
            let text = try #require(golden["text"]?.string)
            let expected = try #require(golden["ids"]?.elements).compactMap(\.int)
            let ids = tokenizer.encode(text).ids.map { kept[Int($0)] }
            // Letters of other alphabets are spelt one by one.
            if text.unicodeScalars.contains(where: { $0.value > 0x400 && $0.value < 0x500 }) {
                #expect(!ids.contains(3) && ids.count > expected.count, "\(text)")
            } else {
                #expect(ids == expected, "\(text)")
            }
        }
        #expect(cases.count == 17)
    }

    /// `Tokenizers` has it as a directory of its own, of SentencePiece's form.
    @Test func itsTokenizerIsTheOneOfItsOwn() throws {
        let model = try Tokenizer(model: Self.directory)
        let own = try Tokenizer(
            directory: Goldens.repository + "/Tokenizers/xlm-roberta-western-europe")
        #expect(own.vocabularySize == model.vocabularySize && own.idLimit == model.idLimit)
        for id in 0..<Int32(model.vocabularySize) where own.token(for: id) != model.token(for: id) {
            Issue.record("\(id): \(own.token(for: id) ?? "-"), \(model.token(for: id) ?? "-")")
            break
        }
        #expect(own.specialTokenIDs == model.specialTokenIDs)
        let golden = try #require(JSON(path: Goldens.path("multilingual-pieces.json")).elements)
        let sentences = String(decoding: try Goldens.bytes("languages.txt"), as: UTF8.self)
        var texts = golden.compactMap { $0["text"]?.string }
        texts += sentences.split(separator: "\n").map(String.init)
        texts += try #require(JSON(path: Goldens.path("minilm-texts.json")).elements).compactMap {
            $0.string ?? $0["text"]?.string
        }
        try #require(texts.count > 300)
        // Scores decide how what several pieces can make is cut.
        var random = SplitMix(seed: 7)
        for _ in 0..<5_000 {
            let ids = (0..<4).map { _ in Int32.random(in: 4..<101_173, using: &random) }
            texts.append(
                ids.compactMap { model.token(for: $0) }.joined().replacing("\u{2581}", with: " "))
        }
        for text in texts {
            let (own, model) = (own.encode(text), model.encode(text))
            #expect(own.ids == model.ids, "\(text)")
        }
    }

    /// The stored integers are multiplied; only activations are rounded.
    @Test func vectorsOf8BitsAreCloseToThoseOfFloat32() throws {
        let list = try JSON(path: Goldens.path("multilingual-pieces.json"))
        let texts = try #require(list.elements).compactMap { $0["text"]?.string }
        let exact = try SentenceEncoder(model: Self.directory).encode(texts).matrix
        let vectors = try SentenceEncoder(model: Self.directory, precision: .int8)
            .encode(texts).matrix
        let cosines = texts.indices.map { cosineSimilarity(exact[$0], vectors[$0]) }
        #expect(cosines.reduce(0, +) / Float(cosines.count) >= 0.9998)
        #expect((cosines.min() ?? 0) >= 0.999)
    }

    @Test(arguments: [Precision.float32, .int8])
    func weightsPackedAtEachUseGiveTheSameBits(precision: Precision) throws {
        let texts = ["La lluvia golpea la ventana.", "Der Regen schlägt ans Fenster."]
        let vectors = try [WeightPacking.ahead, .eachUse].map {
            try SentenceEncoder(model: Self.directory, precision: precision, packing: $0)
                .encode(texts).matrix.elements
        }
        #expect(vectors[0] == vectors[1])
    }

    @Test func promptsAreThoseOfItsCard() throws {
        let encoder = try SentenceEncoder(model: Self.directory)
        #expect(encoder.prompts == ["query": "query: ", "passage": "passage: "])
        let options = EncodingOptions(promptName: "query")
        #expect(
            try encoder.encode("¿llueve?", options: options).vector
                == encoder.encode("query: ¿llueve?").vector)
    }

    @Test func meaningGoesBeforeLanguage() throws {
        let encoder = try SentenceEncoder(model: Self.directory)
        let vectors = try encoder.encode([
            "query: ¿Cómo puedo devolver un producto?",
            "passage: You may send items back within thirty days.",
            "passage: Nuestras tiendas abren de lunes a sábado.",
        ]).matrix
        #expect(
            cosineSimilarity(vectors[0], vectors[1]) > cosineSimilarity(vectors[0], vectors[2]))
    }
}
