import Senc
import SencFiles
import TestSupport
import Testing

/// The program with the model that comes with it.
@Suite struct EmbeddedModelTests {
    @Test func aSentenceGivesTheLibrarysVector() async throws {
        let text = "La lluvia golpea la ventana."
        let outcome = try await Program.run("encode", text)
        #expect(outcome.vectors == [try SentenceEncoder().encode(text).vector])
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test func aSentenceGivesTheReferencesTokens() async throws {
        #expect(
            try await Program.run("tokenize", "--ids", "La lluvia golpea la ventana.")
                == .printed("101 2474 2222 2226 9035 2175 14277 5243 2474 18834 5162 1012 102\n"))
    }

    @Test func itsDirectoryWorksWhereverItIsCopied() async throws {
        let directory = TemporaryDirectory()
        let copied = try await Program.run(
            [
                "-c", "cp -r \"$0\" \"$1\"", Goldens.repository + "/Weights/all-MiniLM-L6-v2",
                directory.file("copy"),
            ], program: "/bin/sh")
        #expect(copied.status == 0)
        #expect(
            try await Program.run("tokenize", "--ids", "rain", "--model", directory.file("copy"))
                == .printed("101 4542 102\n"))
        let links = try await Program.run(
            ["-c", "find \"$0\" -type l", directory.file("copy")], program: "/bin/sh")
        #expect(links == .printed(""))
    }

    @Test func itsTokenizerIsTheOneOfItsOwn() throws {
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
        let outcome = try await Program.run(
            "similarity", "El rey y la reina viven en un palacio.",
            "A king and a queen live in a palace.", "Peasants plough the muddy fields.")
        let rows = outcome.lines.map { $0.split(separator: "\t").compactMap { Float($0) } }
        try #require(rows.map(\.count) == [3, 3, 3])
        #expect(rows[0][1] > rows[0][2])
    }
}
