import Senc
import TestSupport
import Testing

/// `senc verify`
@Suite struct VerifyTests {
    private let model = TinyModel.copy()
    private let texts = ["rain", "the sea"]

    private func writeReference(_ vectors: [[Float]]) {
        model.write(
            #"{"tolerance": 1e-5, "texts": \#(texts), "vectors": \#(vectors)}"#,
            to: "reference_vectors.json")
    }

    @Test func equalVectorsPass() async throws {
        writeReference(try SentenceEncoder(model: model.path).encode(texts).map(\.vector))
        let outcome = try await Program.run("verify", model.path)
        #expect(
            outcome
                == .printed(
                    "largest error 0.0, least cosine 1.0, over 2 texts "
                        + "(\(model.file("reference_vectors.json")))\n"))
    }

    @Test func otherVectorsFail() async throws {
        var vectors = try SentenceEncoder(model: model.path).encode(texts).map(\.vector)
        vectors[1][3] += 0.5
        writeReference(vectors)
        let outcome = try await Program.run("verify", model.path)
        #expect(outcome.text.hasPrefix("largest error 0.5"))
        #expect(
            outcome.messages.hasPrefix(
                "senc: error: the vectors differ from the reference by 0.5"))
        #expect(outcome.status == 65)
    }

    @Test func aModelWithoutReferenceVectorsIsAnError() async throws {
        #expect(
            try await Program.run("verify", model.path)
                == .failed(
                    66, "nothing to verify against: no reference_vectors.json (\(model.path))"))
    }

    @Test func theEmbeddedModelPasses() async throws {
        let outcome = try await Program.run("verify")
        #expect(outcome.text.contains("least cosine 1.0, over 8 texts"))
        #expect(outcome.messages == "" && outcome.status == 0)
    }
}
