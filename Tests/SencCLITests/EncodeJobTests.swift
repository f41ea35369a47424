import Foundation
import TestSupport
import Testing

/// Jobs of `senc encode --output` that are stopped, resumed, or shared out.
@Suite(.serialized) struct EncodeJobTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func arguments(_ more: String...) -> [String] {
        ["encode", "--model", model.path] + more
    }

    private func encode(_ more: String...) async throws -> Program.Outcome {
        try await Program.run(["encode", "--model", model.path] + more, in: files.path)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: files.path).sorted() }
    }

    /// More lines than are read at once, some of them the same.
    private static let texts = (0..<9000).map { "rain on the sea \($0 % 4000)\n" }

    /// Runs a job on a pipe, gives it some of the texts, and signals it when a journal tells that
    /// results are safe.
    private func stop(_ arguments: [String], with signal: Int32) async throws {
        try #require(mkfifo(files.file("pipe"), 0o600) == 0)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: files.path)
        process.standardError = FileHandle(forWritingAtPath: files.write("", to: "messages"))
        try process.run()
        let pipe = try #require(FileHandle(forUpdatingAtPath: files.file("pipe")))
        pipe.write(Data(Self.texts[..<3000].joined().utf8))
        // Results are made safe no more often than once a second.
        Program.pause(.seconds(1.1))
        pipe.write(Data(Self.texts[3000..<5500].joined().utf8))
        for step in 0..<600 where try !names.contains(where: { $0.hasSuffix(".job") }) {
            // One that began late may have read it all before the second was over.
            if step == 100 { pipe.write(Data(Self.texts[5500..<8000].joined().utf8)) }
            Program.pause(.milliseconds(50))
        }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        files.remove("pipe")
        files.write(Self.texts.joined(), to: "pipe")
    }

    @Test func aKilledJobGoesOnToTheSameBytes() async throws {
        let job = arguments("--input", "pipe", "--output", "v.npy")
        try await stop(job, with: SIGKILL)
        #expect(try names == ["messages", "pipe", "v.npy.job", "v.npy.senc-partial"])
        // The same texts come through standard input this time.
        files.edit("v.npy.job", replacing: "\"pipe\"", with: "\"-\"")
        #expect(
            try await Program.run(
                ["encode", "--model", model.path, "--input", "-", "--output", "v.npy", "--resume"],
                input: Array(Self.texts.joined().utf8), in: files.path
            ).status == 0)
        #expect(try await encode("--input", "pipe", "--output", "whole.npy").status == 0)
        #expect(files.read("v.npy") == files.read("whole.npy"))
        #expect(
            try names == [
                "messages", "pipe", "v.npy", "v.npy.model.json", "whole.npy",
                "whole.npy.model.json",
            ])
    }

    @Test func aJobThatWaitsForItsInputCanBeInterrupted() async throws {
        try #require(mkfifo(files.file("pipe"), 0o600) == 0)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments("--input", "pipe", "--output", "v.npy")
        process.currentDirectoryURL = URL(fileURLWithPath: files.path)
        process.standardError = FileHandle(forWritingAtPath: files.write("", to: "messages"))
        try process.run()
        let pipe = try #require(FileHandle(forUpdatingAtPath: files.file("pipe")))
        pipe.write(Data(Self.texts[..<10].joined().utf8))
        for _ in 0..<600 where try !names.contains("v.npy.senc-partial") {
            Program.pause(.milliseconds(50))
        }
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130)
        #expect(
            String(decoding: files.read("messages"), as: UTF8.self)
                == "senc: error: interrupted after 0 texts\n")
        #expect(try names == ["messages", "pipe"])
    }

    @Test func aTerminalIsToldAtOnceThatAJobStops() async throws {
        let terminal = try PseudoTerminal()
        try #require(mkfifo(files.file("pipe"), 0o600) == 0)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments("--input", "pipe", "--output", "v.npy")
        process.currentDirectoryURL = URL(fileURLWithPath: files.path)
        process.environment = ["LANG": "es_ES.UTF-8", "TERM": "xterm"]
        process.standardError = FileHandle(forWritingAtPath: terminal.name)
        try process.run()
        let pipe = try #require(FileHandle(forUpdatingAtPath: files.file("pipe")))
        for _ in 0..<600 where try !names.contains("v.npy.senc-partial") {
            Program.pause(.milliseconds(50))
        }
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        try pipe.close()
        #expect(process.terminationStatus == 130)
        let written = try terminal.written()
        #expect(written.hasPrefix("\r\u{1B}[Ksenc: deteniendo…\r\nsenc: error: "), "\(written)")
    }

    @Test func anArrayIsNotWrittenToAPipe() async throws {
        try #require(mkfifo(files.file("out"), 0o600) == 0)
        let reader = try #require(FileHandle(forUpdatingAtPath: files.file("out")))
        files.write("a\nb\n", to: "texts.txt")
        let outcome = try await encode(
            "--input", "texts.txt", "--output", "out", "--format", "npy")
        #expect(outcome.status == 64)
        #expect(
            outcome.messages
                == "senc: error: a .npy file cannot be written to a pipe or a terminal; use .jsonl "
                + "or .csv (out)\n")
        try reader.close()
    }

    @Test func anInterruptedJobSaysHowToGoOnAndLosesNothing() async throws {
        try await stop(arguments("--input", "pipe", "--output", "v.csv"), with: SIGINT)
        let message = String(decoding: files.read("messages"), as: UTF8.self)
        #expect(message.hasPrefix("senc: error: interrupted after "))
        #expect(message.hasSuffix("; the same command with --resume continues there\n"))
        let kept = ["messages", "pipe", "v.csv.job", "v.csv.senc-partial"]
        #expect(try names == kept)

        let resume = ["--input", "-", "--output", "v.csv", "--resume"]
        files.edit("v.csv.job", replacing: "\"pipe\"", with: "\"-\"")
        func resumed(_ input: String, _ more: String...) async throws -> Program.Outcome {
            try await Program.run(
                ["encode", "--model", model.path] + resume + more, input: Array(input.utf8),
                in: files.path)
        }
        let texts = Self.texts.joined()
        for option in ["--no-normalize", "--normalize", "--truncation-side=left"] {
            let other = try await resumed(texts, option)
            #expect(other.status == 65)
            #expect(other.messages.contains("another model or other options"))
        }
        let changed = try await resumed("x" + texts)
        #expect(changed.status == 65)
        #expect(changed.messages.contains("the input has changed"))
        let journal = files.read("v.csv.job")
        files.write("{\"version\":1", to: "v.csv.job")
        #expect(try await resumed(texts).status == 65)
        files.write(journal, to: "v.csv.job")
        #expect(try names == kept)

        #expect(try await resumed(texts).status == 0)
        let whole = try await encode("--input", "pipe", "--format", "csv")
        #expect(files.read("v.csv") == whole.output)
    }

    @Test func anInputThatChangedOnTheDiskIsRefused() async throws {
        try await stop(arguments("--input", "pipe", "--output", "v.npy"), with: SIGKILL)
        let outcome = try await encode("--input", "pipe", "--output", "v.npy", "--resume")
        #expect(outcome.status == 65)
        #expect(outcome.messages.contains("the input has changed since the job was begun"))
        #expect(outcome.messages.contains("(pipe)"))
    }

    @Test func resumingWhatWasNeverBegunBegins() async throws {
        files.write("rain\nsea\n", to: "texts.txt")
        #expect(
            try await encode("--input", "texts.txt", "--output", "v.npy", "--resume").status == 0)
        #expect(files.read("v.npy").count == 128 + 2 * 32 * 4)
    }

    @Test func anInputIsNotWrittenOver() async throws {
        files.write("rain\n", to: "texts.jsonl")
        let outcome = try await encode("--input", "texts.jsonl", "--output", "./texts.jsonl")
        #expect(
            outcome
                == .failed(64, "--output is also an input (./texts.jsonl)"))
        #expect(files.read("texts.jsonl") == Array("rain\n".utf8))
    }

    @Test(arguments: ["", "my notes\n", "{\"version\": 1}", "{\"version\":1}\n", "[]"])
    func aFileOfTheRecordsNameThatIsNoRecordIsKept(content: String) async throws {
        files.write("rain\n", to: "texts.txt")
        files.write(content, to: "v.npy.job")
        files.write("old", to: "v.npy")
        for options in [[], ["--resume"]] {
            let outcome = try await Program.run(
                arguments("--input", "texts.txt", "--output", "v.npy") + options, in: files.path)
            #expect(outcome.status == 65 && outcome.output.isEmpty)
            #expect(
                outcome.messages.hasPrefix(
                    "senc: error: not the record of a job, which would replace it; move it away, or "
                        + "give --output another name ("))
            #expect(outcome.messages.hasSuffix("v.npy.job)\n"))
        }
        #expect(try names == ["texts.txt", "v.npy", "v.npy.job"])
        #expect(files.read("v.npy.job") == Array(content.utf8))
        #expect(files.read("v.npy") == Array("old".utf8))
    }

    @Test func aFreshJobStartsInPlaceOfOneThatWasStopped() async throws {
        files.write("rain\n", to: "texts.txt")
        files.write(
            "{\"version\":7,\"settings\":\"of another senc\"}", to: "v.npy.job")
        files.write("half", to: "v.npy.senc-partial")
        #expect(try await encode("--input", "texts.txt", "--output", "v.npy").status == 0)
        #expect(try names == ["texts.txt", "v.npy", "v.npy.model.json"])
    }

    @Test func aDeviceHasNoRecordThatCouldReplaceAFile() async throws {
        files.write("rain\n", to: "texts.txt")
        files.link("/dev/null", as: "v.csv")
        files.write("my notes\n", to: "v.csv.job")
        #expect(try await encode("--input", "texts.txt", "--output", "v.csv").status == 0)
        #expect(files.read("v.csv.job") == Array("my notes\n".utf8))
    }

    /// Of a journal whose settings and inputs are the job's.
    @Test func hugeCountsInARecordAreAnErrorOrNoMatter() async throws {
        try await stop(arguments("--input", "pipe", "--output", "v.npy"), with: SIGKILL)
        let resume = ["encode", "--model", model.path, "--input", "-", "--output", "v.npy"]
        files.edit("v.npy.job", replacing: "\"pipe\"", with: "\"-\"")
        let journal = String(decoding: files.read("v.npy.job"), as: UTF8.self)
        let partial = files.read("v.npy.senc-partial")
        func resumed(_ key: String, _ count: Int) async throws -> Program.Outcome {
            let start = try #require(journal.firstRange(of: "\"\(key)\":"))
            let end = try #require(
                journal[start.upperBound...].firstIndex { !$0.isNumber })
            files.write(
                journal[..<start.upperBound] + "\(count)" + journal[end...], to: "v.npy.job")
            files.write(partial, to: "v.npy.senc-partial")
            let outcome = try await Program.run(
                resume + ["--resume"], input: Array(Self.texts.joined().utf8), in: files.path)
            let lines = outcome.messages.split(separator: "\n").count
            #expect(outcome.status == 0 || lines == 1, "\(key): \(outcome)")
            return outcome
        }
        // The largest that a record may have, and one more.
        for (count, isDamage) in [(1 << 53, false), (1 << 53 + 1, true)] {
            for key in ["records", "outputBytes", "idBytes", "tokens", "truncated", "longest"] {
                let outcome = try await resumed(key, count)
                let isResult = !isDamage && !["records", "outputBytes"].contains(key)
                #expect(outcome.status == (isResult ? 0 : 65), "\(key): \(outcome)")
                let isTold = outcome.messages.contains("the record of the job is damaged")
                #expect(isTold == isDamage, "\(key): \(outcome)")
                // Less what is behind the record's end.
                let isKept = isResult || partial.starts(with: files.read("v.npy.senc-partial"))
                #expect(isKept, "\(key)")
            }
        }
    }

    @Test func aFileOverTheSizeLimitIsAnErrorThatLeavesNothing() async throws {
        files.write(String(repeating: "rain\n", count: 300), to: "texts.txt")
        let limited = "ulimit -f 1; exec '\(Program.path)' encode --model '\(model.path)'"
        let outcome = try await Program.run(
            ["-c", limited + " --input texts.txt --output v.npy"], in: files.path,
            program: "/bin/sh")
        #expect(outcome == .failed(74, "cannot write: File too large (v.npy)"))
        #expect(try names == ["texts.txt"])
    }

    @Test func shardsTogetherAreTheWhole() async throws {
        files.write((0..<101).map { "rain \($0)\n" }.joined(), to: "a.txt")
        files.write((0..<50).map { "sea \($0)\n" }.joined(), to: "b.txt")
        let inputs = ["encode", "--model", model.path, "--input", "a.txt", "--input", "b.txt"]
        let whole = try await Program.run(inputs, in: files.path)
        var parts: [UInt8] = []
        for index in 1...4 {
            let outcome = try await Program.run(
                inputs + ["--output", "p.jsonl", "--shard", "\(index)/4"], in: files.path)
            #expect(outcome.status == 0)
            parts += files.read("p.jsonl")
        }
        #expect(parts == whole.output)
    }

    @Test func recordsCarryTheirIDsToAFileBeside() async throws {
        files.write(
            #"""
            {"id": 7, "body": {"text": "rain"}}
            {"id": "b", "body": {"text": "sea"}}
            """#, to: "a.jsonl")
        files.write("id,text\r\nc,\"wind, and\nsnow\"\r\n", to: "b.csv")
        #expect(
            try await encode(
                "--input", "a.jsonl", "--field", "body.text", "--id-field", "id", "--output",
                "v.jsonl"
            ).status == 0)
        #expect(String(decoding: files.read("v.jsonl.ids"), as: UTF8.self) == "7\nb\n")
        #expect(try await encode("rain", "sea").output == files.read("v.jsonl"))
        #expect(
            try await encode("--input", "b.csv", "--field", "text").output
                == encode("wind, and\nsnow").output)
    }

    @Test(arguments: [("float32", 128), ("float16", 64), ("int8", 32), ("binary", 4)])
    func elementTypesTakeTheirRoom(type: String, bytesPerVector: Int) async throws {
        files.write("rain\nsea\nwind\n", to: "texts.txt")
        let outcome = try await encode(
            "--input", "texts.txt", "--output", "v.npy", "--output-type", type)
        #expect(outcome.status == 0)
        #expect(files.read("v.npy").count == 128 + 3 * bytesPerVector)
    }

    @Test(
        arguments: [
            (["--resume"], "--resume needs --output FILE"),
            (["--id-field", "id"], "--id-field needs --output FILE"),
            (["--shard", "3/2"], "--shard must be I/N with 1 ≤ I ≤ N"),
            (["--shard", "1/2"], "--shard needs files, since it counts their records first"),
            (["--calibration", "r.npy"], "--calibration is for --output-type int8"),
            (["--output-type", "int8"], "--output-type int8 is for .npy files"),
        ])
    func optionsThatMakeNoSenseAreUsageErrors(options: [String], message: String) async throws {
        let outcome = try await Program.run(
            ["encode", "--model", model.path, "rain"] + options, in: files.path)
        #expect(outcome.status == 64)
        #expect(outcome.messages.contains(message))
    }
}
