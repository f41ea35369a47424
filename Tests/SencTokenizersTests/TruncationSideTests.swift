import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// The end at which long texts are cut.
struct TruncationSideTests {
    private let directory = TemporaryDirectory()

    init() {
        directory.write(SmallTokenizer.json, to: "tokenizer.json")
    }

    private func side() throws -> TruncationSide {
        try Tokenizer(directory: directory.path).truncationSide
    }

    /// Has `tokenizer.json` cut texts.
    private func cut(_ direction: String) {
        let block =
            #"{"direction":"\#(direction)","max_length":3,"strategy":"LongestFirst","stride":0}"#
        directory.write(
            SmallTokenizer.json.replacing(#"{"max_length":3}"#, with: block), to: "tokenizer.json")
    }

    @Test func isTheRightUnlessAFileNamesAnother() throws {
        #expect(try side() == .right)
        directory.write(#"{"truncation_side":"left"}"#, to: "tokenizer_config.json")
        #expect(try side() == .left)
    }

    @Test func theConfigurationCountsBeforeTheTokenizersFile() throws {
        cut("Left")
        #expect(try side() == .left)
        directory.write(#"{"truncation_side":"right"}"#, to: "tokenizer_config.json")
        #expect(try side() == .right)
        cut("Up")
        #expect(
            throws: TokenizerError.wrongField(
                path: directory.file("tokenizer.json"), field: "truncation.direction",
                expected: "'Left' or 'Right'")
        ) { try side() }
    }

    @Test func specialTokensStayAndTheTextsEndDoes() throws {
        let tokenizer = try Tokenizer(directory: directory.path)
        let text = "hello world hello hello"
        let all = tokenizer.encode(text)
        let own = all.ids.indices.filter { !all.specialTokensMask[$0] }
        let special = all.ids.count - own.count
        for limit in [special, special + 1, special + 2, all.ids.count, all.ids.count + 1] {
            let kept = own.suffix(limit - special)
            let places = all.ids.indices.filter { all.specialTokensMask[$0] || kept.contains($0) }
            let cut = tokenizer.encode(text, maximumTokens: limit, truncationSide: .left)
            #expect(cut.ids == places.map { all.ids[$0] })
            #expect(cut.offsets == places.map { all.offsets[$0] })
            #expect(cut.untruncatedCount == all.ids.count)
            var ids: [Int32] = [7]
            var bytes = text
            let count = bytes.withUTF8 {
                tokenizer.appendIDs(
                    ofUTF8: $0, maximumTokens: limit, truncationSide: .left, to: &ids)
            }
            #expect(ids == [7] + cut.ids)
            #expect(count.untruncatedCount == all.ids.count)
        }
        let pair = tokenizer.encode(
            text, pair: "world", maximumTokens: all.ids.count, truncationSide: .left)
        #expect(pair.ids.contains(tokenizer.encode("world").ids[1]))
    }
}
