#if os(Linux)
import Foundation
import TestSupport
import Testing

/// What the program takes of memory at most: 256 MiB, and four times its largest input.
@Suite struct MemoryTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private static func limit(_ size: Int) -> Int { 256 << 20 + 4 * size }

    /// Runs the program to its end, looking at its memory now and then.
    private func peak(_ arguments: String...) async throws -> (status: Int32, bytes: Int) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: files.path)
        process.environment = ["HOME": files.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        var kilobytes = 0
        while process.isRunning {
            let status =
                (try? String(
                    contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8))
                ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            let number = line?.split { !$0.isNumber }.first.flatMap { Int($0) }
            kilobytes = max(kilobytes, number ?? 0)
            Program.pause(.milliseconds(1))
        }
        let isSignal = process.terminationReason == .uncaughtSignal
        return ((isSignal ? 128 : 0) + process.terminationStatus, kilobytes << 10)
    }

    @Test(arguments: ["0,", "[],", #""","#]) func ofJSONOfManyValues(value: String) async throws {
        let size = 60 << 20
        let text = "[" + String(repeating: value, count: size / value.utf8.count) + "0]"
        model.write(text, to: "tokenizer.json")
        let (status, bytes) = try await peak("tokenize", "--model", model.path, "rain")
        #expect(status == 65)
        #expect(bytes < Self.limit(size), "\(bytes >> 20) MiB")
    }

    @Test(arguments: ["\u{301}", "\u{327}\u{301}", "\u{f71}", "ä"])
    func ofALineOfMarks(marks: String) async throws {
        let size = 32 << 20
        let line = "a" + String(repeating: marks, count: size / marks.utf8.count)
        files.write(line + "\n", to: "t.txt")
        let (status, bytes) = try await peak("encode", "--model", model.path, "--input", "t.txt")
        #expect(status == 0)
        #expect(bytes < Self.limit(size), "\(bytes >> 20) MiB")
    }

    /// As GPT-2's and SentencePiece's tokenizers have it, with few tokens.
    private static let tokenizers = [
        #"""
        {"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"BPE","unk_token":"?",
         "vocab":{"?":0,"Ġ":1,"a":2,"b":3,"ab":4,"Ì":5,"ģ":6},"merges":["a b"]}}
        """#,
        #"""
        {"normalizer":{"type":"NFKC"},"pre_tokenizer":{"type":"Metaspace","replacement":"▁"},
         "model":{"type":"Unigram","unk_id":0,
                  "vocab":[["?",0],["▁",-2],["a",-3],["b",-3],["ab",-4],["abab",-9]]}}
        """#,
        #"""
        {"normalizer":{"type":"Replace","pattern":{"Regex":"b+"},"content":"a"},
         "pre_tokenizer":{"type":"Sequence","pretokenizers":[
            {"type":"Split","pattern":{"Regex":"[^\\s]+|\\s"},"behavior":"MergedWithNext"},
            {"type":"Punctuation"},{"type":"ByteLevel","add_prefix_space":false}]},
         "model":{"type":"WordLevel","unk_token":"?","vocab":{"?":0,"a":1,"Ġ":2}}}
        """#,
    ]

    @Test(
        arguments: tokenizers.indices,
        ["aababbba", " ", "a ", "\u{301}", "\u{fdfa}"])
    func ofALongLine(tokenizer: Int, part: String) async throws {
        let size = 16 << 20
        model.write(Self.tokenizers[tokenizer], to: "tokenizer.json")
        let line = String(repeating: part, count: size / part.utf8.count)
        files.write(line + "\n", to: "t.txt")
        let (status, bytes) = try await peak("encode", "--model", model.path, "--input", "t.txt")
        #expect(status == 0)
        #expect(bytes < Self.limit(size), "\(bytes >> 20) MiB")
    }

    @Test(arguments: ["\n", "1,"]) func ofVectorsAsText(part: String) async throws {
        let size = 32 << 20
        files.write(String(repeating: part, count: size / part.utf8.count) + "1", to: "v.csv")
        files.write("1,2\n", to: "w.csv")
        let (status, bytes) = try await peak("search", "--query-vectors", "v.csv", "--in", "w.csv")
        #expect(status == 65)
        #expect(bytes < Self.limit(size), "\(bytes >> 20) MiB")
    }
}
#endif
