import Foundation
import TestSupport
import Testing

/// `senc train mine`.
@Suite struct TrainMineTests {
    private let files = TemporaryDirectory()

    init() {
        files.write(
            "q,a\nthe rain,the window\nthe sun,a cat\nthe rain,is out\nwe,not \"we\"\n", to: "p.csv"
        )
        files.write("the cat\nthe sun is out\n\n", to: "c.txt")
    }

    private func mine(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(
            ["train", "mine", "--model", Goldens.path("tiny-bert")] + arguments, in: files.path)
    }

    private func lines(_ name: String) throws -> [String] {
        try String(contentsOf: URL(filePath: files.path + "/" + name), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    @Test func aTableForSentencesIsWritten() async throws {
        let outcome = try await mine("p.csv", "--negatives", "2", "--output", "t.csv")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let table = try lines("t.csv")
        #expect(table[0] == "q,a,negative")
        // Two positives with two negatives each, and two anchors with two negatives.
        #expect(table.count == 9)
        #expect(!table.contains { $0 == "the rain,the window,is out" })
        let taught = try await Program.run(
            [
                "train", "sentences", "t.csv", "--model", Goldens.path("tiny-bert"), "--batch",
                "2", "-o", "m",
            ], in: files.path)
        #expect(taught.status == 0, "\(taught.messages)")
    }

    @Test func tuplesHaveAllNegatives() async throws {
        let outcome = try await mine(
            "p.csv", "--corpus", "c.txt", "--negatives", "3", "--rows", "tuples", "--scores", "-o",
            "t.jsonl")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let table = try lines("t.jsonl")
        #expect(table.count == 4)
        let first = try JSONSerialization.jsonObject(with: Data(table[0].utf8)) as? [String: Any]
        #expect(
            Set((first ?? [:]).keys)
                == [
                    "q", "a", "negative_1", "negative_2", "negative_3", "score_a",
                    "score_negative_1", "score_negative_2", "score_negative_3",
                ])
    }

    @Test func mistakesAreOneLine() async throws {
        for arguments in [
            ["p.csv", "-o", "t.xml"], ["p.csv", "--negatives", "0", "-o", "t.csv"],
            ["p.csv", "--column", "q", "-o", "t.csv"], ["p.csv", "-o", "p.csv"],
            ["p.csv", "--column", "q", "--column", "z", "-o", "t.csv"],
            ["p.csv", "--range-max", "1", "-o", "t.csv"], ["none.csv", "-o", "t.csv"],
        ] {
            let outcome = try await Program.run(
                ["train", "mine", "--model", Goldens.path("tiny-bert")] + arguments,
                in: files.path)
            #expect(outcome.status != 0, "\(arguments)")
            #expect(outcome.messages.hasPrefix("senc: error: "), "\(outcome.messages)")
            #expect(!FileManager.default.fileExists(atPath: files.path + "/t.csv"))
        }
    }
}
