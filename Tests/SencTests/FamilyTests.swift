import Foundation
import Senc
import SencMath
import SencTokenizers
import SencWeights
import TestSupport
import Testing

/// A tiny model of each family against the states that its reference implementation computed.
@Suite struct FamilyTests {
    struct Model: CustomTestStringConvertible, Sendable {
        let path: String
        var testDescription: String { path.split(separator: "/").last.map(String.init) ?? path }
    }

    /// The goldens, or the models in the directory that `SENC_FAMILIES` names.
    static let models: [Model] = {
        let root =
            ProcessInfo.processInfo.environment["SENC_FAMILIES"] ?? Goldens.path("families")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return names.filter { !$0.contains(".") }.sorted().map { Model(path: root + "/" + $0) }
    }()

    /// What `make_families.py` encoded.
    private static let texts = [
        "", "a", "q w [PAD] e r t y [PAD] [PAD] u",
        (0..<45).map { String(UnicodeScalar(UInt8(97 + $0 * $0 * 7 % 26))) }
            .joined(separator: " "),
    ]

    /// Prints a figure of a sweep.
    private static func report(_ figure: String) {
        if ProcessInfo.processInfo.environment["SENC_FAMILIES"] != nil { print(figure) }
    }

    private static func encoder(
        _ model: Model, _ precision: Precision = .float32, backend: Backend = .packed
    ) throws -> SentenceEncoder {
        try SentenceEncoder(model: model.path, precision: precision, backend: backend, threads: 2)
    }

    @Test func thereAreModelsOfAllFamilies() {
        #expect(Self.models.count >= 20)
    }

    @Test(arguments: models, Backend.allCases)
    func everyStateAndVectorEqualsTheReference(model: Model, backend: Backend) throws {
        let encoder = try Self.encoder(model, backend: backend)
        let reference = try WeightFile(path: model.path + "/expected.safetensors")
        var worst: Float = 0
        for (text, string) in Self.texts.enumerated() {
            let ids = try reference.tensor(named: "\(text).ids").floats().map { Int32($0) }
            #expect(encoder.tokenizer.encode(string).ids == ids)
            let states = encoder.tokenStates(of: ids)
            for (layer, state) in states.enumerated() {
                let expected = try reference.tensor(named: "\(text).hidden.\(layer)").floats()
                let difference = Tolerance.largestDifference(state, expected)
                #expect(difference <= 1e-5, "text \(text), state \(layer)")
                worst = max(worst, difference)
            }
            #expect(reference["\(text).hidden.\(states.count)"] == nil)
            let expected = try reference.tensor(named: "\(text).vector").floats()
            let vector = try encoder.encode(string).vector
            #expect(Tolerance.largestDifference(vector, expected) <= 1e-5, "text \(text), vector")
        }
        Self.report("family \(model.testDescription) \(backend) largest error \(worst)")
    }

    @Test(arguments: models)
    func vectorsDoNotDependOnTheBatch(model: Model) throws {
        let kinds = Precision.allCases.map { ($0, Backend.packed) } + [(.float32, .blas)]
        for (precision, backend) in kinds {
            let encoder = try Self.encoder(model, precision, backend: backend)
            let together = try encoder.encode(Self.texts)
            for (text, vector) in zip(Self.texts, together) {
                let alone = try encoder.encode(text).vector
                #expect(alone.map(\.bitPattern) == vector.vector.map(\.bitPattern))
            }
        }
    }

    @Test(arguments: models, [Precision.bfloat16, .int8])
    func lowerPrecisionsComeClose(model: Model, precision: Precision) throws {
        let exact = try Self.encoder(model).encode(Self.texts)
        let close = try Self.encoder(model, precision).encode(Self.texts)
        let cosines = zip(exact, close).map { $0.cosineSimilarity(to: $1) }
        let least = cosines.min() ?? 0
        Self.report("fidelity \(model.testDescription) \(precision) least cosine \(least)")
        #expect(least >= (precision == .bfloat16 ? 0.999 : 0.98))
    }
}
