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

    @Test func mistakesAreOneLine() async throws {
        for arguments in [
            ["--epochs", "3", "-o", "a"], ["--dimension", "0", "-o", "a"],
            ["--dimension", "9999", "-o", "a"], ["--weighting", "nan", "-o", "a"],
            ["nowhere.txt", "-o", "a"], ["--field", "x", "-o", "a"],
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
