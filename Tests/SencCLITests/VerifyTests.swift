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
        writeReference(try await SentenceEncoder(model: model.path).encode(texts).map(\.vector))
        let outcome = try await Program.run("verify", model.path)
        #expect(
            outcome
                == .printed(
                    "largest error 0.0, least cosine 1.0, over 2 texts "
                        + "(\(model.file("reference_vectors.json")))\n"))
    }

    @Test func otherVectorsFail() async throws {
        var vectors = try await SentenceEncoder(model: model.path).encode(texts).map(\.vector)
        let component = vectors[1][3]
        vectors[1][3] += 0.5
        // Rounded to the last digit, which depends on the component and so on the CPU.
        let error = abs(component - vectors[1][3])
        #expect(abs(error - 0.5) < 1e-6)
        writeReference(vectors)
        let outcome = try await Program.run("verify", model.path)
        #expect(outcome.text.hasPrefix("largest error \(error), "))
        #expect(
            outcome.messages.hasPrefix(
                "senc: error: the vectors differ from the reference by \(error)"))
        #expect(outcome.status == 65)
    }

    @Test func aModelWithoutReferenceVectorsIsAnError() async throws {
        #expect(
            try await Program.run("verify", model.path)
                == .failed(
                    66,
                    "nothing to verify against: no such file "
                        + "(\(model.file("reference_vectors.json"))); --write makes it from the "
                        + "vectors as they are"))
    }

    @Test func theEmbeddedModelPasses() async throws {
        let outcome = try await Program.run("verify")
        #expect(outcome.text.contains("least cosine 1.0, over 8 texts"))
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test func vectorsThatWereWrittenAreVerified() async throws {
        let written = try await Program.run("verify", "--write", model.path)
        #expect(written == .printed("wrote \(model.file("reference_vectors.json"))\n"))
        let outcome = try await Program.run("verify", model.path)
        #expect(outcome.text.hasPrefix("largest error 0.0, least cosine"))
        #expect(outcome.text.contains("over 11 texts"))
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test func vectorsMayLieElsewhere() async throws {
        let files = TemporaryDirectory()
        let path = files.file("before.json")
        let written = try await Program.run("verify", "--write", "--vectors", path, model.path)
        #expect(written == .printed("wrote \(path)\n"))
        model.edit("1_Pooling/config.json", replacing: "mean_tokens\": true", with: "x\": true")
        model.edit(
            "1_Pooling/config.json", replacing: "cls_token\": false", with: "cls_token\": true")
        let outcome = try await Program.run("verify", "--vectors", path, model.path)
        #expect(outcome.messages.contains("the vectors differ from the reference by"))
        #expect(outcome.status == 65)
    }

    @Test func onlyFloat32IsWritten() async throws {
        let outcome = try await Program.run("verify", "--write", "--precision", "int8", model.path)
        #expect(outcome.messages.contains("--write is for float32") && outcome.status == 64)
    }
}
