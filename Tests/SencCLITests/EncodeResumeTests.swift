import Foundation
import SencFiles
import TestSupport
import Testing

/// Jobs of `senc encode --output` that are killed and resumed, of each kind of output: what
/// comes out is what a job that was not stopped writes, to the byte.
@Suite(.serialized) struct EncodeResumeTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private static let records = (0..<9000).map {
        "{\"id\": \"r\($0)\", \"text\": \"rain on the sea \($0 % 4000)\"}\n"
    }

    private func encode(_ arguments: [String]) async throws {
        let outcome = try await Program.run(
            ["encode", "--model", model.path] + arguments, in: files.path)
        #expect(outcome.status == 0, "\(outcome)")
    }

    /// Kills a job when a journal tells that some results are safe.
    /// - Parameter feed: gives it its input, whose end does not come before the kill.
    private func kill(_ arguments: [String], feed: () async throws -> FileHandle?) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = ["encode", "--model", model.path] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: files.path)
        process.standardError = FileHandle(forWritingAtPath: files.write("", to: "messages"))
        try process.run()
        let input = try await feed()
        for _ in 0..<4000 {
            let names = try FileManager.default.contentsOfDirectory(atPath: files.path)
            if names.contains(where: { $0.hasSuffix(".job") }) || !process.isRunning { break }
            Program.pause(.milliseconds(5))
        }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try input?.close()
    }

    private static let cases: [(name: String, options: [String])] = [
        ("v.npy", []), ("v.npy", ["--output-type", "float16"]),
        ("v.npy", ["--output-type", "int8"]),
        ("v.npy", ["--output-type", "int8", "--calibration", "ranges.npy"]),
        ("v.npy", ["--output-type", "binary"]), ("v.jsonl", []), ("v.csv", []),
        ("v.npy", ["--truncate-dimension", "8", "--no-normalize"]), ("v.fbin", []),
        ("v.i8bin", ["--output-type", "int8"]), ("v.faiss", []), ("v.pgcopy", []),
    ]

    @Test(arguments: cases.indices)
    func aKilledJobGoesOnToTheSameBytes(number: Int) async throws {
        let (name, options) = Self.cases[number]
        let extensionName = name.split(separator: ".")[1]
        // Ranges of other texts than the job begins with.
        files.write(Self.records[5000..<6000].joined(), to: "other.jsonl")
        try await encode(
            [
                "--input", "other.jsonl", "--field", "text", "--output", "o.npy", "--output-type",
                "int8",
            ])
        try FileManager.default.moveItem(
            atPath: files.file("o.npy.ranges.npy"), toPath: files.file("ranges.npy"))
        let job =
            ["--input-format", "jsonl", "--field", "text", "--id-field", "id"] + options
            + ["--output", name]
        try #require(mkfifo(files.file("pipe"), 0o600) == 0)
        try await kill(["--input", "pipe"] + job) {
            let pipe = try #require(FileHandle(forUpdatingAtPath: files.file("pipe")))
            try pipe.write(contentsOf: Data(Self.records[..<3000].joined().utf8))
            // Results are made safe no more often than once a second.
            Program.pause(.seconds(1.1))
            try pipe.write(contentsOf: Data(Self.records[3000..<5500].joined().utf8))
            return pipe
        }
        files.write(Self.records.joined(), to: "pipe")
        // The same texts come through standard input this time.
        files.edit(name + ".job", replacing: "\"pipe\"", with: "\"-\"")
        let outcome = try await Program.run(
            ["encode", "--model", model.path, "--input", "-"] + job + ["--resume"],
            input: Array(Self.records.joined().utf8), in: files.path)
        #expect(outcome.status == 0, "\(outcome)")
        try await encode(["--input", "pipe"] + job.dropLast() + ["w.\(extensionName)"])
        expectTheSame(name, "w.\(extensionName)")
        #expect(!Path.exists(files.file(name + ".job")))
    }

    @Test func aShardThatWasKilledGoesOnToTheSameBytes() async throws {
        // Long enough to be stopped in the middle; no two texts are equal.
        let lines = (0..<160_000).map {
            let end = String(repeating: " and the rain on the sea", count: 8)
            return "{\"id\": \($0), \"text\": \"the sea \($0)\(end)\"}\n"
        }
        files.write(lines.joined(), to: "texts.jsonl")
        files.write(lines[..<1000].joined(), to: "few.jsonl")
        try await encode(
            [
                "--input", "few.jsonl", "--field", "text", "--output", "few.npy", "--output-type",
                "int8",
            ])
        let job = [
            "--input", "texts.jsonl", "--field", "text", "--id-field", "id", "--shard", "2/2",
            "--output-type", "int8", "--calibration", "few.npy.ranges.npy", "--threads", "1",
        ]
        try await kill(job + ["--output", "v.npy"]) { nil }
        try #require(
            Path.exists(files.file("v.npy.job")), "the job ended before it could be stopped")
        try await encode(job + ["--output", "v.npy", "--resume"])
        try await encode(job + ["--output", "w.npy"])
        expectTheSame("v.npy", "w.npy")
        let ids = String(decoding: files.read("v.npy.ids"), as: UTF8.self)
        #expect(ids.split(separator: "\n").map { Int($0) ?? -1 } == Array(80_000..<160_000))
    }

    private func expectTheSame(_ name: String, _ other: String) {
        #expect(files.read(name) == files.read(other))
        for suffix in [".ids", ".ranges.npy"] {
            let isThere = Path.exists(files.file(name + suffix))
            #expect(isThere == Path.exists(files.file(other + suffix)))
            if isThere { #expect(files.read(name + suffix) == files.read(other + suffix)) }
        }
    }
}
