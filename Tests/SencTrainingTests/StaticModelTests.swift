import Foundation
import Senc
import SencFiles
import TestSupport
import Testing

@testable import SencTraining

/// Vectors of words as a directory of static embeddings.
@Suite struct StaticModelTests {
    private let directory = TemporaryDirectory()

    /// Texts of which each word is met twice.
    private static let texts = [
        "El rey, ¡y la reina!", "AÑO cigüeña ÉL cafe\u{301} ole",
        "don't l’eau paral·lel 'quoted' end.",
        "3.14 1,000 a,b U.S.A. 2024-01-02", "snake_case A1 x² ΟΔΟΣ Привет İ",
        "東京 ひと カタカナ 한국어 〇 ৩৪ ⅷ", "a.1 1.a a'1 1'1 x.y.z. ..a ,1,2,3, l''eau a’ ’b",
    ]

    private func learn(_ change: (inout WordOptions) -> Void = { _ in }) throws -> WordVectors {
        var options = WordOptions()
        options.minimumCount = 2
        options.sequences.dimension = 12
        change(&options)
        return try WordVectors(learning: TrainingTexts(Self.texts + Self.texts), options)
    }

    @Test(arguments: [true, false], [WordScanner.Rule.unicode, .whitespace])
    func textsAreTheMeanOfTheirWords(lowercases: Bool, rule: WordScanner.Rule) throws {
        let words = try learn {
            $0.lowercases = lowercases
            $0.rule = rule
        }
        try words.writeStaticModel(to: directory.file("model"))
        let encoder = try SentenceEncoder(model: directory.file("model"))
        let scanner = WordScanner(rule, lowercases: lowercases)
        for text in Self.texts {
            var expected = [Float](repeating: 0, count: 12)
            var count: Float = 0
            var copy = text
            copy.withUTF8 { bytes in
                scanner.forEachWord(of: bytes) { word in
                    count += 1
                    guard let row = words[String(decoding: word, as: UTF8.self)] else { return }
                    for (k, value) in row.enumerated() { expected[k] += value }
                }
            }
            let vector = Array(try encoder.encode([text]).matrix[0])
            for (a, b) in zip(vector, expected) { #expect(abs(a - b / count) < 1e-6, "\(text)") }
        }
        // An unknown word counts as zeros.
        let pair = try encoder.encode(["rey", "rey desconocida"]).matrix
        for (a, b) in zip(pair[0], pair[1]) { #expect(abs(a - 2 * b) < 1e-6) }
    }

    @Test func theTokenizerMayBeAnother() throws {
        let words = try learn()
        let tokens: [String?] = ["rey", nil, "la", "nadie"]
        let document = Array(
            """
            {"pre_tokenizer": {"type": "WhitespaceSplit"}, "model": {"type": "WordLevel",
            "vocab": {"rey": 0, "la": 2, "nadie": 3}, "unk_token": "nadie"}}
            """.utf8)
        try words.writeStaticModel(
            to: OutputDirectory(path: directory.file("m")), "m",
            tokenizer: StaticTokenizer(document: document, tokens: tokens))
        let encoder = try SentenceEncoder(model: directory.file("m"))
        let vectors = try encoder.encode(["rey", "la", "otra"]).matrix
        #expect(Array(vectors[0]) == Array(try #require(words["rey"])))
        #expect(Array(vectors[1]) == Array(try #require(words["la"])))
        #expect(vectors[2].allSatisfy { $0 == 0 })
    }

    @Test func aWordMayBeCalledAsUnknownOnesAre() throws {
        var options = WordOptions()
        options.minimumCount = 1
        options.lowercases = false
        options.rule = .whitespace
        options.sequences.subsampling = 0
        let words = try WordVectors(learning: TrainingTexts(["[UNK] a [UNK] b"]), options)
        try words.writeStaticModel(to: directory.file("model"))
        let encoder = try SentenceEncoder(model: directory.file("model"))
        let vectors = try encoder.encode(["[UNK]", "c"]).matrix
        #expect(Array(vectors[0]) == Array(try #require(words["[UNK]"])))
        #expect(vectors[1].allSatisfy { $0 == 0 })
    }

    @Test func nothingIsWrittenWhereSomethingIs() throws {
        let words = try learn()
        directory.write("…", to: "model/x")
        #expect(throws: FileError.notEmpty(path: directory.file("model"))) {
            try words.writeStaticModel(to: directory.file("model"))
        }
        #expect(throws: FileError.self) {
            try words.writeStaticModel(to: directory.file("nowhere/model"))
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["model"])
    }
}
