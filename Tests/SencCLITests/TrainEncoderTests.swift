import Foundation
import TestSupport
import Testing

/// `senc train encoder`.
@Suite struct TrainEncoderTests {
    private let files = TemporaryDirectory()
    private static let sizes = [
        "--layers", "1", "--hidden", "16", "--heads", "2", "--max-tokens", "16", "--epochs", "2",
        "--batch", "8", "--validation", "0.1",
    ]

    init() {
        let words = ["canción", "cantar", "lluvia", "llover", "casa", "perro", "gato", "niño"]
        files.write(
            (0..<60).map { "\(words[$0 % 8]) \(words[$0 * 7 % 5]) y \(words[$0 * 5 % 8])" }
                .joined(separator: "\n") + "\n", to: "t.txt")
    }

    private func run(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run(arguments, in: files.path)
    }

    private func tokenizer(_ kind: String = "wordpiece") async throws {
        let outcome = try await run(
            ["train", "tokenizer", "t.txt", "--kind", kind, "--vocabulary", "320", "-o", "tok"])
        #expect(outcome.status == 0, "\(outcome.messages)")
    }

    @Test(arguments: ["wordpiece", "unigram", "bpe"])
    func anEncoderIsLearned(kind: String) async throws {
        try await tokenizer(kind)
        let outcome = try await run(
            ["train", "encoder", "t.txt", "--tokenizer", "tok", "-o", "m", "--json"] + Self.sizes)
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.text.hasPrefix(#"{"output":"m","texts":60,"tokens":"#))
        #expect(outcome.messages.hasSuffix(" s (m)\n"))
        let names = try FileManager.default.contentsOfDirectory(atPath: files.path + "/m")
        for name in ["1_Pooling", "README.md", "config.json", "curve.svg", "model.safetensors"] {
            #expect(names.contains(name), "\(names)")
        }
        // The tokens are the tokenizer's.
        let tokens = try await run(["tokenize", "El Niño canta", "--model", "tok"])
        let own = try await run(["tokenize", "El Niño canta", "--model", "./m"])
        #expect(own.text == tokens.text && own.status == 0)
        let encoded = try await run(["encode", "la lluvia", "--model", "./m"])
        #expect(encoded.status == 0, "\(encoded.messages)")
        // Which goes on.
        let again = try await run(
            [
                "train", "encoder", "t.txt", "--model", "./m", "--objective", "tsdae", "-o", "n",
                "--epochs", "1",
            ])
        #expect(again.status == 0, "\(again.messages)")
        #expect(try await run(["encode", "la lluvia", "--model", "./n"]).status == 0)
    }

    @Test func mistakesAreOneLine() async throws {
        try await tokenizer()
        files.write("\n \n", to: "blank.txt")
        files.write("uno\n", to: "one.txt")
        let document = try String(contentsOfFile: files.file("tok/tokenizer.json"), encoding: .utf8)
        files.write(document.replacing("[MASK]", with: "[MUSK]"), to: "maskless/tokenizer.json")
        files.write("a\n", to: "full/there")
        let own = ["--tokenizer", "tok", "-o", "a"]
        for (arguments, mend) in [
            (["t.txt", "-o", "a"], "--tokenizer"),
            (["t.txt", "--model", "m"] + own, "not both"),
            (["t.txt", "--model", "m", "--layers", "2", "-o", "a"], "--layers"),
            (["t.txt", "--heads", "3"] + own, "give other --hidden or --heads"),
            (["t.txt", "--hidden", "9223372036854775807"] + own, "hidden"),
            (["t.txt", "--hidden", "65536", "--layers", "1024"] + own, "give fewer --layers"),
            (["t.txt", "--max-tokens", "2"] + own, "max-tokens"),
            (["t.txt", "--validation", "nan"] + own, "validation"),
            (["t.txt", "--precision", "int8"] + own, "bfloat16"),
            (["blank.txt"] + own, "no token"), (["one.txt"] + own, "--validation"),
            (["nowhere.txt"] + own, "nowhere.txt"),
            (["t.txt", "--tokenizer", "nowhere", "-o", "a"], "nowhere"),
            (["t.txt", "--tokenizer", "maskless", "-o", "a"], "mask"),
            (["t.txt", "--model", Goldens.path("families/qwen3"), "-o", "a"], "--tokenizer"),
            (["t.txt", "--tokenizer", "tok", "-o", "full"], "full"),
        ] {
            let outcome = try await run(["train", "encoder"] + arguments)
            #expect(outcome.status != 0, "\(arguments)")
            #expect(outcome.messages.hasPrefix("senc: error: "), "\(outcome.messages)")
            #expect(outcome.messages.split(separator: "\n").count == 1, "\(outcome.messages)")
            #expect(outcome.messages.contains(mend), "\(arguments): \(outcome.messages)")
            let names = try FileManager.default.contentsOfDirectory(atPath: files.path)
            #expect(!names.contains { $0.hasPrefix("a") }, "\(arguments): \(names)")
        }
    }
}
