import Senc
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

    @Test func meaningGoesBeforeLanguage() async throws {
        let outcome = try await Program.run(
            "similarity", "El rey y la reina viven en un palacio.",
            "A king and a queen live in a palace.", "Peasants plough the muddy fields.")
        let rows = outcome.lines.map { $0.split(separator: "\t").compactMap { Float($0) } }
        try #require(rows.map(\.count) == [3, 3, 3])
        #expect(rows[0][1] > rows[0][2])
    }
}
