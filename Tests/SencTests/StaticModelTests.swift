import Foundation
import Senc
import SencFiles
import SencMath
import SencTokenizers
import SencWeights
import TestSupport
import Testing

/// Models of token vectors alone against model2vec, sentence-transformers and gensim.
@Suite struct StaticModelTests {
    private static func golden(_ name: String) -> String { Goldens.path("static/" + name) }

    private let vectors = Result {
        try WeightFile(path: Goldens.path("static/vectors.safetensors"))
    }

    private func texts() throws -> [String] {
        try #require(try JSON(path: Self.golden("texts.json")).elements).compactMap(\.string)
    }

    static let directories = [
        "model2vec", "model2vec-plain", "model2vec-mapped", "model2vec-short",
        "model2vec-endless", "model2vec-int8", "model2vec-old", "static-embedding",
        "static-embedding-normalized", "static-embedding-layers", "static-embedding-cut",
        "word-embeddings", "word-embeddings-lowered",
    ]
    static let files = [
        "words.vec", "words.bin", "words.glove.txt", "words-original.bin", "words-original.txt",
        "words-odd.txt",
    ]

    @Test(arguments: directories + files)
    func vectorsEqualTheReference(model: String) throws {
        let encoder = try SentenceEncoder(model: Self.golden(model))
        let name = model == "words-original.bin" ? "words.vec" : model
        let expected = try vectors.get().tensor(named: name)
        let embeddings = try encoder.encode(try texts())
        #expect([embeddings.count, embeddings.dimension] == expected.shape)
        #expect(encoder.dimension == embeddings.dimension)
        let floats = try expected.floats()
        let difference = Tolerance.largestDifference(embeddings.matrix.elements, floats)
        let size = floats.reduce(1) { max($0, abs($1)) }
        #expect(difference <= 1e-5 * size)
    }

    @Test(arguments: files)
    func wordsAndTheirVectorsAreThoseThatGensimReads(file: String) throws {
        let known = try #require(try JSON(path: Self.golden("words.json"))[file]?.elements)
            .compactMap(\.string)
        let expected = try vectors.get().tensor(named: "\(file).words").floats()
        let encoder = try SentenceEncoder(model: Self.golden(file))
        #expect(encoder.tokenizer.vocabularySize == known.count)
        #expect(try encoder.encode(known).matrix.elements == expected)
        #expect(encoder.tokenizer.modelName == "word list")
    }

    @Test func aWordWithSpacesIsReachedByTheWholeText() throws {
        let encoder = try SentenceEncoder(model: Self.golden("words-spaced.txt"))
        #expect(try encoder.encode(". . .").vector == [4, 5, 6])
        #expect(try encoder.encode("name@domain.com to").vector == [7, 8, 9])
        #expect(try encoder.encode("king . . .").vector == [1, 2, 3])
        #expect(try encoder.encode("king king unknown").tokenCount == 2)
        #expect(try encoder.encode("unknown").vector == [0, 0, 0])
    }

    @Test func aTextOfAFastTextModelIsTheMeanOfItsWordsKnownAndUnknown() throws {
        let encoder = try SentenceEncoder(model: Goldens.path("fasttext/gensim.bin"))
        let words = ["lluvia", "desconocida", "niño", "日本", "reina"]
        let vectors = try encoder.encode(words)
        let text = try encoder.encode("lluvia desconocida  niño 日本\treina")
        #expect(text.tokenCount == 5 && !text.isTruncated)
        var mean = [Float](repeating: 0, count: 6)
        for vector in vectors {
            for column in 0..<6 { mean[column] += vector.vector[column] / 5 }
        }
        #expect(Tolerance.largestDifference(text.vector, mean) <= 1e-7)
        #expect(vectors.matrix.elements.allSatisfy { $0 != 0 })
        // Whatever else is encoded with it.
        #expect(
            try encoder.encode(words + ["a"] + words).matrix.elements.prefix(30)
                == vectors.matrix.elements[...])
    }

    @Test func unknownWordsCountWhereTextsOfAFastTextModelAreCut() throws {
        let encoder = try SentenceEncoder(model: Goldens.path("fasttext/gensim.bin"))
        let text = "lluvia desconocida reina otra"
        let cut = try encoder.encode(text, options: EncodingOptions(maximumTokens: 2))
        #expect(cut.tokenCount == 2 && cut.untruncatedTokenCount == 4)
        #expect(try cut.vector == encoder.encode("lluvia desconocida").vector)
        let chunked = try encoder.encode(
            text, options: EncodingOptions(maximumTokens: 3, overflow: .chunk))
        #expect(
            Tolerance.largestDifference(chunked.vector, try encoder.encode(text).vector) <= 1e-7)
        #expect(throws: EncodingError.textTooLong(text: 0, tokens: 4, limit: 3)) {
            try encoder.encode(text, options: EncodingOptions(maximumTokens: 3, overflow: .error))
        }
    }

    @Test func aFastTextModelWithoutNGramsLeavesUnknownWordsOut() throws {
        let encoder = try SentenceEncoder(model: Goldens.path("fasttext/whole.bin"))
        #expect(try encoder.encode("desconocida").vector.allSatisfy { $0 == 0 })
        #expect(
            try encoder.encode("lluvia desconocida").vector == encoder.encode("lluvia").vector)
    }

    @Test func tokensOfAWordListHaveTheirPlaces() throws {
        let tokenizer = try Tokenizer(model: Self.golden("words.vec"))
        let text = "The «Ω» KING, rain"
        let encoding = tokenizer.encode(text)
        let bytes = Array(text.utf8)
        #expect(tokenizer.tokens(for: encoding.ids) == ["the", "KING", "rain"])
        #expect(
            encoding.offsets.map { String(decoding: bytes[$0], as: UTF8.self) }
                == ["The", "KING,", "rain"])
    }

    @Test func textsAreCutAsModel2vecCutsThem() throws {
        let encoder = try SentenceEncoder(model: Self.golden("model2vec-short"))
        let long = try encoder.encode("the king and the queen of the sea and the rain")
        #expect(encoder.maximumTokens == 8)
        #expect(long.isTruncated && long.tokenCount <= 8)
        #expect(long.untruncatedTokenCount == 11)
        // Unknown tokens do not count, and leaving them out is no truncation.
        let unknown = try encoder.encode("漢 king")
        #expect(!unknown.isTruncated && unknown.tokenCount == 1)
    }

    @Test func longTextsAreCutIntoChunksToo() throws {
        let encoder = try SentenceEncoder(model: Self.golden("model2vec-plain"))
        let options = EncodingOptions(maximumTokens: 2, overflow: .chunk)
        let whole = try encoder.encode("king queen sea rain")
        let chunked = try encoder.encode("king queen sea rain", options: options)
        #expect(Tolerance.largestDifference(whole.vector, chunked.vector) <= 1e-6)
        let unknown = try encoder.encode(
            ["漢 字 漢 字", "king queen sea rain"], options: options)
        #expect(unknown[0].vector.allSatisfy { $0 == 0 })
        #expect(unknown[1] == chunked)
    }

    @Test func aWeightFileOfModel2vecStandsForItsDirectory() throws {
        let path = Self.golden("model2vec")
        #expect(
            try SentenceEncoder(model: path + "/model.safetensors").encode("king")
                == SentenceEncoder(model: path).encode("king"))
    }

    @Test func theModelTellsHowItsVectorsAreCompared() throws {
        let encoder = try SentenceEncoder(model: Self.golden("static-embedding-normalized"))
        #expect(encoder.similarity == .dot)
        #expect(encoder.prompts == ["query": "the query: ", "document": ""])
        #expect(SimilarityFunction.dot([1, 2], [3, 4]) == 11)
        #expect(SimilarityFunction.euclidean([1, 2], [4, 6]) == -5)
        #expect(SimilarityFunction.manhattan([1, 2], [4, 6]) == -7)
        #expect(SimilarityFunction.cosine([0, 2], [0, 1]) == 1)
    }

    @Test func tablesGiveTheStatesOfTheirTokens() throws {
        let encoder = try SentenceEncoder(model: Self.golden("words-odd.txt"))
        #expect(encoder.tokenStates(of: [0, 3]) == [[1, 2, 3, 100, 0.1, 0]])
    }

    // MARK: - Broken models

    /// A copy of a golden directory that a test may change.
    private func copy(_ name: String) -> TemporaryDirectory {
        let directory = TemporaryDirectory()
        let source = Self.golden(name)
        let names = FileManager.default.enumerator(atPath: source)?.allObjects as? [String] ?? []
        var isDirectory: ObjCBool = false
        for name in names
        where FileManager.default.fileExists(
            atPath: source + "/" + name, isDirectory: &isDirectory) && !isDirectory.boolValue
        {
            directory.link(source + "/" + name, as: name)
        }
        return directory
    }

    /// Expects an error of one line that tells all of `parts`.
    private func expectRefusal(_ model: String, telling parts: String...) {
        #expect {
            try SentenceEncoder(model: model)
        } throws: { error in
            let line = "\(error)"
            return error is any Diagnostic && !line.contains("\n")
                && parts.allSatisfy { line.contains($0) }
        }
    }

    @Test func brokenModel2vecDirectoriesAreRefused() {
        let model = copy("model2vec")
        model.edit("config.json", replacing: "true", with: "false")
        expectRefusal(model.path, telling: "'normalize'", "false", "modules.json contradicts")
        model.write(#"{"max_length": 0}"#, to: "config.json")
        expectRefusal(model.path, telling: "max_length")
        model.write(#"{"normalize": 1}"#, to: "config.json")
        expectRefusal(model.path, telling: "normalize", "true or false")
        model.remove("tokenizer.json")
        expectRefusal(model.path, telling: "tokenizer.json")
    }

    @Test func brokenTablesAreRefused() {
        let model = copy("model2vec-mapped")
        model.write(
            Safetensors.file([("embeddings", "F32", [3], 12)]), to: "model.safetensors")
        expectRefusal(model.path, telling: "embeddings", "[3]", "is not a table")
        model.write(
            Safetensors.file([("embeddings", "F32", [2, 3], 24)]), to: "model.safetensors")
        expectRefusal(model.path, telling: "embeddings", "for 2 tokens", "168")
        model.write(
            Safetensors.file(
                [("embeddings", "F32", [2, 3], 24), ("mapping", "U8", [169], 169)], fill: 9),
            to: "model.safetensors")
        expectRefusal(model.path, telling: "mapping", "row 9", "there are 2")
        model.write(
            Safetensors.file([("embeddings", "F32", [169, 1], 676), ("weights", "F32", [3], 12)]),
            to: "model.safetensors")
        expectRefusal(model.path, telling: "weights", "[3]", "[169]")
        model.write(Safetensors.file([("other", "F32", [1, 1], 4)]), to: "model.safetensors")
        expectRefusal(model.path, telling: "'embeddings'")
    }

    @Test func brokenWordEmbeddingsAreRefused() {
        let model = copy("word-embeddings")
        model.edit(
            "wordembedding_config.json", replacing: "WhitespaceTokenizer", with: "PhraseTokenizer")
        expectRefusal(model.path, telling: "PhraseTokenizer", "WhitespaceTokenizer")
        model.write(#"{"max_seq_length": 5}"#, to: "wordembedding_config.json")
        expectRefusal(model.path, telling: "tokenizer_class", "missing")
        let words = copy("word-embeddings")
        words.edit("whitespacetokenizer_config.json", replacing: #""king""#, with: #""queen""#)
        expectRefusal(words.path, telling: "vocab", "twice")
        words.write(
            #"{"vocab": ["a", 1], "stop_words": []}"#, to: "whitespacetokenizer_config.json")
        expectRefusal(words.path, telling: "vocab", "strings")
        words.remove("whitespacetokenizer_config.json")
        expectRefusal(words.path, telling: "whitespacetokenizer_config.json")
    }

    @Test func poolingAfterAStaticEmbeddingIsRefused() {
        let model = copy("static-embedding-normalized")
        model.edit("modules.json", replacing: "normalize.Normalize", with: "x.Pooling")
        expectRefusal(model.path, telling: "Pooling", "place it cannot have")
    }

    @Test func weightsThatAreNoNumbersAreAnErrorOfTheText() throws {
        let model = copy("static-embedding")
        var bytes = model.read("model.safetensors")
        // The vector of the last token.
        bytes.replaceSubrange((bytes.count - 4)..., with: [0, 0, 0xC0, 0x7F])
        model.write(bytes, to: "model.safetensors")
        let encoder = try SentenceEncoder(model: model.path)
        let last = try #require(encoder.tokenizer.token(for: 168))
        #expect(last == "##ti")
        #expect(try encoder.encode("king").vector.allSatisfy(\.isFinite))
        #expect(throws: EncodingError.notFinite(text: 2)) {
            try encoder.encode(["king", "queen", "kti"])
        }
        #expect("\(EncodingError.notFinite(text: 2))".contains("text 3 is not finite"))
        #expect(throws: EncodingError.notFinite(text: 2)) {
            var windows = [["king", "queen"], ["kti"]].makeIterator()
            nonisolated(unsafe) let next = { windows.next() ?? [] }
            try encoder.encode(windows: { next() }, consume: { _ in })
        }
    }
}

/// The smallest safetensors files.
private enum Safetensors {
    /// - Parameter tensors: names, element types, shapes and sizes in bytes.
    static func file(
        _ tensors: [(String, String, [Int], Int)], fill: UInt8 = 0
    ) -> [UInt8] {
        var end = 0
        let entries = tensors.map { name, type, shape, size in
            defer { end += size }
            return #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"#
                + #""data_offsets":[\#(end),\#(end + size)]}"#
        }
        let header = Array("{\(entries.joined(separator: ","))}".utf8)
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
            + [UInt8](repeating: fill, count: end)
    }
}
