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
        for state in states.dropLast() where !state.isEmpty {
            #expect(state.contains("texts/s"))
            #expect(state.contains("tokens/s"))
            #expect(state.count < 80)
        }
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
