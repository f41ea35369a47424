import SencMath
import SencWeights
import TestSupport
import Testing

@testable import Senc
@testable import SencTraining

/// The losses of masked words and of denoised texts: values and gradients compared with torch's in double
/// precision.
@Suite struct TokenHeadTests {
    private func texts(_ golden: WeightFile) throws -> [TokenMasking.Masked] {
        var texts: [TokenMasking.Masked] = []
        while let ids = golden["\(texts.count).ids"] {
            let labels = try #require(golden["\(texts.count).labels"]).floats()
            let places = labels.indices.filter { labels[$0] >= 0 }
            texts.append(
                TokenMasking.Masked(
                    ids: try ids.floats().map { Int32($0) }, places: places.map { Int32($0) },
                    targets: places.map { Int32(labels[$0]) }))
        }
        return texts
    }

    /// Compares the gradients of all that is learned.
    private func compare(_ encoder: LearnedEncoder, _ golden: WeightFile) throws {
        let store = encoder.store
        var found = Dictionary(
            uniqueKeysWithValues: try store.tensors.map { tensor in
                let base = try #require(store.gradients(of: tensor.parameter))
                return (
                    tensor.name,
                    Array(UnsafeBufferPointer(start: base, count: tensor.parameter.count))
                )
            })
        let words = encoder.embeddings.words
        found[words.name] = Array(words.gradients.elements)
        for tensor in golden.tensors where tensor.name.hasPrefix("grad.") {
            let name = String(tensor.name.dropFirst("grad.".count))
            let (own, other) = (try #require(found[name], "\(name)"), try tensor.floats())
            try #require(own.count == other.count, "\(name)")
            func length(_ x: some Sequence<Double>) -> Double {
                x.reduce(0) { $0 + $1 * $1 }.squareRoot()
            }
            let error = length(zip(own, other).map { Double($0) - Double($1) })
            // Softmax does not see what is added to all scores of a query, as biases of keys are.
            let size = length(other.map(Double.init))
            #expect(
                error <= max(1e-5 * size, size < 1e-12 ? 1e-6 : 0), "\(name): \(error) of \(size)")
            found[name] = nil
        }
        #expect(found.isEmpty, "\(found.keys)")
    }

    /// Takes the weights that the encoder's file has not.
    private func take(_ golden: WeightFile, _ store: ParameterStore) throws {
        for tensor in store.tensors {
            guard let values = try golden[tensor.name]?.floats() else { continue }
            for (index, value) in values.enumerated() {
                store.values(of: tensor.parameter)[index] = value
            }
        }
    }

    /// A decoder that writes texts from the vectors of damaged ones, with the encoder's weights.
    @Test func gradientsOfDenoisingEqualTorchs() throws {
        let golden = try WeightFile(path: Goldens.path("gradients/denoising.safetensors"))
        let model = Goldens.path("families/bert")
        let settings = try ModelSettings(model: model)
        guard case .transformer(let configuration) = settings.input else {
            Issue.record("no transformer")
            return
        }
        var texts: [(damaged: [Int32], whole: [Int32])] = []
        while let ids = golden["\(texts.count).ids"] {
            let whole = try #require(golden["\(texts.count).target"]).floats()
            texts.append((try ids.floats().map { Int32($0) }, whole.map { Int32($0) }))
        }
        let store = ParameterStore(isLearned: { _ in true })
        let workers = WorkerPool(threads: 2)
        let encoder = try LearnedEncoder(
            settings, configuration, in: store,
            words: 0..<Int32(configuration.vocabularySize), workers: workers)
        let pipeline = try LearnedPipeline(settings, in: store, workers: workers)
        let head = TokenHead(
            encoder, CounterRandom(seed: 1, purpose: 1), precision: .float32, workers: workers)
        let none = try PretrainingTexts(
            TrainingTexts([]), settings, Tokenizer(model: model), maximumTokens: nil,
            marksWords: true, workers
        ) { _ in }
        let objective = DenoisedTexts(none, encoder, head, seed: 1, precision: .float32)
        try store.allocate()
        try take(golden, store)
        let batch = TokenBatch(texts.map(\.damaged))
        let skipped = texts.map { _ in 0 }
        try encoder.prepare()
        pipeline.prepare()
        let states = try encoder.apply(batch)
        let vectors = try pipeline.apply(batch, states, skipping: skipped)
        let wholes = texts.map { $0.whole[...] }
        let expected = Double(try #require(golden["loss"]).floats()[0])
        #expect(abs(try objective.evaluate(wholes, vectors, nil, keys: nil) - expected) < 1e-5)
        var change = [Float](repeating: 0, count: texts.count * pipeline.dimension)
        #expect(abs(try objective.evaluate(wholes, vectors, &change, keys: nil) - expected) < 1e-5)
        try encoder.back(batch, pipeline.back(batch, states, skipping: skipped, change))
        try compare(encoder, golden)
    }

    @Test func gradientsEqualTorchs() throws {
        let golden = try WeightFile(path: Goldens.path("gradients/masked.safetensors"))
        let settings = try ModelSettings(model: Goldens.path("families/bert"))
        guard case .transformer(let configuration) = settings.input else {
            Issue.record("no transformer")
            return
        }
        let texts = try texts(golden)
        let store = ParameterStore(isLearned: { _ in true })
        let workers = WorkerPool(threads: 2)
        let encoder = try LearnedEncoder(
            settings, configuration, in: store,
            words: 0..<Int32(configuration.vocabularySize), workers: workers)
        let head = TokenHead(
            encoder, CounterRandom(seed: 1, purpose: 1), precision: .float32, workers: workers)
        try store.allocate()
        try take(golden, store)
        let batch = TokenBatch(texts.map(\.ids))
        let starts = texts.indices.map { batch.tokens(ofText: $0).lowerBound }
        let places = zip(starts, texts).flatMap { start, text in
            text.places.map { start + Int($0) }
        }
        let targets = texts.flatMap(\.targets)
        #expect(places.count > 20)
        try encoder.prepare()
        try head.prepare()
        let states = try encoder.apply(batch)
        let share = 1 / Double(targets.count)
        let expected = try #require(golden["loss"]).floats()[0]
        #expect(abs(try head.loss(states, places, targets, share: share) - Double(expected)) < 1e-5)
        let (loss, change) = try head.step(
            states, tokens: batch.tokenCount, places, targets, share: share)
        #expect(abs(loss - Double(expected)) < 1e-5)
        try encoder.back(batch, change)
        try compare(encoder, golden)
    }

    /// More rows than are computed with at once are summed as fewer are.
    @Test func blocksOfRowsGiveTheSame() throws {
        let (count, width, rows) = (1 << 18, 2, 200)
        let store = ParameterStore(isLearned: { _ in true })
        let bias = store.add("bias", count: count) { Float($0 % 7) * 0.1 }
        try store.allocate()
        var random = SplitMix(seed: 2)
        let words = RowTable(
            name: "words",
            StoredMatrix(
                rows: count, columns: width,
                elements: random.floats(count * width, in: -1...1)), ids: 0..<Int32(count))
        let y = random.floats(rows * width, in: -1...1)
        let targets = (0..<rows).map { Int32($0 * 1000) }
        let softmax = VocabularySoftmax(
            words, bias: bias, in: store, precision: .float32, workers: WorkerPool(threads: 2))
        try softmax.prepare()
        var dy = [Float](repeating: 0, count: rows * width)
        let whole = try softmax.loss(y, targets, share: 1, to: &dy)
        let parts = try (0..<rows / 50).map { part in
            let range = part * 50..<(part + 1) * 50
            return try softmax.loss(
                Array(y[range.lowerBound * width..<range.upperBound * width]),
                Array(targets[range]), share: 1, to: nil)
        }
        #expect(abs(whole - parts.reduce(0, +)) < 1e-6 * whole)
        // Scores that are all moved by as much mean the same.
        let sum = (0..<count).reduce(0.0) {
            $0 + Double(try! #require(store.gradients(of: bias))[$1])
        }
        #expect(abs(sum) < 1e-3)
    }
}
