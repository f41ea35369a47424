import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// Tokenizers without what models that look token vectors up have no use for.
@Suite struct ReducedTokenizerTests {
    /// From the files of every golden: texts have the same tokens, under new ids.
    @Test(arguments: [
        "tokenizer-main.json", "tokenizer-options.json", "tokenizer-unigram.json",
        "tokenizer-byte-level.json", "tokenizer-bpe.json", "tokenizer-added.json",
        "tokenizer-directories.json",
    ])
    func textsKeepTheirTokens(file: String) throws {
        var (written, compared) = (0, 0)
        for setup in try GoldenSetup.all(in: file) {
            let tokenizer = setup.tokenizer
            guard
                let reduced = try? ReducedTokenizer(
                    tokenizer, idCount: 1 << 24, path: setup.name)
            else { continue }
            written += 1
            let own = try Tokenizer(
                tokenizerJSON: JSON(parsing: reduced.document), path: setup.name)
            #expect(own.vocabularySize == reduced.oldIDs.count, "\(setup.name)")
            let plain = tokenizer.withoutSpecialTokens()
            let kept = Set(reduced.oldIDs)
            let cases = try #require(setup.json["cases"]?.elements).compactMap {
                $0.elements?.first?.string
            }
            for text in cases {
                let ids = plain.encode(text).ids
                // A text with what is left out, such as [SEP], is cut in another way.
                guard ids.allSatisfy(kept.contains) else { continue }
                compared += 1
                #expect(
                    own.encode(text).ids.map { reduced.oldIDs[Int($0)] } == ids,
                    "\(setup.name): \(text)")
            }
        }
        #expect(written > 0 && compared > 0)
    }

    @Test func whatStandsForNoTextIsLeftOut() throws {
        let files = TemporaryDirectory()
        files.write(
            """
            {"version": "1.0", "added_tokens": [
            {"id": 0, "content": "[PAD]", "special": true},
            {"id": 2, "content": "[UNK]", "special": true},
            {"id": 3, "content": "[CLS]", "special": true},
            {"id": 8, "content": "<word>", "special": false}],
            "normalizer": null, "pre_tokenizer": {"type": "WhitespaceSplit"},
            "post_processor": null, "decoder": null,
            "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": {"[PAD]": 0, "[unused0]": 1, "[UNK]": 2,
            "[CLS]": 3, "a": 4, "[unused]": 5, "##b": 6, "z": 7}}}
            """, to: "tokenizer.json")
        let tokenizer = try Tokenizer(directory: files.path)
        let reduced = try ReducedTokenizer(tokenizer, idCount: 9, path: "")
        #expect(reduced.oldIDs == [0, 2, 4, 5, 6, 7, 8])
        #expect(reduced.unknownID == 1)
        let own = try Tokenizer(tokenizerJSON: JSON(parsing: reduced.document), path: "")
        #expect(own.encode("ab <word>").ids == [2, 4, 6])
        // Ids without a vector are left out.
        let fewer = try ReducedTokenizer(tokenizer, idCount: 7, path: "")
        #expect(fewer.oldIDs == [0, 2, 4, 5, 6])
    }
}
