import Foundation
import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// The tokenizer against what the reference made of some thousand texts.
struct GoldenTests {
    @Test(arguments: [
        "tokenizer-main.json", "tokenizer-options.json", "tokenizer-json.json",
        "tokenizer-unigram.json", "tokenizer-byte-level.json", "tokenizer-bpe.json",
        "tokenizer-words.json", "tokenizer-added.json", "tokenizer-directories.json",
        "tokenizer-choices.json",
    ])
    func agreesWithTheReference(file: String) throws {
        var count = 0
        for setup in try GoldenSetup.all(in: file) {
            let (name, tokenizer) = (setup.name, setup.tokenizer)
            let setup = setup.json
            for json in try #require(setup["cases"]?.elements) {
                check(try #require(GoldenCase(json)), tokenizer, "\(file), \(name)")
                count += 1
            }
            let decodes = try setup["decodes"].map { try #require($0.elements) } ?? []
            for json in decodes {
                let parts = try #require(json.elements)
                try #require(parts.count == 3)
                let ids = try #require(parts[0].elements).map { try #require($0.int32) }
                #expect(
                    tokenizer.decode(ids, skipSpecialTokens: false) == parts[1].string,
                    "\(file), \(name)")
                #expect(tokenizer.decode(ids) == parts[2].string, "\(file), \(name)")
            }
        }
        #expect(count > 100)
    }

    private func check(_ golden: GoldenCase, _ tokenizer: Tokenizer, _ place: String) {
        let encoding = tokenizer.encode(
            golden.text, pair: golden.pair, maximumTokens: golden.maximum)
        let comment = Comment(rawValue: "\(place): \(golden.text.prefix(80).debugDescription)")
        #expect(encoding.ids == golden.ids, comment)
        #expect(encoding.typeIDs == golden.types, comment)
        #expect(
            encoding.offsets.flatMap { [$0.lowerBound, $0.upperBound] } == golden.offsets, comment)
        if let mask = golden.mask { #expect(encoding.specialTokensMask == mask, comment) }
        #expect(encoding.untruncatedCount == golden.untruncatedCount, comment)
        guard golden.pair == nil else { return }
        var ids: [Int32] = [-7]
        var text = golden.text
        let count = text.withUTF8 {
            tokenizer.appendIDs(ofUTF8: $0, maximumTokens: golden.maximum, to: &ids)
        }
        #expect(ids == [-7] + golden.ids, comment)
        #expect(count.count == golden.ids.count, comment)
        #expect(count.untruncatedCount == golden.untruncatedCount, comment)
    }
}

/// One case of a golden file.
private struct GoldenCase {
    var text: String
    var pair: String?
    var maximum: Int?
    var ids: [Int32]
    var types: [Int32]
    var offsets: [Int]
    var untruncatedCount: Int
    var mask: [Bool]?

    init?(_ json: JSON) {
        guard let parts = json.elements, parts.count >= 7, let text = parts[0].string,
            let ids = parts[3].elements, let offsets = parts[5].elements, let count = parts[6].int
        else { return nil }
        self.text = text
        let integers = ids + offsets + (parts[4].elements ?? [])
        guard integers.allSatisfy({ $0.int32 != nil }) else { return nil }
        pair = parts[1].string
        maximum = parts[2].int
        self.ids = ids.compactMap { $0.int.map { Int32($0) } }
        types =
            parts[4].elements.map { $0.compactMap { $0.int.map { Int32($0) } } }
            ?? self.ids.map { _ in 0 }
        self.offsets = offsets.compactMap(\.int)
        untruncatedCount = count
        mask = parts.count > 7 ? parts[7].elements?.map { $0.int == 1 } : nil
    }
}

extension JSON {
    fileprivate var int32: Int32? { int.flatMap { Int32(exactly: $0) } }
}
