import Foundation
import Senc
import SencFiles
import SencMath
import SencTokenizers
import SencWeights
import TestSupport
import Testing

/// Models of every kind with a part of their vocabulary: the texts that it was cut to keep their
/// vectors to the bit.
@Suite struct TrimmingTests {
    private let files = TemporaryDirectory()
    private static let texts = [
        "", "The rain, the king and the QUEEN of the sea.", "q w [PAD] e r t y [PAD] [PAD] u",
        "La lluvia golpea la ventana; qué tal, niño. New_York", "word0 word1 word2 zzz",
    ]
    private static let others = [
        "a", "word3 rains on the kingdoms, 日本 ½ \u{1F600}",
        (0..<45).map { String(UnicodeScalar(UInt8(97 + $0 * $0 * 7 % 26))) }.joined(separator: " "),
    ]

    /// Cuts a model to some texts, and expects these to keep their vectors and others to have some.
    @discardableResult
    private func trim(
        _ model: String, texts: [String] = TrimmingTests.texts, isSmaller: Bool = true,
        options: TrimmingOptions = TrimmingOptions(), location: SourceLocation = #_sourceLocation
    ) throws -> (result: TrimmedModel, path: String) {
        let path = files.file("trimmed")
        if Path.exists(path) { files.remove("trimmed") }
        let encoder = try SentenceEncoder(model: model)
        let result = try SentenceEncoder.trim(
            model: model, to: path, texts: texts, options: options)
        let trimmed = try SentenceEncoder(model: path)
        for prompt in [nil] + encoder.prompts.keys.sorted() {
            let options = EncodingOptions(promptName: prompt)
            let found = try trimmed.encode(texts, options: options)
            let expected = try encoder.encode(texts, options: options)
            let bits = [found, expected].map { $0.matrix.elements.map(\.bitPattern) }
            #expect(bits[0] == bits[1], "\(prompt ?? "no prompt")", sourceLocation: location)
            #expect(found.map(\.tokenCount) == expected.map(\.tokenCount), sourceLocation: location)
            let other = try trimmed.encode(Self.others, options: options).matrix.elements
            #expect(other.allSatisfy { $0.isFinite }, sourceLocation: location)
        }
        #expect(result.textCount == texts.count, sourceLocation: location)
        #expect(result.unchangedTextCount == texts.count, sourceLocation: location)
        #expect(result.tokenCount == trimmed.tokenizer.vocabularySize, sourceLocation: location)
        #expect(
            result.sourceTokenCount == encoder.tokenizer.vocabularySize, sourceLocation: location)
        #expect(
            result.tokenCount < result.sourceTokenCount || !isSmaller, sourceLocation: location)
        #expect(trimmed.maximumTokens == encoder.maximumTokens, sourceLocation: location)
        #expect(trimmed.prompts == encoder.prompts, sourceLocation: location)
        return (result, path)
    }

    // MARK: - Every kind of model

    @Test(arguments: FamilyTests.models)
    func everyFamilyKeepsTheVectorsOfTheTexts(model: FamilyTests.Model) throws {
        let (result, path) = try trim(model.path)
        let config = try JSON(path: path + "/config.json")
        #expect(config["vocab_size"]?.int == result.tokenCount)
        let whole = try JSON(path: model.path + "/config.json")
        if let padding = whole["pad_token_id"]?.int {
            #expect(config["pad_token_id"]?.int != nil)
            let tokenizers = try [model.path, path].map { try Tokenizer(directory: $0) }
            let token = tokenizers[0].token(for: Int32(padding))
            let id = try #require(config["pad_token_id"]?.int)
            #expect(tokenizers[1].token(for: Int32(id)) == token)
        }
    }

    /// Their first position is the one behind the id of padding.
    @Test(arguments: ["xlm-roberta", "mpnet", "roberta", "camembert"])
    func paddingKeepsItsIdWherePositionsAreCountedFromIt(family: String) throws {
        let path = try trim(Goldens.path("families/" + family)).path
        let configs = try [Goldens.path("families/" + family), path].map {
            try JSON(path: $0 + "/config.json")
        }
        #expect(configs[0]["pad_token_id"]?.int == configs[1]["pad_token_id"]?.int)
    }

    @Test(arguments: [
        "model2vec", "model2vec-plain", "model2vec-mapped", "model2vec-short",
        "model2vec-endless", "model2vec-int8", "model2vec-old", "static-embedding",
        "static-embedding-normalized", "static-embedding-layers", "static-embedding-cut",
        "word-embeddings", "word-embeddings-lowered",
    ])
    func tablesKeepTheVectorsOfTheTexts(model: String) throws {
        try trim(Goldens.path("static/" + model))
    }

    @Test(arguments: [
        "words.vec", "words.bin", "words.glove.txt", "words-original.bin", "words-original.txt",
    ])
    func filesOfWordVectorsKeepThoseOfTheWords(model: String) throws {
        let path = Goldens.path("static/" + model)
        let words = try Tokenizer(model: path)
        try trim(path, texts: [0, 2, 5].compactMap { words.token(for: $0) } + ["none of these"])
    }

    @Test(arguments: [
        "model-f32.gguf", "model-q8_0.gguf", "nomic-bert.gguf", "unigram.gguf", "byte-pair.gguf",
    ])
    func aGGUFFileBecomesADirectory(name: String) throws {
        try trim(Goldens.path("weights/" + name))
    }

    @Test(arguments: AdapterTests.adapters)
    func anAdapterIsMerged(name: String) throws {
        try trim(Goldens.path("adapters/" + name))
    }

    @Test(arguments: PipelineTests.cases)
    func everyPipelineIsKept(pipeline: PipelineTests.Case) throws {
        let directory = TinyModel.copy()
        for (path, content) in pipeline.files { directory.write(content, to: path) }
        for (path, target) in pipeline.links { directory.link(Goldens.path(target), as: path) }
        for name in pipeline.without { directory.remove(name) }
        try trim(directory.path)
    }

    @Test func theEmbeddedModelKeepsWhatOneLanguageNeeds() throws {
        let model = Goldens.repository + "/Weights/multilingual-e5-small"
        let sentences = String(decoding: try Goldens.bytes("languages.txt"), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        let (result, path) = try trim(model, texts: Array(sentences.prefix(12)))
        #expect(result.sourceTokenCount == 101_174 && result.tokenCount < 2000)
        #expect(result.type == .float32)
        let config = try JSON(path: path + "/config.json")
        #expect(config["pad_token_id"]?.int == 1)
    }

    // MARK: - Weights

    @Test func onlyTheTableOfTokensChanges() throws {
        let (result, path) = try trim(Goldens.path("tiny-bert"))
        let (old, new) = (
            try WeightFile(path: Goldens.path("tiny-bert")), try WeightFile(path: path)
        )
        #expect(Set(old.names) == Set(new.names))
        let table = "embeddings.word_embeddings.weight"
        for tensor in new.tensors where tensor.name != table {
            #expect(try tensor.floats() == old.tensor(named: tensor.name).floats())
        }
        let rows = try new.tensor(named: table)
        #expect(rows.shape == [result.tokenCount, 32])
        let tokenizers = try [Goldens.path("tiny-bert"), path].map { try Tokenizer(directory: $0) }
        let whole = try old.tensor(named: table).floats()
        let values = try rows.floats()
        for id in 0..<result.tokenCount {
            let token = try #require(tokenizers[1].token(for: Int32(id)))
            let oldID = Int(try #require(tokenizers[0].id(of: token)))
            #expect(values[id * 32..<(id + 1) * 32] == whole[oldID * 32..<(oldID + 1) * 32])
        }
        let sizes = try FileTree([FileName(path)]).files.filter {
            $0.path.string.hasSuffix(".safetensors")
        }
        #expect(result.byteCount == sizes.reduce(0) { $0 + $1.size })
        #expect(
            result.sourceByteCount == Path.size(of: Goldens.path("tiny-bert/model.safetensors")))
    }

    @Test func halfPrecisionStays() throws {
        let model = TinyModel.copy()
        model.link(Goldens.path("weights/model-f16.safetensors"), as: "model.safetensors")
        let (result, path) = try trim(model.path)
        #expect(result.type == .float16)
        #expect(try WeightFile(path: path).tensors.allSatisfy { $0.elementType == .float16 })
        let single = try trim(model.path, options: TrimmingOptions(type: .float32))
        #expect(single.result.type == .float32)
    }

    // MARK: - Tokenizers

    /// Whatever files a tokenizer has, all that say ids are renumbered.
    @Test func aListOfWordPiecesStaysBesideTheDocument() throws {
        let model = TinyModel.copy()
        model.remove("tokenizer.json")
        model.write(#"{"[extra]": 9999}"#, to: "added_tokens.json")
        let (result, path) = try trim(model.path)
        let names = try Directory.names(in: FileName(path)).map(\.string)
        #expect(names.contains("tokenizer.json") && names.contains("vocab.txt"))
        let vocabulary = try FileContents.bytes(of: path + "/vocab.txt", limit: 1 << 20)
        let lines = String(decoding: vocabulary, as: UTF8.self).split(separator: "\n")
        let document = try JSON(path: path + "/tokenizer.json")
        for (id, line) in lines.enumerated() {
            #expect(document["model"]?["vocab"]?[String(line)]?.int == id)
        }
        let added = try JSON(path: path + "/added_tokens.json")
        #expect(added["[extra]"]?.int == result.tokenCount - 1)
    }

    /// Long texts are cut at so many characters as the vocabulary's median says.
    @Test func longTextsOfModel2VecAreCutWhereTheyWere() throws {
        let model = Goldens.path("static/model2vec-short")
        let limit = try SentenceEncoder(model: model).maximumTokens
        let long =
            (0..<40 * limit).map { $0.isMultiple(of: 3) ? "the" : "a" }
            .joined(separator: " ") + " rain king queen"
        try trim(model, texts: [long, "the king", "a b c d e f g h"], isSmaller: false)
    }

    // MARK: - Choices

    @Test func aSmallerVocabularyCostsTexts() throws {
        let model = Goldens.path("tiny-bert")
        let all = try trim(model).result
        let path = files.file("small")
        let result = try SentenceEncoder.trim(
            model: model, to: path, texts: Self.texts,
            options: TrimmingOptions(vocabularySize: all.tokenCount - 3))
        #expect(result.tokenCount == all.tokenCount - 3)
        #expect(result.unchangedTextCount < Self.texts.count)
        #expect(result.unchangedTextCount > 0)
        let rare = try SentenceEncoder.trim(
            model: model, to: files.file("rare"), texts: Self.texts,
            options: TrimmingOptions(minimumCount: 2))
        #expect(rare.tokenCount < all.tokenCount)
        let kept = try SentenceEncoder.trim(
            model: model, to: files.file("kept"), texts: Self.texts,
            options: TrimmingOptions(keepsAllCharacters: true))
        #expect(kept.tokenCount >= all.tokenCount)
        let (whole, small) = (
            try Tokenizer(directory: model), try Tokenizer(directory: files.file("small"))
        )
        let spared = try #require(
            (0..<100).compactMap { whole.token(for: $0) }.first { small.id(of: $0) == nil })
        let more = try SentenceEncoder.trim(
            model: model, to: files.file("more"), texts: Self.texts,
            options: TrimmingOptions(vocabularySize: all.tokenCount - 3, tokens: [spared]))
        #expect(try Tokenizer(directory: files.file("more")).id(of: spared) != nil)
        #expect(more.tokenCount == all.tokenCount - 3)
    }

    @Test func theSameTextsGiveTheSameBytes() throws {
        let model = Goldens.path("families/xlm-roberta")
        for name in ["a", "b"] {
            try SentenceEncoder.trim(model: model, to: files.file(name), texts: Self.texts)
        }
        let trees = try ["a", "b"].map { name in
            try FileTree([FileName(files.file(name))]).files.map {
                try FileContents.bytes(of: $0.path.string, limit: 1 << 24)
            }
        }
        #expect(trees[0] == trees[1] && trees[0].count > 5)
    }

    // MARK: - Errors

    private func expectRefusal<Failure: Diagnostic & Equatable>(
        _ expected: Failure, _ model: String, texts: [String] = TrimmingTests.texts,
        options: TrimmingOptions = TrimmingOptions(), location: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: Failure.self, sourceLocation: location) {
            try SentenceEncoder.trim(
                model: model, to: files.file("out"), texts: texts, options: options)
        }
        #expect(error == expected, sourceLocation: location)
        #expect(error?.description.contains("\n") == false, sourceLocation: location)
        #expect(!Path.exists(files.file("out")), sourceLocation: location)
    }

    @Test func whatCannotBeCutIsTold() throws {
        let model = Goldens.path("tiny-bert")
        for texts in [[], [""], ["漢字"]] {
            expectRefusal(TrimmingError.noTokens(path: model), model, texts: texts)
        }
        expectRefusal(
            TrimmingError.unknownToken("qqqq", path: model), model,
            options: TrimmingOptions(tokens: ["qqqq"]))
        let small = #expect(throws: TrimmingError.self) {
            try SentenceEncoder.trim(
                model: model, to: files.file("out"), texts: Self.texts,
                options: TrimmingOptions(vocabularySize: 1))
        }
        guard case .tooSmall(1, let required)? = small else {
            Issue.record("\(String(describing: small))")
            return
        }
        #expect(required > 4)
        let words = Goldens.path("fasttext/gensim.bin")
        expectRefusal(ExportError.subwords(path: words), words, texts: ["king"])
        let other = TinyModel.copy()
        other.remove("model.safetensors")
        #expect(throws: (any Error).self) {
            try SentenceEncoder.trim(
                model: other.path, to: files.file("out"), texts: Self.texts)
        }
    }

    @Test func aFullDirectoryAndAnErrorOfTheCheckpointLeaveNothing() throws {
        struct Stop: Error {}
        files.write("mine", to: "full/file")
        #expect(throws: FileError.notEmpty(path: files.file("full"))) {
            try SentenceEncoder.trim(
                model: Goldens.path("tiny-bert"), to: files.file("full"), texts: Self.texts)
        }
        for limit in [0, 1, 20] {
            var calls = 0
            #expect(throws: Stop.self) {
                try SentenceEncoder.trim(
                    model: Goldens.path("tiny-bert"), to: files.file("out"),
                    texts: Array(repeating: "the sea", count: 100)
                ) {
                    calls += 1
                    if calls > limit { throw Stop() }
                }
            }
            #expect(!Path.exists(files.file("out")))
        }
    }
}
