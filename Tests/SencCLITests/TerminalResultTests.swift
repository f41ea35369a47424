import Foundation
import TestSupport
import Testing

@testable import SencCLI

/// What commands print on a terminal, for eyes.
@Suite struct TerminalResultTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    init() {
        let long = String(repeating: "The king went to the sea and the land. ", count: 6)
        files.write(
            "The rain.\nthe queen\n\(long)It is raining on the sea.\n", to: "t.txt")
    }

    private func run(
        _ arguments: String..., columns: Int = 60, environment: [String: String] = [:]
    ) async throws -> (terminal: PseudoTerminal, outcome: Program.Outcome) {
        let terminal = try PseudoTerminal(columns: columns)
        let outcome = try await Program.run(
            arguments + ["--model", model.path],
            environment: ["TERM": "xterm"].merging(environment) { $1 },
            in: files.path, redirection: ">\(terminal.name)")
        #expect(outcome.status == 0, "\(outcome)")
        return (terminal, outcome)
    }

    @Test(arguments: [60, 80, 120])
    func answersFitTheTerminal(columns: Int) async throws {
        let lines = try await run("search", "rain", "--in", "t.txt", columns: columns)
            .terminal.plainLines()
        #expect(lines.count == 3)
        for line in lines {
            #expect(line.displayWidth <= columns)
            #expect(line.prefix(2) == "0." || line.prefix(3) == "-0.", "\(line)")
            #expect(line.contains("  t.txt:"))
        }
        #expect(lines.contains { $0.contains("…") })
        #expect(lines.contains { $0.hasSuffix("  t.txt:1  The rain.") })
    }

    @Test func placesAreColoredAndWordsOfTheQueryBold() async throws {
        let lines = try await run("search", "RAIN", "--in", "t.txt").terminal.lines()
        let line = try #require(lines.first { $0.contains("The ") && $0.contains("1\u{1B}[0m") })
        #expect(
            line.hasSuffix(
                "  \u{1B}[35mt.txt\u{1B}[0m:\u{1B}[32m1\u{1B}[0m  The \u{1B}[1mrain\u{1B}[0m."))
    }

    @Test func theClosestSentenceIsShown() async throws {
        let lines = try await run(
            "search", "It is raining on the sea.", "--in", "t.txt", "--query-prompt-text", ""
        )
        .terminal.lines()
        #expect(lines.contains { $0.contains("\u{1B}[1mIt is raining on the sea.\u{1B}[0m") })
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
    func thereAreNoCodesWhereNoneAreWanted(environment: [String: String]) async throws {
        let written = try await run("search", "rain", "--in", "t.txt", environment: environment)
            .terminal.written()
        #expect(!written.contains("\u{1B}"))
        #expect(written.contains("…"))
    }

    @Test func anEmptyWishForNoColorIsNone() async throws {
        let written = try await run(
            "search", "rain", "--in", "t.txt", environment: ["NO_COLOR": ""]
        ).terminal.written()
        #expect(written.contains("\u{1B}[35m"))
    }

    @Test func severalQueriesAreHeadingsAndIDsColumns() async throws {
        files.write("id,text\na1,rain\nb2,the sea\n", to: "t.csv")
        let lines = try await run(
            "search", "rain", "the sea", "--in", "t.csv", "--field", "text", "--show", "id",
            "--top", "1", "--query-prompt-text", ""
        ).terminal.plainLines()
        #expect(lines.count == 7)
        #expect(lines[0] == "rain")
        #expect(lines[1].split(separator: " ") == ["score", "place", "text", "id"])
        #expect(lines[2].hasSuffix("  rain  a1"))
        #expect(lines[3] == "")
        #expect(lines[4] == "the sea")
    }

    @Test func aFormatThatIsAskedForIsPrintedOnATerminalToo() async throws {
        let json = try await run("search", "rain", "--in", "t.txt", "--top", "1", "--json")
        #expect(try json.terminal.written().hasPrefix("{\"query\":\"rain\",\"indices\":["))
        let text = try await run("search", "rain", "--in", "t.txt", "--format", "text")
        #expect(try text.terminal.written().contains("\tt.txt:1\tThe rain."))
        files.write("t\nrain\n", to: "t.csv")
        for (arguments, plain) in [
            (["rain", "--format", "jsonl"], ["rain"]), (["rain", "--json"], ["rain"]),
            (["-i", "t.csv", "--column", "v"], ["-i", "t.csv", "--column", "v"]),
        ] {
            let terminal = try PseudoTerminal(columns: 60)
            let shown = try await Program.run(
                ["encode", "--model", model.path] + arguments, in: files.path,
                redirection: ">\(terminal.name)")
            let piped = try await Program.run(
                ["encode", "--model", model.path] + plain, in: files.path)
            #expect(shown.status == 0 && piped.status == 0)
            #expect(
                try terminal.written()
                    == piped.text.replacingOccurrences(of: "\n", with: "\r\n"))
        }
    }

    @Test func vectorsAreShownByTheirFirstNumbers() async throws {
        let (terminal, outcome) = try await run(
            "encode", "the rain", "the king and the queen and the sea", "--max-tokens", "6",
            columns: 80)
        let lines = try terminal.plainLines()
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("text"))
        #expect(lines[0].hasSuffix("vector of 32 numbers"))
        #expect(lines[1].hasPrefix("the rain "))
        #expect(lines[2].contains(" 6 of "))
        for line in lines {
            #expect(line.displayWidth <= 80)
        }
        for line in lines.dropFirst() { #expect(line.hasSuffix(" …")) }
        #expect(outcome.messages.contains("senc: all the numbers: --output vectors.npy"))
    }

    @Test func reportsHaveHeaders() async throws {
        func header(_ arguments: String...) async throws -> [Substring] {
            let terminal = try PseudoTerminal(columns: 80)
            let outcome = try await Program.run(
                arguments, environment: ["TERM": "xterm"], in: files.path,
                redirection: ">\(terminal.name)")
            #expect(outcome.status == 0, "\(outcome)")
            return try #require(try terminal.plainLines().first).split(separator: " ")
        }
        let texts = ["--input", "t.txt", "--model", model.path]
        #expect(
            try await header("pairs", texts[0], texts[1], texts[2], texts[3]) == [
                "score", "text", "text",
            ])
        #expect(
            try await header("outliers", "--neighbors", "1", texts[0], texts[1], texts[2], texts[3])
                == ["factor", "text"])
        #expect(
            try await header(
                "classify", "zero-shot", "--labels", "rain, sea", texts[0], texts[1], texts[2],
                texts[3])
                == ["score", "label", "text"])
        #expect(
            try await header("similarity", texts[0], texts[1], texts[2], texts[3])
                == ["text", "1", "2", "3"])
        #expect(try await header("inspect", model.path) == ["setting", "value", "source"])
    }

    @Test func groupsAreBlocks() async throws {
        files.write("rain\nrain\nthe king\nthe king\nthe king\n", to: "g.txt")
        let (terminal, _) = try await run(
            "cluster", "--input", "g.txt", "--threshold", "0.99", "--minimum-size", "2")
        #expect(
            try terminal.plainLines() == [
                "3  the king", "   the king", "   the king", "", "2  rain", "   rain",
            ])
    }

    @Test func aSearchForGroupsThatFindsNoneSaysWhatWouldFindSome() async throws {
        let outcome = try await Program.run(
            ["cluster", "--input", "t.txt", "--threshold", "0.9", "--model", model.path],
            in: files.path)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.messages.hasSuffix(
                """
                senc: 0 groups of 0 of 3
                senc: no group is as close and as large as asked for: a --threshold below 0.9, a \
                --minimum-size below 10, or --clusters N makes some

                """))
    }
}
