import Foundation
import SencMath
import TestSupport
import Testing

@testable import Senc
@testable import SencTraining

/// Steps of learning: compared with torch's, and the same however they are computed.
@Suite struct LearningStepTests {
    private struct Steps: Decodable {
        struct Model: Decodable {
            let losses: [Double]
            let norms: [Double]
        }

        let pairs: [[String]]
        let rates: [Double]
        let models: [String: Model]
    }

    private struct Setup {
        var threads = 2
        var memory = 1 << 30
        var rates = DropoutRates.none
        var precision = Precision.float32
        /// Tokens of a text at least.
        var length = 0
        /// Pairs of a step.
        var batch = 4
        /// Tokens that are computed with at once, in place of `memory`.
        var tokens: Int?
    }

    /// Losses and norms of 50 steps, and what was learned.
    private func learn(
        _ family: String, _ setup: Setup, steps: Int = 50
    ) throws -> (outcomes: [LearnedModel.Outcome], weights: [Float]) {
        let golden = try JSONDecoder().decode(
            Steps.self, from: Data(Goldens.bytes("gradients/steps.json")))
        let settings = try ModelSettings(model: Goldens.path("families/\(family)"))
        guard case .transformer(let configuration) = settings.input else { return ([], []) }
        let tokenizer = try settings.transformerTokenizer()
        // Repeated, texts fill more than a chunk.
        let ids = golden.pairs.map {
            $0.map { text in
                let ids = tokenizer.encode(text).ids
                return Array(repeatElement(ids, count: setup.length / ids.count + 1).joined())
            }
        }
        let store = ParameterStore(isLearned: { _ in true })
        let workers = WorkerPool(threads: setup.threads)
        func encoder(_ store: ParameterStore, memory: Int) throws -> LearnedEncoder {
            try LearnedEncoder(
                settings, configuration, in: store, words: ids.joined().joined(),
                rates: setup.rates, precision: setup.precision, memory: memory, workers: workers)
        }
        let memory = try setup.tokens.map { tokens in
            let other = try encoder(ParameterStore(isLearned: { _ in true }), memory: .max)
            return other.layerBytes + tokens * other.bytesPerToken
        }
        let encoder = try encoder(store, memory: memory ?? setup.memory)
        let pipeline = try LearnedPipeline(
            settings, in: store, precision: setup.precision, workers: workers)
        try store.allocate()
        let model = LearnedModel(
            store: store, source: encoder, pipeline: pipeline,
            LearnedModel.Optimizer(rate: 1e-3, warmUp: 5, steps: 50, weightDecay: 0.01),
            workers: workers)
        let objective = MultipleNegativesRanking()
        let outcomes = try (0..<steps).map { step in
            let rows = (0..<setup.batch).map { (step * setup.batch + $0) % ids.count }
            let texts = rows.map { ids[$0][0] } + rows.map { ids[$0][1] }
            let batch = TokenBatch(
                texts, keys: texts.indices.map { UInt64(step * 100 + $0) })
            if let tokens = setup.tokens {
                // Some chunks at a time, and not all.
                #expect(batch.parts(tokens: tokens).count > 1)
                #expect(batch.parts(tokens: tokens)[0].batch.chunks.count > 1)
            }
            let vectors = SentenceVectors(
                columns: 2, rows: setup.batch, dimension: pipeline.dimension)
            let gradients = SentenceVectors(
                columns: 2, rows: setup.batch, dimension: pipeline.dimension)
            return try model.step(batch, skipping: texts.map { _ in 0 }) { found, change in
                vectors.base.update(from: found, count: vectors.elements.count)
                let loss = try objective.evaluate(
                    vectors, nil, gradients: gradients, LossArithmetic(workers: workers))
                change.update(from: gradients.base, count: gradients.elements.count)
                return loss
            }
        }
        try model.finish()
        return (
            outcomes, Array(store.values.elements) + Array(encoder.embeddings.words.values.elements)
        )
    }

    @Test(arguments: ["bert", "modernbert"])
    func lossesOfFiftyStepsEqualTorchs(family: String) throws {
        let golden = try JSONDecoder().decode(
            Steps.self, from: Data(Goldens.bytes("gradients/steps.json")))
        let expected = try #require(golden.models[family])
        let found = try learn(family, Setup()).outcomes
        #expect(found.count == 50)
        for (step, outcome) in found.enumerated() {
            #expect(abs(outcome.loss - expected.losses[step]) < 1e-4, "step \(step)")
            let norm = expected.norms[step]
            #expect(abs(outcome.norm - norm) < 1e-3 * max(1, norm), "step \(step)")
        }
    }

    @Test(arguments: ["bert", "mpnet", "albert", "modernbert", "qwen3", "gte"])
    func aStepIsTheSameHoweverItIsComputed(family: String) throws {
        let rates = DropoutRates(
            embeddings: 0.1, probabilities: 0.1, attention: 0.1, feedForward: 0.1)
        // Some eight chunks, of which two, four or six go back through a layer together.
        func setup(threads: Int = 2, memory: Int = 1 << 30, tokens: Int? = nil) -> Setup {
            Setup(
                threads: threads, memory: memory, rates: rates, length: 40, batch: 24,
                tokens: tokens)
        }
        let plain = try learn(family, setup(threads: 1), steps: 3)
        #expect(plain.outcomes.allSatisfy { $0.loss.isFinite && $0.norm > 0 })
        let others = [
            setup(), setup(threads: 3),
            // Some chunks at a time; one at a time, and layers computed once more.
            setup(tokens: 700), setup(threads: 3, tokens: 700), setup(memory: 1),
            setup(threads: 3, memory: 1),
        ]
        for other in others {
            // Where layers share weights, the gradients of all chunks are summed layer by layer.
            if family == "albert", other.tokens != nil || other.memory == 1 { continue }
            let found = try learn(family, other, steps: 3)
            #expect(found.outcomes == plain.outcomes, "\(other)")
            #expect(found.weights == plain.weights, "\(other)")
        }
        let undropped = try learn(family, Setup(length: 40, batch: 24), steps: 3)
        #expect(undropped.outcomes != plain.outcomes)
    }

    @Test func bfloat16LearnsAboutTheSame() throws {
        let exact = try learn("bert", Setup()).outcomes
        let found = try learn("bert", Setup(precision: .bfloat16)).outcomes
        for (one, other) in zip(exact, found) { #expect(abs(one.loss - other.loss) < 0.05) }
        #expect(found[49].loss < found[0].loss)
    }
}
