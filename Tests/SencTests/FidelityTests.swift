import Senc
import SencFiles
import SencMath
import TestSupport
import Testing

/// How close the approximate precisions come to float32 on the golden texts, which range from a
/// single character to texts beyond the model's limit.
@Suite struct FidelityTests {
    private func cosines(_ precision: Precision) throws -> [Float] {
        let list = try JSON(path: Goldens.path("minilm-texts.json"))
        let texts = try #require(list.elements).compactMap(\.string)
        try #require(texts.count >= 60)
        let path = GoldenVectorTests.embeddedModel
        let exact = try SentenceEncoder(model: path).encode(texts).matrix
        let vectors = try SentenceEncoder(model: path, precision: precision).encode(texts).matrix
        return texts.indices.map { cosineSimilarity(exact[$0], vectors[$0]) }
    }

    @Test(arguments: [
        (Precision.bfloat16, Float(0.99995), Float(0.9998)), (.int8, 0.9985, 0.995),
    ])
    func vectorsAreCloseToThoseOfFloat32(precision: Precision, mean: Float, least: Float) throws {
        let cosines = try cosines(precision)
        #expect(cosines.reduce(0, +) / Float(cosines.count) >= mean)
        #expect((cosines.min() ?? 0) >= least)
    }
}
