import Foundation
import SencFiles
import TestSupport
import Testing

/// `senc trim`
@Suite struct TrimTests {
    private let files = TemporaryDirectory()
    private let model = Goldens.path("tiny-bert")

    private func run(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["trim"] + arguments, in: files.path)
    }

    private func names() throws -> [String] {
        try Directory.names(in: FileName(files.path)).map(\.string).filter {
            !$0.hasSuffix(".txt") && !$0.hasSuffix(".csv")
        }
    }

    @Test func oneLineTellsWhatIsLeft() async throws {
        files.write("the rain\nthe king and the sea\n", to: "texts.txt")
        let outcome = try await run(model, "--texts", "texts.txt", "--output", "out")
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        #expect(outcome.messages.hasPrefix("senc: "))
        #expect(outcome.messages.contains(" tokens, "))
        #expect(outcome.messages.hasSuffix("; all 2 texts keep their tokens\n"))
        #expect(try names() == ["out"])
        for text in ["the rain", "the king and the sea"] {
            let printed = try await Program.run(
                ["encode", "--model", "out", text], in: files.path)
            #expect(printed.status == 0)
            #expect(try await Program.run("encode", "--model", model, text) == printed)
        }
    }

    /// Files by position too, records by their field, and texts that are there twice.
    @Test func textsComeFromFilesOfEveryForm() async throws {
        files.write("id,body\n1,the rain\n2,the sea\n", to: "a.csv")
        files.write("id,body\n3,the king\n", to: "b.csv")
        let outcome = try await run(
            model, "-i", "a.csv", "b.csv", "--field", "body", "-o", "out", "--json")
        #expect(outcome.status == 0)
        let json = try JSON(parsing: outcome.output)
        #expect(json["texts"]?.int == 3 && json["unchanged"]?.int == 3)
        #expect(json["output"]?.string == "out" && json["type"]?.string == "float32")
        let tokens = [json["tokens"]?["before"]?.int, json["tokens"]?["after"]?.int]
        #expect(try #require(tokens[0]) > #require(tokens[1]))
        let bytes = [json["bytes"]?["before"]?.int, json["bytes"]?["after"]?.int]
        #expect(try #require(bytes[0]) > #require(bytes[1]))
        let vocabulary = try Directory.names(in: FileName(files.file("out"))).map(\.string)
        #expect(vocabulary.contains("vocab.txt") && vocabulary.contains("model.safetensors"))
    }

    @Test func fewerTokensCostTexts() async throws {
        files.write("the rain\nthe king\nthe sea\n", to: "texts.txt")
        files.write("queen\n", to: "tokens.txt")
        let rare = try await run(
            model, "--texts", "texts.txt", "--output", "a", "--min-count", "2", "--tokens",
            "tokens.txt", "--keep-characters", "--type", "float16")
        #expect(rare.status == 0)
        #expect(rare.messages.contains(" of 3 texts keep their tokens"))
        let small = try await run(
            model, "--texts", "texts.txt", "--output", "b", "--vocabulary", "2")
        #expect(small.status == 64)
        #expect(small.messages.contains("2 tokens are too few"))
        #expect(try names() == ["a"])
    }

    @Test func whatWasQuantizedGrowsAndIsTold() async throws {
        files.write("the rain\n", to: "texts.txt")
        let outcome = try await run(
            Goldens.path("weights/model-q8_0.gguf"), "--texts", "texts.txt", "-o", "out")
        #expect(outcome.status == 0)
        #expect(outcome.messages.contains("; the text keeps its tokens\n"))
        #expect(outcome.messages.contains("'senc quantize'"))
    }

    @Test func whatCannotBeDoneIsToldInOneLine() async throws {
        files.write("the rain\n", to: "texts.txt")
        files.write("\n", to: "empty.txt")
        files.write("qqqqq\n", to: "tokens.txt")
        let empty = try await run(model, "--texts", "empty.txt", "-o", "out")
        #expect(
            empty == .failed(65, "no text has a token of the model's vocabulary (\(model))"))
        let token = try await run(
            model, "--texts", "texts.txt", "-o", "out", "--tokens", "tokens.txt")
        #expect(token == .failed(65, "the vocabulary has no token 'qqqqq' (\(model))"))
        let absent = try await run(model, "--texts", "none.txt", "-o", "out")
        #expect(absent.status == 66 && absent.messages.contains("none.txt"))
        let input = try await run(model, "--texts", "-", "-o", "out")
        #expect(input.status == 64 && input.messages.contains("write standard input to a file"))
        let missing = try await run(model, "-o", "out")
        #expect(missing.status == 64 && missing.messages.contains("--texts"))
        for (option, value) in [("--min-count", "0"), ("--vocabulary", "0")] {
            let outcome = try await run(
                model, "--texts", "texts.txt", "-o", "out", option, value)
            #expect(
                outcome.status == 64 && outcome.messages.contains("\(option) must be at least 1"))
        }
        files.write("mine", to: "full/file")
        let full = try await run(model, "--texts", "texts.txt", "-o", "full")
        #expect(full.status == 74 && full.messages.contains("the directory is not empty"))
        let words = Goldens.path("fasttext/gensim.bin")
        let subwords = try await run(words, "--texts", "texts.txt", "-o", "out")
        #expect(subwords.status == 65)
        let spanish = try await Program.run(
            ["trim", model, "--texts", "empty.txt", "-o", "out"],
            environment: ["LC_ALL": "es_ES.UTF-8", "HOME": files.path], in: files.path)
        #expect(spanish.messages.contains("ningún texto tiene un token del vocabulario"))
        #expect(try names() == ["full"])
    }
}
