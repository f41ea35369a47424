import TestSupport
import Testing

/// Standard streams that are closed or go away.
@Suite struct StandardStreamTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func encode(_ arguments: String..., redirection: String) async throws
        -> Program.Outcome
    {
        try await Program.run(
            ["encode", "--model", model.path] + arguments, in: files.path,
            redirection: redirection)
    }

    @Test func closedStandardOutputIsAnError() async throws {
        #expect(
            try await encode("rain", redirection: ">&-")
                == .failed(74, "cannot write: Bad file descriptor (standard output)"))
    }

    @Test func closedStandardOutputDoesNotHarmAnOutputFile() async throws {
        let outcome = try await encode("rain", "--output", "v.npy", redirection: ">&- <&-")
        #expect(outcome == .printed(""))
        #expect(files.read("v.npy").count == 128 + 32 * 4)
    }

    @Test func messagesForAClosedStandardErrorGoNowhere() async throws {
        let long = String(repeating: "rain ", count: 60)
        let expected = try await encode(long, redirection: "2>/dev/null")
        #expect(try await encode(long, redirection: "2>&-") == expected)
        #expect(
            try await encode(long, "--output", "v.jsonl", redirection: "<&- >&- 2>&-")
                == .printed(""))
        #expect(files.read("v.jsonl") == expected.output)
    }

    @Test func theStatusTellsOfAnErrorThatNothingElseCan() async throws {
        #expect(
            try await encode("rain", "--bogus", redirection: "2>&-")
                == Program.Outcome(output: [], status: 64))
    }

    @Test(arguments: ["", "trap '' PIPE; "])
    func aReaderThatGoesAwayEndsTheProgram(before: String) async throws {
        files.write(String(repeating: "rain\n", count: 100_000), to: "texts.txt")
        let outcome = try await Program.run(
            [
                "-c", before + "\"$0\" \"$@\" | head -n 1", Program.path, "encode", "--model",
                model.path, "--input", "texts.txt", "--truncate-dimension", "2",
            ], in: files.path, program: "/bin/sh")
        #expect(outcome.lines.count == 1)
        #expect(outcome.messages == "")
    }
}
