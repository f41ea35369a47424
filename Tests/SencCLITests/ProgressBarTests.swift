import Foundation
import TestSupport
import Testing

@testable import SencCLI

/// The progress bar of `senc encode`, on a terminal that the test holds the other end of.
@Suite struct ProgressBarTests {
    private static let clearLine = "\r\u{1B}[K"
    private static let summary = "senc: 30000 texts, 180000 tokens, 0 truncated, "

    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    /// What the program writes to standard error when that is a terminal.
    private func messages(terminal type: String) async throws -> String {
        let terminal = try PseudoTerminal()
        files.write(String(repeating: "rain on the sea\n", count: 30_000), to: "texts.txt")
        let outcome = try await Program.run(
            ["encode", "--model", model.path, "--input", "texts.txt", "--output", "v.npy"],
            environment: ["TERM": type], in: files.path, redirection: "2>'\(terminal.name)'")
        #expect(outcome.status == 0)
        #expect(files.read("v.npy").count == 128 + 30_000 * 32 * 4)

        return try terminal.written()
    }

    @Test func itIsDrawnOnATerminalAndClearedAtTheEnd() async throws {
        let messages = try await messages(terminal: "xterm")
        let states = messages.components(separatedBy: Self.clearLine)
        #expect(states.last?.hasPrefix(Self.summary) == true)
        let drawn = states.dropLast().filter { !$0.isEmpty }
        for state in drawn {
            #expect(state.contains(" % "))
            #expect(state.contains(" texts"))
            #expect(state.displayWidth < 80)
        }
        // Texts that are done, and the part of the file that they are.
        let counts = try drawn.map { state in
            let words = state.split(separator: " ").drop { $0 == "%" || !$0.allSatisfy(\.isASCII) }
            let percentage = try #require(words.first.flatMap { Int($0) })
            let texts = try #require(
                words.dropFirst(2).first.flatMap { Int($0.filter { $0 != "," }) })
            return (percentage: percentage, texts: texts)
        }
        for (state, next) in zip(counts, counts.dropFirst()) {
            #expect(state.percentage <= next.percentage)
            #expect(state.texts <= next.texts)
        }
        for state in counts {
            #expect(abs(Double(state.percentage) - Double(state.texts) / 300) < 1.1)
        }
    }

    @Test func itSaysHowManyTextsThereAreWhereThatIsKnown() async throws {
        let terminal = try PseudoTerminal(columns: 60)
        files.write(String(repeating: "rain on the sea\n", count: 30_000), to: "texts.txt")
        let outcome = try await Program.run(
            ["search", "rain", "--model", model.path, "--in", "texts.txt", "--top", "1"],
            environment: ["TERM": "xterm", "LC_ALL": "es_MX.UTF-8"], in: files.path,
            redirection: "2>'\(terminal.name)'")
        #expect(outcome.lines.count == 1)
        let states = try terminal.written().components(separatedBy: Self.clearLine)
        for state in states where !state.isEmpty {
            #expect(state.contains(" de 30\u{A0}000 textos"))
            #expect(state.displayWidth < 60)
        }
        #expect(states.last == "")
    }

    @Test(arguments: [
        (0, "0:00"), (59, "0:59"), (60, "1:00"), (3599, "59:59"), (3600, "1:00:00"),
        (36_061, "10:01:01"), (360_000, "100:00:00"),
    ])
    func timesHaveHoursFromOneOn(seconds: Int, time: String) {
        #expect(ProgressBar.clockTime(seconds: seconds) == time)
    }

    @Test(arguments: [
        (-1, "░░░░░░░░░░░░░░░░░░░░ 0 %"), (0.5, "██████████░░░░░░░░░░ 50 %"),
        (0.999, "███████████████████░ 99 %"), (1, "████████████████████ 100 %"),
        (7, "████████████████████ 100 %"),
    ])
    func theBarIsAsLongAsThePartThatIsDone(fraction: Double, bar: String) {
        #expect(ProgressBar.bar(fraction) == bar)
    }

    @Test func aTerminalThatCannotRedrawStaysClean() async throws {
        let messages = try await messages(terminal: "dumb")
        #expect(messages.hasPrefix(Self.summary))
        #expect(!messages.contains("\u{1B}"))
    }
}
