import TestSupport
import Testing

/// What the scripts of shells ask the program for when a key is pressed.
@Suite struct CompletionTests {
    private let files = TemporaryDirectory()

    /// - Parameters:
    ///   - option: whose value is completed.
    ///   - words: of the command line, the program's name first.
    private func complete(
        _ command: [String], _ option: String, _ words: [String]
    ) async throws -> [String] {
        let last = words.last ?? ""
        let outcome = try await Program.run(
            ["---completion"] + command + [
                "--", option, String(words.count - 1), String(last.count),
            ]
                + words,
            environment: [
                "HOME": files.path, "SENC_MODELS": Goldens.repository + "/Weights",
                "SAP_SHELL": "bash", "SENC_KERNELS": "none",
            ], in: files.path)
        #expect(outcome.messages == "" && outcome.status == 0, "\(outcome)")
        return outcome.text.split(separator: "\n").map(String.init)
    }

    @Test func modelsAreThoseAtHandAndFiles() async throws {
        files.write("", to: "here/a.gguf")
        files.write("", to: "here/b.gguf")
        let all = try await complete(["encode"], "--model", ["senc", "encode", "--model", ""])
        for name in ["all-MiniLM-L6-v2", "multilingual-e5-small", "static-es-en"] {
            #expect(all.contains(name))
        }
        #expect(all.contains("here"))
        let some = try await complete(
            ["encode"], "--model", ["senc", "encode", "--model", "here/a"])
        #expect(some.contains("here/a.gguf") && !some.contains("here/b.gguf"))
        let argument = try await complete(["inspect"], "positional@0", ["senc", "inspect", ""])
        #expect(argument.contains("all-MiniLM-L6-v2"))
    }

    @Test func columnsAreThoseOfTheTablesOnTheLine() async throws {
        files.write("id;text;stars\n1;a;5\n", to: "a.csv")
        files.write(#"{"body": "x", "topic": "y"}"# + "\n", to: "my b.jsonl")
        files.write("no table", to: "c.txt")
        #expect(
            try await complete(
                ["encode"], "--field", ["senc", "encode", "--input", "a.csv", "--field", ""])
                == ["id", "text", "stars"])
        #expect(
            try await complete(
                ["cluster"], "--field", ["senc", "cluster", "'my b.jsonl'", "c.txt", "--field", ""])
                == ["body", "topic"])
        #expect(
            try await complete(
                ["search"], "--show", ["senc", "search", "x", "--input=a.csv", "--show", ""])
                == ["id", "text", "stars"])
        #expect(try await complete(["encode"], "--field", ["senc", "encode", "--field", ""]) == [])
        files.write([0, 1, 2, 255], to: "d.csv")
        #expect(
            try await complete(
                ["encode"], "--field", ["senc", "encode", "-i", "d.csv", "--field", ""]) == [])
    }

    @Test func labelsAreThoseOfTablesAndClassifiers() async throws {
        files.write(
            "id,text,topic\n1,the king,art\n2,rain,sea\n3,a queen,art\n4,a sea,sea\n", to: "a.csv")
        let words = ["senc", "classify", "a.csv", "--labels"]
        let command = ["classify", "zero-shot"]
        #expect(try await complete(command, "--labels", words + [""]) == ["art", "sea"])
        #expect(try await complete(command, "--labels", words + ["art,s"]) == ["art,sea"])
        let model = TinyModel.copy()
        let trained = try await Program.run(
            [
                "classify", "train", "--input", "a.csv", "--field", "text", "--label", "topic",
                "--folds", "0", "--output", "c.json", "--model", model.path,
            ], in: files.path)
        #expect(trained.status == 0, "\(trained.messages)")
        #expect(
            try await complete(command, "--labels", ["senc", "classify", "c.json", "--labels", ""])
                == ["art", "sea"])
        files.write("{", to: "d.json")
        #expect(
            try await complete(command, "--labels", ["senc", "classify", "d.json", "--labels", ""])
                == [])
    }

    @Test func settingsAndTheirValuesAreKnown() async throws {
        #expect(
            try await complete(
                ["config", "set"], "positional@1", ["senc", "config", "set", "precision", ""])
                == ["float32", "bfloat16", "int8"])
        #expect(
            try await complete(
                ["config", "set"], "positional@1", ["senc", "config", "set", "model", ""]
            ).contains("all-MiniLM-L6-v2"))
    }
}
