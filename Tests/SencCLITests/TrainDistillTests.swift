import Foundation
import TestSupport
import Testing

/// `senc train distill`.
@Suite struct TrainDistillTests {
    private let files = TemporaryDirectory()

    private func distill(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(
            ["train", "distill", "--model", Goldens.path("tiny-bert")] + arguments,
            in: files.path)
    }

    @Test func aStaticModelIsMade() async throws {
        let outcome = try await distill("--dimension", "8", "--json", "--output", "fast")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.text.hasPrefix(#"{"output":"fast","kind":"static","teacher":"tiny-bert""#))
        #expect(outcome.messages.hasSuffix(" s (fast)\n"))
        let encoded = try await Program.run(
            ["encode", "the rain", "--model", "./fast"], in: files.path)
        #expect(encoded.status == 0, "\(encoded.messages)")
        let again = try await distill("--output", "fast")
        #expect(again.status != 0)
        #expect(again.messages.split(separator: "\n").count == 1)
    }

    @Test func textsTeachIt() async throws {
        files.write(
            (0..<40).map { "the rain \($0 % 7) is \($0 % 5) out" }.joined(separator: "\n") + "\n",
            to: "t.txt")
        let outcome = try await distill(
            "t.txt", "--dimension", "4", "--epochs", "2", "--batch", "8", "--json", "-o", "m")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.text.contains(#""passes":2"#))
        let names = try FileManager.default.contentsOfDirectory(atPath: files.path + "/m")
        #expect(names.contains("curve.svg") && names.contains("README.md"))
    }

    @Test func anEncoderKeepsSomeLayers() async throws {
        files.write(
            (0..<60).map { "the rain \($0 % 7) is \($0 % 5) out" }.joined(separator: "\n") + "\n",
            to: "t.txt")
        let outcome = try await distill(
            "t.txt", "--kind", "encoder", "--layers", "1", "--epochs", "4", "--batch", "8",
            "--learning-rate", "0.002", "--json", "-o", "m")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("senc: texts: 57, layers: 1, steps: 32\n"))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.text.utf8)) as? [String: Any])
        let before = try #require(object["before"] as? Double)
        let best = try #require(object["best"] as? Double)
        #expect(best > before)
        let encoded = try await Program.run(
            ["encode", "the rain", "--model", "./m"], in: files.path)
        #expect(encoded.status == 0, "\(encoded.messages)")
    }

    @Test func mistakesAreOneLine() async throws {
        for arguments in [
            ["--epochs", "3", "-o", "a"], ["--dimension", "0", "-o", "a"],
            ["--dimension", "9999", "-o", "a"], ["--weighting", "nan", "-o", "a"],
            ["--whitening", "2", "-o", "a"],
            ["nowhere.txt", "-o", "a"],
            ["nowhere.txt", "--whitening", "0.5", "-o", "a"], ["--field", "x", "-o", "a"],
            ["nowhere.txt", "--kind", "encoder", "-o", "a"],
            ["--kind", "encoder", "--layers", "1", "-o", "a"],
            ["nowhere.txt", "--kind", "encoder", "--layers", "1", "--dimension", "8", "-o", "a"],
            ["--layers", "1", "-o", "a"], ["--resume", "-o", "a"],
        ] {
            let outcome = try await Program.run(
                ["train", "distill", "--model", Goldens.path("tiny-bert")] + arguments,
                in: files.path)
            #expect(outcome.status != 0, "\(arguments)")
            #expect(outcome.messages.hasPrefix("senc: error: "), "\(outcome.messages)")
            #expect(!FileManager.default.fileExists(atPath: files.path + "/a"))
        }
    }
}
