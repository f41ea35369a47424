import Foundation
import Senc
import SencFiles
import SencMath
import SencWeights
import TestSupport
import Testing

/// Final vectors of the real model against sentence-transformers'.
@Suite struct GoldenVectorTests {
    static let embeddedModel = Goldens.repository + "/Weights/all-MiniLM-L6-v2"

    let texts: [String]
    private let reference: WeightFile

    init() throws {
        let list = try JSON(path: Goldens.path("minilm-texts.json"))
        texts = try #require(list.elements).compactMap(\.string)
        reference = try WeightFile(path: Goldens.path("minilm-vectors.safetensors"))
        try #require(texts.count >= 60)
    }

    private func expectedVectors(_ name: String) throws -> Matrix {
        Matrix(
            rows: texts.count, columns: 384,
            elements: try reference.tensor(named: name).floats())
    }

    @Test(arguments: Backend.allCases)
    func embeddedWeightsGiveTheReferenceVectors(backend: Backend) throws {
        let encoder = try SentenceEncoder(model: Self.embeddedModel, backend: backend)
        let vectors = try encoder.encode(texts).matrix
        let expected = try expectedVectors("embedded")
        #expect(Tolerance.largestDifference(vectors.elements, expected.elements) <= 2e-6)
    }

    @Test func embeddedWeightsStayCloseToTheOriginalOnes() throws {
        let vectors = try SentenceEncoder(model: Self.embeddedModel).encode(texts).matrix
        let expected = try expectedVectors("original")
        for row in 0..<texts.count {
            #expect(cosineSimilarity(vectors[row], expected[row]) >= 0.99999, "\(texts[row])")
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["SENC_ORIGINAL_MODEL"] != nil))
    func originalWeightsGiveTheReferenceVectors() throws {
        let model = try #require(ProcessInfo.processInfo.environment["SENC_ORIGINAL_MODEL"])
        let vectors = try SentenceEncoder(model: model).encode(texts).matrix
        let expected = try expectedVectors("original")
        #expect(Tolerance.largestDifference(vectors.elements, expected.elements) <= 2e-6)
    }

    @Test func tokensAndTruncationAreToldAsTheReferenceHasThem() throws {
        let embeddings = try SentenceEncoder(model: Self.embeddedModel).encode(texts)
        let used = try reference.tensor(named: "token_counts").floats().map { Int($0) }
        let all = try reference.tensor(named: "all_tokens").floats().map { Int($0) }
        #expect(embeddings.tokenCounts == used)
        #expect(embeddings.untruncatedTokenCounts == all)
        #expect(embeddings.truncatedCount == zip(used, all).count { $0 < $1 })
        #expect(embeddings.truncatedCount > 0)
    }

    @Test func similarityRanksAsTheReferenceDoes() throws {
        let encoder = try SentenceEncoder(model: Self.embeddedModel)
        let triples = try #require(try JSON(path: Goldens.path("similarity.json")).elements)
        #expect(!triples.isEmpty)
        for triple in triples {
            let texts = ["anchor", "near", "far"].compactMap { triple[$0]?.string }
            let embeddings = try encoder.encode(texts)
            let near = embeddings[0].cosineSimilarity(to: embeddings[1])
            let far = embeddings[0].cosineSimilarity(to: embeddings[2])
            #expect(near > far)
            #expect(abs(Double(near) - (triple["near_cosine"]?.double ?? .nan)) < 1e-3)
            #expect(abs(Double(far) - (triple["far_cosine"]?.double ?? .nan)) < 1e-3)
        }
    }
}
