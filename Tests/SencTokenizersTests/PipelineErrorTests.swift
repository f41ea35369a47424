import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// Faults of the components besides BERT's: an error each, which names what is wrong.
struct PipelineErrorTests {
    private func error(
        _ json: String, files: [String: [UInt8]] = [:]
    ) -> TokenizerError? {
        var files = files
        if !json.isEmpty { files["tokenizer.json"] = Array(json.utf8) }
        let directory = TemporaryDirectory()
        for (name, bytes) in files { directory.write(bytes, to: name) }
        do throws(TokenizerError) {
            _ = try Tokenizer(directory: directory.path)
            return nil
        } catch {
            #expect(!error.description.contains { $0.isNewline })
            #expect(error.status == .badData)
            return error.withoutDirectory(directory.path)
        }
    }

    private static let words =
        #""model":{"type":"WordLevel","unk_token":"<unk>","vocab":{"<unk>":0,"a":1}}"#

    private func error(normalizer: String) -> TokenizerError? {
        error(#"{"normalizer":\#(normalizer),\#(Self.words)}"#)
    }

    private func error(preTokenizer: String) -> TokenizerError? {
        error(#"{"pre_tokenizer":\#(preTokenizer),\#(Self.words)}"#)
    }

    private func error(model: String) -> TokenizerError? { error(#"{"model":{\#(model)}}"#) }

    private let path = "tokenizer.json"

    // MARK: Components

    @Test(arguments: ["normalizer", "pre_tokenizer", "post_processor", "decoder"])
    func unknownComponentsInASequence(field: String) {
        let list = [
            "normalizer": "normalizers", "pre_tokenizer": "pretokenizers",
            "post_processor": "processors", "decoder": "decoders",
        ]
        let name = list[field] ?? ""
        #expect(
            error(#"{"\#(field)":{"type":"Sequence","\#(name)":[{"type":"New"}]},\#(Self.words)}"#)
                == .unsupportedComponent(path: path, field: "\(field).\(name)[0]", type: "New"))
        #expect(
            error(#"{"\#(field)":{"type":"Sequence"},\#(Self.words)}"#)
                == .missingField(path: path, field: "\(field).\(name)"))
    }

    @Test func endlessSequences() {
        let parts = Array(repeating: #"{"type":"NFC"}"#, count: 65).joined(separator: ",")
        #expect(
            error(normalizer: #"{"type":"Sequence","normalizers":[\#(parts)]}"#)
                == .wrongField(
                    path: path, field: "normalizer.normalizers", expected: "an array of at most 64")
        )
    }

    @Test func textsThatWouldGrowWithoutEnd() {
        let double = #"{"type":"Replace","pattern":{"String":"a"},"content":"aa"}"#
        func parts(_ part: String, _ count: Int) -> String {
            Array(repeating: part, count: count).joined(separator: ",")
        }
        func normalizer(_ count: Int) -> String {
            #"{"type":"Sequence","normalizers":[\#(parts(double, count))]}"#
        }
        #expect(error(normalizer: normalizer(16)) == nil)
        #expect(
            error(normalizer: normalizer(17))
                == .wrongField(
                    path: path, field: "normalizer",
                    expected: "one that lengthens text at most 65536-fold"))
        let bytes = parts(#"{"type":"ByteLevel"}"#, 3)
        #expect(
            error(preTokenizer: #"{"type":"Sequence","pretokenizers":[\#(bytes)]}"#)
                == .wrongField(
                    path: path, field: "pre_tokenizer",
                    expected: "one that lengthens text at most 2 times"))
    }

    /// Of 1 MB, this normalizer would make 65 GB.
    @Test func normalizersThatMakeTextsMuchLongerAreCutShort() throws {
        let double = #"{"type":"Replace","pattern":{"String":"a"},"content":"aa"}"#
        let parts = Array(repeating: double, count: 16).joined(separator: ",")
        let tokenizer = try SmallTokenizer.load(
            #"{"normalizer":{"type":"Sequence","normalizers":[\#(parts)]},"#
                + #""model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}}"#)
        #expect(tokenizer.words(of: "a")[0].utf8.count == 65536)
        let text = String(repeating: "a", count: 1_000_000)
        #expect(tokenizer.words(of: text)[0].utf8.count == 3 * 1_000_000 + 32 << 20)
        #expect(tokenizer.encode(text).offsets == [0..<558])
    }

    @Test func sequencesNestedAHundredThousandDeep() {
        let opening = #"{"type":"Sequence","normalizers":["#
        let found = error(normalizer: String(repeating: opening, count: 100_000))
        guard case .malformedJSON(path, let reason)? = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(reason.description.hasPrefix("JSON nested over 128 deep"))
    }

    @Test func malformedMaps() {
        for map in ["", "!!!!", "AAA", "AAAA", "/////w==", "BAAAAAAAAAD/"] {
            #expect(
                error(normalizer: #"{"type":"Precompiled","precompiled_charsmap":"\#(map)"}"#)
                    == .wrongField(
                        path: path, field: "normalizer.precompiled_charsmap",
                        expected: "a compiled map in Base64"))
        }
    }

    @Test func metaspacesThatContradictThemselves() {
        #expect(
            error(
                preTokenizer:
                    #"{"type":"Metaspace","replacement":"_","add_prefix_space":false,"prepend_scheme":"first"}"#
            )
                == .wrongField(
                    path: path, field: "pre_tokenizer.prepend_scheme",
                    expected: "never, as add_prefix_space wants"))
        #expect(
            error(preTokenizer: #"{"type":"Metaspace","replacement":"__"}"#)
                == .wrongField(
                    path: path, field: "pre_tokenizer.replacement", expected: "one character"))
    }

    @Test func waysToSplitThatAreNone() {
        #expect(
            error(
                preTokenizer:
                    #"{"type":"Split","pattern":{"String":"a"},"behavior":"Sideways"}"#)
                == .wrongField(
                    path: path, field: "pre_tokenizer.behavior", expected: "a way to split"))
    }

    // MARK: Regular expressions

    @Test(arguments: ["(", "[a", "\\\\p{Nothing}", "(?<n>a)\\\\k<m>"])
    func malformedPatterns(pattern: String) {
        let found = error(
            preTokenizer:
                #"{"type":"Split","pattern":{"Regex":"\#(pattern)"},"behavior":"Isolated"}"#)
        guard case .invalidPattern(path, "pre_tokenizer.pattern", let reason)? = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(reason.description.hasPrefix("is malformed: "))
    }

    @Test func aPatternThatOnlyLooksMalformed() {
        let pattern = #"{"type":"Split","pattern":{"Regex":"a**{"},"behavior":"Isolated"}"#
        #expect(error(preTokenizer: pattern) == nil)
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["(a+)+$", "(a|aa)+$", "( +)+x"])
    func patternsThatExplode(pattern: String) {
        #expect(
            error(normalizer: #"{"type":"Replace","pattern":{"Regex":"\#(pattern)"},"content":""}"#)
                == .invalidPattern(
                    path: path, field: "normalizer.pattern", reason: "takes too long to match"))
    }

    /// The search that passes the limits is the last, as in the reference.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["(q+)+r", "(q*)*[br]", "(?:q?){40}q{40}[br]", "([^z]+)+[br]z"])
    func patternsThatExplodeOnSomeTextEndThere(pattern: String) throws {
        let directory = TemporaryDirectory()
        directory.write(
            #"{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"\#(pattern)"},"#
                + #""behavior":"Isolated"},"# + Self.words + "}", to: path)
        let tokenizer = try Tokenizer(directory: directory.path)
        let text = "qqrz" + String(repeating: "q", count: 5000) + "!z"
        let encoding = tokenizer.encode(text)
        #expect(encoding.offsets.last?.upperBound == text.utf8.count)
    }

    @Test func patternsOfExcessiveLength() {
        let pattern = String(repeating: "a", count: 20_000)
        #expect(
            error(normalizer: #"{"type":"Replace","pattern":{"Regex":"\#(pattern)"},"content":""}"#)
                == .invalidPattern(
                    path: path, field: "normalizer.pattern", reason: "has over 16384 bytes"))
    }

    // MARK: Vocabularies

    @Test func wordLevelWithoutItsUnknownToken() {
        #expect(
            error(model: #""type":"WordLevel","unk_token":"?","vocab":{"a":0}"#)
                == .unknownTokenAbsent(path: path, token: "?"))
    }

    @Test(arguments: ["BPE", "WordLevel"])
    func negativeAndDuplicateIDs(type: String) {
        let rest = #""type":"\#(type)","merges":[],"unk_token":"a""#
        #expect(
            error(model: rest + #","vocab":{"a":0,"b":0}"#) == .duplicateID(path: path, id: 0))
        guard case .idOutOfRange(path, "b", _)? = error(model: rest + #","vocab":{"a":0,"b":-1}"#)
        else {
            Issue.record("a negative id")
            return
        }
    }

    @Test func mergesThatNameAbsentTokens() {
        let start = #""type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":"#
        #expect(error(model: start + #"["a b"]"#) == nil)
        #expect(error(model: start + #"["a c"]"#) == .mergeTokenAbsent(path: path, token: "c"))
        #expect(error(model: start + #"[["b","a"]]"#) == .mergeTokenAbsent(path: path, token: "ba"))
        #expect(error(model: start + #"["a b","ab"]"#) == .malformedMerge(path: path, number: 2))
        #expect(error(model: start + #"[["a"]]"#) == .malformedMerge(path: path, number: 1))
        #expect(
            error(model: start + "{}")
                == .wrongField(path: path, field: "model.merges", expected: "an array"))
        #expect(
            error(model: #""type":"BPE","vocab":{"a":0}"#)
                == .missingField(path: path, field: "model.merges"))
    }

    @Test func dropoutIsRefused() {
        let start = #""type":"BPE","vocab":{"a":0},"merges":[],"dropout":"#
        #expect(error(model: start + "null") == nil)
        #expect(
            error(model: start + "0.1")
                == .unsupportedComponent(path: path, field: "model.dropout", type: "0.1"))
    }

    @Test func unigramVocabularies() {
        let start = #""type":"Unigram","unk_id":0,"vocab":"#
        #expect(error(model: start + #"[["a",0],["b",-1.5]]"#) == nil)
        #expect(error(model: start + "[]") == .emptyVocabulary(path: path))
        #expect(
            error(model: start + #"{"a":0}"#)
                == .wrongField(path: path, field: "model.vocab", expected: "an array"))
        for piece in [#"["a"]"#, #"[1,"a"]"#, #"["a",0,1]"#, #"["a",1e999]"#, "7"] {
            #expect(
                error(model: start + #"[["u",0],\#(piece)]"#)
                    == .wrongField(
                        path: path, field: "model.vocab[1]", expected: "a token and its score"))
        }
        #expect(
            error(model: #""type":"Unigram","vocab":[["a",0]],"unk_id":1"#)
                == .idOutOfRange(path: path, token: "unk_id", limit: 0))
        #expect(
            error(model: #""type":"Unigram","vocab":[["a",0]],"unk_id":null"#)
                == .missingField(path: path, field: "model.unk_id"))
    }

    @Test func twoTemplates() {
        let template = #"{"type":"BertProcessing","sep":["a",1],"cls":["a",1]}"#
        #expect(
            error(
                #"{"post_processor":{"type":"Sequence","processors":[\#(template),\#(template)]},"#
                    + Self.words + "}")
                == .invalidTemplate(path: path, reason: "is a second one"))
    }

    // MARK: Other files

    @Test func mergesText() {
        let vocabulary = Array(#"{"a":0,"b":1,"ab":2}"#.utf8)
        func found(_ merges: String) -> TokenizerError? {
            error("", files: ["vocab.json": vocabulary, "merges.txt": Array(merges.utf8)])
        }
        #expect(found("#version: 0.2\na b\n\n") == nil)
        #expect(found("a b\na") == .malformedMerge(path: "merges.txt", number: 2))
        #expect(found("a x") == .mergeTokenAbsent(path: "merges.txt", token: "x"))
    }

    @Test func sentencePieceModels() throws {
        let name = "tokenizer.model"
        func found(_ bytes: [UInt8]) -> TokenizerError? { error("", files: [name: bytes]) }
        let format = TokenizerError.invalidSentencePiece(path: name, reason: "is not in its format")
        #expect(found([]) == .emptyVocabulary(path: name))
        #expect(found([0x0A]) == format)
        #expect(found([0x0A, 0x05, 0x0A]) == format)
        #expect(found([0x0A] + Array(repeating: 0xFF, count: 10)) == format)
        #expect(found([0x0F]) == format)
        // A piece "a", and then: a type of model that is none of ours; an id that is no piece's.
        let piece: [UInt8] = [0x0A, 0x03, 0x0A, 0x01, 0x61]
        #expect(found(piece) == nil)
        #expect(
            found(piece + [0x12, 0x02, 0x18, 0x03])
                == .unsupportedComponent(path: name, field: "trainer_spec.model_type", type: "word")
        )
        #expect(
            found(piece + [0x12, 0x03, 0xC0, 0x02, 0x07])
                == .unknownTokenAbsent(path: name, token: "<unk>"))
        #expect(
            found(piece + [0x1A, 0x04, 0x12, 0x02, 0x00, 0x00])
                == .invalidSentencePiece(path: name, reason: "has a malformed normalization map"))
        #expect(
            found([0x0A, 0x03, 0x0A, 0x01, 0xFF])
                == .invalidSentencePiece(path: name, reason: "has a piece that is not UTF-8"))
        #expect(
            found([0x0A, 0x08, 0x0A, 0x01, 0x61, 0x15, 0x00, 0x00, 0xC0, 0x7F])
                == .invalidSentencePiece(path: name, reason: "has a piece without a finite score"))
    }

    @Test func classesThatAreNotSupported() {
        let config = Array(#"{"tokenizer_class":"NewTokenizer"}"#.utf8)
        let expected = TokenizerError.unsupportedComponent(
            path: "tokenizer_config.json", field: "tokenizer_class", type: "NewTokenizer")
        let piece: [UInt8] = [0x0A, 0x03, 0x0A, 0x01, 0x61]
        #expect(
            error("", files: ["spiece.model": piece, "tokenizer_config.json": config]) == expected)
        #expect(
            error(
                "",
                files: [
                    "vocab.json": Array(#"{"a":0}"#.utf8), "merges.txt": [],
                    "tokenizer_config.json": config,
                ]) == expected)
    }
}
