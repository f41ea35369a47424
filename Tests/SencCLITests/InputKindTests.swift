import TestSupport
import Testing

/// Files that commands take line by line and that are meant otherwise.
@Suite struct InputKindTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    init() {
        files.write(#"[{"text":"rain"},{"text":"the sea"},{"text":"rain"}]"#, to: "data.json")
        files.write("{\"text\":\"rain\"}\n{\"text\":\"sea\"}\n", to: "lines.json")
        files.write("<html>\n<p>rain</p>\n</html>\n", to: "page.html")
    }

    private func run(_ arguments: String..., input: String = "") async throws -> Program.Outcome {
        try await Program.run(
            arguments + ["--model", model.path], input: Array(input.utf8), in: files.path)
    }

    @Test func anArrayOfJSONIsRefusedByEveryCommand() async throws {
        let mend =
            "an array of JSON and not JSON Lines; jq -c '.[]' data.json > data.jsonl makes a "
            + "line of each element, --input-format lines takes its lines as they are (data.json)"
        for command in [
            ["encode", "-i"], ["tokenize", "-i"], ["similarity", "-i"], ["dedupe"], ["pairs"],
            ["cluster"], ["outliers"], ["classify", "--labels", "a, b", "-i"], ["search", "rain"],
            ["search", "rain", "--field", "text"], ["encode", "--field", "text", "-i"],
            ["map", "--output", "m.svg"], ["pairs", "lines.json", "--with"],
        ] {
            let outcome = try await Program.run(
                command + ["data.json", "--model", model.path], in: files.path)
            #expect(outcome.status == 65 && outcome.output.isEmpty, "\(command)")
            #expect(outcome.messages.hasSuffix("senc: error: \(mend)\n"), "\(command)")
        }
        let array = #"["rain", "sea"]"#
        let piped = try await run("encode", input: array)
        #expect(piped.status == 65 && piped.messages.contains("; jq -c '.[]' makes"))
        #expect(piped.messages.hasSuffix("(standard input)\n"))
    }

    @Test func itsLinesAreTakenWhereThatIsSaid() async throws {
        let outcome = try await run("encode", "-i", "data.json", "--input-format", "lines")
        #expect(outcome.status == 0 && outcome.messages == "" && outcome.lines.count == 1)
    }

    @Test func linesOfJSONBringAWarningOnce() async throws {
        let outcome = try await run("encode", "-i", "lines.json")
        #expect(outcome.lines.count == 2)
        #expect(
            outcome.messages
                == "senc: warning: the lines are JSON, and are taken as they are; --input-format "
                + "jsonl takes the texts out of them (lines.json)\n")
        let told = try await run("encode", "-i", "lines.json", "--input-format", "lines")
        #expect(told.messages == "" && told.output == outcome.output)
        let fields = try await run("encode", "-i", "lines.json", "--field", "text")
        #expect(fields.messages == "" && fields.lines.count == 2)
    }

    @Test func pagesBringAWarningOnce() async throws {
        let warning =
            "senc: warning: HTML is taken line by line, with its tags; 'senc search' and "
            + "'senc index' take the text of such files, in passages (page.html)\n"
        let outcome = try await run("encode", "-i", "page.html")
        #expect(outcome.messages == warning && outcome.lines.count == 3)
        #expect(try await run("dedupe", "page.html").messages.hasPrefix(warning))
        #expect(try await run("search", "rain", "page.html").messages == "")
        let told = try await run("encode", "-i", "page.html", "--input-format", "lines")
        #expect(told.messages == "" && told.output == outcome.output)
    }
}
