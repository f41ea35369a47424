import TestSupport
import Testing

/// Texts and queries that come by standard input.
@Suite struct StandardInputTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func run(_ arguments: [String], _ input: String) async throws -> Program.Outcome {
        try await Program.run(
            arguments + ["--model", model.path], input: Array(input.utf8), in: files.path)
    }

    @Test func textsAreReadIfNoneAreGiven() async throws {
        let given = try await run(["encode", "the king", "rain"], "")
        #expect(given.status == 0 && given.lines.count == 2)
        #expect(try await run(["encode"], "the king\nrain\n") == given)
        #expect(try await run(["encode", "-"], "the king\nrain\n") == given)
        let behind = try await Program.run(
            ["encode", "--model", model.path, "--", "-"], input: Array("the king\nrain\n".utf8))
        #expect(behind == given)
        #expect(try await run(["encode", "--input", "-"], "the king\nrain\n") == given)
        #expect(try await run(["tokenize", "--ids"], "rain\n").lines.count == 1)
        #expect(try await run(["similarity"], "rain\nrain\n").text == "1.0\n")
        #expect(try await run(["pairs"], "rain\nrain\nthe king\n").lines.count == 3)
    }

    @Test func aPipeIsReadAndATerminalIsNot() async throws {
        let pipe = try await Program.run(
            ["-c", "echo rain | \"$0\" tokenize --ids --model \"$1\"", Program.path, model.path],
            program: "/bin/sh")
        #expect(pipe.lines.count == 1 && pipe.messages == "")
        let device = try await Program.run(
            ["encode", "--model", model.path], redirection: "</dev/null")
        #expect(
            device
                == .failed(
                    64,
                    "give texts, or --input FILE (- for standard input) (see 'senc encode --help')")
        )
    }

    @Test func queriesAreLinesOfFiles() async throws {
        files.write("the king\nrain\nthe sea\n", to: "t.txt")
        files.write("rain\n\nthe sea\n", to: "q.txt")
        let given = try await run(["search", "rain", "the sea", "--in", "t.txt", "--json"], "")
        #expect(given.lines.count == 2)
        for arguments in [["-"], ["--queries", "q.txt"], ["--queries", "-"], []] {
            let outcome = try await run(
                ["search", "--in", "t.txt", "--json"] + arguments, "rain\n\nthe sea\n")
            #expect(outcome == given)
        }
        #expect(
            try await run(["search", "-", "--in", "t.txt"], " \n")
                == .failed(65, "there is no text (standard input)"))
        #expect(try await run(["search", "--in", "t.txt"], "").status == 64)
        #expect(try await run(["search", "x", "-", "--in", "t.txt"], "x").status == 64)
        #expect(
            try await run(["search", "x", "--queries", "q.txt", "--in", "t.txt"], "").status == 64)
        #expect(try await run(["search", "--queries", "none", "--in", "t.txt"], "").status == 66)
    }

    @Test func aTextThatIsTheNameOfAFileBringsAHint() async throws {
        files.write("the king\n", to: "t.txt")
        let encoded = try await run(["encode", "t.txt"], "")
        #expect(
            encoded.messages
                == "senc: hint: 't.txt' is a file's name, taken as a text; --input reads files\n")
        #expect(encoded.status == 0 && encoded.lines.count == 1)
        let found = try await run(["search", "t.txt", "--in", "t.txt"], "")
        #expect(
            found.messages
                == "senc: hint: 't.txt' is a file's name, taken as a text; --queries reads files\n")
    }
}
