import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// Tokenizers written as one `tokenizer.json`.
@Suite struct TokenizerDocumentTests {
    private static let texts = [
        "", " ", "La lluvia golpea la ventana.", "A [MASK] and <mask> , </s>", "ﬁ½ \t漢字e\u{301}",
        "unaffable  ÉTÉ don't", "<s>", "\u{1F600}\u{200D}x \u{0}",
    ]

    /// From the files of every golden: the same encodings, of pairs too.
    @Test(arguments: [
        ("tokenizer-main.json", 0), ("tokenizer-options.json", 0), ("tokenizer-json.json", 0),
        ("tokenizer-unigram.json", 0), ("tokenizer-byte-level.json", 0), ("tokenizer-bpe.json", 0),
        ("tokenizer-words.json", 0), ("tokenizer-added.json", 0),
        // Llama's decoder and Gemma's pre-tokenizer have no form.
        ("tokenizer-directories.json", 2), ("tokenizer-choices.json", 0),
    ])
    func oneFileGivesTheSameEncodings(file: String, unwritable: Int) throws {
        var refused: [String] = []
        for setup in try GoldenSetup.all(in: file) {
            guard let single = try setup.tokenizer.rewritten(in: setup.path) else {
                refused.append(setup.name)
                continue
            }
            let cases = try #require(setup.json["cases"]?.elements).compactMap {
                $0.elements?.first?.string
            }
            for text in Self.texts + cases {
                #expect(
                    single.encode(text) == setup.tokenizer.encode(text), "\(setup.name): \(text)")
                #expect(
                    single.encode(text, pair: "b", maximumTokens: 9)
                        == setup.tokenizer.encode(text, pair: "b", maximumTokens: 9),
                    "\(setup.name): \(text)")
            }
        }
        #expect(refused.count == unwritable, "\(file): \(refused)")
    }

    @Test func aTokenizerJSONByItselfIsTakenAsItIs() throws {
        let directory = TemporaryDirectory()
        let source = try Goldens.bytes("tiny-bert/tokenizer.json")
        directory.write(source, to: "tokenizer.json")
        let tokenizer = try Tokenizer(directory: directory.path)
        #expect(try tokenizer.document(from: source, path: "") == source)
    }

    /// What `tokenizer_config.json` and others say is in the one file.
    @Test func otherFilesArePutIntoIt() throws {
        let directory = TemporaryDirectory()
        let source = try Goldens.bytes("tiny-bert/tokenizer.json")
        directory.write(source, to: "tokenizer.json")
        directory.write(
            #"""
            {"tokenizer_class": "BertTokenizer", "do_lower_case": false, "strip_accents": true,
            "truncation_side": "left", "additional_special_tokens": ["<extra>"]}
            """#, to: "tokenizer_config.json")
        let tokenizer = try Tokenizer(directory: directory.path)
        let document = try tokenizer.document(from: source, path: "")
        #expect(document != source)
        let single = try Tokenizer(tokenizerJSON: JSON(parsing: document), path: "")
        #expect(single.truncationSide == .left)
        for text in ["The Sea", "the sea <extra> rain", "été"] {
            #expect(single.encode(text) == tokenizer.encode(text))
            #expect(
                single.encode(text, maximumTokens: 4) == tokenizer.encode(text, maximumTokens: 4))
        }
        #expect(tokenizer.encode("The <extra>").ids != tokenizer.encode("the extra").ids)
        let lowered = tokenizer.lowercasing()
        let loweredDocument = try lowered.document(from: source, path: "")
        let other = try Tokenizer(tokenizerJSON: JSON(parsing: loweredDocument), path: "")
        #expect(other.encode("The SEA") == lowered.encode("The SEA"))
    }

    @Test func stepsWithoutAFormAreRefused() throws {
        let setup = try #require(
            GoldenSetup.all(in: "tokenizer-directories.json").first {
                $0.name == "gemma"
            })
        let error = TokenizerError.notWritable(path: "d", part: "pre_tokenizer")
        #expect(throws: error) { try setup.tokenizer.document(from: nil, path: "d") }
        #expect(
            error.description
                == "the tokenizer cannot be written as one tokenizer.json, which has no form for "
                + "its pre_tokenizer; transformers can save it as such (d)")
        #expect(error.status == .badData)
    }
}

extension Tokenizer {
    /// The tokenizer that is read of one file, written from this and the files of its directory;
    /// `nil` if it cannot be written so.
    func rewritten(in directory: String) throws -> Tokenizer? {
        let path = directory + "/tokenizer.json"
        let source =
            Path.exists(path)
            ? try FileContents.bytes(parsing: path, limit: JSON.maximumBytes) : nil
        do {
            let document = try document(from: source, path: path)
            return try Tokenizer(tokenizerJSON: JSON(parsing: document), path: path)
        } catch TokenizerError.notWritable {
            return nil
        }
    }
}
