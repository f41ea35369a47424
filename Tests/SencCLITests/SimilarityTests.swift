import Senc
import SencMath
import SencVectors
import TestSupport
import Testing

/// `senc similarity`
@Suite struct SimilarityTests {
    private let model = TinyModel.copy()
    private let texts = ["the king", "la reina", "rain"]

    private func similarity(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run(["similarity", "--model", model.path] + arguments)
    }

    @Test func twoTextsGiveOneNumber() async throws {
        let vectors = try await SentenceEncoder(model: model.path).encode(texts)
        let cosine = vectors[0].cosineSimilarity(to: vectors[1])
        #expect(try await similarity(["the king", "la reina"]) == .printed("\(cosine)\n"))
    }

    @Test func threeTextsGiveTheMatrixOfAllPairs() async throws {
        let vectors = try await SentenceEncoder(model: model.path).encode(texts)
        let rows = vectors.map { a in
            vectors.map { "\(a.cosineSimilarity(to: $0))" }.joined(separator: "\t") + "\n"
        }
        #expect(try await similarity(texts) == .printed(rows.joined()))
    }

    @Test func aTextIsLikeItself() async throws {
        #expect(try await similarity(["rain", "rain"]) == .printed("1.0\n"))
    }

    @Test func oneTextIsNotEnough() async throws {
        #expect(
            try await similarity(["rain"])
                == .failed(64, "similarity needs at least two texts"))
    }

    @Test func cutTextsAreCounted() async throws {
        let outcome = try await similarity(["rain", String(repeating: "rain ", count: 60)])
        #expect(outcome.messages.hasPrefix("senc: warning: 1 text was cut at 48 tokens"))
        #expect(outcome.status == 0)
    }

    @Test func vectorsAreComparedAsTheModelSaysOrTheUser() async throws {
        let model = Goldens.path("static/words-odd.txt")
        func similarity(_ arguments: String...) async throws -> Program.Outcome {
            try await Program.run(["similarity", "king", "rain", "--model", model] + arguments)
        }
        #expect(try await similarity("--measure", "dot") == .printed("100.2\n"))
        #expect(try await similarity("--measure", "manhattan") == .printed("-103.9\n"))
        let dot = Goldens.path("static/static-embedding-normalized")
        let texts = ["similarity", "king", "queen", "--model", dot]
        let own = try await Program.run(texts)
        #expect(try await Program.run(texts + ["--measure", "dot"]) == own)
        #expect(try await Program.run(texts + ["--measure", "cosine"]) != own)
        #expect(try await Program.run(texts + ["--measure", "near"]).status == 64)
    }

    @Test func theFirstWithEachOther() async throws {
        let all = try await similarity(texts).lines.map { $0.split(separator: "\t") }
        let first = try await similarity(["--first"] + texts)
        #expect(first == .printed("\(all[1][0])\n\(all[2][0])\n"))
        #expect(
            try await similarity(["--first", "--format", "json"] + texts)
                == .printed("[\(all[1][0]),\(all[2][0])]\n"))
    }

    @Test func formats() async throws {
        let files = TemporaryDirectory()
        let text = try await similarity(texts).text
        let csv = text.split(separator: "\n").map { $0.replacing("\t", with: ",") }
        #expect(
            try await similarity(["--format", "csv"] + texts)
                == .printed(csv.joined(separator: "\n") + "\n"))
        let json = "[" + csv.map { "[\($0)]" }.joined(separator: ",") + "]\n"
        #expect(try await similarity(["--format", "json"] + texts) == .printed(json))
        let path = files.file("s.npy")
        #expect(
            try await similarity(["--format", "npy", "--output", path] + texts) == .printed(""))
        let matrix = try NPYFile(path: path).matrix()
        #expect(matrix.rows == 3)
        let numbers = text.split { "\t\n".contains($0) }.map { Float($0) ?? .nan }
        #expect(matrix.elements == numbers)
        #expect(try await similarity(["--format", "npy"] + texts).status == 64)
        let one = try await similarity(["--format", "json", "rain", "rain"])
        #expect(one == .printed("1.0\n"))
    }
}
