import Senc
import SencFiles
import TestSupport
import Testing

/// The program with the models that come with it.
@Suite struct EmbeddedModelTests {
    private static let text = "La lluvia golpea la ventana."

    /// - Parameter chosen: what `$SENC_MODEL` is; `nil` for nothing.
    private func run(
        _ arguments: String..., chosen: String? = nil
    ) async throws -> Program.Outcome {
        try await Program.run(
            arguments,
            environment: [
                "SENC_MODELS": Goldens.repository + "/Weights", "SENC_MODEL": chosen ?? "",
            ])
    }

    @Test func aSentenceGivesTheLibrarysVector() async throws {
        let outcome = try await run("encode", Self.text)
        let encoder = try SentenceEncoder(
            model: Goldens.repository + "/Weights/multilingual-e5-small")
        #expect(outcome.vectors == [try encoder.encode(Self.text).vector])
        #expect(outcome.messages == "" && outcome.status == 0)
        #expect(SentenceEncoder.embeddedModel == "multilingual-e5-small")
    }

    @Test func aSentenceGivesTheReferencesTokens() async throws {
        #expect(
            try await run("tokenize", "--ids", Self.text)
                == .printed("0 216 77124 30523 11 21 79859 5 2\n"))
        #expect(
            try await run("tokenize", "--ids", Self.text, chosen: "all-MiniLM-L6-v2")
                == .printed("101 2474 2222 2226 9035 2175 14277 5243 2474 18834 5162 1012 102\n"))
    }

    @Test func theVariableNamesTheDefaultAndTheOptionAnotherModel() async throws {
        let chosen = try await run("inspect", chosen: "all-MiniLM-L6-v2")
        #expect(chosen.lines.first?.contains("given as all-MiniLM-L6-v2") == true)
        let asked = try await run(
            "tokenize", "--ids", "--model", "multilingual-e5-small", "la",
            chosen: "all-MiniLM-L6-v2")
        #expect(try await asked == run("tokenize", "--ids", "la"))
        let listed = try await run("models", chosen: "all-MiniLM-L6-v2")
        #expect(listed.lines.count { $0.hasPrefix("all-MiniLM-L6-v2 *") } == 1)
        #expect(
            try await run("models").lines.count { $0.hasPrefix("multilingual-e5-small *") } == 1)
        let wrong = try await run("encode", "la", chosen: "all-MiniLM")
        #expect(
            wrong.messages.hasPrefix(
                "senc: error: no model 'all-MiniLM'; did you mean 'all-MiniLM-L6-v2'? ('senc models'"
            ))
        #expect(wrong.status == 66)
    }

    /// As one made before the default was another.
    @Test func anIndexOpensWithTheModelThatItWasMadeWith() async throws {
        let place = TemporaryDirectory()
        let notes = place.write("It rains in the north.\n\nThe sun is out.\n", to: "notes/a.txt")
        let index = place.file("notes.index")
        let made = try await run(
            "index", "build", index, "--in", place.file("notes"), "--model", "all-MiniLM-L6-v2")
        #expect(made.status == 0)
        let query = ["search", "is it raining?", "--in", index]
        let found = try await run("search", "is it raining?", "--in", index)
        let asked = try await Program.run(query + ["--model", "all-MiniLM-L6-v2"])
        #expect(found == asked && found.status == 0 && found.text.contains("It rains"))
        place.write("It rains in the north.\n\nSnow in the hills.\n", to: "notes/a.txt")
        #expect(try await run("index", "build", index).status == 0)
        let more = place.write("Fog at the sea.\n", to: "more/b.txt")
        #expect(try await run("index", "add", index, "--in", more).status == 0)
        #expect(try await run("search", "snow", "--in", index).text.contains("Snow in the hills"))
        #expect(try await run("index", "info", index).text.contains("all-MiniLM-L6-v2"))
        let other = try await run(
            "search", "snow", "--in", index, "--model", "multilingual-e5-small")
        #expect(other.status == 65)
        #expect(
            other.messages.hasPrefix(
                "senc: error: made with the model 'all-MiniLM-L6-v2', which 'multilingual-e5-small'"
            ))
        withExtendedLifetime(notes) {}
    }

    @Test func aClassifierOpensWithTheModelThatItWasMadeWith() async throws {
        let place = TemporaryDirectory()
        let rows = (0..<6).map { "It rains \($0) days,bad\nThe sun is out \($0) days,good" }
        let input = place.write(
            "text,label\n" + rows.joined(separator: "\n") + "\n", to: "in.csv")
        let trained = try await run(
            "classify", "train", "--input", input, "--field", "text", "--label", "label",
            "--folds", "0", "--output", place.file("c.json"), "--model", "all-MiniLM-L6-v2")
        #expect(trained.status == 0)
        let applied = try await run("classify", "apply", place.file("c.json"), "It rains a lot")
        #expect(applied.status == 0 && applied.text.contains("\tbad\t"))
    }

    /// Where it is not at hand, the default is tried, and the difference told.
    @Test(arguments: ["no-such-model", "../Weights/all-MiniLM-L6-v2", "/etc", "sub/model"])
    func aStampThatLeadsToNoModelByItsNameIsNotFollowed(_ name: String) async throws {
        let place = TemporaryDirectory()
        let input = place.write("text,label\na b,x\nc d,y\n", to: "in.csv")
        let classifier = place.file("c.json")
        let trained = try await run(
            "classify", "train", "--input", input, "--field", "text", "--label", "label",
            "--folds", "0", "--output", classifier, "--model", "all-MiniLM-L6-v2")
        #expect(trained.status == 0)
        place.edit(
            "c.json", replacing: #""model":"all-MiniLM-L6-v2""#, with: "\"model\":\"\(name)\"")
        place.link(Goldens.repository + "/Weights/all-MiniLM-L6-v2", as: "sub/model")
        let applied = try await Program.run(
            ["classify", "apply", classifier, "a b"],
            environment: [
                "SENC_MODELS": Goldens.repository + "/Weights",
                "SENC_MODEL": "multilingual-e5-small",
            ], in: place.path)
        #expect(applied.status == 65)
        #expect(
            applied.messages.hasPrefix(
                "senc: error: made with the model '\(name)', which 'multilingual-e5-small' does not"
            ))
    }

    @Test(arguments: ["all-MiniLM-L6-v2", "multilingual-e5-small", "static-es-en"])
    func itsDirectoryWorksWhereverItIsCopied(_ name: String) async throws {
        let directory = TemporaryDirectory()
        let copied = try await Program.run(
            [
                "-c", "cp -r \"$0\" \"$1\"", Goldens.repository + "/Weights/" + name,
                directory.file("copy"),
            ], program: "/bin/sh")
        #expect(copied.status == 0)
        let copy = try await run("tokenize", "--ids", "rain", "--model", directory.file("copy"))
        #expect(try await copy == run("tokenize", "--ids", "rain", "--model", name))
        #expect(copy.status == 0 && copy.text != "")
        let links = try await Program.run(
            ["-c", "find \"$0\" -type l", directory.file("copy")], program: "/bin/sh")
        #expect(links == .printed(""))
    }

    /// That of the model of nine languages is tested in `MultilingualModelTests`.
    @Test func theEnglishModelsTokenizerIsTheOneOfItsOwn() throws {
        for name in ["special_tokens_map", "tokenizer", "tokenizer_config", "vocab"] {
            let file = name == "vocab" ? "vocab.txt" : name + ".json"
            let own = try MappedFile(path: Goldens.bertTokenizer + "/" + file)
            let model = try MappedFile(
                path: Goldens.repository + "/Weights/all-MiniLM-L6-v2/" + file)
            #expect(own.bytes.count > 100)
            #expect(own.bytes.elementsEqual(model.bytes), "\(file)")
        }
    }

    @Test func meaningGoesBeforeLanguage() async throws {
        let outcome = try await run(
            "similarity", "El rey y la reina viven en un palacio.",
            "A king and a queen live in a palace.", "Peasants plough the muddy fields.")
        let rows = outcome.lines.map { $0.split(separator: "\t").compactMap { Float($0) } }
        try #require(rows.map(\.count) == [3, 3, 3])
        #expect(rows[0][1] > rows[0][2])
    }
}
