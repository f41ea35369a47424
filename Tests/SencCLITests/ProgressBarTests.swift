import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The progress bar of `senc encode`, on a terminal that the test holds the other end of.
@Suite struct ProgressBarTests {
    private static let clearLine = "\r\u{1B}[K"

    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    /// What the program writes to standard error when that is a terminal.
    private func messages(terminal type: String) async throws -> String {
        var holder: Int32 = -1
        // Held open, so that what the program wrote can be read after it has ended.
        var terminal: Int32 = -1
        try #require(openpty(&holder, &terminal, nil, nil, nil) == 0)
        defer {
            close(holder)
            close(terminal)
        }
        let name = try #require(ttyname(terminal).map { String(cString: $0) })

        files.write(String(repeating: "rain on the sea\n", count: 30_000), to: "texts.txt")
        let outcome = try await Program.run(
            ["encode", "--model", model.path, "--input", "texts.txt", "--output", "v.npy"],
            environment: ["TERM": type], in: files.path, redirection: "2>'\(name)'")
        #expect(outcome == .printed(""))
        #expect(files.read("v.npy").count == 128 + 30_000 * 32 * 4)

        var flags = fcntl(holder, F_GETFL)
        flags |= O_NONBLOCK
        try #require(fcntl(holder, F_SETFL, flags) == 0)
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(holder, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    @Test func itIsDrawnOnATerminalAndClearedAtTheEnd() async throws {
        let messages = try await messages(terminal: "xterm")
        #expect(messages.hasSuffix(Self.clearLine))
        for state in messages.split(separator: Self.clearLine) {
            #expect(state.contains("texts/s"))
            #expect(state.count < 80)
        }
    }

    @Test func aTerminalThatCannotRedrawStaysClean() async throws {
        #expect(try await messages(terminal: "dumb") == "")
    }
}
