import Senc
import SencAnalysis
import SencVectors
import TestSupport
import Testing

/// `senc pairs --with`
@Suite struct CrossPairCommandTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func pairs(_ arguments: String..., input: String = "") async throws
        -> Program.Outcome
    {
        try await Program.run(
            ["pairs", "--model", model.path] + arguments, input: Array(input.utf8))
    }

    @Test func eachTextIsInOnePair() async throws {
        let first = ["the king", "rain", "la reina", "sea"]
        let second = ["rain", "la reina", "the king"]
        let encoder = try SentenceEncoder(model: model.path)
        let wanted = try await StoredVectors(encoder.encode(first).matrix).crossPairs(
            with: StoredVectors(encoder.encode(second).matrix))
        #expect(wanted.count == 3)
        let one = files.write(first.map { $0 + "\n" }.joined(), to: "1.txt")
        let other = files.write(second.map { $0 + "\n" }.joined(), to: "2.txt")
        let outcome = try await pairs("--input", one, "--with", other, "--threshold=-9")
        #expect(
            outcome
                == .printed(
                    wanted.map { "\($0.score)\t\(first[$0.first])\t\(second[$0.second])\n" }
                        .joined()))
        // Those of a margin under 1 are no pairs if nothing is said.
        let usual = try await pairs("--input", one, "--with", other)
        #expect(
            usual.lines == outcome.lines.filter { (Float($0.split(separator: "\t")[0]) ?? 0) >= 1 })
        let top = try await pairs("--input", one, "--with", other, "--top", "1", "--threshold=-9")
        #expect(top.lines == Array(outcome.lines.prefix(1)))
    }

    @Test func theBestOfEachAndCosines() async throws {
        let one = files.write("rain\nthe king\nrain\n", to: "1.txt")
        let other = files.write("the king\n\nrain\n", to: "2.txt")
        let outcome = try await pairs(
            "--input", one, "--with", other, "--scoring", "cosine", "--matching", "each", "--json")
        let pairs = [(0, 2, "rain"), (1, 0, "the king"), (2, 2, "rain")]
        func lines(_ places: (Int, Int) -> String) -> String {
            pairs.map { first, second, text in
                "{\"score\":1.0,\"indices\":[\(first),\(second)],\"texts\":[\"\(text)\",\"\(text)\"]"
                    + places(first + 1, second + 1) + "}\n"
            }.joined()
        }
        #expect(outcome.text == lines { ",\"lines\":[[\($0),\($0)],[\($1),\($1)]]" })
        #expect(outcome.messages == "senc: 1 blank text left out\n")
        // Texts of the command line have no lines.
        let given = try await self.pairs(
            "rain", "the king", "rain", "--with", other, "--scoring", "cosine", "--matching",
            "each", "--json")
        #expect(given.text == lines { _, _ in "" })
    }

    @Test func columnsOfTwoFilesAndStandardInput() async throws {
        let table = files.write("es,en\nrain,the king\nthe king,rain\n", to: "t.csv")
        let arguments = ["--scoring", "cosine", "--matching", "each"]
        let columns = try await Program.run(
            [
                "pairs", "--model", model.path, "--input", table, "--field", "es", "--with", table,
                "--with-field", "en",
            ] + arguments)
        #expect(columns == .printed("1.0\train\train\n1.0\tthe king\tthe king\n"))
        let other = files.write("the king\nrain\n", to: "2.txt")
        let piped = try await Program.run(
            ["pairs", "--model", model.path, "--with", other] + arguments,
            input: Array("rain\nthe king\n".utf8))
        #expect(piped == columns)
    }

    @Test func vectorsWithoutTextsHaveNumbers() async throws {
        let vectors = Goldens.path("corpus/vectors.npy")
        let outcome = try await Program.run(
            "pairs", "--input", vectors, "--with", vectors, "--neighbors", "2", "--top", "400")
        #expect(outcome.lines.count == 400 && outcome.status == 0)
        #expect(
            outcome.lines.allSatisfy { line in
                let parts = line.split(separator: "\t")
                return parts[1] == parts[2] && (Float(parts[0]) ?? 0) >= 1
            })
    }

    @Test(
        arguments: [
            (["--input", "a", "--scoring", "cosine"], "--scoring needs --with FILE"),
            (["--input", "a", "--matching", "each"], "--matching needs --with FILE"),
            (["--input", "a", "--neighbors", "3"], "--neighbors needs --with FILE"),
            (["--input", "a", "--with-field", "x"], "--with-field needs --with FILE"),
            (
                ["--input", "a", "--with", "b", "--neighbors", "0"],
                "--neighbors must be at least 1"
            ),
            (
                ["--input", "a", "--with", "b", "--scoring", "cosine", "--neighbors", "3"],
                "--neighbors is for --scoring margin"
            ),
            (
                ["--input", "a", "--with", "b", "--metric", "dot"],
                "--metric is for one file; --scoring is for --with"
            ),
            (
                ["--input", "a", "--with", "b", "--matching", "each", "--top", "3"],
                "--top is for --matching one-to-one"
            ),
            (["--input", "-", "--with", "-"], "standard input can be read once only"),
            (["--input", "a", "--with", ""], "--with needs the name of a file"),
        ])
    func optionsThatDoNotGoTogether(_ arguments: [String], _ message: String) async throws {
        let outcome = try await Program.run(["pairs"] + arguments)
        #expect(outcome == .failed(64, message + " (see 'senc pairs --help')"))
    }

    @Test func filesThatCannotBePaired() async throws {
        let texts = files.write("rain\n", to: "1.txt")
        let vectors = Goldens.path("corpus/vectors.npy")
        let message = "give files of texts or of vectors, not both"
        #expect(
            try await pairs("--input", texts, "--with", vectors) == .failed(64, message))
        #expect(
            try await pairs("--input", vectors, "--with", texts) == .failed(64, message))
        let missing = files.file("none.txt")
        #expect(try await pairs("--input", texts, "--with", missing).status == 66)
        let other = Goldens.path("classify/examples.npy")
        let outcome = try await pairs("--input", vectors, "--with", other)
        #expect(outcome.status == 65 && outcome.output.isEmpty)
        #expect(outcome.messages.contains("dimension 24"))
    }
}
