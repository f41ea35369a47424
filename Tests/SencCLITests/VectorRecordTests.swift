import Senc
import SencFiles
import TestSupport
import Testing

/// What is kept of a model and its prompt beside vectors, and what search makes of it.
@Suite struct VectorRecordTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    private let texts: String

    init() {
        texts = files.write("the king\nla reina\nrain\n", to: "texts.txt")
        model.write(
            #"{"prompts": {"query": "the query: ", "passage": "rain "}}"#,
            to: "config_sentence_transformers.json")
    }

    private func encode(_ name: String, _ options: String...) async throws -> String {
        let path = files.file(name)
        let outcome = try await Program.run(
            ["encode", "--input", texts, "--output", path, "--model", model.path] + options)
        #expect(outcome.status == 0, "\(outcome.messages)")
        return path
    }

    private func search(_ path: String, _ options: String...) async throws -> Program.Outcome {
        try await Program.run(
            ["search", "queen", "--in", path, "--top", "1", "--model", model.path] + options)
    }

    @Test func modelAndPromptAreKeptBesideVectors() async throws {
        let path = try await encode("v.npy", "--role", "passage")
        let record = try JSON(path: path + ".model.json")
        let stamp = try #require(record["model"].flatMap(ModelStamp.init))
        let encoder = try SentenceEncoder(model: model.path)
        #expect(stamp == (try encoder.stamp(options: encoder.options(for: .passage))))
        #expect(stamp.prompt == "rain " && stamp.promptName == "passage")
        #expect(stamp.role == .passage)
        let own = try await encode("own.npy", "--prompt-text", "the query: ")
        let other = try #require(
            JSON(path: own + ".model.json")["model"].flatMap(ModelStamp.init))
        // A role is recognized by the text, however that was asked for.
        #expect(other.promptName == nil && other.role == .query)
        // Of a model without prompts as well.
        model.write("{}", to: "config_sentence_transformers.json")
        _ = try await encode("own.npy")
        let plain = try JSON(path: own + ".model.json")["model"].flatMap(ModelStamp.init)
        #expect(plain == (try SentenceEncoder(model: model.path).stamp()))
        model.write(
            #"{"prompts": {"query": "the query: ", "passage": "rain "}}"#,
            to: "config_sentence_transformers.json")
        _ = try await encode("v.csv")
        #expect(!Path.exists(files.file("v.csv.model.json")))
    }

    @Test func inspectShowsWhatMadeVectors() async throws {
        let path = try await encode("v.npy", "--prompt", "query")
        let json = try JSON(parsing: try await Program.run("inspect", path, "--json").output)
        #expect(json["vectors"]?["value"]?.string == "3")
        #expect(json["prompt"]?["value"]?.string == "the query: ")
        #expect(json["prompt name"]?["value"]?.string == "query")
        #expect(json["role"]?["value"]?.string == "query")
        #expect(json["role"]?["source"]?.string == "v.npy.model.json")
    }

    @Test func indexInfoTellsTheRole() async throws {
        let index = files.file("notes.index")
        let built = try await Program.run(
            "index", "build", index, "--in", texts, "--model", model.path)
        #expect(built.status == 0, "\(built.messages)")
        let json = try JSON(
            parsing: try await Program.run("index", "info", index, "--json").output)
        #expect(json["prompt"]?.string == "rain " && json["role"]?.string == "passage")
        #expect(json["of"]?.elements?.count == 1)
        #expect(try await search(index).messages == "")
    }

    @Test func rowsMadeAsQueriesBringAWarning() async throws {
        let path = try await encode("v.npy", "--role", "query")
        #expect(
            try await search(path).messages
                == "senc: warning: the vectors were made with 'the query: ', the model's prompt for "
                + "queries; what is searched has 'rain ' there (--role passage) (\(path))\n")
        // Asked for, the same on both sides is meant.
        #expect(try await search(path, "--role", "query").messages == "")
        let index = files.file("notes.index")
        _ = try await Program.run(
            "index", "build", index, "--in", texts, "--model", model.path, "--role", "query")
        #expect(try await search(index).messages.contains("the model's prompt for queries"))
    }

    @Test func queriesMadeAsPassagesBringAWarning() async throws {
        let path = try await encode("v.npy")
        #expect(
            try await search(path, "--query-prompt", "passage").messages
                == "senc: warning: the queries have 'rain ', the model's prompt for what is searched "
                + "(--role query) (\(path))\n")
    }

    @Test func whatFitsOrIsNotKnownBringsNoWarning() async throws {
        for options in [["--role", "passage"], [], ["--prompt-text", "la "]] {
            let path = files.file("v.npy")
            _ = try await Program.run(
                ["encode", "--input", texts, "--output", path, "--model", model.path] + options)
            #expect(try await search(path).messages == "", "\(options)")
        }
        let path = try await encode("v.npy", "--role", "query")
        files.remove("v.npy.model.json")
        #expect(try await search(path).messages == "")
    }

    @Test func aRecordOfOtherVectorsIsPassedOver() async throws {
        let path = try await encode("v.npy", "--role", "query")
        let other = try await encode("other.npy")
        files.write(files.read("other.npy"), to: "v.npy")
        #expect(try await search(path).messages == "")
        #expect(try await search(other).messages == "")
        for damage in ["", "{", "[]", #"{"format":"senc vectors","version":2}"#] {
            files.write(damage, to: "other.npy.model.json")
            #expect(try await search(other).messages == "", "\(damage)")
        }
    }

    /// By what they are: a model that was moved is the same.
    @Test func vectorsOfAnotherModelAreRefused() async throws {
        let path = try await encode("v.npy")
        let moved = TinyModel.copy()
        let outcome = try await Program.run(
            "search", "queen", "--in", path, "--model", moved.path)
        #expect(outcome.status == 0, "\(outcome.messages)")
        model.edit("tokenizer.json", replacing: "king", with: "kong")
        let refused = try await search(path)
        #expect(refused.status == 65 && refused.output.isEmpty)
        #expect(
            refused.messages.hasSuffix(
                "does not match: their tokenizers differ; give that one with --model, or make it "
                    + "anew with this one (\(path))\n"))
        for command in [
            ["classify", "--labels", "king, rain", "--input", path],
            ["analogy", "king", "man", "rain", "--input", path],
        ] {
            let outcome = try await Program.run(command + ["--model", model.path])
            #expect(outcome.status == 65, "\(command)")
            #expect(outcome.messages.contains("their tokenizers differ"), "\(command)")
        }
        // Nothing is known of those.
        files.remove("v.npy.model.json")
        #expect(try await search(path).status == 0)
    }

    @Test func vectorsOfTwoModelsAreNotCompared() async throws {
        let one = try await encode("v.npy")
        model.edit("tokenizer.json", replacing: "king", with: "kong")
        let other = try await encode("w.npy")
        for command in [
            ["search", "--query-vectors", one, "--input", other], ["dedupe", one, other],
            ["pairs", one, "--with", other], ["cluster", one, other, "--clusters", "2"],
        ] {
            let outcome = try await Program.run(command)
            #expect(outcome.status == 65, "\(command): \(outcome.messages)")
            #expect(
                outcome.messages.contains(
                    "their tokenizers differ; only vectors of one model can be compared"),
                "\(command)")
        }
    }

    @Test func aFileOfTheRecordsNameIsNotLost() async throws {
        files.write("my own", to: "v.npy.model.json")
        let path = files.file("v.npy")
        let outcome = try await Program.run(
            "encode", "--input", texts, "--output", path, "--model", model.path)
        #expect(
            outcome
                == .failed(
                    65,
                    "not senc's record of what made vectors, which would replace it; move it away, "
                        + "or give --output another name (\(path).model.json)"))
        #expect(String(decoding: files.read("v.npy.model.json"), as: UTF8.self) == "my own")
        #expect(!Path.exists(path))
        files.remove("v.npy.model.json")
        _ = try await encode("v.npy")
        // One of ours is replaced.
        _ = try await encode("v.npy", "--role", "query")
        let input = try await Program.run(
            "encode", "--input", path + ".model.json", "--output", path, "--model", model.path)
        #expect(input.status == 64 && input.messages.contains("is also an input"))
    }

    @Test func labelsAreEncodedAsVectorsWere() async throws {
        let path = try await encode("v.npy", "--prompt-text", "la ")
        let labels = ["classify", "--labels", "king, rain", "--model", model.path]
        let found = try await Program.run(labels + ["--input", path])
        let expected = try await Program.run(
            labels + ["--input", texts, "--prompt-text", "la "])
        #expect(found.status == 0, "\(found.messages)")
        #expect(
            found.lines.map { $0.split(separator: "\t")[0] }
                == expected.lines.map { $0.split(separator: "\t")[0] })
    }
}
