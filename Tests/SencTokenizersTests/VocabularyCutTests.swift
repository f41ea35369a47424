import Foundation
import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// Vocabularies cut to the tokens of some texts, which keep them.
@Suite struct VocabularyCutTests {
    /// Writes the files of a tokenizer with a part of its vocabulary, as a model's directory has them.
    private func write(
        _ cut: VocabularyCut, of tokenizer: Tokenizer, in directory: String
    ) throws -> TemporaryDirectory? {
        let files = TemporaryDirectory()
        func json(_ name: String) throws -> JSON? {
            let path = directory + "/" + name
            return Path.exists(path) ? try JSON(path: path, limit: JSON.maximumBytes) : nil
        }
        var source = try json("tokenizer.json")
        if source == nil {
            // Some have no form as one file, as TokenizerDocumentTests tells.
            guard let document = try? tokenizer.document(from: nil, path: "") else { return nil }
            source = try JSON(parsing: document)
        }
        if let source { files.write(cut.document(source), to: "tokenizer.json") }
        if let source = try json("tokenizer_config.json") {
            files.write(cut.configuration(source), to: "tokenizer_config.json")
        }
        if let source = try json("added_tokens.json") {
            files.write(cut.addedTokens(source), to: "added_tokens.json")
        }
        for name in ["special_tokens_map.json", "config.json"]
        where Path.exists(directory + "/" + name) {
            files.link(directory + "/" + name, as: name)
        }
        return files
    }

    private func cut(
        _ tokenizer: Tokenizer, to texts: some Sequence<String>,
        _ change: (inout VocabularySelection, VocabularyUse) -> Void = { $0.keep($1) }
    ) -> VocabularyCut {
        var use = VocabularyUse(of: tokenizer)
        for var text in texts { text.withUTF8 { use.add($0) } }
        var selection = VocabularySelection(of: tokenizer)
        selection.keepCharacters(of: use)
        change(&selection, use)
        return VocabularyCut(selection)
    }

    /// The old ids of a text's tokens.
    private func oldIDs(_ encoding: Encoding, _ cut: VocabularyCut) -> [Int32] {
        encoding.ids.map { cut.oldIDs[Int($0)] }
    }

    /// The texts of every golden, some at a time: they keep their tokens, places and types, and the
    /// others have some.
    @Test(arguments: [
        ("tokenizer-main.json", 0), ("tokenizer-options.json", 0), ("tokenizer-json.json", 0),
        ("tokenizer-unigram.json", 0), ("tokenizer-byte-level.json", 0), ("tokenizer-bpe.json", 0),
        ("tokenizer-words.json", 0), ("tokenizer-added.json", 0),
        ("tokenizer-directories.json", 2), ("tokenizer-choices.json", 0),
    ])
    func textsKeepTheirTokens(file: String, unwritable: Int) throws {
        var (refused, smaller) = (0, 0)
        for setup in try GoldenSetup.all(in: file) {
            let tokenizer = setup.tokenizer
            let all = try #require(setup.json["cases"]?.elements).compactMap {
                $0.elements?.first?.string
            }
            let parts = 6
            for part in 0..<parts {
                // A single text, then an eighth, a quarter, … of them.
                let count = part == 0 ? 1 : max(1, all.count >> (4 - min(4, part)))
                let texts = (0..<count).map { all[($0 * parts + part) % all.count] }
                let cut = cut(tokenizer, to: texts)
                guard let files = try write(cut, of: tokenizer, in: setup.path) else {
                    refused += 1
                    break
                }
                let trimmed = try Tokenizer(directory: files.path)
                let name = "\(file), \(setup.name), part \(part)"
                #expect(trimmed.vocabularySize == cut.oldIDs.count, "\(name)")
                if cut.oldIDs.count < tokenizer.vocabularySize { smaller += 1 }
                for text in texts {
                    let (old, new) = (tokenizer.encode(text), trimmed.encode(text))
                    #expect(oldIDs(new, cut) == old.ids, "\(name): \(text)")
                    #expect(new.offsets == old.offsets, "\(name): \(text)")
                    #expect(new.typeIDs == old.typeIDs, "\(name): \(text)")
                    #expect(new.specialTokensMask == old.specialTokensMask, "\(name): \(text)")
                    let pairs = [tokenizer, trimmed].map { $0.encode(text, pair: text) }
                    #expect(oldIDs(pairs[1], cut) == pairs[0].ids, "\(name)")
                }
                for text in all {
                    #expect(trimmed.encode(text).ids.allSatisfy { $0 < cut.oldIDs.count })
                }
                let roles = [tokenizer, trimmed].map(\.specialTokenIDs)
                #expect(
                    roles[1].padding == roles[0].padding.flatMap { cut.newID(of: Int($0)) },
                    "\(name)")
                #expect(
                    roles[1].unknown == roles[0].unknown.flatMap { cut.newID(of: Int($0)) },
                    "\(name)")
            }
        }
        #expect(refused == unwritable)
        #expect(smaller > 0)
    }

    // MARK: - What each kind of model needs

    private func tokenizer(_ model: String, _ rest: String = "") throws -> Tokenizer {
        try Tokenizer(
            tokenizerJSON: JSON(
                parsing: Array(#"{"added_tokens":[],\#(rest)"model":\#(model)}"#.utf8)), path: "")
    }

    /// The tokens that are kept, as the vocabulary writes them.
    private func kept(_ cut: VocabularyCut, _ tokenizer: Tokenizer) -> [String] {
        tokenizer.tokens(for: cut.oldIDs)
    }

    /// An unknown word begins with a token without which it could be spelt.
    @Test func whatAnUnknownWordBeginsWithIsKept() throws {
        let source = #"""
            {"type":"WordPiece","unk_token":"?","continuing_subword_prefix":"##",
            "vocab":{"?":0,"ab":1,"a":2,"##bc":3,"##b":4,"x":5,"b":6}}
            """#
        let tokenizer = try tokenizer(source)
        #expect(tokenizer.encode("abc").tokens(of: tokenizer) == ["?"])
        var use = VocabularyUse(of: tokenizer)
        var text = "abc"
        text.withUTF8 { use.add($0) }
        text = "xbc"
        text.withUTF8 { use.add($0) }
        let cut = cut(tokenizer, to: ["abc", "xbc", "a"])
        #expect(kept(cut, tokenizer) == ["?", "ab", "a", "##bc", "##b", "x", "b"])
        #expect(kept(self.cut(tokenizer, to: ["a"]), tokenizer) == ["?", "a"])
        #expect(kept(self.cut(tokenizer, to: ["abc"]), tokenizer) == ["?", "ab"])
    }

    /// An unknown character scores less than the worst token by a penalty, also if no text has that.
    @Test func theWorstPieceOfUnigramIsKept() throws {
        let tokenizer = try tokenizer(
            #"{"type":"Unigram","unk_id":0,"vocab":[["?",0],["a",-1],["bx",-4],["w",-90],["b",-2]]}"#
        )
        let cut = cut(tokenizer, to: ["a"])
        #expect(kept(cut, tokenizer) == ["?", "a", "w"])
        let more = self.cut(tokenizer, to: ["bx"])
        #expect(kept(more, tokenizer) == ["?", "bx", "w", "b"])
    }

    private static let merges = #"""
        {"type":"BPE","vocab":{"a":0,"b":1,"c":2,"d":3,"bc":4,"ab":5,"abc":6,"abcd":7,"cd":8,"e":9},
        "merges":["b c","a b","a bc","abc d","c d","ab c"]}
        """#

    /// `abcd` is made by way of `bc` and `abc`, not of `ab` and `cd`.
    @Test func whatMergesMakeOnTheWayIsKept() throws {
        let tokenizer = try tokenizer(Self.merges)
        let cut = cut(tokenizer, to: ["abcd"])
        #expect(kept(cut, tokenizer) == ["a", "b", "c", "d", "bc", "abc", "abcd"])
        let document = try JSON(
            parsing: cut.document(
                JSON(
                    parsing: Array(#"{"added_tokens":[],"model":\#(Self.merges)}"#.utf8))))
        let merges = document["model"]?["merges"]?.elements?.compactMap(\.string)
        #expect(merges == ["b c", "a bc", "abc d"])
        let trimmed = try Tokenizer(tokenizerJSON: document, path: "")
        #expect(trimmed.encode("abcd").ids == [6])
        #expect(trimmed.encode("ab").ids == [0, 1])
    }

    // MARK: - Choices

    private static let words = #"""
        {"type":"WordPiece","unk_token":"?","continuing_subword_prefix":"##",
        "vocab":{"?":0,"king":1,"queen":2,"k":3,"##g":4,"sea":5,"s":6,"z":7,"##ing":8,"##z":9}}
        """#
    private static let spaces = #""pre_tokenizer":{"type":"WhitespaceSplit"},"#

    @Test func rareTokensAreLeftOut() throws {
        let tokenizer = try tokenizer(Self.words, Self.spaces)
        let texts = ["king king", "queen sea", "sea"]
        let all = ["?", "king", "queen", "k", "##g", "sea", "s"]
        #expect(kept(cut(tokenizer, to: texts), tokenizer) == all)
        let twice = cut(tokenizer, to: texts) { $0.keep($1, minimumCount: 2) }
        #expect(kept(twice, tokenizer) == all.filter { $0 != "queen" })
        // Characters come first, of equally frequent tokens the one with the lower id.
        let five = cut(tokenizer, to: texts) { $0.keep($1, limit: 5) }
        #expect(kept(five, tokenizer) == ["?", "king", "k", "##g", "s"])
        let characters = cut(tokenizer, to: texts) {
            $0.keepAllCharacters()
            $0.keep($1)
        }
        #expect(kept(characters, tokenizer) == all + ["z", "##z"])
        let further = cut(tokenizer, to: ["sea"]) {
            $0.keep($1)
            $0.keep(8)
            $0.keep(99)
            $0.keep(-1)
        }
        #expect(kept(further, tokenizer) == ["?", "sea", "s", "##ing"])
    }

    /// A token of which merges make others first needs room for those, too.
    @Test func aTokenWithoutRoomForItsPartsIsLeftOut() throws {
        let tokenizer = try tokenizer(Self.merges)
        let five = cut(tokenizer, to: ["abcd", "abcd", "cd"]) { $0.keep($1, limit: 5) }
        #expect(kept(five, tokenizer) == ["a", "b", "c", "d", "cd"])
        let seven = cut(tokenizer, to: ["abcd", "abcd", "cd"]) { $0.keep($1, limit: 7) }
        #expect(kept(seven, tokenizer) == ["a", "b", "c", "d", "bc", "abc", "abcd"])
    }

    // MARK: - Files

    @Test func idsAreRenumberedWhereverTheyStand() throws {
        let source = try JSON(
            parsing: Array(
                SmallTokenizer.json.replacing(
                    "\"padding\":null", with: "\"padding\":{\"pad_id\":0}"
                )
                .utf8))
        let tokenizer = try Tokenizer(tokenizerJSON: source, path: "")
        let cut = cut(tokenizer, to: ["worlds"]) {
            $0.keep($1)
            $0.keep(0)
        }
        #expect(cut.oldIDs == [0, 1, 2, 3, 6, 7])
        let json = try JSON(parsing: cut.document(source))
        #expect(json["model"]?["vocab"]?["##s"]?.int == 5)
        #expect(json["padding"]?["pad_id"]?.int == 0)
        let list = try #require(cut.list)
        #expect(String(decoding: list, as: UTF8.self) == "[PAD]\n[UNK]\n[CLS]\n[SEP]\nworld\n##s\n")
        let added = try JSON(parsing: cut.addedTokens(JSON(parsing: Array(#"{"world":6}"#.utf8))))
        #expect(added["world"]?.int == 4)
        let decoder = #"{"a":1,"added_tokens_decoder":{"6":{"content":"world"}}}"#
        let configuration = try JSON(
            parsing: cut.configuration(JSON(parsing: Array(decoder.utf8))))
        #expect(configuration["added_tokens_decoder"]?["4"]?["content"]?.string == "world")
        let config = try JSON(
            parsing: Array(
                #"{"vocab_size":8,"pad_token_id":0,"eos_token_id":[3,6],"sep_token_id":5,"mask_token_id":99,"x":5}"#
                    .utf8))
        #expect(VocabularyCut.roleIDs(config) == [0, 3, 6, 5, 99])
        let bytes = JSONWriter.file { file in
            for (key, value) in config.members ?? [] {
                cut.renumber(key, value, rows: (8, 6), in: &file)
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            text == """
                {
                  "vocab_size": 6,
                  "pad_token_id": 0,
                  "eos_token_id": [3, 4],
                  "sep_token_id": null,
                  "mask_token_id": 99,
                  "x": 5
                }

                """)
    }
}

extension Encoding {
    fileprivate func tokens(of tokenizer: Tokenizer) -> [String] { tokenizer.tokens(for: ids) }
}
