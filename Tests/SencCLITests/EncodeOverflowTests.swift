import Senc
import TestSupport
import Testing

/// `senc encode` of texts longer than the model takes.
@Suite struct EncodeOverflowTests {
    private let model = TinyModel.copy()
    private let long = String(repeating: "rain ", count: 60)
    private let longer = String(repeating: "sea ", count: 90)

    private func encode(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["encode", "--model", model.path] + arguments)
    }

    private func vectors(
        _ texts: [String], _ overflow: EncodingOptions.Overflow
    ) throws -> [[Float]] {
        try SentenceEncoder(model: model.path).encode(
            texts, options: EncodingOptions(overflow: overflow)
        ).map(\.vector)
    }

    @Test func longTextsAreCutAndCounted() async throws {
        let outcome = try await encode(long, "rain", longer)
        #expect(outcome.vectors == (try vectors([long, "rain", longer], .truncate)))
        #expect(
            outcome.messages
                == "senc: warning: 2 texts were cut at 48 tokens (the longest has 92); "
                + "--overflow error refuses them, --overflow chunk averages their pieces\n")
        #expect(outcome.status == 0)
    }

    @Test func aTextOfJustTheLimitIsNotCut() async throws {
        let text = String(repeating: "rain ", count: 46)
        let outcome = try await encode("--overflow", "error", text)
        #expect(outcome.vectors == (try vectors([text], .error)))
        #expect(outcome.messages == "")
    }

    @Test func errorRefusesLongTextsAndPrintsNothing() async throws {
        #expect(
            try await encode("--overflow", "error", "rain", long)
                == .failed(
                    65,
                    "text 2 has 62 tokens, over the limit of 48; --overflow chunk averages the "
                        + "pieces of such texts, --overflow truncate cuts them"))
    }

    @Test func chunkAveragesThePiecesAndHasNothingToSay() async throws {
        let outcome = try await encode("--overflow", "chunk", long)
        #expect(outcome.vectors == (try vectors([long], .chunk)))
        #expect(outcome.vectors != (try vectors([long], .truncate)))
        #expect(outcome.messages == "" && outcome.status == 0)
    }
}
