import Foundation
import SencFiles
import TestSupport
import Testing

/// Whatever is printed as JSON is JSON to a strict reader, with texts that need escapes.
@Suite(.serialized) struct JSONOutputTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private static let texts = [
        "rain on the \"sea\"", "a back\\slash and a\ttab", "red \u{1B}[31m and \u{7F} \u{85}",
        "line \u{2028} and turn \u{202E}", "한국어 😀 é", "<b>&amp;</b>", "the sun is out",
        "the sun", "the rain", "the sea",
    ]

    /// Prepares files: texts, records with labels, pairs with scores, vectors, a classifier, an index.
    private func prepare() async throws {
        files.write(Self.texts.map { $0 + "\n" }.joined(), to: "t.txt")
        func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
        let records = Self.texts.enumerated().map {
            "\(quoted($1)),\(quoted("l\"\($0 % 2)")),r\($0)\n"
        }
        files.write("text,label,id\n" + records.joined(), to: "r.csv")
        let pairs = zip(Self.texts, Self.texts.dropFirst()).enumerated().map {
            "\(quoted($1.0)),\(quoted($1.1)),\($0 % 3)\n"
        }
        files.write("sentence1,sentence2,score\n" + pairs.joined(), to: "p.csv")
        for arguments in [
            ["encode", "--input", "t.txt", "--output", "v.npy", "--prompt-text", "a \"q\" "],
            [
                "classify", "train", "--input", "r.csv", "--field", "text", "--label", "label",
                "--output", "c.json", "--folds", "0",
            ],
            ["index", "build", "i.index", "--in", "t.txt", "--prompt-text", "a \"q\" "],
            [
                "map", "--input", "r.csv", "--field", "text", "--label", "label", "--output",
                "m.jsonl",
            ],
        ] {
            let outcome = try await run(arguments)
            #expect(outcome.status == 0, "\(arguments): \(outcome)")
        }
    }

    private func run(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run(
            arguments, environment: ["HOME": files.path, "SENC_MODEL": model.path], in: files.path)
    }

    private static let lines: [[String]] = [
        ["encode", "--input", "t.txt"], ["tokenize", "--input", "t.txt"],
        ["search", "a \"sea\"", "sun", "--in", "t.txt", "--json"],
        [
            "search", "sea", "--in", "r.csv", "--field", "text", "--show",
            "label",
            "--json",
        ],
        ["search", "sea", "--in", "i.index", "--json"],
        ["pairs", "--input", "t.txt", "--json"],
        ["pairs", "--input", "t.txt", "--with", "t.txt", "--json"],
        ["pairs", "--input", "v.npy", "--json"],
        ["dedupe", "--input", "t.txt", "--groups", "--threshold", "0.1"],
        ["cluster", "--input", "t.txt", "--clusters", "2", "--json"],
        ["outliers", "--input", "t.txt", "--neighbours", "3", "--json"],
        ["analogy", "sea", "sun", "rain", "--among", "t.txt", "--json"],
        [
            "classify", "zero-shot", "--input", "t.txt", "--labels", "a \"b\"", "--labels", "c",
            "--json",
        ],
        ["classify", "apply", "c.json", "--input", "t.txt", "--json"],
        ["similarity", "sea", "sun", "--format", "json"],
        ["similarity", "--input", "t.txt", "--format", "json"],
    ]

    private static let documents: [[String]] = [
        [
            "classify", "train", "--input", "r.csv", "--field", "text", "--label", "label",
            "--output",
            "d.json", "--folds", "2", "--json",
        ],
        ["inspect", "--json"], ["inspect", "v.npy", "--json"],
        ["index", "info", "i.index", "--json"], ["models", "--json"],
        ["evaluate", "--input", "p.csv", "--json"],
    ]

    private func expectStrict(_ bytes: some Sequence<UInt8>, _ what: String) {
        let bytes = Array(bytes)
        #expect(throws: Never.self, "\(what)") { try JSON(parsing: bytes) }
        #expect(throws: Never.self, "\(what)") {
            try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        }
    }

    @Test func whatIsPrintedIsJSON() async throws {
        try await prepare()
        for arguments in Self.lines {
            let outcome = try await run(arguments)
            let lines = outcome.output.split(separator: UInt8(ascii: "\n"))
            #expect(outcome.status == 0 && !lines.isEmpty, "\(arguments): \(outcome)")
            #expect(outcome.output.last == UInt8(ascii: "\n"), "\(arguments)")
            for line in lines { expectStrict(line, "\(arguments)") }
        }
        for arguments in Self.documents {
            let outcome = try await run(arguments)
            #expect(outcome.status == 0, "\(arguments): \(outcome)")
            expectStrict(outcome.output, "\(arguments)")
        }
        for name in ["c.json", "v.npy.model.json"] { expectStrict(files.read(name), name) }
        for line in files.read("m.jsonl").split(separator: UInt8(ascii: "\n")) {
            expectStrict(line, "m.jsonl")
        }
        let weights = try await run(["inspect", model.file("model.safetensors"), "--json"])
        expectStrict(weights.output, "inspect weights")
    }
}
