import Senc
import SencFiles
import TestSupport
import Testing

/// Prompts by role, against sentence-transformers.
@Suite struct TextRoleTests {
    private let model = TinyModel.copy()

    private func encoder(_ configuration: String) throws -> SentenceEncoder {
        model.write(configuration, to: "config_sentence_transformers.json")
        return try SentenceEncoder(model: model.path)
    }

    @Test func queriesAndDocumentsHaveThePromptsThatTheReferencePuts() throws {
        let cases = try #require(JSON(path: Goldens.path("roles.json")).elements)
        for golden in cases {
            let encoder = try encoder(try #require(golden["configuration"]?.string))
            let text = try #require(golden["text"]?.string)
            let found = [
                "encode": try encoder.encode(text),
                "encode_query": try encoder.encodeQuery(text),
                "encode_document": try encoder.encodeDocument(text),
            ]
            for (function, embedding) in found {
                let expected = try #require(golden[function]?.numbers).map { Float($0) }
                #expect(
                    Tolerance.largestDifference(embedding.vector, expected) <= 2e-6,
                    "\(function), \(golden["name"]?.string ?? "")")
            }
        }
        #expect(cases.count == 7)
    }

    @Test func severalTextsOfARoleAreEncodedAsEach() throws {
        let encoder = try encoder(#"{"prompts": {"query": "the query: ", "passage": "rain "}}"#)
        let texts = ["king", "queen"]
        let (queries, documents) = (
            try encoder.encodeQuery(texts), try encoder.encodeDocument(texts)
        )
        for (index, text) in texts.enumerated() {
            #expect(queries[index] == (try encoder.encode("the query: " + text)))
            #expect(documents[index] == (try encoder.encode("rain " + text)))
        }
    }

    @Test func aDocumentsPromptIsTheFirstOfThreeNames() throws {
        for names in [["document", "passage", "corpus"], ["passage", "corpus"], ["corpus"]] {
            let prompts = names.map { "\"\($0)\": \"\($0) \"" }.joined(separator: ", ")
            #expect(
                try encoder("{\"prompts\": {\(prompts)}}").promptName(for: .passage) == names[0])
        }
        #expect(try encoder("{}").promptName(for: .query) == nil)
    }

    @Test func optionsThatNameAPromptOutrankTheRole() throws {
        let encoder = try encoder(#"{"prompts": {"query": "the query: ", "other": "rain "}}"#)
        let named = EncodingOptions(promptName: "other")
        #expect(try encoder.encodeQuery("king", options: named) == encoder.encode("rain king"))
        let own = EncodingOptions(promptName: "query", prompt: "la ")
        #expect(try encoder.encodeDocument("king", options: own) == encoder.encode("la king"))
    }

    @Test func aPromptOfOnesOwnTakesThePlaceOfTheDefault() throws {
        let encoder = try encoder(
            #"{"prompts": {"query": "the query: "}, "default_prompt_name": "query"}"#)
        let plain = try encoder.encode("king", options: EncodingOptions(prompt: ""))
        #expect(plain.vector != (try encoder.encode("king").vector))
        #expect(
            try encoder.encode("king", options: EncodingOptions(prompt: "the query: "))
                == encoder.encode("king"))
    }
}
