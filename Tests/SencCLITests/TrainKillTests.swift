import Foundation
import TestSupport
import Testing

/// `senc train` that is killed and goes on.
@Suite(.serialized) struct TrainKillTests {
    private let files = TemporaryDirectory()

    init() {
        let texts = (0..<20_000).map { index in
            "word\(index % 97) stands by word\(index % 89) and word\(index * 7 % 101) here.\n"
        }
        files.write(texts.joined(), to: "t.txt")
        let rows = (0..<60_000).map { "\($0 / 3),item\($0 * 7 % 101 + $0 % 89 * 3),\($0 % 4999)\n" }
        files.write("session,item,user\n" + rows.joined(), to: "t.csv")
        let pairs = (0..<120).map { "the word \($0 % 17) and \($0),a text of \($0 % 17) \($0)\n" }
        files.write("anchor,positive\n" + pairs.joined(), to: "p.csv")
    }

    /// What is learned, and the file of the output that is compared, behind the output's name.
    private static let runs: [String: (arguments: [String], file: String)] = [
        "skip-gram": (["words", "t.txt", "--epochs", "4", "--format", "word2vec"], ""),
        "glove": (
            ["words", "t.txt", "--epochs", "4", "--format", "word2vec", "--objective", "glove"], ""
        ),
        "items": (
            [
                "items", "t.csv", "--session", "session", "--item", "item", "--epochs", "6",
                "--format", "word2vec",
            ], ""
        ),
        "als": (
            ["recommend", "t.csv", "--method", "als", "--epochs", "200", "--item", "item"],
            "/items.npy"
        ),
        "bpr": (
            ["recommend", "t.csv", "--method", "bpr", "--epochs", "60", "--item", "item"],
            "/items.npy"
        ),
        "sentences": (
            [
                "sentences", "p.csv", "--model", Goldens.path("tiny-bert"), "--epochs", "12",
                "--batch", "8", "--validation", "0.2", "--learning-rate", "0.001",
            ], "/model.safetensors"
        ),
    ]

    private func arguments(_ run: String, _ output: String, _ more: [String] = []) -> [String] {
        ["train"] + (Self.runs[run]?.arguments ?? []) + ["-o", output, "--checkpoint", "0"] + more
    }

    @Test(arguments: runs.keys.sorted())
    func aKilledRunGoesOnToTheSameBytes(name: String) async throws {
        let file = Self.runs[name]?.file ?? ""
        let start = ContinuousClock.now
        let whole = try await Program.run(arguments(name, "whole"), in: files.path)
        let time = ContinuousClock.now - start
        #expect(whole.status == 0, "\(whole.messages)")
        #expect(!FileManager.default.fileExists(atPath: files.file("whole.checkpoint")))
        var random = SplitMix(seed: 11)
        var killed = 0
        for number in 0..<Program.kills {
            let output = "v\(number)"
            // Once or twice in a run.
            for round in 0...number % 2 {
                // What is written whole is not written again.
                if FileManager.default.fileExists(atPath: files.file(output)) { break }
                let delay = time * Double.random(in: 0...1, using: &random)
                let threads = "\(1 + number % 3)"
                let resume = round == 0 ? [] : ["--resume"]
                let ended = try await Program.kill(
                    arguments(name, output, ["--threads", threads] + resume),
                    in: files.path, after: delay)
                if ended == nil { killed += 1 }
            }
            if !FileManager.default.fileExists(atPath: files.file(output)) {
                let rest = try await Program.run(
                    arguments(name, output, ["--resume"]), in: files.path)
                #expect(rest.status == 0, "\(rest.messages)")
                #expect(
                    !FileManager.default.fileExists(atPath: files.file(output + ".checkpoint")))
            }
            #expect(files.read(output + file) == files.read("whole" + file), "kill \(number)")
        }
        print("train, \(name): \(killed) killed before the end")
    }

    @Test func anotherRunDoesNotGoOn() async throws {
        files.write("mine", to: "v.vec.checkpoint")
        let outcome = try await Program.run(
            ["train", "words", "t.txt", "-o", "v.vec", "--checkpoint", "0"], in: files.path)
        #expect(
            outcome
                == .failed(
                    65,
                    "'v.vec.checkpoint' is not a checkpoint: move it, or give another --output"))
    }
}
