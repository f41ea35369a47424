import TestSupport
import Testing

/// Files of word vectors and directories of static embeddings, as models of every command.
@Suite struct StaticModelTests {
    private let words = Goldens.path("static/words-odd.txt")
    private let model2vec = Goldens.path("static/model2vec")

    @Test func aWordGivesItsVectorAndASentenceTheMean() async throws {
        #expect(
            try await Program.run("encode", "king", "King, king; rain!", "--model", words)
                == .printed("[1.0,2.0,3.0]\n[34.0,1.3666667,2.0]\n"))
    }

    @Test func tokensOfAWordFileAreItsWords() async throws {
        #expect(
            try await Program.run("tokenize", "The KING, rain", "--model", words)
                == .printed(#"{"ids":[0,3],"tokens":["king","rain"]}"# + "\n"))
    }

    @Test func inspectTellsTheFormat() async throws {
        let outcome = try await Program.run("inspect", Goldens.path("static/words.bin"))
        let lines = outcome.lines.map { $0.split(separator: " ").joined(separator: " ") }
        for line in [
            "architecture word vectors words.bin", "format word2vec binary words.bin",
            "maximum tokens no limit default", "tokenizer word list, 35 tokens words.bin",
            "dimension 12 words.bin",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        let model = try await Program.run("inspect", model2vec)
        #expect(model.text.contains("static embeddings (model2vec)"))
        #expect(model.text.contains("config.json max_length"))
    }

    @Test func referenceVectorsOfAFileLieBesideIt() async throws {
        let files = TemporaryDirectory()
        files.link(words, as: "words.txt")
        let path = files.file("words.txt")
        #expect(
            try await Program.run("verify", "--write", path)
                == .printed("wrote \(path).reference_vectors.json\n"))
        let outcome = try await Program.run("verify", path)
        #expect(outcome.text.hasPrefix("largest error 0.0, least cosine"))
        #expect(outcome.status == 0)
    }

    @Test func aBrokenFileIsAnErrorInOneLine() async throws {
        let files = TemporaryDirectory()
        let path = files.write("king 1 2\nsea 3\n", to: "words.vec")
        #expect(
            try await Program.run("encode", "king", "--model", path)
                == .failed(
                    65,
                    "not a valid file of word vectors: word 2 has 1 component where others have 2 "
                        + "(\(path))"))
    }

    @Test func jobsAndBenchmarksRunOnTables() async throws {
        let files = TemporaryDirectory()
        let input = files.write("king\nsea\nking\n", to: "in.txt")
        let outcome = try await Program.run(
            "encode", "--input", input, "--output", files.file("out.csv"), "--model", words)
        #expect(outcome.status == 0)
        #expect(
            String(decoding: files.read("out.csv"), as: UTF8.self)
                == "1.0,2.0,3.0\n-0.001,0.5,1.2345679e+22\n1.0,2.0,3.0\n")
    }
}
