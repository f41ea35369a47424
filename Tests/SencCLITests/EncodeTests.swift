import Senc
import SencMath
import TestSupport
import Testing

/// `senc encode TEXT…`
@Suite struct EncodeTests {
    private let model = TinyModel.copy()
    private let texts = ["La lluvia golpea la ventana.", "", "the king and the queen"]

    /// What the library gives for the texts.
    private func vectors(
        _ texts: [String], _ options: EncodingOptions = EncodingOptions()
    ) throws -> [[Float]] {
        try SentenceEncoder(model: model.path).encode(texts, options: options).map(\.vector)
    }

    private func encode(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["encode", "--model", model.path] + arguments)
    }

    @Test func aTextGivesOneLineThatReadsBackBitEqual() async throws {
        let outcome = try await encode(texts[0])
        #expect(outcome.vectors == (try vectors([texts[0]])))
        #expect(outcome.text.hasPrefix("[") && outcome.text.hasSuffix("]\n"))
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test func severalTextsGiveALineEachInTheirOrder() async throws {
        let outcome = try await encode(texts[0], texts[1], texts[2])
        #expect(outcome.vectors == (try vectors(texts)))
    }

    @Test func numbersAreTheShortestThatReadBack() async throws {
        let vector = try vectors(["rain"])[0]
        let line = "[" + vector.map(\.description).joined(separator: ",") + "]\n"
        #expect(try await encode("rain") == .printed(line))
    }

    @Test func textsMayBeginWithADashAfterTwoDashes() async throws {
        #expect(try await encode("--", "-rain", "--ids").vectors == vectors(["-rain", "--ids"]))
    }

    @Test func csvHasNoBrackets() async throws {
        let vector = try vectors(["rain"])[0]
        let line = vector.map(\.description).joined(separator: ",") + "\n"
        #expect(try await encode("rain", "--format", "csv") == .printed(line))
    }

    @Test func maxTokensCutsAndSaysSo() async throws {
        let outcome = try await encode("--max-tokens", "4", texts[0])
        #expect(outcome.vectors == (try vectors([texts[0]], EncodingOptions(maximumTokens: 4))))
        #expect(
            outcome.messages
                == "senc: warning: 1 text was cut at 4 tokens (the longest has 8); "
                + "--overflow error refuses them, --overflow chunk averages their pieces\n")
        #expect(outcome.status == 0)
    }

    @Test func promptPutsTheModelsWordsBeforeTheText() async throws {
        let prompted = try await encode("--prompt", "query", "rain")
        #expect(prompted.vectors == (try vectors(["rain"], EncodingOptions(promptName: "query"))))
        #expect(prompted.vectors != (try vectors(["rain"])))
    }

    @Test func truncateDimensionKeepsLeadingComponents() async throws {
        let outcome = try await encode("--truncate-dimension", "5", "rain")
        #expect(outcome.vectors == [Array(try vectors(["rain"])[0].prefix(5))])
    }

    @Test func noNormalizeLeavesTheLengthAsItIs() async throws {
        let outcome = try await encode("--no-normalize", "rain")
        #expect(outcome.vectors == (try vectors(["rain"], EncodingOptions(normalizes: false))))
        #expect(outcome.vectors != (try vectors(["rain"])))
    }

    @Test func theNumberOfThreadsChangesNoByte() async throws {
        let texts = (0..<200).map { "rain \($0) " + String(repeating: "sea ", count: $0 % 40) }
        let one = try await Program.run(
            ["encode", "--model", model.path, "--threads", "1"] + texts)
        let two = try await Program.run(
            ["encode", "--model", model.path, "--threads", "2"] + texts)
        #expect(one.lines.count == 200 && one.status == 0)
        #expect(one == two)
    }

    @Test(arguments: ["100000", "9223372036854775807"])
    func anyNumberOfThreadsIsAccepted(_ threads: String) async throws {
        #expect(try await encode("--threads", threads, "rain").vectors == vectors(["rain"]))
    }

    @Test(.enabled(if: BLAS.system != nil))
    func theSystemsBLASGivesTheSameVectorsUpToRounding() async throws {
        let outcome = try await encode("--backend", "blas", texts[0])
        let expected = try vectors([texts[0]])
        #expect(outcome.status == 0 && outcome.vectors.count == 1)
        #expect(
            Tolerance.largestDifference(outcome.vectors.first ?? [], expected[0]) < 1e-6)
    }
}
