import Senc
import SencMath
import SencWeights
import TestSupport
import Testing

/// The states after each layer against those that the reference implementation saved.
@Suite struct TransformerTests {
    private static let embedded = Goldens.repository + "/Weights/all-MiniLM-L6-v2"

    private func checkStates(
        model: String, goldens: String, backend: Backend, tolerance: Float
    ) throws {
        let encoder = try SentenceEncoder(model: model, backend: backend, threads: 1)
        let reference = try WeightFile(path: Goldens.path(goldens))
        let texts = reference.names.filter { $0.hasSuffix(".ids") }.map { $0.dropLast(4) }
        #expect(texts.count >= 2)
        for text in texts {
            let ids = try reference.tensor(named: "\(text).ids").floats().map { Int32($0) }
            let states = encoder.tokenStates(of: ids)
            for (layer, state) in states.enumerated() {
                let expected = try reference.tensor(named: "\(text).hidden.\(layer)").floats()
                let difference = Tolerance.largestDifference(state, expected)
                #expect(difference <= tolerance, "text \(text), state \(layer)")
            }
            #expect(reference["\(text).hidden.\(states.count)"] == nil)

            // The last states' mean is the pooled vector.
            let last = try #require(states.last)
            let width = last.count / ids.count
            let mean = (0..<width).map { column in
                stride(from: column, to: last.count, by: width).reduce(0) { $0 + last[$1] }
                    / Float(ids.count)
            }
            let pooled = try reference.tensor(named: "\(text).mean").floats()
            #expect(Tolerance.largestDifference(mean, pooled) <= tolerance, "text \(text), pooled")
        }
    }

    @Test(arguments: Backend.allCases)
    func everyStateOfATinyBERTEqualsTheReference(backend: Backend) throws {
        try checkStates(
            model: Goldens.path("tiny-bert"), goldens: "tiny-bert-states.safetensors",
            backend: backend, tolerance: 1e-5)
    }

    @Test(arguments: Backend.allCases)
    func everyStateOfTheEmbeddedModelEqualsTheReference(backend: Backend) throws {
        try checkStates(
            model: Self.embedded, goldens: "minilm-states.safetensors", backend: backend,
            tolerance: 1e-5)
    }
}
