import Foundation
import Senc
import SencMath
import SencVectors
import TestSupport
import Testing

/// `senc worker`
@Suite struct WorkerTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    /// Of many lengths, more than are read at once, some twice.
    private let texts = (0..<3000).map { number in
        String(repeating: "rain on the sea ", count: number % 7) + "\(number % 900)"
    }

    private func worker(_ arguments: [String], _ input: [UInt8]) async throws -> Program.Outcome {
        try await Program.run(
            ["worker", "--model", model.path] + arguments, input: input, in: files.path)
    }

    private func frame(_ bytes: some Collection<UInt8>) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes
    }

    /// What `senc encode` writes of the texts.
    private func encoded(_ name: String, _ options: [String] = []) async throws -> [UInt8] {
        files.write(texts.map { $0 + "\n" }.joined(), to: "texts.txt")
        let outcome = try await Program.run(
            ["encode", "--model", model.path, "--input", "texts.txt", "--output", name] + options,
            in: files.path)
        #expect(outcome.status == 0, "\(outcome)")
        return files.read(name)
    }

    @Test(arguments: ["1", "3"])
    func linesAreAnsweredAsEncodeAnswersThem(threads: String) async throws {
        let expected = try await encoded("v.jsonl")
        let lines = texts.map { $0 + "\n" }.joined()
        let outcome = try await worker(["--threads", threads], Array(lines.utf8))
        #expect(outcome == Program.Outcome(output: expected))
        let strings = texts.map { "\"\($0)\"\n" }.joined()
        #expect(
            try await worker(
                ["--threads", threads, "--input-format", "jsonl"], Array(strings.utf8)) == outcome)
        let objects = texts.map { "{\"n\": 1, \"body\": \"\($0)\"}\r\n" }.joined()
        #expect(
            try await worker(
                ["--input-format", "jsonl", "--field", "body"], Array(objects.utf8)) == outcome)
    }

    @Test(
        arguments: [
            (.float32, 128), (.float16, 64), (.int8, 32), (.binary, 4),
        ] as [(VectorElementType, Int)])
    func framesHoldElements(type: VectorElementType, size: Int) async throws {
        var options = ["--output-type", type.rawValue]
        var elements = try await encoded("v.npy", options)
        if type == .int8 {
            files.write(files.read("v.npy.ranges.npy"), to: "r.npy")
            options += ["--calibration", "r.npy"]
        }
        elements.removeFirst(128)
        let input = texts.flatMap { frame($0.utf8) }
        let outcome = try await worker(["--input-format", "frames"] + options, input)
        #expect(outcome.status == 0 && outcome.messages.isEmpty)
        let length = outcome.output.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        let opening = String(decoding: outcome.output.dropFirst(4).prefix(length), as: UTF8.self)
        #expect(
            opening.contains(
                "\"dimension\":32,\"outputType\":\"\(type.rawValue)\",\"model\":{"))
        var answers: [UInt8] = []
        for start in stride(from: 0, to: elements.count, by: size) {
            answers += frame(elements[start..<start + size])
        }
        #expect(Array(outcome.output.dropFirst(4 + length)) == answers)
        // Lines in, frames out.
        let lines = Array(texts.map { $0 + "\n" }.joined().utf8)
        let mixed = try await worker(["--format", "frames"] + options, lines)
        #expect(mixed == outcome)
    }

    @Test func recordsAreWrittenBackWithTheirVectors() async throws {
        let objects = "{\"id\": 7, \"text\": \"rain\"}\n{\"text\": \"sea\"}\n"
        let outcome = try await worker(
            ["--input-format", "jsonl", "--column", "v"], Array(objects.utf8))
        #expect(outcome.lines.count == 2)
        #expect(outcome.lines.first?.hasPrefix("{\"id\": 7, \"text\": \"rain\",\"v\":[") == true)
        // Texts that are no records become some.
        let strings = try await worker(
            ["--input-format", "jsonl", "--column", "v"], Array("\"rain\"\n \"sea\"\n".utf8))
        let lines = try await worker(["--column", "v"], Array("rain\nsea\n".utf8))
        #expect(strings == lines && lines.lines.count == 2)
        #expect(lines.lines.first?.hasPrefix("{\"text\":\"rain\",\"v\":[") == true)
        for (line, column) in [("{\"text\": \"a\", \"v\": 1}", "v"), ("\"a\"", "text")] {
            let taken = try await worker(
                ["--input-format", "jsonl", "--column", column], Array(line.utf8))
            #expect(
                taken
                    == .failed(
                        65,
                        """
                        there is a column '\(column)' already; give --column another name \
                        (standard input, line 1)
                        """))
        }
    }

    /// Who waits for an answer before the next question gets it.
    @Test(arguments: [["--threads", "1"], ["--threads", "2"]])
    func eachTextIsAnsweredAtOnce(threads: [String]) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = ["worker", "--model", model.path] + threads
        process.environment = Program.kernelEnvironment
        let (questions, answers) = (Pipe(), Pipe())
        process.standardInput = questions
        process.standardOutput = answers
        process.standardError = FileHandle(forWritingAtPath: files.write("", to: "messages"))
        try process.run()
        let encoder = try SentenceEncoder(model: model.path)
        // While all threads but one wait for texts, and long enough for that.
        for number in 0..<40 {
            let text = String(repeating: "the sea ", count: number % 4) + "\(number / 2)"
            Program.pause(.milliseconds(10))
            try questions.fileHandleForWriting.write(contentsOf: Data((text + "\n").utf8))
            var line = Data()
            while line.last != UInt8(ascii: "\n") {
                let part = answers.fileHandleForReading.availableData
                try #require(!part.isEmpty)
                line += part
            }
            let numbers = String(decoding: line, as: UTF8.self).split { "[],\n".contains($0) }
            let vector = try await encoder.encode([text]).matrix.elements
            #expect(numbers.map { Float($0) ?? .nan } == vector)
        }
        try questions.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test func aSignalEndsItBehindWhatIsAnswered() async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = ["worker", "--model", model.path]
        process.environment = Program.kernelEnvironment
        let (questions, answers) = (Pipe(), Pipe())
        process.standardInput = questions
        process.standardOutput = answers
        process.standardError = FileHandle(forWritingAtPath: files.write("", to: "messages"))
        try process.run()
        try questions.fileHandleForWriting.write(contentsOf: Data("rain\nhalf a".utf8))
        #expect(!answers.fileHandleForReading.availableData.isEmpty)
        process.terminate()
        process.waitUntilExit()
        #expect(answers.fileHandleForReading.availableData.isEmpty)
        #expect(process.terminationReason == .exit && process.terminationStatus == 130)
        #expect(files.read("messages") == Array("senc: error: interrupted after 1 text\n".utf8))
    }

    @Test func whatCameBeforeABadLineIsAnswered() async throws {
        let good = Array("\"rain\"\n\n{\"text\":\"sea\"}\n".utf8)
        let answers = try await worker(["--input-format", "jsonl"], good)
        #expect(answers.lines.count == 2 && answers.status == 0)
        for (bad, message) in [
            (
                "{\"text\": 1}\n",
                "field 'text' is not a string but a number (standard input, line 4)"
            ),
            (
                "[]\n",
                """
                no field 'text'; --missing skip leaves such records out, --missing empty takes an \
                empty text (standard input, line 4)
                """
            ),
        ] {
            let outcome = try await worker(
                ["--input-format", "jsonl"], good + bad.utf8 + Array("\"wind\"\n".utf8))
            #expect(outcome.output == answers.output)
            #expect(outcome.status == 65)
            #expect(outcome.messages == "senc: error: \(message)\n")
        }
        let skipped = try await worker(
            ["--input-format", "jsonl", "--missing", "skip"], good + Array("[]\n".utf8))
        #expect(skipped == answers)
        let empty = try await worker(
            ["--input-format", "jsonl", "--missing", "empty"], good + Array("{}".utf8))
        #expect(empty.lines.count == 3 && empty.status == 0)
    }

    @Test func aCutFrameIsAnError() async throws {
        let whole = frame("rain".utf8)
        let answered = try await worker(["--input-format", "frames"], whole)
        let (cut, long) = (
            try await worker(["--input-format", "frames"], whole + frame("sea".utf8).dropLast()),
            try await worker(["--input-format", "frames"], whole + [0xFF, 0xFF, 0xFF, 0xFF, 0])
        )
        #expect(cut.output == answered.output && long.output == answered.output)
        #expect(cut.status == 65 && long.status == 65)
        #expect(
            cut.messages == """
                senc: error: the input ends within a text: its bytes are 2 of 3 (standard input, line 2)

                """)
        #expect(long.messages.contains("a record is over the limit of 268435456 bytes"))
    }

    @Test(
        arguments: [
            (["--field", "t"], "--field is for --input-format jsonl"),
            (["--missing", "skip"], "--missing is for --input-format jsonl"),
            (["--output-type", "float16"], "--output-type is for --format frames"),
            (
                ["--format", "frames", "--output-type", "int8"],
                "--output-type int8 needs --calibration FILE"
            ),
            (
                ["--input-format", "frames", "--format", "jsonl", "--column", "v"],
                "--column is for lines of text or JSON, and answers in JSON Lines"
            ),
        ])
    func optionsThatMakeNoSenseAreUsageErrors(options: [String], message: String) async throws {
        let outcome = try await worker(options, [])
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        #expect(outcome.messages.hasPrefix("senc: error: \(message)"), "\(outcome)")
    }
}
