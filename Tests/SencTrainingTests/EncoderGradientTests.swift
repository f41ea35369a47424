import Foundation
import SencMath
import SencWeights
import TestSupport
import Testing

@testable import Senc
@testable import SencTraining

/// The gradients of every tensor of every family, compared with torch's in double precision.
@Suite struct EncoderGradientTests {
    static let families: [String] = {
        let path = Goldens.path("families")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { !$0.hasSuffix(".json") }.sorted()
    }()

    /// The gradients by the last states, of a text's mean in a direction, are that over its tokens.
    private func change(
        _ batch: TokenBatch, _ golden: WeightFile, hidden: Int
    ) throws -> [Float] {
        var change: [Float] = []
        for text in 0..<batch.textCount {
            let direction = try #require(golden["\(text).direction"]).floats()
            let count = batch.tokens(ofText: text).count
            for _ in 0..<count { change += direction.map { $0 / Float(count) } }
        }
        #expect(change.count == batch.tokenCount * hidden)
        return change
    }

    private func texts(_ golden: WeightFile) throws -> [[Int32]] {
        var texts: [[Int32]] = []
        while let ids = golden["\(texts.count).ids"] {
            texts.append(try ids.floats().map { Int32($0) })
        }
        return texts
    }

    @Test(arguments: families)
    func gradientsEqualTorchs(family: String) throws {
        let golden = try WeightFile(path: Goldens.path("gradients/\(family).safetensors"))
        let settings = try ModelSettings(model: Goldens.path("families/\(family)"))
        guard case .transformer(let configuration) = settings.input else {
            Issue.record("no transformer")
            return
        }
        let texts = try texts(golden)
        #expect(texts.count > 2)
        let store = ParameterStore(isLearned: { _ in true })
        let encoder = try LearnedEncoder(
            settings, configuration, in: store, words: texts.joined(),
            workers: WorkerPool(threads: 2))
        try store.allocate()
        let batch = TokenBatch(texts, keys: texts.map { _ in 0 })
        try encoder.prepare()
        let states = try encoder.apply(batch)
        let hidden = configuration.hiddenSize
        for text in 0..<batch.textCount {
            let tokens = batch.tokens(ofText: text)
            let mean = (0..<hidden).map { column in
                tokens.reduce(Float(0)) { $0 + states[$1 * hidden + column] } / Float(tokens.count)
            }
            let expected = try #require(golden["\(text).vector"]).floats()
            #expect(Tolerance.largestDifference(mean, expected) < 4e-6)
        }
        var change = try change(batch, golden, hidden: hidden)
        try encoder.back(batch, &change)
        var names: Set<String> = []
        func compare(_ name: String, _ found: [Float]) throws {
            let suffix = "." + name
            let tensor = try #require(
                golden.tensors.first {
                    $0.name == "grad." + name
                        || ($0.name.hasPrefix("grad.") && $0.name.hasSuffix(suffix))
                }, "\(name)")
            names.insert(tensor.name)
            var expected = try tensor.floats()
            // torch gives the row of padding no gradient, which senc does.
            let padding = tensor.name.replacing("grad.", with: "padding.")
            if let row = golden[padding] {
                let values = try row.floats()
                let place = try #require(
                    stride(from: 0, to: expected.count, by: values.count).first { start in
                        expected[start..<start + values.count].allSatisfy { $0 == 0 }
                            && found[start..<start + values.count].contains { $0 != 0 }
                    } ?? (values.allSatisfy { $0 == 0 } ? 0 : nil), "\(name)")
                if values.contains(where: { $0 != 0 }) {
                    expected.replaceSubrange(place..<place + values.count, with: values)
                }
            }
            try #require(expected.count == found.count)
            func length(_ x: some Sequence<Double>) -> Double {
                x.reduce(0) { $0 + $1 * $1 }.squareRoot()
            }
            let error = length(zip(found, expected).map { Double($0) - Double($1) })
            // Softmax does not see what is added to all scores of a query, as biases of keys are.
            let size = length(expected.map(Double.init))
            #expect(
                error <= max(1e-5 * size, size < 1e-12 ? 1e-6 : 0), "\(name): \(error) of \(size)")
        }
        for tensor in store.tensors {
            let gradients = try #require(store.gradients(of: tensor.parameter))
            try compare(
                tensor.name,
                Array(UnsafeBufferPointer(start: gradients, count: tensor.parameter.count)))
        }
        let words = encoder.embeddings.words
        var all = [Float](
            repeating: 0, count: configuration.vocabularySize * configuration.embeddingSize)
        for (place, id) in words.ids.enumerated() {
            for column in 0..<words.width {
                all[Int(id) * words.width + column] =
                    words.gradients.base[place * words.width + column]
            }
        }
        try compare(words.name, all)
        let expected = Set(golden.tensors.map(\.name).filter { $0.hasPrefix("grad.") })
        #expect(names == expected, "\(expected.subtracting(names))")
    }
}
