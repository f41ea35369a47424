import Senc
import SencFiles
import TestSupport
import Testing

/// Which prompt commands put before texts.
@Suite struct PromptTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    private let texts = ["the king", "la reina", "rain", "the king and the queen"]

    private static let both = #"{"prompts": {"query": "the query: ", "passage": "rain "}}"#
    private static let withDefault = #"""
        {"prompts": {"query": "the query: ", "passage": "rain ", "other": "queen "},
         "default_prompt_name": "other"}
        """#

    private func declare(_ configuration: String) {
        model.write(configuration, to: "config_sentence_transformers.json")
    }

    private func run(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(arguments + ["--model", model.path])
    }

    /// The cosine of two texts with a prompt before each.
    private func cosine(_ first: String, _ second: String) throws -> Float {
        let encoder = try SentenceEncoder(model: model.path)
        let vectors = try encoder.encode(
            [first, second], options: EncodingOptions(prompt: ""))
        return vectors[0].cosineSimilarity(to: vectors[1])
    }

    private func similarity(_ options: String...) async throws -> String {
        let found = try await Program.run(
            ["similarity", "king", "queen", "--model", model.path] + options)
        #expect(found.status == 0, "\(found.messages)")
        return found.text
    }

    @Test func comparedTextsAreQueriesOfAModelThatAsksForRoles() async throws {
        // A prompt for queries alone is for searches.
        #expect(try await similarity() == "\(cosine("king", "queen"))\n")
        declare(Self.both)
        #expect(try await similarity() == "\(cosine("the query: king", "the query: queen"))\n")
        declare(Self.withDefault)
        #expect(try await similarity() == "\(cosine("queen king", "queen queen"))\n")
    }

    @Test func thePromptIsWhatTheCommandLineSays() async throws {
        declare(Self.both)
        let expected = [
            (["--prompt", "passage"], "rain "), (["--role", "passage"], "rain "),
            (["--prompt-text", "la "], "la "), (["--prompt-text", ""], ""),
            (["--role", "query"], "the query: "),
        ]
        for (options, prompt) in expected {
            let found = try await Program.run(
                ["similarity", "king", "queen", "--model", model.path] + options)
            #expect(
                found == .printed("\(try cosine(prompt + "king", prompt + "queen"))\n"),
                "\(options)")
        }
    }

    @Test func aRoleWithoutAPromptIsUsedAsItIs() async throws {
        #expect(try await similarity("--role", "passage") == "\(cosine("king", "queen"))\n")
        let shown = try await Program.run("inspect", model.path)
        #expect(shown.text.contains("passage role"))
        #expect(shown.text.contains("no prompt, used as it is"))
        #expect(shown.text.contains("no prompt document, passage, corpus"))
    }

    @Test func inspectTellsThePromptOfEachRole() async throws {
        declare(Self.both)
        let json = try JSON(parsing: try await Program.run("inspect", model.path, "--json").output)
        #expect(json["query role"]?["value"]?.string == "prompt query")
        #expect(json["passage role"]?["value"]?.string == "prompt passage")
        #expect(json["comparisons"]?["value"]?.string == "prompt query")
        declare(Self.withDefault)
        let other = try JSON(
            parsing: try await Program.run("inspect", model.path, "--json").output)
        #expect(other["comparisons"]?["value"]?.string == "prompt other")
    }

    @Test func encodeAlonePutsTheDefaultPromptOnly() async throws {
        declare(Self.both)
        let encoder = try SentenceEncoder(model: model.path)
        #expect(try await run("encode", "king").vectors == [encoder.encode("king").vector])
        #expect(
            try await run("encode", "king", "--role", "passage").vectors
                == [encoder.encodeDocument("king").vector])
        declare(Self.withDefault)
        #expect(
            try await run("encode", "king").vectors == [encoder.encode("queen king").vector])
    }

    @Test func searchHasAPromptForEachSide() async throws {
        declare(Self.both)
        let path = files.write(texts.joined(separator: "\n") + "\n", to: "texts.txt")
        func best(_ options: [String]) async throws -> Float {
            let found = try await Program.run(
                ["search", "queen", "--in", path, "--top", "1", "--model", model.path] + options)
            return Float(found.text.prefix { $0 != "\t" }) ?? .nan
        }
        func expected(_ query: String, _ passage: String) throws -> Float {
            try texts.map { try cosine(query + "queen", passage + $0) }.max() ?? .nan
        }
        #expect(try await best([]) == expected("the query: ", "rain "))
        #expect(
            try await best(["--query-prompt", "passage", "--passage-prompt", "query"])
                == expected("rain ", "the query: "))
        #expect(
            try await best(["--query-prompt-text", "la ", "--passage-prompt-text", ""])
                == expected("la ", ""))
        #expect(try await best(["--role", "passage"]) == expected("rain ", "rain "))
        #expect(try await best(["--prompt-text", ""]) == expected("", "rain "))
    }

    /// The default prompt goes before the other side, too, unless it is the one for queries.
    @Test func aDefaultPromptForQueriesIsNotPutBeforePassages() async throws {
        let path = files.write("queen\n", to: "texts.txt")
        for (name, passage) in [("query", ""), ("other", "la ")] {
            declare(
                #"{"prompts": {"query": "the query: ", "other": "la "}, "default_prompt_name": ""#
                    + name + "\"}")
            let found = try await run("search", "king", "--in", path)
            let score = try cosine("the query: king", passage + "queen")
            #expect(found.text.hasPrefix("\(score)\t"))
        }
    }

    @Test func anIndexKeepsThePromptItWasMadeWith() async throws {
        declare(Self.both)
        files.write("the king\n", to: "notes/a.txt")
        let (notes, index) = (files.file("notes"), files.file("notes.index"))
        #expect(try await run("index", "build", index, "--in", notes).status == 0)
        #expect(try await Program.run("index", "info", index).text.contains("rain"))
        let found = try await run("search", "queen", "--in", index)
        #expect(
            found.text.hasPrefix("\(try cosine("the query: queen", "rain the king"))\t"))
        let own = files.file("own.index")
        #expect(
            try await run("index", "build", own, "--in", notes, "--prompt-text", "la ").status == 0)
        files.write("la reina\n", to: "notes/b.txt")
        #expect(try await run("index", "build", own).status == 0)
        let answer = try await run("search", "la reina", "--in", own, "--top", "1")
        #expect(
            answer.text.hasPrefix("\(try cosine("the query: la reina", "la la reina"))\t"))
    }

    @Test func aClassifierIsAppliedWithThePromptItWasTrainedWith() async throws {
        let examples = files.write(
            "text,label\nthe king,a\nqueen,a\nla reina,a\nrain,b\nthe rain,b\nla lluvia,b\n",
            to: "examples.csv")
        let path = files.file("c.json")
        let trained = try await run(
            "classify", "train", "--input", examples, "--field", "text", "--label", "label",
            "--folds", "0", "--output", path, "--prompt-text", "la ")
        #expect(trained.status == 0, "\(trained.messages)")
        let applied = try await run("classify", "apply", path, "king")
        #expect(applied.status == 0, "\(applied.messages)")
        #expect(
            try await run("classify", "apply", path, "king", "--prompt-text", "la ") == applied)
        let other = try await run("classify", "apply", path, "king", "--prompt", "query")
        #expect(other.status == 65 && other.messages.contains("their prompts are"))
    }

    @Test func evaluateSaysWhichPromptsItPut() async throws {
        declare(Self.both)
        let pairs = files.write("king,queen,1\nrain,king,0\nrain,rain,2\n", to: "pairs.csv")
        #expect(
            try await run("evaluate", "--input", pairs, "--json").text
                .contains(#""prompt":"query""#))
        let own = try await run("evaluate", "--input", pairs, "--json", "--prompt-text", "la ")
        #expect(own.text.contains(#""prompt_text":"la ""#))
        let queries = files.write("id,text\n1,king\n2,rain\n", to: "queries.csv")
        let passages = files.write("id,text\n1,queen\n2,la lluvia\n", to: "passages.csv")
        let found = try await run(
            "evaluate", "--queries", queries, "--passages", passages, "--json",
            "--query-prompt-text", "la ", "--passage-prompt", "passage")
        #expect(found.text.contains(#""query_prompt_text":"la ","passage_prompt":"passage""#))
    }

    @Test(arguments: [
        (
            ["encode", "a", "--prompt", "query", "--role", "query"],
            "give --prompt or --role, not both"
        ),
        (
            ["encode", "a", "--prompt", "query", "--prompt-text", "x"],
            "give --prompt or --prompt-text, not both"
        ),
        (
            ["search", "a", "--in", "x", "--prompt", "query", "--query-prompt", "query"],
            "--prompt, --prompt-text and --role are for queries here, and go without --query-prompt"
        ),
        (
            ["search", "a", "--in", "x", "--passage-prompt", "p", "--passage-prompt-text", "x"],
            "give --passage-prompt or --passage-prompt-text, not both"
        ),
        (
            ["evaluate", "--input", "x", "--query-prompt", "q"],
            "--query-prompt is for --queries and --passages"
        ),
    ])
    func contradictionsAreErrorsOfUsage(_ arguments: [String], _ message: String) async throws {
        let outcome = try await Program.run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.messages.contains(message), "\(outcome.messages)")
    }

    @Test func anUnknownPromptBringsTheNearestKnownOne() async throws {
        declare(Self.both)
        let path = files.write("queen\n", to: "texts.txt")
        let outcome = try await run("search", "king", "--in", path, "--passage-prompt", "pasage")
        #expect(
            outcome
                == .failed(
                    64,
                    "the model has no prompt 'pasage'; it has passage, query; did you mean "
                        + "'passage'?"))
        let role = try await run("encode", "king", "--role", "passages")
        #expect(role.status == 64 && role.messages.contains("query"))
    }
}
