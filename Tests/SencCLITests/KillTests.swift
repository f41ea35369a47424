import Foundation
import TestSupport
import Testing

/// Commands that are killed at random moments. Whenever that is, an output is what it was or what
/// it is to be, whole, with what belongs to it; and the same command afterwards makes it.
@Suite(.serialized) struct KillTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func run(_ arguments: [String]) async throws {
        let outcome = try await Program.run(
            arguments + ["--model", model.path], in: files.path)
        #expect(outcome.status == 0, "\(outcome)")
    }

    private func timeToRun(_ arguments: [String]) async throws -> Duration {
        let start = ContinuousClock.now
        try await run(arguments)
        return ContinuousClock.now - start
    }

    /// The files of an output that are there.
    private func state(_ names: [String]) -> [String: [UInt8]] {
        var result: [String: [UInt8]] = [:]
        for name in names where FileManager.default.fileExists(atPath: files.file(name)) {
            result[name] = files.read(name)
        }
        return result
    }

    /// - Parameters:
    ///   - command: of an input to a command that makes the files of `names`.
    ///   - resuming: an option by which a command goes on.
    private func kill(
        _ command: (String) -> [String], making names: [String], resuming: String? = nil
    ) async throws {
        // What a whole run takes at best: most kills are to be before the end.
        var time = try await timeToRun(command("old"))
        let old = state(names)
        for name in names { files.remove(name) }
        time = min(time, try await timeToRun(command("new")))
        let new = state(names)
        #expect(old.count == names.count && new.count == names.count && old != new)
        let inputs = state(["old", "new"])
        var random = SplitMix(seed: 7)
        var killed = 0
        for number in 0..<Program.kills {
            // What is replaced alternates.
            let (before, after, input) = number % 2 == 0 ? (old, new, "new") : (new, old, "old")
            for (name, bytes) in before { files.write(bytes, to: name) }
            let goesOn = resuming.map { Bool.random(using: &random) ? [$0] : [] } ?? []
            let delay = time * Double.random(in: 0...1, using: &random)
            let whole = try await Program.kill(
                command(input) + goesOn + ["--model", model.path], in: files.path, after: delay)
            if let whole { time = min(time, goesOn.isEmpty ? whole : time) } else { killed += 1 }
            // Files that belong together are renamed one after the other.
            for name in names {
                let now = state([name])[name]
                #expect(now == before[name] || now == after[name], "\(name) at kill \(number)")
            }
            if Bool.random(using: &random) {
                try await run(command(input) + goesOn)
                #expect(state(names) == after, "after kill \(number)")
            } else {
                // What the next command replaces is no longer there to be resumed.
                for name in names where resuming != nil {
                    for end in [".senc-partial", ".job"] {
                        try? FileManager.default.removeItem(atPath: files.file(name + end))
                    }
                }
            }
        }
        #expect(state(["old", "new"]) == inputs)
        print("\(command("")[0]): \(killed) of \(Program.kills) killed before the end")
    }

    private func writeTexts(_ count: Int, _ line: (String, Int) -> String) {
        for name in ["old", "new"] {
            files.write((0..<count).map { line(name, $0) + "\n" }.joined(), to: name)
        }
    }

    @Test func encode() async throws {
        writeTexts(20000) { "the \($0) rain \($1) and \($1 % 97) seas" }
        try await kill(
            { ["encode", "--input", $0, "--output", "v.npy", "--output-type", "int8"] },
            making: ["v.npy", "v.npy.ranges.npy"], resuming: "--resume")
    }

    @Test func classify() async throws {
        writeTexts(600) { "{\"text\": \"the \($0) rain \($1)\", \"label\": \"\($1 % 3)\"}" }
        try await kill(
            {
                [
                    "classify", "train", "--input", $0, "--input-format", "jsonl", "--field",
                    "text", "--label", "label", "--output", "c.json", "--folds", "0",
                ]
            }, making: ["c.json"])
    }

    @Test func map() async throws {
        writeTexts(300) { "the \($0) rain \($1) and \($1 % 7) seas" }
        try await kill(
            { ["map", "--input", $0, "--output", "m.html"] }, making: ["m.html"])
    }
}
