import SencTokenizers
import TestSupport
import Testing

/// The expressions that are matched by hand, against the engine for them.
struct WordPatternTests {
    private static let modern = (
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"#,
        #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    )
    private static let patterns = [
        #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
        modern.0 + #"\p{N}{1,3}"# + modern.1, modern.0 + #"\p{N}"# + modern.1,
    ]

    private func tokenizer(_ pattern: String) throws -> Tokenizer {
        let escaped = pattern.replacing("\\", with: "\\\\")
        return try SmallTokenizer.load(
            #"{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"\#(escaped)"},"#
                + #""behavior":"Isolated"},"model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}}"#
        )
    }

    @Test(arguments: 0..<3)
    func splitsAsTheEngineDoes(index: Int) throws {
        let byHand = try tokenizer(Self.patterns[index])
        let byEngine = try tokenizer("(?:" + Self.patterns[index] + ")")
        let parts = [
            "a", "Z", "é", "語", "\u{301}", "1", "٢", "½", "Ⅷ", " ", "  ", "\n", "\r", "\t",
            "\u{A0}",
            "\u{3000}", "\u{85}", ".", "-", "_", "'", "'s", "'S", "'ſ", "'ll", "'Ll", "'lx", "'re",
            "'RE",
            "'V", "😀", "\u{200D}", "\u{0}", "\u{FFFF}", "\u{E000}", "\u{1C89}", "\u{10D50}", "x",
        ]
        var generator = SplitMix(seed: UInt64(index) + 1)
        for _ in 0..<4000 {
            let count = Int.random(in: 1...12, using: &generator)
            let text = (0..<count).compactMap { _ in parts.randomElement(using: &generator) }
                .joined()
            #expect(byHand.words(of: text) == byEngine.words(of: text), "\(text.debugDescription)")
        }
    }
}
