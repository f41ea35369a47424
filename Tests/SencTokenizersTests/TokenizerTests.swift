import SencTokenizers
import TestSupport
import Testing

struct TokenizerTests {
    private let tokenizer: Tokenizer

    init() throws { tokenizer = try Tokenizer(directory: Goldens.bertTokenizer) }

    @Test func knowsItsVocabulary() {
        #expect(tokenizer.vocabularySize == 30_522)
        #expect(tokenizer.id(of: "hello") == 7592)
        #expect(tokenizer.id(of: "##s") == 2015)
        #expect(tokenizer.id(of: "[MASK]") == 103)
        #expect(tokenizer.id(of: "no such token") == nil)
        #expect(tokenizer.token(for: 7592) == "hello")
        #expect(tokenizer.token(for: 30_522) == nil)
        #expect(tokenizer.token(for: -1) == nil)
        #expect(tokenizer.token(for: .max) == nil)
        #expect(tokenizer.tokens(for: [101, -5, 2015]) == ["[CLS]", "", "##s"])
        let ids = tokenizer.specialTokenIDs
        #expect((ids.padding, ids.unknown, ids.mask) == (0, 100, 103))
        #expect((ids.classification, ids.separator) == (101, 102))
    }

    @Test func encodingTellsWhereTokensCameFrom() {
        let encoding = tokenizer.encode("Él [MASK] niños", pair: "ñ")
        let tokens = tokenizer.tokens(for: encoding.ids)
        #expect(tokens == ["[CLS]", "el", "[MASK]", "nino", "##s", "[SEP]", "n", "[SEP]"])
        #expect(
            encoding.offsets == [0..<0, 0..<3, 4..<10, 11..<16, 16..<17, 0..<0, 0..<2, 0..<0])
        #expect(encoding.typeIDs == [0, 0, 0, 0, 0, 0, 1, 1])
        #expect(encoding.sequenceIDs == [nil, 0, 0, 0, 0, nil, 1, nil])
        #expect(
            encoding.specialTokensMask
                == [true, false, false, false, false, true, false, true])
        #expect(!encoding.isTruncated)
    }

    @Test func specialTokensAreLeftOutWhenNotWanted() {
        let encoding = tokenizer.encode("hello", pair: "world", addSpecialTokens: false)
        #expect(encoding.ids == [7592, 2088])
        #expect(encoding.typeIDs == [0, 1])
        #expect(tokenizer.encode("", addSpecialTokens: false).ids == [])
    }

    @Test func truncationReportsItself() {
        let encoding = tokenizer.encode("hello world hello", maximumTokens: 4)
        #expect(encoding.ids == [101, 7592, 2088, 102])
        #expect(encoding.isTruncated)
        #expect(encoding.untruncatedCount == 5)
        #expect(tokenizer.encode("hello", maximumTokens: 3).isTruncated == false)
    }

    @Test(arguments: [-1, 0, 1, 2])
    func specialTokensStayUnderAnyMaximum(maximum: Int) {
        let encoding = tokenizer.encode("hello world", maximumTokens: maximum)
        #expect(encoding.ids == [101, 102])
        #expect(encoding.untruncatedCount == 4)
        #expect(tokenizer.encode("a", pair: "b", maximumTokens: maximum).ids == [101, 102, 102])
    }

    @Test func truncationInTheFileIsIgnored() throws {
        let small = try SmallTokenizer.load()
        #expect(small.encode("hello worlds hello").ids == [2, 5, 6, 7, 5, 3])
    }

    @Test func idsAreAppended() {
        var ids: [Int32] = [9]
        var text = "hello world"
        for maximum in [nil, 3] as [Int?] {
            let count = text.withUTF8 {
                tokenizer.appendIDs(ofUTF8: $0, maximumTokens: maximum, to: &ids)
            }
            #expect(count.untruncatedCount == 4)
            #expect(count.count == maximum ?? 4)
            #expect(count.isTruncated == (maximum != nil))
        }
        #expect(ids == [9, 101, 7592, 2088, 102, 101, 7592, 102])
    }

    @Test func illFormedBytesDoNoHarm() {
        var generator = SplitMix(seed: 3)
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
                [0x20, 0x61, 0x80, 0xBF, 0xC3, 0xE4, 0xED, 0xF0, 0xF5, 0xFF]
                    .randomElement(using: &generator) ?? UInt8.random(in: 0...255)
            }
            var ids: [Int32] = []
            let count = bytes.withUnsafeBufferPointer {
                tokenizer.appendIDs(ofUTF8: $0, maximumTokens: 8, to: &ids)
            }
            #expect(count.count == ids.count && ids.count <= 8)
        }
    }

    @Test func wordsOverTheLimitAreUnknown() {
        let long = String(repeating: "a", count: 101)
        #expect(tokenizer.encode(long).ids == [101, 100, 102])
        #expect(tokenizer.encode(String(long.dropLast())).ids != [101, 100, 102])
        let marks = String(repeating: "e\u{301}", count: 100)
        #expect(tokenizer.encode(marks).ids != [101, 100, 102])
    }

    @Test func manyThreadsGetTheSame() async {
        let texts = (0..<200).map { "Texto número \($0): ¡qué frío! 中国 \u{1F600}" }
        let expected = texts.map { tokenizer.encode($0).ids }
        await withTaskGroup(of: [[Int32]].self) { group in
            for _ in 0..<8 {
                group.addTask { texts.map { tokenizer.encode($0).ids } }
            }
            for await result in group { #expect(result == expected) }
        }
    }

    @Test func longRunsOfMarksStayQuick() {
        let marks = String(repeating: "\u{302E}\u{323}\u{301}", count: 30_000)
        #expect(tokenizer.encode("a" + marks).ids == [101, 100, 102])
    }

    @Test func decodesWhatItEncodes() {
        let ids = tokenizer.encode("Hello, world! It's unbelievable.").ids
        #expect(tokenizer.decode(ids) == "hello, world! it ' s unbelievable.")
        #expect(tokenizer.decode([]) == "")
        #expect(tokenizer.decode([-1, 99_999_999]) == "")
    }
}
