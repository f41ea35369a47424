import Testing

@testable import SencTraining

/// What is a word.
@Suite struct WordScannerTests {
    private func words(_ text: String, _ scanner: WordScanner = WordScanner()) -> [String] {
        words(Array(text.utf8), scanner)
    }

    private func words(_ bytes: [UInt8], _ scanner: WordScanner = WordScanner()) -> [String] {
        var words: [String] = []
        bytes.withUnsafeBufferPointer {
            scanner.forEachWord(of: $0) { words.append(String(decoding: $0, as: UTF8.self)) }
        }
        return words
    }

    @Test(
        arguments: [
            ("El rey, ¡y la reina!", ["el", "rey", "y", "la", "reina"]),
            ("AÑO cigüeña ÉL", ["año", "cigüeña", "él"]),
            // A letter with its mark behind it.
            ("cafe\u{301} ole", ["cafe\u{301}", "ole"]),
            ("don't l’eau paral·lel", ["don't", "l’eau", "paral·lel"]),
            ("'quoted' end.", ["quoted", "end"]),
            (
                "3.14 1,000 a,b U.S.A. 2024-01-02",
                ["3.14", "1,000", "a", "b", "u.s.a", "2024", "01", "02"]
            ),
            ("snake_case A1 x²", ["snake_case", "a1", "x²"]),
            ("ΟΔΟΣ Привет İ", ["οδοσ", "привет", "i\u{307}"]),
            ("東京 ひと カタカナ 한국어", ["東", "京", "ひ", "と", "カタカナ", "한국어"]),
            ("", []), (" \n\t…—¿?", []),
        ])
    func textsAreCutIntoWords(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test func caseAndCutsCanBeKept() {
        #expect(words("El Rey-2", WordScanner(lowercases: false)) == ["El", "Rey", "2"])
        #expect(
            words("El Rey-2,\u{A0}sí", WordScanner(.whitespace, lowercases: false))
                == ["El", "Rey-2,", "sí"])
        #expect(words("New_York's A.", WordScanner(.whitespace)) == ["new_york's", "a."])
    }

    @Test func whatIsNoUTF8IsBetweenWords() {
        #expect(words([0x61, 0xFF, 0x62, 0xC3, 0x20, 0xE2, 0x82]) == ["a", "b"])
        // An overlong form, half a pair, and beyond the last plane.
        #expect(words([0x61, 0xC0, 0x80, 0x62]) == ["a", "b"])
        #expect(words([0x61, 0xED, 0xA0, 0x80, 0x62]) == ["a", "b"])
        #expect(words([0x61, 0xF4, 0x90, 0x80, 0x80, 0x62]) == ["a", "b"])
    }

    @Test func whatIsTooLongIsNoWord() {
        let long = String(repeating: "a", count: 255)
        #expect(words("x \(long) y") == ["x", long, "y"])
        #expect(words("x \(long)b y") == ["x", "y"])
        #expect(words(String(repeating: "é", count: 128) + " z") == ["z"])
    }
}
