import SencFiles
import SencTokenizers
import Testing

/// Tokenizers made of what GGUF files say for llama.cpp.
@Suite struct GGUFTokenizerTests {
    /// Texts that stay in memory, as those of a mapped file do.
    private static func texts(_ texts: [[UInt8]]) -> GGUFVocabulary.Texts {
        let bytes = texts.flatMap(\.self)
        let starts = texts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, bytes.count), alignment: 1)
        memory.copyBytes(from: bytes)
        let address = UInt(bitPattern: memory.baseAddress)
        return GGUFVocabulary.Texts(count: texts.count, byteCount: bytes.count) { index in
            UnsafeRawBufferPointer(
                start: UnsafeRawPointer(bitPattern: address + UInt(starts[index])),
                count: starts[index + 1] - starts[index])
        }
    }

    private static func texts(_ list: [String]) -> GGUFVocabulary.Texts {
        texts(list.map { Array($0.utf8) })
    }

    private static func bert(
        _ edit: (inout GGUFVocabulary) -> Void = { _ in }
    ) -> GGUFVocabulary {
        var vocabulary = GGUFVocabulary(path: "m.gguf")
        vocabulary.model = "bert"
        vocabulary.tokens = texts(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁sea", "s", "▁,"])
        vocabulary.types = [3, 3, 3, 3, 1, 1, 1]
        edit(&vocabulary)
        return vocabulary
    }

    private static func unigram(
        _ edit: (inout GGUFVocabulary) -> Void = { _ in }
    ) -> GGUFVocabulary {
        var vocabulary = GGUFVocabulary(path: "m.gguf")
        vocabulary.model = "t5"
        vocabulary.tokens = texts(["<s>", "<pad>", "</s>", "<unk>", "▁sea", "s", "▁", "<mask>"])
        vocabulary.types = [3, 3, 3, 2, 1, 1, 1, 3]
        vocabulary.scores = [0, 0, 0, 0, -1, -2, -3, 0]
        edit(&vocabulary)
        return vocabulary
    }

    private static func bytePair(
        _ edit: (inout GGUFVocabulary) -> Void = { _ in }
    ) -> GGUFVocabulary {
        var vocabulary = GGUFVocabulary(path: "m.gguf")
        vocabulary.model = "gpt2"
        vocabulary.pre = "roberta-bpe"
        vocabulary.tokens = texts(["<s>", "</s>", "a", "b", "ab", "Ġ", "Ġa"])
        vocabulary.types = [3, 3, 1, 1, 1, 1, 1]
        vocabulary.merges = texts(["#version: 0.2", "a b", "Ġ a"])
        edit(&vocabulary)
        return vocabulary
    }

    @Test func wordsOfBERTBeginWithTheMark() throws {
        let tokenizer = try Tokenizer(gguf: Self.bert())
        #expect(tokenizer.encode("SEAS, [SEP] x").ids == [2, 4, 5, 6, 3, 1, 3])
        #expect(tokenizer.token(for: 4) == "sea" && tokenizer.token(for: 5) == "##s")
        let ids = tokenizer.specialTokenIDs
        #expect(ids.padding == 0 && ids.unknown == 1 && ids.separator == 3 && ids.mask == nil)
        let cased = try Tokenizer(
            gguf: Self.bert {
                $0.tokens = Self.texts(
                    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁sea", "▁Sea", "▁,"])
            })
        #expect(cased.encode("Sea sea SEA").ids == [2, 5, 4, 1, 3])
    }

    /// In files without types the names of BERT tell.
    @Test func namesInBracketsAreSpecialWithoutTypes() throws {
        let tokenizer = try Tokenizer(gguf: Self.bert { $0.types = nil })
        #expect(tokenizer.encode("[SEP]").ids == [2, 3, 3])
    }

    @Test func piecesOfUnigramHaveSpacesBeforeThem() throws {
        let tokenizer = try Tokenizer(gguf: Self.unigram())
        #expect(tokenizer.encode("sea s <mask>").ids == [0, 4, 6, 5, 7, 2])
        let bare = try Tokenizer(gguf: Self.unigram { $0.addsSpacePrefix = false })
        #expect(bare.encode("s").ids == [0, 5, 2])
    }

    @Test func pairsOfBytesAreMerged() throws {
        let tokenizer = try Tokenizer(gguf: Self.bytePair())
        #expect(tokenizer.encode("ab ab").ids == [0, 4, 5, 4, 1])
        #expect(tokenizer.encode("b a").ids == [0, 3, 6, 1])
        #expect(tokenizer.decode([4, 6, 3]) == "ab ab")
    }

    /// Keys tell roles, whatever the tokens are called.
    @Test func rolesAreThoseOfTheKeys() throws {
        let tokenizer = try Tokenizer(
            gguf: Self.bert {
                $0.ids = [
                    "bos_token_id": 4, "seperator_token_id": 6, "mask_token_id": 5,
                    "padding_token_id": 99,
                ]
            })
        let ids = tokenizer.specialTokenIDs
        #expect(ids.classification == 4 && ids.separator == 6 && ids.mask == 5)
        #expect(ids.padding == 0)
        #expect(tokenizer.encode("").ids == [4, 6])
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let message: String
        let vocabulary: GGUFVocabulary

        init(_ message: String, _ vocabulary: GGUFVocabulary) {
            self.message = message
            self.vocabulary = vocabulary
        }

        var testDescription: String { message }
    }

    static let faults = [
        Fault("'tokenizer.ggml.tokens' is missing", bert { $0.tokens = nil }),
        Fault("'tokenizer.ggml.model' is missing", bert { $0.model = nil }),
        Fault(
            "'tokenizer.ggml.model' is 'llama'; supported: bert, gpt2, t5",
            bert { $0.model = "llama" }),
        Fault("'tokenizer.ggml.token_type' has 2 values for 7 tokens", bert { $0.types = [1, 1] }),
        Fault(
            "'tokenizer.ggml.cls_token_id' is 7, but there are 7 tokens",
            bert { $0.ids = ["cls_token_id": 7] }),
        Fault(
            "'tokenizer.ggml.seperator_token_id' is -1, but there are 7 tokens",
            bert { $0.ids = ["seperator_token_id": -1] }),
        Fault(
            "'tokenizer.ggml.cls_token_id' is missing",
            bert {
                $0.types = nil
                $0.tokens = texts([String]())
            }),
        Fault(
            "token 'sea' is in the vocabulary twice",
            bert { $0.tokens = texts(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁sea", "▁sea", "x"]) }),
        Fault("'tokenizer.ggml.scores' must have one for each token", unigram { $0.scores = [1] }),
        Fault(
            "'tokenizer.ggml.scores' must be finite",
            unigram { $0.scores = [0, 0, 0, 0, .nan, 0, 0, 0] }),
        Fault(
            "the SentencePiece model has a malformed normalization map",
            unigram { $0.normalizationMap = [1, 2, 3] }),
        Fault(
            "added token '<s>' has id 0 where the vocabulary has 1",
            unigram {
                $0.tokens = texts(["<s>", "<s>", "</s>", "<unk>", "▁sea", "s", "▁", "<mask>"])
            }),
        Fault(
            "the post-processor uses '<s>', which is not a token",
            unigram {
                $0.types = nil
                $0.tokens = texts(["<s>", "<s>", "</s>", "<unk>", "▁sea", "s", "▁", "<mask>"])
            }),
        Fault(
            "'tokenizer.ggml.pre' is 'qwen2', which is not supported",
            bytePair { $0.pre = "qwen2" }),
        Fault("'tokenizer.ggml.merges' is missing", bytePair { $0.merges = nil }),
        Fault("merge 1 is not two tokens", bytePair { $0.merges = texts(["a b c"]) }),
        Fault("a merge uses 'ba', which is not a token", bytePair { $0.merges = texts(["b a"]) }),
        Fault(
            "'tokenizer.ggml.eos_token_id' is missing",
            bytePair { $0.tokens = texts(["<s>", "<e>", "a", "b", "ab", "Ġ", "Ġa"]) }),
    ]

    @Test(arguments: faults)
    func whatIsWrongIsNamed(fault: Fault) {
        let error = #expect(throws: TokenizerError.self) { try Tokenizer(gguf: fault.vocabulary) }
        #expect(error?.description == fault.message + " (m.gguf)")
        #expect(error?.status == .badData)
    }

    /// Bytes that are not UTF-8 are a token that no text has.
    @Test func tokensMayBeAnyBytes() throws {
        let tokenizer = try Tokenizer(
            gguf: Self.bert {
                $0.types = nil
                $0.tokens = Self.texts(
                    ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].map { Array($0.utf8) }
                        + [[0xFF], [0xFE, 0x80], []])
            })
        #expect(tokenizer.encode("a").ids == [2, 1, 3])
    }
}
