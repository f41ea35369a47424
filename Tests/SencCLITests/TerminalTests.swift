import TestSupport
import Testing

/// Names and texts that would be obeyed by a terminal, or seem to be other answers.
@Suite struct TerminalTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    private let name = "a\u{1b}[2J\n0.99\tforged.md:1\u{202e}.md"
    private let shown = "a\\u{1b}[2J\\u{a}0.99\\u{9}forged.md:1\\u{202e}.md"

    private func run(_ arguments: String..., redirection: String? = nil) async throws
        -> Program.Outcome
    {
        try await Program.run(
            arguments + ["--model", model.path], in: files.path, redirection: redirection)
    }

    @Test func namesOfFilesInAnswersAreOneLine() async throws {
        files.write("rain\n", to: "t/" + name)
        let outcome = try await run("search", "rain", "--in", "t", "--context", "0")
        #expect(
            outcome.lines.map { $0.drop { $0 != "\t" } }.first == "\tt/\(shown):1\train")
        #expect(outcome.lines.dropFirst() == ["t/\(shown):1:rain"])
        let json = try await run("search", "rain", "--in", "t", "--json")
        #expect(
            json.text.hasSuffix(
                #""files":["t/a\u001b[2J\n0.99\tforged.md:1\u202e.md"],"lines":[[1,1]]}"# + "\n"))
    }

    @Test func namesOfFilesInAnIndexAreOneLine() async throws {
        files.write("rain\n", to: "t/" + name)
        let built = try await run("index", "build", "i", "--in", "t")
        #expect(built.status == 0)
        let outcome = try await run("search", "rain", "--in", "i", "--context", "0")
        #expect(outcome.lines.count == 2)
        #expect(outcome.lines.allSatisfy { $0.contains(shown) })
    }

    @Test func keptTextsAreAsTheyAreInAPipeAndEscapedOnATerminal() async throws {
        let text = "rain\u{1b}]0;title\u{7} \u{9b}31m"
        files.write(text + "\nthe king\n", to: "t.txt")
        let outcome = try await run("dedupe", "--input", "t.txt")
        #expect(outcome.lines == [text, "the king"])
        let terminal = try PseudoTerminal()
        let shown = try await run(
            "dedupe", "--input", "t.txt", redirection: ">\(terminal.name)")
        #expect(shown.status == 0)
        #expect(
            try terminal.written()
                == "rain\\u{1b}]0;title\\u{7} \\u{9b}31m\r\nthe king\r\n")
    }

    @Test func textsInJSONHaveNoControls() async throws {
        files.write("rain\u{9b}31m \u{7f}\u{2028}\nthe king\n", to: "t.txt")
        let outcome = try await run("search", "rain", "--in", "t.txt", "--json")
        #expect(outcome.text.contains(#"rain\u009b31m \u007f\u2028"#))
    }
}
