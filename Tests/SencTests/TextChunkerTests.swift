import Senc
import TestSupport
import Testing

struct TextChunkerTests {
    private static let encoder = try? SentenceEncoder(model: Goldens.path("tiny-bert"))

    private func windows(
        _ text: String, tokens: Int? = nil, overlap: Int? = nil,
        options: EncodingOptions = EncodingOptions()
    ) throws -> [String] {
        let encoder = try #require(Self.encoder)
        let bytes = Array(text.utf8)
        return try TextChunker(encoder, tokens: tokens, overlap: overlap, options: options)
            .ranges(of: text).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test func aShortTextIsOneWindow() throws {
        #expect(try windows("the king and the queen") == ["the king and the queen"])
        #expect(try windows("") == [""])
        #expect(try windows(" the king ", tokens: 2) == [" the king "])
    }

    @Test func windowsShareTokensAndEndWithWords() throws {
        let text = "the king and the queen and the king"
        #expect(
            try windows(text, tokens: 4, overlap: 0)
                == ["the king and the", "queen and the king"])
        #expect(
            try windows(text, tokens: 4, overlap: 2)
                == ["the king and the", "and the queen and", "queen and the king"])
        #expect(
            try windows("the king and the\nqueen and", tokens: 5, overlap: 0)
                == ["the king and the", "queen and"])
    }

    @Test func aWindowIsNeverTruncated() throws {
        let encoder = try #require(Self.encoder)
        var random = SplitMix(seed: 3)
        let alphabet = Array("abcdekingqu éñ中́ \n-ﷺ🙂".unicodeScalars)
        for promptName in [nil, "query"] {
            let options = EncodingOptions(overflow: .error, promptName: promptName)
            for _ in 0..<50 {
                var text = ""
                for _ in 0..<Int.random(in: 50...600, using: &random) {
                    if let scalar = alphabet.randomElement(using: &random) {
                        text.unicodeScalars.append(scalar)
                    }
                }
                let bytes = Array(text.utf8)
                let ranges = try TextChunker(encoder, options: options).ranges(of: text)
                _ = try encoder.encode(
                    ranges.map { String(decoding: bytes[$0], as: UTF8.self) }, options: options)
                for (range, next) in zip(ranges, ranges.dropFirst()) {
                    #expect(range.lowerBound < next.lowerBound)
                    let gap = bytes[min(range.upperBound, next.lowerBound)..<next.lowerBound]
                    #expect(gap.allSatisfy { $0 == 0x20 || $0 == 0x0A })
                }
            }
        }
    }

    @Test func anOverlapOfMoreThanHalfIsRefused() throws {
        #expect(throws: EncodingError.invalidOverlap(5, allowed: 0...4)) {
            try windows("", tokens: 8, overlap: 5)
        }
        #expect(throws: EncodingError.invalidOverlap(-1, allowed: 0...4)) {
            try windows("", tokens: 8, overlap: -1)
        }
    }
}
