import TestSupport
import Testing

/// `senc tokenize`
@Suite struct TokenizeTests {
    private let model = TinyModel.copy()

    private func tokenize(_ arguments: String..., input: String = "") async throws
        -> Program.Outcome
    {
        try await Program.run(
            ["tokenize", "--model", model.path] + arguments, input: Array(input.utf8))
    }

    @Test func aTextGivesItsIdsAndTokens() async throws {
        #expect(
            try await tokenize("La lluvia golpea.", "")
                == .printed(
                    """
                    {"ids":[3,122,133,142,6,4],"tokens":["[CLS]","la","lluvia","golpea",".","[SEP]"]}
                    {"ids":[3,4],"tokens":["[CLS]","[SEP]"]}

                    """))
    }

    @Test func idsAloneStandBetweenSpaces() async throws {
        #expect(try await tokenize("--ids", "la lluvia", "") == .printed("3 122 133 4\n3 4\n"))
    }

    @Test func quotesAreEscaped() async throws {
        #expect(
            try await tokenize(#"""#)
                == .printed(#"{"ids":[3,15,4],"tokens":["[CLS]","\"","[SEP]"]}"# + "\n"))
    }

    @Test func controlCharactersOfTheVocabularyAreEscaped() async throws {
        model.edit("tokenizer.json", replacing: #""lluvia":133"#, with: #""\\\u0001\n\u001f":133"#)
        model.edit(
            "tokenizer.json", replacing: #""special":true}],"normalizer""#,
            with: #""special":true},{"id":133,"content":"\\\u0001\n\u001f","single_word":false,"#
                + #""lstrip":false,"rstrip":false,"normalized":false,"special":true}],"normalizer""#
        )
        #expect(
            try await tokenize("\\\u{1}\n\u{1F}")
                == .printed(
                    #"{"ids":[3,133,4],"tokens":["[CLS]","\\\u0001\n\u001f","[SEP]"]}"# + "\n"))
    }

    @Test func textsAreNotCutUnlessAsked() async throws {
        let long = String(repeating: "rain ", count: 100)
        #expect(try await tokenize("--ids", long).text.split(separator: " ").count == 102)
        #expect(
            try await tokenize("--ids", "--max-tokens", "4", long) == .printed("3 119 119 4\n"))
    }

    @Test func textsComeFromFilesToo() async throws {
        #expect(
            try await tokenize("--ids", "--input", "-", input: "la\r\n\nmar")
                == .printed("3 122 4\n3 4\n3 134 4\n"))
    }

    @Test func weightsAreNotNeeded() async throws {
        model.remove("model.safetensors")
        #expect(try await tokenize("--ids", "la") == .printed("3 122 4\n"))
    }

    @Test func theCaseIsLoweredAsForEncoding() async throws {
        model.edit(
            "tokenizer.json", replacing: #""lowercase":true"#, with: #""lowercase":false"#)
        model.edit(
            "tokenizer_config.json", replacing: #""do_lower_case": true"#,
            with: #""do_lower_case": false"#)
        #expect(try await tokenize("--ids", "LA la").text.hasSuffix(" 122 4\n"))
        #expect(try await tokenize("--ids", "LA la") != .printed("3 122 122 4\n"))
        model.write(#"{"do_lower_case": true}"#, to: "sentence_bert_config.json")
        #expect(try await tokenize("--ids", "LA la") == .printed("3 122 122 4\n"))
    }
}
