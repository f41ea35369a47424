import Foundation
import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// Added tokens, wherever a directory has them, against the reference.
struct AddedTokenPlacesTests {
    /// The kinds of directories in the golden file.
    private static let kinds = [
        "bert", "mpnet", "fast", "xlm-roberta", "camembert", "t5", "albert", "llama", "gemma",
        "plain bpe bytes", "vocab.json, roberta, prefix", "vocab.json, gpt2", "vocab.json, qwen2",
    ]

    @Test(arguments: kinds)
    func areFoundAsTheReferenceFindsThem(kind: String) throws {
        let golden = try JSON(path: Goldens.path("tokenizer-places.json"))
        let setups = try #require(
            JSON(path: Goldens.path("tokenizer-directories.json")).elements)
        let texts = try #require(golden["texts"]?.elements).map { try #require($0.string) }
        let setup = setups.first { $0["name"]?.string == kind }
        let own = try #require(golden["kinds"]?[kind]?.members)
        let documentName = kind == "fast" ? "bert" : kind
        let document = golden["documents"]?[documentName]?.string
        var (read, refused, written, whole) = (0, 0, 0, 0)
        for row in try #require(golden["cases"]?.elements) {
            let parts = try #require(row.elements)
            guard parts[0].string == kind else { continue }
            let directory = TemporaryDirectory()
            for (name, value) in (setup?["files"]?.members ?? []) + own {
                let data = value.string.flatMap { Data(base64Encoded: $0) }
                directory.write(Array(try #require(data)), to: name)
            }
            if parts[1].bool == true {
                directory.write(try #require(document), to: "tokenizer.json")
            }
            let files = try #require(parts[2].members)
            for (name, value) in files { directory.write(try #require(value.string), to: name) }
            let place =
                "\(kind), tokenizer.json \(parts[1].bool == true): "
                + files.map { "\($0.key) \($0.value.string ?? "")" }.joined(separator: "; ")
            let comment = Comment(rawValue: String(place.prefix(400)))
            guard let rows = parts[3].elements else {
                #expect(throws: TokenizerError.self, comment) {
                    try Tokenizer(directory: directory.path)
                }
                refused += 1
                continue
            }
            let expected = rows.map { $0.elements?.compactMap { $0.int.map { Int32($0) } } ?? [] }
            try #require(expected.count == texts.count)
            do {
                let tokenizer = try Tokenizer(directory: directory.path)
                #expect(texts.map { tokenizer.encode($0).ids } == expected, comment)
                if let single = try tokenizer.rewritten(in: directory.path) {
                    #expect(texts.map { single.encode($0) } == texts.map { tokenizer.encode($0) })
                    written += 1
                }
            } catch {
                Issue.record(error, comment)
            }
            read += 1
            if parts[1].bool == true { whole += 1 }
        }
        #expect(read >= 30)
        #expect(refused >= 5)
        // One file stands for all of them, but for steps that have no form in a tokenizer.json.
        let formless = ["llama", "gemma"].contains(where: kind.hasPrefix)
        #expect(written == (formless ? whole : read))
    }

    @Test func anErrorNamesTheFileAndTheKey() throws {
        let directory = TemporaryDirectory()
        directory.write("a\n[UNK]\n[CLS]\n[SEP]\n", to: "vocab.txt")
        func error(_ text: String, in name: String) -> TokenizerError? {
            directory.write(text, to: name)
            defer { directory.remove(name) }
            return #expect(throws: TokenizerError.self) {
                try Tokenizer(directory: directory.path)
            }
        }
        func wrong(_ name: String, _ field: String, _ expected: Message) -> TokenizerError {
            .wrongField(path: directory.file(name), field: field, expected: expected)
        }
        let (configuration, added) = ("tokenizer_config.json", "added_tokens.json")
        #expect(
            error(#"{"covidnet":"4"}"#, in: added) == wrong(added, "covidnet", "an id"))
        #expect(error("[]", in: added) == wrong(added, "the file", "an object"))
        #expect(
            error(#"{"extra_special_tokens":["a",7]}"#, in: configuration)
                == wrong(configuration, "extra_special_tokens[1]", "a string or an AddedToken"))
        #expect(
            error(#"{"cls_token":{"content":"x"}}"#, in: configuration)
                == wrong(configuration, "cls_token", "a string or an AddedToken"))
        #expect(
            error(#"{"added_tokens_decoder":{"-1":{"content":"x"}}}"#, in: configuration)
                == wrong(configuration, "added_tokens_decoder.-1", "named by an id"))
        #expect(
            error(#"{"truncation_side":"up"}"#, in: configuration)
                == wrong(configuration, "truncation_side", "'left' or 'right'"))
    }
}
