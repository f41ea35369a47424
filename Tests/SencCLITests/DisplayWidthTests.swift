import SencFiles
import Testing

@testable import SencCLI

/// What texts take of a terminal's columns.
@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("rain", 4), ("lluvia fría", 11), ("e\u{301}", 1), ("雨が降る", 8), ("비", 2),
        ("\u{1107}\u{1175}", 2), ("ｆ", 2), ("🌧", 1), ("☔", 2), ("👩‍🔬", 4), ("…", 1), ("█░", 2),
        ("a\u{200B}b", 2),
    ])
    func widthsAreThoseOfScalars(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test(arguments: [
        ("rain", 4, "rain"), ("rain", 3, "ra…"), ("rain", 1, "…"), ("rain", 0, ""),
        ("雨が降る", 8, "雨が降る"), ("雨が降る", 7, "雨が降…"), ("雨が降る", 6, "雨が…"),
        ("雨が降る", 5, "雨が…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
    func whatDoesNotFitIsCutBetweenScalars(text: String, columns: Int, fitted: String) {
        #expect(text.fitted(to: columns).unicodeScalars.elementsEqual(fitted.unicodeScalars))
        #expect(
            StyledText(text).fitted(to: columns).text(TerminalStyle(isPlain: true)).unicodeScalars
                .elementsEqual(fitted.unicodeScalars))
    }

    @Test func runsAreCutAsOneText() {
        let text = StyledText([("ra", .bold), ("in and", nil), (" sea", .bold)])
        let style = TerminalStyle()
        #expect(
            text.fitted(to: 20).text(style) == "\u{1B}[1mra\u{1B}[0min and\u{1B}[1m sea\u{1B}[0m")
        #expect(text.fitted(to: 6).text(style) == "\u{1B}[1mra\u{1B}[0min …")
        #expect(text.fittedAtEnd(to: 6).text(TerminalStyle(isPlain: true)) == "…d sea")
        #expect(text.fittedAtEnd(to: 12).text(TerminalStyle(isPlain: true)) == "rain and sea")
    }

    @Test func columnsAreAlignedAndOnlyTextsAreCut() {
        var table = TerminalTable([
            .column("score", .number), .column("text", .text), .column("label", .word),
        ])
        table.append(
            StyledText("0.5"), StyledText("it rains on the sea and the land"), StyledText("wet"))
        table.append(StyledText("-0.25"), StyledText("雨"), StyledText(""))
        #expect(
            table.lines(width: 30, TerminalStyle(isPlain: true)) == [
                "score  text              label",
                "  0.5  it rains on the…  wet",
                "-0.25  雨",
            ])
        #expect(table.lines(width: 80, TerminalStyle())[0].hasPrefix("\u{1B}[4mscore\u{1B}[0m  "))
    }

    @Test func columnsOfTextsShareTheWidth() {
        var table = TerminalTable(
            [.column("text", .text), .column("text", .text)], hasHeader: false)
        table.append(
            StyledText(String(repeating: "a", count: 50)),
            StyledText(String(repeating: "b", count: 50)))
        table.append(StyledText("a"), StyledText("b"))
        let lines = table.lines(width: 40, TerminalStyle(isPlain: true))
        #expect(
            lines[0] == String(repeating: "a", count: 18) + "…  "
                + String(repeating: "b", count: 18) + "…")
        #expect(lines[1] == "a" + String(repeating: " ", count: 20) + "b")
    }

    @Test(arguments: [
        (0, "0", "0"), (999, "999", "999"), (1234, "1,234", "1234"),
        (12345, "12,345", "12\u{A0}345"), (-1_234_567, "-1,234,567", "-1\u{A0}234\u{A0}567"),
    ])
    func digitsAreGroupedAsTheLanguageDoes(number: Int, english: String, spanish: String) {
        #expect(number.grouped(in: .english) == english)
        #expect(number.grouped(in: .spanish) == spanish)
    }
}
