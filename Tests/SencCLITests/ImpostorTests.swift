import TestSupport
import Testing

/// What downloads and checkouts leave in place of a model's files is named as what it is.
@Suite struct ImpostorTests {
    private static let pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    private static let page =
        "\u{FEFF}\n<!DOCTYPE html>\n<html><head><title>404</title></head></html>\n"
    private static let mend = "run git lfs pull, or senc pull ORG/NAME"

    private let model = TinyModel.copy()

    private func encode(_ path: String? = nil) async throws -> Program.Outcome {
        try await Program.run("encode", "rain", "--model", path ?? model.path)
    }

    @Test(arguments: [
        "model.safetensors", "pytorch_model.bin", "model.gguf", "model.onnx",
        "onnx/model.onnx", "model.safetensors.index.json",
    ])
    func aPointerInPlaceOfWeights(name: String) async throws {
        model.remove("model.safetensors")
        model.write(Self.pointer, to: name)
        let error = "is a Git LFS pointer, not the weights: \(Self.mend) (\(model.file(name)))"
        #expect(try await encode() == .failed(65, error))
        if name != "onnx/model.onnx" {
            #expect(try await encode(model.file(name)) == .failed(65, error))
        }
    }

    @Test(arguments: ["words.vec", "words.txt", "words.bin", "a.gguf"])
    func aPointerThatIsGivenAsTheModel(name: String) async throws {
        let directory = TemporaryDirectory()
        let path = directory.write(Self.pointer, to: name)
        #expect(
            try await encode(path)
                == .failed(65, "is a Git LFS pointer, not the weights: \(Self.mend) (\(path))"))
    }

    @Test(arguments: [
        "config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
        "added_tokens.json", "modules.json", "1_Pooling/config.json",
        "config_sentence_transformers.json", "sentence_bert_config.json",
    ])
    func aPointerInPlaceOfAConfiguration(name: String) async throws {
        if name == "special_tokens_map.json" || name == "added_tokens.json" {
            model.write(#"{"tokenizer_class":"BertTokenizer"}"#, to: "tokenizer_config.json")
        }
        model.write(Self.pointer, to: name)
        #expect(
            try await encode()
                == .failed(
                    65,
                    "is a Git LFS pointer, not the file itself: \(Self.mend) (\(model.file(name)))"
                ))
    }

    @Test(arguments: ["vocab.txt", "tokenizer.model", "vocab.json", "merges.txt"])
    func aPointerInPlaceOfAVocabulary(name: String) async throws {
        model.remove("tokenizer.json")
        model.remove("vocab.txt")
        model.write("{}", to: "tokenizer_config.json")
        if name == "merges.txt" { model.write(#"{"a":0}"#, to: "vocab.json") }
        if name == "vocab.json" { model.write("", to: "merges.txt") }
        model.write(Self.pointer, to: name)
        let outcome = try await encode()
        #expect(
            outcome
                == .failed(
                    65,
                    "is a Git LFS pointer, not the file itself: \(Self.mend) (\(model.file(name)))"
                ))
    }

    @Test(arguments: ["model.safetensors", "config.json", "vocab.txt"])
    func aPageInPlaceOfAFile(name: String) async throws {
        if name == "vocab.txt" { model.remove("tokenizer.json") }
        for text in [Self.page, "<html><body>Sign in</body></html>"] {
            model.write(text, to: name)
            let what = name == "model.safetensors" ? "the weights" : "the file itself"
            #expect(
                try await encode()
                    == .failed(
                        65,
                        "is an HTML page, not \(what): download the file itself, or run senc pull "
                            + "ORG/NAME (\(model.file(name)))"))
        }
    }

    @Test(arguments: [
        ("Entry not found", "'Entry not found'"),
        (#"{"error":"Repository not found"}"#, #"'{"error":"Repository not found"}'"#),
        ("<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>", "'<Error>'"),
    ])
    func aServersMessageInPlaceOfAFile(text: String, quoted: String) async throws {
        model.write(text, to: "model.safetensors")
        #expect(
            try await encode()
                == .failed(
                    65,
                    "is a server's message, \(quoted), not the weights: download the file again, "
                        + "or run senc pull ORG/NAME (\(model.file("model.safetensors")))"))
    }

    @Test(arguments: ["model.safetensors", "config.json", "tokenizer.json", "modules.json"])
    func anEmptyFile(name: String) async throws {
        model.write("", to: name)
        #expect(
            try await encode()
                == .failed(
                    65,
                    "the file is empty: its download or copy went wrong (\(model.file(name)))"))
    }

    @Test func aVocabularyMayBeginWithSuchAWord() async throws {
        model.remove("tokenizer.json")
        let words = String(decoding: model.read("vocab.txt"), as: UTF8.self)
        let first = words.prefix { $0 != "\n" }
        model.write("<html>" + words.dropFirst(first.utf8.count), to: "vocab.txt")
        let outcome = try await Program.run("tokenize", "rain", "--model", model.path)
        #expect(outcome.status == 0)
    }

    // MARK: Links

    @Test(arguments: [
        "model.safetensors", "config.json", "tokenizer.json", "1_Pooling/config.json",
    ])
    func aBrokenLinkInPlaceOfAFile(name: String) async throws {
        model.link("../away/" + name, as: name)
        #expect(
            try await encode()
                == .failed(
                    66,
                    "is a link to ../away/\(name), which is not there (\(model.file(name)))"))
    }

    @Test func aBrokenLinkAsTheModel() async throws {
        let directory = TemporaryDirectory()
        directory.link("away", as: "model")
        let path = directory.file("model")
        let error = "is a link to away, which is not there (\(path))"
        #expect(try await encode(path) == .failed(66, error))
        #expect(try await encode(path + "/model.safetensors") == .failed(66, error))
        #expect(
            try await Program.run(
                ["encode", "rain", "--model", "model"],
                environment: ["SENC_MODELS": directory.path, "HOME": directory.path])
                == .failed(66, error))
    }

    @Test func aBrokenLinkAsAnInput() async throws {
        let directory = TemporaryDirectory()
        directory.link("away.txt", as: "texts.txt")
        let path = directory.file("texts.txt")
        #expect(
            try await Program.run("encode", "--input", path, "--model", model.path)
                == .failed(66, "is a link to away.txt, which is not there (\(path))"))
    }
}
