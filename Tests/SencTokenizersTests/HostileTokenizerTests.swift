import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// Files that are not what they should be: an error each, never a trap, and which error.
struct HostileTokenizerTests {
    /// Changes one piece of a small tokenizer.json and gives the error of loading it.
    private func error(
        replacing old: String, by new: String, sourceLocation: SourceLocation = #_sourceLocation
    ) -> TokenizerError? {
        let text = SmallTokenizer.json
        guard let range = text.firstRange(of: old) else {
            Issue.record("nothing to replace", sourceLocation: sourceLocation)
            return nil
        }
        return error(json: text.replacingCharacters(in: range, with: new))
    }

    private func error(json text: String) -> TokenizerError? { error(json: Array(text.utf8)) }

    private func error(json bytes: [UInt8]) -> TokenizerError? {
        error(files: ["tokenizer.json": bytes])
    }

    private func error(files: [String: [UInt8]]) -> TokenizerError? {
        let directory = TemporaryDirectory()
        for (name, bytes) in files { directory.write(bytes, to: name) }
        do throws(TokenizerError) {
            _ = try Tokenizer(directory: directory.path)
            return nil
        } catch {
            let text = error.description
            #expect(!text.contains { $0.isNewline } && !text.hasSuffix("."))
            return error.withoutDirectory(directory.path)
        }
    }

    private let path = "tokenizer.json"

    @Test func theSmallTokenizerItselfLoads() {
        #expect(error(json: SmallTokenizer.json) == nil)
    }

    // MARK: The directory

    @Test func emptyDirectory() {
        let directory = TemporaryDirectory()
        let expected = TokenizerError.noTokenizer(directory: directory.path)
        #expect(throws: expected) { try Tokenizer(directory: directory.path) }
        #expect(expected.status == .noInput)
    }

    @Test func directoryThatIsNotThere() {
        #expect(throws: TokenizerError.noTokenizer(directory: "/nonexistent/model")) {
            try Tokenizer(directory: "/nonexistent/model")
        }
    }

    @Test func fileThatIsADirectory() {
        let directory = TemporaryDirectory()
        directory.link("/", as: "tokenizer.json")
        let path = directory.path + "/tokenizer.json"
        let expected = TokenizerError.file(.notRegular(path: path))
        #expect(throws: expected) { try Tokenizer(directory: directory.path) }
        #expect(expected.status == .noInput)
    }

    // MARK: The JSON

    @Test func emptyFile() {
        guard case .file(.empty) = error(json: "") else {
            Issue.record("\(String(describing: error(json: "")))")
            return
        }
    }

    @Test func truncatedFile() {
        let bytes = Array(SmallTokenizer.json.utf8)
        #expect(
            error(json: Array(bytes.dropLast(40)))
                == .malformedJSON(path: path, reason: "JSON ends too early"))
    }

    @Test func nestedAHundredThousandDeep() {
        #expect(
            error(json: String(repeating: #"{"model":"#, count: 100_000))
                == .malformedJSON(
                    path: path, reason: "JSON nested over 128 deep at byte 1152"))
    }

    @Test func invalidUTF8InJSON() {
        #expect(
            error(json: [0x7B, 0x22, 0xFF])
                == .malformedJSON(path: path, reason: "invalid UTF-8 in JSON at byte 2"))
    }

    @Test(arguments: ["[]", "3", "null", "\"x\""])
    func somethingElseThanAnObject(json: String) {
        #expect(
            error(json: json) == .wrongField(path: path, field: "the file", expected: "an object"))
    }

    // MARK: The stages

    @Test func missingModel() {
        #expect(error(json: "{}") == .missingField(path: path, field: "model"))
        #expect(error(json: #"{"model":null}"#) == .missingField(path: path, field: "model"))
    }

    @Test func modelThatIsNoObject() {
        #expect(
            error(json: #"{"model":[]}"#)
                == .wrongField(path: path, field: "model", expected: "an object"))
    }

    @Test func modelWithoutType() {
        #expect(error(json: #"{"model":{}}"#) == .missingField(path: path, field: "model.type"))
    }

    @Test(arguments: [
        ("model", #""type":"WordPiece","unk_token""#), ("normalizer", #""type":"BertNormalizer""#),
        ("pre_tokenizer", #""type":"BertPreTokenizer""#),
        ("post_processor", #""type":"TemplateProcessing""#),
        ("decoder", #""type":"WordPiece","prefix""#),
    ])
    func unknownComponents(field: String, type: String) {
        let other = type.replacing(#""type":""#, with: #""type":"Other"#)
        let found = error(replacing: type, by: other)
        guard case .unsupportedComponent(path, field, let named)? = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(named.hasPrefix("Other"))
    }

    @Test func flagThatIsNoBoolean() {
        #expect(
            error(replacing: #""lowercase":true"#, by: #""lowercase":"yes""#)
                == .wrongField(
                    path: path, field: "normalizer.lowercase", expected: "true or false"))
    }

    // MARK: The vocabulary

    @Test func vocabularyThatIsNoObject() {
        let field = "model.vocab"
        #expect(
            error(json: #"{"model":{"type":"WordPiece","unk_token":"a","vocab":["a"]}}"#)
                == .wrongField(path: path, field: field, expected: "an object"))
        #expect(
            error(json: #"{"model":{"type":"WordPiece","unk_token":"a"}}"#)
                == .missingField(path: path, field: field))
    }

    @Test func emptyVocabulary() {
        #expect(
            error(json: #"{"model":{"type":"WordPiece","unk_token":"a","vocab":{}}}"#)
                == .emptyVocabulary(path: path))
    }

    @Test(arguments: ["-1", "2147483648", "9999999999999999999999", "70000", "1.5", "\"3\"", "[]"])
    func idsOutOfRange(id: String) {
        let found = error(replacing: #""hello":5"#, by: #""hello":"# + id)
        guard case .idOutOfRange(path, "hello", _)? = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test func duplicateIDs() {
        #expect(
            error(replacing: #""hello":5"#, by: #""hello":4"#) == .duplicateID(path: path, id: 4))
    }

    @Test func duplicateTokens() {
        #expect(
            error(replacing: #""hello":5"#, by: #""hello":5,"hell\u006f":9"#)
                == .duplicateToken(path: path, token: "hello"))
    }

    @Test func idsWithHolesAreFine() {
        #expect(error(replacing: "s\":7", by: "s\":9000") == nil)
    }

    @Test func missingUnknownToken() {
        #expect(
            error(replacing: #""unk_token":"[UNK]""#, by: #""unk_token":"[NO]""#)
                == .unknownTokenAbsent(path: path, token: "[NO]"))
        #expect(
            error(replacing: #""unk_token":"[UNK]","#, by: "")
                == .missingField(path: path, field: "model.unk_token"))
    }

    @Test(arguments: ["-1", "1e9", "4294967296", "true"])
    func wordLimitOutOfRange(limit: String) {
        #expect(
            error(
                replacing: #""max_input_chars_per_word":100"#,
                by: #""max_input_chars_per_word":"# + limit)
                == .wrongField(
                    path: path, field: "model.max_input_chars_per_word",
                    expected: "a number from 0 to 2147483647"))
    }

    // MARK: Added tokens

    @Test func addedTokenWithAnotherID() {
        #expect(
            error(replacing: #""id":3,"content":"[SEP]""#, by: #""id":4,"content":"[SEP]""#)
                == .addedTokenMismatch(path: path, token: "[SEP]", id: 4, expected: 3))
        #expect(
            error(replacing: #""id":3,"content":"[SEP]""#, by: #""id":99,"content":"new""#)
                == .addedTokenMismatch(path: path, token: "new", id: 99, expected: 8))
    }

    @Test func addedTokenWithoutContentOrID() {
        #expect(
            error(replacing: #""id":3,"content":"[SEP]""#, by: #""id":3"#)
                == .missingField(path: path, field: "added_tokens[2].content"))
        #expect(
            error(replacing: #""id":3,"content":"[SEP]""#, by: #""content":"[SEP]""#)
                == .missingField(path: path, field: "added_tokens[2].id"))
    }

    @Test func addedTokensThatAreNoArray() {
        #expect(
            error(
                json: SmallTokenizer.json.replacing(
                    #""added_tokens":["#, with: #""added_tokens":7,"x":["#))
                == .wrongField(path: path, field: "added_tokens", expected: "an array"))
    }

    // MARK: Templates

    @Test func templateNamingAnAbsentToken() {
        #expect(
            error(
                replacing: #"{"SpecialToken":{"id":"[CLS]""#,
                by: #"{"SpecialToken":{"id":"[NO]""#)
                == .templateTokenAbsent(path: path, token: "[NO]"))
    }

    @Test(arguments: ["999", "-1"])
    func templateWithAnIDOfNoToken(id: String) {
        #expect(
            error(replacing: #""ids":[2]"#, by: #""ids":[\#(id)]"#)
                == .templateTokenAbsent(path: path, token: "[CLS]"))
    }

    @Test func templateUsingTheWrongTexts() {
        #expect(
            error(
                replacing: #"{"Sequence":{"id":"B","type_id":1}}"#,
                by: #"{"Sequence":{"id":"A","type_id":1}}"#)
                == .invalidTemplate(path: path, reason: "for pairs does not use both texts"))
        #expect(
            error(
                replacing: #"{"Sequence":{"id":"A","type_id":0}}"#,
                by: #"{"Sequence":{"id":"B","type_id":0}}"#)
                == .invalidTemplate(path: path, reason: "for one text uses a second"))
        #expect(
            error(
                replacing: #"{"Sequence":{"id":"A","type_id":0}}"#, by: #"{"Sequence":{"id":"C"}}"#)
                == .wrongField(
                    path: path, field: "post_processor.single[1].Sequence.id", expected: "A or B"))
    }

    @Test func templateWithTooManyPieces() {
        let piece = #"{"Sequence":{"id":"A","type_id":0}}"#
        let many = Array(repeating: piece, count: 300).joined(separator: ",")
        #expect(
            error(replacing: piece, by: many)
                == .invalidTemplate(path: path, reason: "has over 256 pieces"))
    }

    @Test func bertProcessingWithAnAbsentToken() throws {
        let json = SmallTokenizer.json
        let start = try #require(json.range(of: #"{"type":"TemplateProcessing""#)).lowerBound
        let end = try #require(json.range(of: ",\n\"decoder\"")).lowerBound
        let processor = #"{"type":"BertProcessing","cls":["[CLS]",2],"sep":["[X]",70]}"#
        let text = SmallTokenizer.json.replacingCharacters(in: start..<end, with: processor)
        #expect(error(json: text) == .templateTokenAbsent(path: path, token: "[X]"))
    }

    // MARK: vocab.txt and tokenizer_config.json

    private func error(vocabulary: [UInt8], configuration: String? = nil) -> TokenizerError? {
        var files = ["vocab.txt": vocabulary]
        files["tokenizer_config.json"] = configuration.map { Array($0.utf8) }
        return error(files: files)
    }

    @Test func emptyVocabularyText() {
        #expect(error(vocabulary: []) == .emptyVocabulary(path: "vocab.txt"))
    }

    @Test func vocabularyTextWithInvalidUTF8() {
        #expect(
            error(vocabulary: Array("[UNK]\na\n".utf8) + [0xC3, 0x28])
                == .invalidUTF8(path: "vocab.txt", line: 3))
    }

    @Test func vocabularyTextWithoutUnknownToken() {
        #expect(
            error(vocabulary: Array("a\nb\n".utf8))
                == .unknownTokenAbsent(path: "vocab.txt", token: "[UNK]"))
    }

    @Test func configurationOfAnotherClass() {
        #expect(
            error(
                vocabulary: Array("[UNK]\n".utf8),
                configuration: #"{"tokenizer_class":"XLMTokenizer"}"#)
                == .unsupportedComponent(
                    path: "tokenizer_config.json", field: "tokenizer_class", type: "XLMTokenizer"))
    }

    @Test(arguments: [
        (#"{"do_lower_case":1}"#, "do_lower_case", "true or false"),
        (#"{"unk_token":[]}"#, "unk_token", "a string or an AddedToken"),
        (#"{"tokenizer_class":{}}"#, "tokenizer_class", "a string"),
        (#"{"added_tokens_decoder":{"x":{}}}"#, "added_tokens_decoder.x", "named by an id"),
        (#"[]"#, "the file", "an object"),
    ])
    func configurationFieldsOfTheWrongKind(json: String, field: String, expected: Message) {
        #expect(
            error(vocabulary: Array("[UNK]\n".utf8), configuration: json)
                == .wrongField(path: "tokenizer_config.json", field: field, expected: expected))
    }

    @Test func malformedConfiguration() {
        #expect(
            error(vocabulary: Array("[UNK]\n".utf8), configuration: "{")
                == .malformedJSON(
                    path: "tokenizer_config.json", reason: "JSON ends too early"))
    }

    @Test func vocabularyTextThatIsTooLarge() {
        let limit = 1 << 24
        let expected = TokenizerError.tooLarge(path: "vocab.txt", bytes: limit + 1, limit: limit)
        #expect(error(vocabulary: [UInt8](repeating: 0x0A, count: limit + 1)) == expected)
        #expect(expected.status == .badData)
    }

    @Test func vocabularyTextOfEmptyLines() {
        #expect(
            error(vocabulary: [UInt8](repeating: 0x0A, count: 100_000))
                == .unknownTokenAbsent(path: "vocab.txt", token: "[UNK]"))
    }
}
