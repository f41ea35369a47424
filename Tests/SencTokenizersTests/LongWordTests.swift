import SencTokenizers
import TestSupport
import Testing

/// Words of hundreds of thousands of characters, which models work on in bounded memory, against
/// the short words that they are made of.
struct LongWordTests {
    /// Merges among a to d; none with the separator.
    private static let bytePair: String = {
        let merges = [
            "a b", "c d", "ab cd", "b c", "a a", "aa aa", "d a", "abcd abcd", "b b", "bc d", "c a",
            "aaaa b",
        ]
        let tokens = ["|", "a", "b", "c", "d"] + merges.map { $0.replacing(" ", with: "") }
        let vocabulary = tokens.enumerated().map { #""\#($1)":\#($0)"# }.joined(separator: ",")
        let list = merges.map { #""\#($0)""# }.joined(separator: ",")
        return #"{"model":{"type":"BPE","vocab":{\#(vocabulary)},"merges":[\#(list)]}}"#
    }()

    /// Two ways to spell many words, an unknown character, and a token of many bytes.
    private static let unigram: String = {
        let pieces = [
            ("<unk>", 0.0), ("|", -3), ("a", -2), ("b", -2.5), ("ab", -3.75), ("abab", -7.5),
            ("ba", -4), ("c", -4), ("caba", -7.75), ("ñ", -5), ("aañ", -6),
            (String(repeating: "ab", count: 40), -30),
        ]
        let list = pieces.map { #"["\#($0.0)",\#($0.1)]"# }.joined(separator: ",")
        return #"{"model":{"type":"Unigram","unk_id":0,"vocab":[\#(list)]}}"#
    }()

    @Test(arguments: [bytePair, unigram])
    func haveTheTokensOfTheirParts(json: String) throws {
        let tokenizer = try SmallTokenizer.load(json)
        let letters = json == Self.bytePair ? ["a", "b", "c", "d"] : ["a", "b", "c", "ñ", "x"]
        var generator = SplitMix(seed: 5)
        var text = ""
        var expected: [Int32] = []
        var offsets: [Range<Int>] = []
        // More characters than have all their merges in the heap.
        while text.utf8.count < 200_000 {
            var part = ""
            for _ in 0..<Int.random(in: 1...24, using: &generator) {
                part += letters.randomElement(using: &generator) ?? ""
            }
            if Int.random(in: 0..<50, using: &generator) == 0 {
                part = String(repeating: "ab", count: 45)
            }
            part += "|"
            let start = text.utf8.count
            let encoding = tokenizer.encode(part)
            text += part
            expected += encoding.ids
            offsets += encoding.offsets.map { $0.lowerBound + start..<$0.upperBound + start }
        }
        let encoding = tokenizer.encode(text)
        #expect(encoding.ids == expected)
        #expect(encoding.offsets == offsets)
        for limit in [1, 1000] {
            #expect(tokenizer.encode(text, maximumTokens: limit).ids == Array(expected[..<limit]))
        }
    }

    @Test func aLongTokenIsTakenIfItScoresBetter() throws {
        let text = String(repeating: "ab", count: 40)
        let letters = (0..<40).flatMap { _ in [1, 2] }
        for (score, expected) in [(-79, [3]), (-81, letters)] {
            let tokenizer = try SmallTokenizer.load(
                #"{"model":{"type":"Unigram","unk_id":0,"vocab":"#
                    + #"[["?",0],["a",-1],["b",-1],["\#(text)",\#(score)]]}}"#)
            #expect(tokenizer.encode(text).ids == expected.map(Int32.init))
        }
    }
}
