import Senc
import SencMath
import SencTokenizers
import TestSupport
import Testing

@Suite struct EncodingOptionsTests {
    private let encoder: SentenceEncoder
    /// More tokens than the tiny model's limit of 48.
    private let long = Array(repeating: "the king", count: 60).joined(separator: " ")

    init() throws {
        encoder = try SentenceEncoder(model: Goldens.path("tiny-bert"))
    }

    private func length(_ vector: [Float]) -> Double {
        dotProduct(vector, vector).squareRoot()
    }

    @Test func aLongTextIsCutAndSaysSo() throws {
        let embedding = try encoder.encode(long)
        #expect(embedding.tokenCount == encoder.maximumTokens)
        #expect(embedding.untruncatedTokenCount > embedding.tokenCount)
        #expect(embedding.isTruncated)
    }

    @Test func aLowerLimitCutsEarlier() throws {
        let short = try encoder.encode(long, options: EncodingOptions(maximumTokens: 5))
        #expect(short.tokenCount == 5)
        #expect(short.vector != (try encoder.encode(long)).vector)
    }

    @Test func theLimitMayBeRaisedToTheModelsPositions() throws {
        let embedding = try encoder.encode(long, options: EncodingOptions(maximumTokens: 64))
        #expect(embedding.tokenCount == 64)
    }

    @Test(arguments: [-1, 0, 2, 65, Int.max])
    func aLimitTheModelCannotKeepIsAnError(limit: Int) {
        #expect(throws: EncodingError.invalidMaximumTokens(limit, allowed: 3...64)) {
            try encoder.encode("the", options: EncodingOptions(maximumTokens: limit))
        }
    }

    @Test func aLongTextMayBeRefused() throws {
        let options = EncodingOptions(overflow: .error)
        let tokens = try encoder.encode(long).untruncatedTokenCount
        #expect(throws: EncodingError.textTooLong(text: 1, tokens: tokens, limit: 48)) {
            try encoder.encode(["the king", long], options: options)
        }
        #expect(try !encoder.encode("the king", options: options).isTruncated)
    }

    @Test func chunksCoverTheWholeText() throws {
        let options = EncodingOptions(overflow: .chunk)
        let both = try encoder.encode(["the king", long], options: options)
        #expect(both.truncatedCount == 0)
        #expect(both[0] == (try encoder.encode("the king")))
        #expect(both[1].tokenCount == both[1].untruncatedTokenCount)
        #expect(abs(length(both[1].vector) - 1) < 1e-6)
        // A change beyond the limit changes the vector.
        let other = try encoder.encode(long + " queen", options: options)
        #expect(other.vector != both[1].vector)
        #expect(try encoder.encode(long + " queen").vector == encoder.encode(long).vector)
    }

    @Test func aNamedPromptStandsBeforeTheText() throws {
        let prompted = try encoder.encode("king", options: EncodingOptions(promptName: "query"))
        let prompt = try #require(encoder.prompts["query"])
        #expect(prompted == (try encoder.encode(prompt + "king")))
        #expect(prompted.vector != (try encoder.encode("king")).vector)
    }

    @Test func anUnknownPromptIsAnErrorThatNamesTheKnown() {
        #expect(throws: EncodingError.unknownPrompt(name: "passage", known: ["query"])) {
            try encoder.encode("king", options: EncodingOptions(promptName: "passage"))
        }
    }

    @Test func theDefaultPromptIsUsedUnasked() throws {
        let model = TinyModel.copy()
        model.edit(
            "config_sentence_transformers.json", replacing: #""default_prompt_name": null"#,
            with: #""default_prompt_name": "query""#)
        let prompting = try SentenceEncoder(model: model.path)
        let expected = try encoder.encode("king", options: EncodingOptions(promptName: "query"))
        #expect(try prompting.encode("king") == expected)
    }

    @Test func poolingMayLeaveThePromptOut() throws {
        let model = TinyModel.copy()
        model.write(
            #"{"embedding_dimension": 32, "pooling_mode": "cls", "include_prompt": false}"#,
            to: "1_Pooling/config.json")
        let pooling = try SentenceEncoder(model: model.path)
        let prompted = try pooling.encode("king", options: EncodingOptions(promptName: "query"))
        // The first token after the prompt's is the text's own.
        let prompt = try #require(pooling.prompts["query"])
        let ids = pooling.tokenizer.encode(prompt + "king").ids
        let start = pooling.tokenizer.encode(prompt).ids.count - 1
        let states = try #require(pooling.tokenStates(of: ids).last)
        let state = states[(start * 32)..<((start + 1) * 32)]
        #expect(cosineSimilarity(state, prompted.vector) > 0.999999)
    }

    @Test func vectorsMayBeLeftUnnormalized() throws {
        let raw = try encoder.encode("the king", options: EncodingOptions(normalizes: false))
        let unit = try encoder.encode("the king")
        #expect(abs(length(raw.vector) - 1) > 1e-3)
        #expect(abs(length(unit.vector) - 1) < 1e-6)
        #expect(raw.cosineSimilarity(to: unit) > 0.999999)
    }

    @Test func lengthOneOnRequestComesLast() throws {
        let options = EncodingOptions(truncateDimension: 8, normalization: .always)
        let part = try encoder.encode("the king", options: options)
        let plain = try encoder.encode("the king", options: EncodingOptions(truncateDimension: 8))
        #expect(abs(length(part.vector) - 1) < 1e-6)
        #expect(length(plain.vector) < 0.999)
        #expect(part.cosineSimilarity(to: plain) > 0.999999)
        // What has that length already stays as it is, to the bit.
        #expect(
            try encoder.encode("the king", options: EncodingOptions(normalization: .always))
                == encoder.encode("the king"))
        let long = try encoder.encode(
            self.long,
            options: EncodingOptions(
                overflow: .chunk, truncateDimension: 8,
                normalization: .always))
        #expect(abs(length(long.vector) - 1) < 1e-6)
    }

    @Test func theOlderChoiceOfNormalizationIsKept() {
        var options = EncodingOptions(normalizes: false)
        #expect(options.normalization == .never && !options.normalizes)
        options.normalizes = true
        #expect(options == EncodingOptions())
        options.normalization = .always
        options.normalizes = true
        #expect(options.normalization == .always)
    }

    @Test func leadingComponentsMayBeKeptAlone() throws {
        let part = try encoder.encode("the king", options: EncodingOptions(truncateDimension: 5))
        #expect(part.vector == Array(try encoder.encode("the king").vector.prefix(5)))
    }

    @Test(arguments: [0, -3, 33])
    func aDimensionThatIsNotThereIsAnError(dimension: Int) {
        #expect(throws: EncodingError.invalidDimension(dimension, allowed: 1...32)) {
            try encoder.encode("the", options: EncodingOptions(truncateDimension: dimension))
        }
    }

    @Test func theModelMayAskForLowerCaseButKeepsSpecialTokens() throws {
        let model = TinyModel.copy()
        model.write(#"{"tokenizer_class": "PreTrainedTokenizerFast"}"#, to: "tokenizer_config.json")
        model.edit("tokenizer.json", replacing: #""lowercase":true"#, with: #""lowercase":false"#)
        let cased = try SentenceEncoder(model: model.path)
        model.write(#"{"do_lower_case": true}"#, to: "sentence_bert_config.json")
        let lowered = try SentenceEncoder(model: model.path)
        let text = "THE King [MASK]"
        #expect(try lowered.encode(text).vector == cased.encode("the king [MASK]").vector)
        #expect(try lowered.encode(text).vector != cased.encode(text).vector)
    }

    @Test func noTextsGiveNoVectors() throws {
        let none = try encoder.encode([String]())
        #expect(none.isEmpty)
        #expect(none.dimension == 32)
    }
}
