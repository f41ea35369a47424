import Senc
import SencAnalysis
import SencMath
import SencVectors
import SencWeights
import TestSupport
import Testing

/// `senc analogy` and `senc outliers`
@Suite struct AnalogyTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    private let words = Goldens.path("static/words.vec")

    @Test(arguments: ["words.vec", "words.bin", "words.glove.txt"])
    func wordsOfAFileOfWordVectors(_ name: String) async throws {
        let path = Goldens.path("static/" + name)
        let file = try WordVectorFile(path: path)
        let list = (0..<file.count).map(file.word)
        let rows = try ["king", "of", "queen"].map { try #require(list.firstIndex(of: $0)) }
        let matrix = Matrix(
            rows: file.count, columns: file.dimension,
            elements: (0..<file.count).flatMap { file.vector($0) })
        let vectors = StoredVectors(matrix)
        let found = try vectors.analogies(
            vectors[rows[0]], minus: vectors[rows[1]], plus: vectors[rows[2]],
            excluding: Set(rows), count: 4)
        let lines = found.map { "\($0.score)\t\(list[$0.index])\n" }
        #expect(
            try await Program.run("analogy", "king", "of", "queen", "--model", path, "--top", "4")
                == .printed(lines.joined()))
        let upper = try await Program.run(
            "analogy", "king", "Of", "queen", "--model", path, "--top", "1", "--json")
        #expect(
            upper.text
                == "{\"scores\":[\(found[0].score)],\"indices\":[\(found[0].index)],"
                + "\"texts\":[\"\(list[found[0].index])\"]}\n")
    }

    @Test(arguments: ["fasttext/gensim.bin", "gz"])
    func wordsOfAFastTextModel(_ name: String) async throws {
        let golden = Goldens.path("fasttext/gensim.bin")
        let path =
            name == "gz"
            ? files.writeGzip(try Goldens.bytes("fasttext/gensim.bin"), to: "a.bin.gz") : golden
        let file = try WordVectorFile(path: golden)
        let words = (0..<file.count).map(file.word)
        // The last term is none of its words.
        let found = try await Program.run(
            "analogy", "king", "queen", "reyes", "--model", path, "--top", "3")
        #expect(found.status == 0 && found.lines.count == 3)
        let answers = found.lines.compactMap { $0.split(separator: "\t").last.map(String.init) }
        #expect(answers.count == 3 && answers.allSatisfy(words.contains))
        #expect(!answers.contains("king") && !answers.contains("queen"))
        let shown = try await Program.run("inspect", path)
        #expect(shown.text.contains("fastText binary") && shown.text.contains("by their n-grams"))
        #expect(shown.text.contains("gzip") == (name == "gz"))
    }

    @Test func textsOfAFile() async throws {
        let texts = ["king", "rain", "the queen", "queen"]
        let path = files.write(texts.joined(separator: "\n") + "\n", to: "texts.txt")
        let encoder = try SentenceEncoder(model: model.path)
        let vectors = StoredVectors(try await encoder.encode(texts).matrix)
        let terms = try await encoder.encode(["king", "la", "queen"])
        let found = try vectors.analogies(
            terms[0].vector, minus: terms[1].vector, plus: terms[2].vector, excluding: [0, 3])
        let expected = found.map { "\($0.score)\t\(texts[$0.index])\n" }.joined()
        let arguments = ["analogy", "king", "la", "queen", "--model", model.path, "--among"]
        #expect(try await Program.run(arguments + [path]) == .printed(expected))
        _ = try await Program.run(
            "encode", "--model", model.path, "--input", path, "--output", files.file("texts.npy"))
        #expect(
            try await Program.run(arguments + [files.file("texts.npy")]) == .printed(expected))
    }

    @Test func errorsOfAnalogies() async throws {
        #expect(
            try await Program.run("analogy", "king", "kong", "queen", "--model", words)
                == .failed(64, "the model does not know 'kong'"))
        #expect(
            try await Program.run("analogy", "king", "a", "queen", "--model", model.path)
                == .failed(64, "a model of sentences has no list of words: give --input FILE"))
        #expect(
            try await Program.run("analogy", "king", "a")
                == .failed(64, "Missing expected argument '<c>' (see 'senc analogy --help')"))
        #expect(
            try await Program.run("analogy", "a", "b", "c", "--top", "0")
                == .failed(64, "--top must be at least 1 (see 'senc analogy --help')"))
        let vectors = Goldens.path("corpus/vectors.npy")
        #expect(
            try await Program.run(
                "analogy", "a", "b", "c", "--model", model.path, "--among", vectors)
                == .failed(65, "the queries have dimension 32 and the vectors 24 (\(vectors))"))
        #expect(
            try await Program.run(
                "analogy", "a", "b", "c", "--model", model.path, "--among", "/nowhere"
            ).status == 66)
    }

    @Test func outliersComeFirst() async throws {
        let vectors = Goldens.path("classify/examples.npy")
        let factors = try StoredVectors(NPYFile(path: vectors))
            .localOutlierFactors(neighbors: 5)
        let order = factors.indices.sorted { (-factors[$0], $0) < (-factors[$1], $1) }
        let lines = order.prefix(3).map { "\(Float(factors[$0]))\t\($0 + 1)\n" }
        #expect(
            try await Program.run(
                "outliers", "--input", vectors, "--neighbors", "5", "--top", "3")
                == .printed(lines.joined()))
        let path = files.write("rain\nrain\nrain\nthe king\n", to: "texts.txt")
        let outcome = try await Program.run(
            "outliers", "--input", path, "--model", model.path, "--neighbors", "2", "--top", "1",
            "--json")
        #expect(outcome.text.hasSuffix(",\"index\":3,\"text\":\"the king\",\"lines\":[4,4]}\n"))
        #expect(outcome.messages.hasPrefix("senc: warning: some texts are there more than 2 times"))
    }

    @Test func errorsOfOutliers() async throws {
        #expect(
            try await Program.run("outliers", "x", "--model", model.path)
                == .failed(66, "no such file (x)"))
        #expect(
            try await Program.run("outliers", "x", "--neighbors", "0")
                == .failed(64, "--neighbors must be at least 1 (see 'senc outliers --help')"))
        #expect(try await Program.run("outliers", "--input", "/nowhere.npy").status == 66)
    }
}
