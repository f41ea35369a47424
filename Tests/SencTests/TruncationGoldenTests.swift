import Senc
import SencFiles
import SencMath
import SencTokenizers
import TestSupport
import Testing

/// Where texts are cut, what prompts leave to pooling, and length 1 on request, against the
/// reference.
struct TruncationGoldenTests {
    /// The largest error of a component.
    private static let tolerance: Float = 2e-6

    private static let cases = [
        "left", "left, prompt", "left, prompt left out", "direction",
        "direction against the side", "side against the direction", "prompt left out",
        "prompt left out, first token", "no last token", "no last token, first token",
        "no last token, a prompt that ends with one", "no roles", "length 1",
        "length 1 without the module", "length 1 of all components",
    ]

    @Test func allCasesAreTried() throws {
        let golden = try #require(JSON(path: Goldens.path("truncation.json")).elements)
        #expect(golden.map { $0["name"]?.string } == Self.cases.map(Optional.init))
    }

    @Test(arguments: cases)
    func agreesWithTheReference(name: String) throws {
        let golden = try #require(JSON(path: Goldens.path("truncation.json")).elements)
        let row = try #require(golden.first { $0["name"]?.string == name })
        let model = TinyModel.copy()
        for (file, text) in try #require(row["files"]?.members) {
            model.write(try #require(text.string), to: file)
        }
        if let prompt = row["prompt"]?.string {
            model.write(
                #"{"prompts":{"p":"\#(prompt)"},"default_prompt_name":"p"}"#,
                to: "config_sentence_transformers.json")
        }
        let encoder = try SentenceEncoder(model: model.path)
        let texts = try #require(row["texts"]?.elements).map { try #require($0.string) }
        let options = EncodingOptions(
            truncateDimension: row["dimension"]?.int,
            normalization: row["normalizes"]?.bool == true ? .always : .model)
        let vectors = try encoder.encode(texts, options: options)
        let rows = try #require(row["vectors"]?.elements)
        try #require(rows.count == vectors.count && rows.count == 3)
        for (index, expected) in rows.enumerated() {
            let wanted = try #require(expected.elements).map { Float(try #require($0.double)) }
            let vector = vectors[index].vector
            try #require(wanted.count == vector.count)
            let error = zip(vector, wanted).map { abs($0 - $1) }.max() ?? .infinity
            #expect(error <= Self.tolerance, "text \(index)")
        }
        // In windows, texts are read by the same rules.
        let read = Windows(texts)
        try encoder.encode(
            windows: { read.next() }, options: options,
            consume: { #expect($0.matrix.elements == vectors.matrix.elements) })
    }

    @Test func anOptionCountsBeforeTheFiles() throws {
        let model = TinyModel.copy()
        let right = try SentenceEncoder(model: model.path)
        model.edit(
            "tokenizer_config.json", replacing: #""do_lower_case""#,
            with: #""truncation_side": "left", "do_lower_case""#)
        let left = try SentenceEncoder(model: model.path)
        #expect(left.tokenizer.truncationSide == .left)
        let long = Array(repeating: "the king", count: 60).joined(separator: " ") + " queen"
        func vector(_ encoder: SentenceEncoder, _ side: TruncationSide?) throws -> [Float] {
            try encoder.encode(long, options: EncodingOptions(truncationSide: side)).vector
        }
        #expect(try vector(left, nil) == vector(right, .left))
        #expect(try vector(right, nil) == vector(left, .right))
        #expect(try vector(left, nil) != vector(right, nil))
        let decision = try ModelDescription(model: model.path).settings.first {
            $0.name == "truncation side"
        }
        #expect(decision?.value == "left")
        #expect(decision?.source == "tokenizer_config.json truncation_side")
    }

    private final class Windows: @unchecked Sendable {
        private var texts: [String]

        init(_ texts: [String]) { self.texts = texts }

        func next() -> [String] {
            defer { texts = [] }
            return texts
        }
    }
}
