import Testing

@testable import SencCLI

/// What is shown of a text that a search found.
@Suite struct ExcerptTests {
    @Test(arguments: [
        ("", []), ("rain", ["rain"]), ("It rains. The sea.", ["It rains.", "The sea."]),
        ("¿Llueve? ¡Sí! «No.» Fin", ["¿Llueve?", "¡Sí!", "«No.»", "Fin"]),
        ("a p. ej. b. C", ["a p. ej. b.", "C"]), ("3.14 is it.", ["3.14 is it."]),
        ("Wait... What?! Yes", ["Wait...", "What?!", "Yes"]),
        ("雨が降る。海。「空。」空", ["雨が降る。", "海。", "「空。」", "空"]),
    ])
    func sentencesEndAtTheirMarks(text: String, sentences: [String]) {
        #expect(text.sentences.map { String(text[$0]) } == sentences)
    }

    @Test func whiteSpaceIsOneSpaceAndControlsAreEscaped() {
        #expect("  a\n\t b\u{1b}[2J\u{3000}c ".asOneLine == "a b\\u{1b}[2J c")
    }

    private let text = "The king sat. The rain fell on the sea. The queen went away to the land."
    private let plain = TerminalStyle(isPlain: true)

    private func excerpt(_ sentence: Int?, _ query: String = "") -> Excerpt {
        Excerpt(
            text: text, place: sentence.map { text.sentences[$0] }, words: Excerpt.words(of: query))
    }

    @Test(
        arguments: [
            (nil, 80, "The king sat. The rain fell on the sea. The queen went away to the land."),
            (nil, 20, "The king sat. The r…"),
            (0, 30, "The king sat. The rain fell o…"),
            (1, 60, "The king sat. The rain fell on the sea. The queen went away…"),
            (1, 30, "…The rain fell on the sea. Th…"),
            (1, 10, "…The rain…"),
            (2, 40, "…sea. The queen went away to the land."),
            (2, 20, "…The queen went awa…"),
        ] as [(Int?, Int, String)])
    func theCutIsAroundThePlace(sentence: Int?, columns: Int, shown: String) {
        let line = excerpt(sentence).fitted(to: columns).text(plain)
        #expect(line.displayWidth <= columns, "\(line)")
        #expect(line == shown)
    }

    @Test func thePlaceIsBold() {
        let line = excerpt(1).fitted(to: 80).text(TerminalStyle())
        #expect(line.contains("sat. \u{1B}[1mThe rain fell on the sea.\u{1B}[0m The"))
        let cut = excerpt(1).fitted(to: 30).text(TerminalStyle())
        #expect(cut == "…\u{1B}[1mThe rain fell on the sea.\u{1B}[0m Th…")
    }

    @Test func wordsOfTheQueryAreBoldWhateverTheirCaseAndAccents() {
        let text = "El MÚSICO tocó de noche"
        let excerpt = Excerpt(
            text: text, place: nil, words: Excerpt.words(of: "musico de tóco noches"))
        #expect(
            excerpt.fitted(to: 40).text(TerminalStyle())
                == "El \u{1B}[1mMÚSICO\u{1B}[0m \u{1B}[1mtocó\u{1B}[0m de noche")
    }
}
