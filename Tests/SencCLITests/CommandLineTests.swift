import TestSupport
import Testing

/// One word for one thing: what users type in any command, and what they may have meant.
@Suite struct CommandLineTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func run(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(arguments + ["-m", model.path], in: files.path)
    }

    init() {
        files.write("the rain\nthe king\nthe sea\n", to: "t.txt")
        files.write("id;text\n7;the rain\n8;the sea\n", to: "t.csv")
    }

    @Test func shortNamesAreThoseOfTheLongOnes() async throws {
        let long = try await Program.run(
            [
                "search", "rain", "--input", "t.txt", "--top", "2", "--format", "csv", "--model",
                model.path, "--output", "long.csv",
            ], in: files.path)
        #expect(long == .printed(""))
        let short = try await run(
            "search", "rain", "-i", "t.txt", "-n2", "-f", "csv", "-o", "short.csv")
        #expect(short == .printed(""))
        #expect(files.read("short.csv") == files.read("long.csv"))
        #expect(files.read("short.csv").split(separator: UInt8(ascii: "\n")).count == 3)
    }

    @Test func theFormOfAListFollowsTheNameOfItsFile() async throws {
        for (name, start) in [
            ("a.csv", "score,index1,text1,index2,text2\n"),
            ("a.tsv", "score\tindex1\ttext1\tindex2\ttext2\n"), ("a.jsonl", "{\"score\":"),
        ] {
            #expect(try await run("pairs", "t.txt", "-o", name) == .printed(""))
            #expect(files.read(name).starts(with: start.utf8), "\(name)")
        }
    }

    @Test(arguments: ["dedupe", "outliers", "cluster", "pairs"])
    func filesByPositionAreRead(_ command: String) async throws {
        #expect(try await run(command, "t.txt") == run(command, "--input", "t.txt"))
        #expect(
            try await run(command, "t.csv", "--field", "text", "--json")
                == run(command, "-i", "t.csv", "--field", "text", "--json"))
        #expect(try await run(command, "t.txz") == .failed(66, "no such file (t.txz)"))
        let mixed = try await run(command, "t.txt", "rain")
        #expect(mixed.status == 64)
        #expect(mixed.messages.contains("'t.txt' is a file and 'rain' is not"))
    }

    @Test func textsByPositionAreReadAsBefore() async throws {
        #expect(try await run("dedupe", "rain", "rain", "sea").lines == ["rain", "sea"])
        #expect(try await run("classify", "--labels", "rain,sea", "the rain").lines.count == 1)
        #expect(
            try await run("classify", "--labels", "rain,sea", "t.txt")
                == run("classify", "--labels", "rain,sea", "-i", "t.txt"))
    }

    @Test func searchTakesWhatItSearchesAfterTheQuery() async throws {
        let expected = try await run("search", "rain", "--in", "t.txt", "--json")
        #expect(expected.status == 0)
        #expect(try await run("search", "rain", "t.txt", "--json") == expected)
        #expect(try await run("search", "rain", "-i", "t.txt", "--json") == expected)
        let piped = try await Program.run(
            ["search", "rain", "--json", "-m", model.path], input: Array(files.read("t.txt")))
        #expect(piped == expected)
        #expect(
            try await run("search", "rain")
                == .failed(
                    64,
                    "give what to search: files or a directory after the query, or --input PATH "
                        + "(see 'senc search --help')"))
    }

    @Test func anIndexTakesItsPathsByPosition() async throws {
        #expect(try await run("index", "build", "i", "t.txt").status == 0)
        let found = try await run("search", "rain", "i", "--json")
        #expect(found.status == 0)
        #expect(try await run("index", "build", "j", "--in", "t.txt").status == 0)
        #expect(try await run("search", "rain", "--in", "j", "--json") == found)
    }

    @Test func textsAndNumbersMayBeginWithAMinus() async throws {
        let text = try await Program.run("encode", "-m", model.path, "--", "-5 grados")
        #expect(text.status == 0 && text.lines.count == 1)
        #expect(try await run("encode", "-5 grados") == text)
        #expect(try await run("encode", "-5 grados", "-f", "jsonl") == text)
        #expect(try await run("search", "rain", "t.txt", "--threshold", "-0.9").status == 0)
        #expect(
            try await run("search", "rain", "t.txt", "--top", "-1")
                == .failed(64, "--top must be at least 1 (see 'senc search --help')"))
    }

    @Test func aPercentageIsNotACosine() async throws {
        #expect(
            try await run("dedupe", "t.txt", "--threshold", "90")
                == .failed(
                    64,
                    "--threshold 90.0 is not a cosine, which is at most 1; for 90.0 %, give 0.9"))
    }
}
