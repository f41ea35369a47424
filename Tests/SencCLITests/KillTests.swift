import Foundation
import TestSupport
import Testing

/// Commands that are killed at random moments. Whenever that is, an output is what it was or what
/// it is to be, whole, with what belongs to it; and the same command afterwards makes it.
@Suite(.serialized) struct KillTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private static let kills =
        ProcessInfo.processInfo.environment["SENC_KILLS"].flatMap { Int($0) } ?? 3

    private func run(_ arguments: [String]) async throws {
        let outcome = try await Program.run(
            arguments + ["--model", model.path], in: files.path)
        #expect(outcome.status == 0, "\(outcome)")
    }

    /// - Returns: whether it was killed before it ended.
    private func kill(_ arguments: [String], after delay: Duration) async throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments + ["--model", model.path]
        process.currentDirectoryURL = URL(fileURLWithPath: files.path)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        try await Task.sleep(for: delay)
        Foundation.kill(process.processIdentifier, SIGKILL)
        for await _ in ends {}
        return process.terminationReason == .uncaughtSignal
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
        try await run(command("old"))
        let old = state(names)
        for name in names { files.remove(name) }
        let start = ContinuousClock.now
        try await run(command("new"))
        let time = ContinuousClock.now - start
        let new = state(names)
        #expect(old.count == names.count && new.count == names.count && old != new)
        let inputs = state(["old", "new"])
        var random = SplitMix(seed: 7)
        var killed = 0
        for number in 0..<Self.kills {
            // What is replaced alternates.
            let (before, after, input) = number % 2 == 0 ? (old, new, "new") : (new, old, "old")
            for (name, bytes) in before { files.write(bytes, to: name) }
            let goesOn = resuming.map { Bool.random(using: &random) ? [$0] : [] } ?? []
            let delay = time * Double.random(in: 0...1.2, using: &random)
            if try await kill(command(input) + goesOn, after: delay) {
                killed += 1
            }
            // Files that belong together are renamed one after the other.
            for name in names {
                let now = state([name])[name]
                #expect(now == before[name] || now == after[name], "\(name) at kill \(number)")
            }
            if Bool.random(using: &random) {
                try await run(command(input) + goesOn)
                #expect(state(names) == after, "after kill \(number)")
            } else {
                // What the next command replaces is no longer there to be gone on with.
                for name in names where resuming != nil {
                    for end in [".partial", ".job"] {
                        try? FileManager.default.removeItem(atPath: files.file(name + end))
                    }
                }
            }
        }
        #expect(state(["old", "new"]) == inputs)
        print("\(command("")[0]): \(killed) of \(Self.kills) killed before the end")
    }

    private func writeTexts(_ count: Int, _ line: (String, Int) -> String) {
        for name in ["old", "new"] {
            files.write((0..<count).map { line(name, $0) + "\n" }.joined(), to: name)
        }
    }

    @Test func encode() async throws {
        writeTexts(6000) { "the \($0) rain \($1) and \($1 % 97) seas" }
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
