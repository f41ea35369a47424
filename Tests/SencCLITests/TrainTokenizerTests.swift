import Foundation
import TestSupport
import Testing

/// `senc train tokenizer`, whose vocabularies `TrainedTokenizerTests` compares with the reference's.
@Suite struct TrainTokenizerTests {
    private let files = TemporaryDirectory()

    init() {
        let words = [
            "canción", "cantar", "cantante", "¿qué?", "Ñu", "lluvia", "llover", "🙂", "12,5",
        ]
        files.write(
            (0..<60).map { "\(words[$0 % 9]) \(words[$0 * 7 % 8]) y \(words[$0 * 5 % 9])" }
                .joined(separator: "\n") + "\n", to: "t.txt")
    }

    private func train(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["train", "tokenizer"] + arguments, in: files.path)
    }

    private func tokens(_ text: String, _ model: String) async throws -> [String] {
        let outcome = try await Program.run(["tokenize", text, "--model", model], in: files.path)
        let line = try JSONSerialization.jsonObject(with: Data(outcome.text.utf8))
        return ((line as? [String: Any])?["tokens"] as? [String]) ?? []
    }

    @Test(arguments: ["wordpiece", "unigram", "bpe"])
    func aDirectoryIsATokenizer(_ kind: String) async throws {
        let outcome = try await train(
            "t.txt", "--kind", kind, "--vocabulary", "320", "--special", "<e>", "--json",
            "--output", "t")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.text.hasPrefix(#"{"output":"t","kind":"\#(kind)","tokens":"#))
        #expect(outcome.messages.hasSuffix(" s (t)\n"))
        let own = kind == "wordpiece" ? ["vocab.txt"] : []
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: files.path + "/t").sorted()
                == ["special_tokens_map.json", "tokenizer.json", "tokenizer_config.json"] + own)
        let found = try await tokens("La canción <e> llueve", "t")
        #expect(found.contains("<e>"))
        #expect(found.first == (kind == "wordpiece" ? "[CLS]" : "<s>"))
        #expect(found.last == (kind == "wordpiece" ? "[SEP]" : "</s>"))
        let words = try await Program.run(
            [
                "train", "words", "t.txt", "--tokenizer", "t", "--output", "w.vec", "--epochs", "1",
                "--min-count", "1", "--dimension", "4",
            ], in: files.path)
        #expect(words.status == 0, "\(words.messages)")
    }

    @Test func optionsSayWhatTextsBecome() async throws {
        for (options, word) in [
            ([], "cancion"), (["--accents", "keep"], "canción"),
            (["--case", "keep"], "Canción"), (["--case", "keep", "--accents", "strip"], "Cancion"),
        ] {
            files.write(String(repeating: "Canción\n", count: 5), to: "c.txt")
            let outcome = try await Program.run(
                ["train", "tokenizer", "c.txt", "--output", "o\(word)"] + options, in: files.path)
            #expect(outcome.status == 0, "\(outcome.messages)")
            #expect(try await tokens("Canción", "o\(word)") == ["[CLS]", word, "[SEP]"])
        }
        let outcome = try await train(
            "c.txt", "--kind", "bpe", "--split", "whitespace", "--suffix", "</w>", "-o", "ends")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(try await tokens("Canción", "ends") == ["<s>", "Canción</w>", "</s>"])
    }

    @Test func standardInputAndTablesAreRead() async throws {
        let piped = try await Program.run(
            ["train", "tokenizer", "--output", "p", "--vocabulary", "100"],
            input: Array("uno dos\nuno tres\n".utf8), in: files.path)
        #expect(piped.status == 0, "\(piped.messages)")
        files.write("id,texto\n1,uno dos\n2,uno tres\n", to: "t.csv")
        let table = try await train(
            "t.csv", "--field", "texto", "--vocabulary", "100", "--output", "q")
        #expect(table.status == 0, "\(table.messages)")
        let documents = try ["p", "q"].map {
            try Data(contentsOf: URL(filePath: files.path + "/\($0)/tokenizer.json"))
        }
        #expect(documents[0] == documents[1])
    }

    @Test func whatCannotBeTrainedIsAnErrorAndWritesNothing() async throws {
        files.write("", to: "empty.txt")
        for (arguments, error, status) in [
            (["empty.txt"], "the texts have no word: nothing can be learned", 65),
            (
                ["t.txt", "--vocabulary", "9"],
                "special tokens and characters: give a larger --vocabulary, or a smaller --alphabet",
                64
            ),
            (["t.txt", "--vocabulary", "0"], "vocabulary is 0, and must be 1 to 16777216", 64),
            (["t.txt", "--vocabulary", "9999999999"], "must be 1 to 16777216", 64),
            (["t.txt", "--min-count", "-1"], "minimum count is -1", 64),
            (["t.txt", "--alphabet", "0"], "alphabet is 0", 64),
            (["t.txt", "--max-length", "0"], "token length is 0", 64),
            (["t.txt", "--kind", "unigram", "--min-count", "2"], "unigram has no --min-count", 64),
            (["t.txt", "--suffix", "x"], "--kind wordpiece has no --suffix", 64),
            (["t.txt", "--prefix", ""], "--kind wordpiece needs a --prefix", 64),
            (["t.txt", "--split", "metaspace"], "does not go with --split metaspace", 64),
            (["t.txt", "--kind", "bpe", "--suffix", "x"], "give --split whitespace", 64),
            (["t.txt", "--special", "a b"], "must have no white space", 64),
            (["t.txt", "--special", ""], "--special needs a token", 64),
            (["nothing.txt"], "no such file (nothing.txt)", 66),
        ] as [([String], String, Int32)] {
            let outcome = try await Program.run(
                ["train", "tokenizer", "--output", "x"] + arguments, in: files.path)
            #expect(outcome.status == status, "\(arguments) \(outcome.messages)")
            #expect(outcome.messages.contains(error), "\(outcome.messages)")
            #expect(!FileManager.default.fileExists(atPath: files.path + "/x"))
        }
        files.write("x", to: "full/x")
        let outcome = try await train("t.txt", "--output", "full")
        #expect(outcome.status != 0 && outcome.messages.contains("not empty"))
    }

    @Test func bytesThatAreNoTextAreReplaced() async throws {
        files.write([0x61, 0xFF, 0x20, 0xC3, 0x0A, 0xE2, 0x82, 0x0A], to: "bad.txt")
        for kind in ["wordpiece", "unigram", "bpe"] {
            let outcome = try await train(
                "bad.txt", "--kind", kind, "--encoding", "utf-8", "--output", "bad-\(kind)")
            #expect(outcome.status == 0, "\(outcome.messages)")
        }
    }
}
