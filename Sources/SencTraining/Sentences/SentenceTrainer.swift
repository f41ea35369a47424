internal import Senc
internal import SencFiles
internal import SencMath

/// Teaches a model of sentence vectors by examples.
package final class SentenceTrainer {
    private let settings: ModelSettings
    private let model: String
    private let options: SentenceOptions
    private let objective: any SentenceObjective
    private let examples: SentenceExamples
    private let learned: LearnedModel
    private let workers: WorkerPool
    /// Of each column, the examples' texts by their places among all.
    private let places: [[Int32]]
    /// The ids of all texts, each once, and what pooling leaves out of each.
    private let texts: [[Int32]]
    private let skipped: [Int]
    /// Of all passes.
    private let batches: [[Int]]
    private let batchesOfPass: [Int]

    /// What random numbers are for.
    private static let dropPurpose: UInt64 = 0x7365_6E74_6472

    /// Reads a model.
    /// - Parameters:
    ///   - model: as `SentenceEncoder` takes it.
    ///   - prompts: what goes before the texts of each column.
    ///   - threads: by default one for each processor.
    /// - Throws: `TrainingError`, `LearningError`, and what reading a model does.
    package init(
        model: String, _ examples: SentenceExamples, _ kind: SentenceLoss,
        _ options: SentenceOptions = SentenceOptions(), prompts: [String]? = nil,
        threads: Int? = nil
    ) throws {
        try options.check()
        settings = try ModelSettings(model: model)
        (self.model, self.examples, self.options) = (model, examples, options)
        workers = WorkerPool(threads: threads)
        let tokens = try Self.tokenize(examples, settings, options, prompts, workers)
        (places, texts, skipped) = (tokens.places, tokens.texts, tokens.skipped)
        let places = places
        let perExample =
            options.allowsDuplicates
            ? nil : (0..<examples.count).map { index in places.map { $0[index] } }
        let passes = (0..<options.epochs).map {
            SentenceBatches.batches(
                of: examples.count, size: options.batch,
                texts: kind.hasBatchNegatives ? perExample : nil, seed: options.seed, pass: $0)
        }
        batches = passes.flatMap { $0 }
        batchesOfPass = passes.map(\.count)
        let store = ParameterStore(isLearned: { _ in true })
        let words = Set(texts.joined())
        let source: any LearnedSource
        switch settings.input {
        case .transformer(let configuration):
            let rates = try settings.dropout(of: configuration)
            source = try LearnedEncoder(
                settings, configuration, in: store, words: words,
                rates: options.drops
                    ? DropoutRates(
                        embeddings: rates.embeddings, probabilities: rates.probabilities,
                        attention: rates.attention, feedForward: rates.feedForward) : .none,
                precision: options.precision, workers: workers)
        case .table(let table):
            source = try LearnedTable(table, words: words, workers: workers)
        }
        let pipeline = try LearnedPipeline(
            settings, in: store, precision: options.precision, workers: workers)
        try store.allocate()
        objective = try kind.objective(
            columns: examples.columns.count, labels: examples.labels,
            dimension: pipeline.dimension, seed: options.seed)
        let steps = batches.count
        learned = LearnedModel(
            store: store, source: source, pipeline: pipeline, own: objective.parameters,
            LearnedModel.Optimizer(
                rate: options.learningRate, schedule: options.schedule,
                warmUp: Int((Double(steps) * options.warmUp).rounded(.up)), steps: steps,
                weightDecay: options.weightDecay, largestNorm: options.largestNorm),
            memory: options.memory, workers: workers)
    }

    /// How many steps there will be.
    package var stepCount: Int { batches.count }

    // MARK: - Texts

    private struct Tokens {
        var places: [[Int32]] = []
        var texts: [[Int32]] = []
        var skipped: [Int] = []
    }

    /// Texts with equal tokens are one.
    private static func tokenize(
        _ examples: SentenceExamples, _ settings: ModelSettings, _ options: SentenceOptions,
        _ prompts: [String]?, _ workers: WorkerPool
    ) throws -> Tokens {
        let tokenizer: TextTokenizer
        switch settings.input {
        case .transformer:
            let own = try settings.transformerTokenizer()
            try settings.check(own)
            tokenizer = TextTokenizer(own, settings)
        case .table(let table): tokenizer = TextTokenizer(table.tokenizer, settings)
        }
        var tokens = Tokens()
        var known: [[Int32]: Int32] = [:]
        for (column, list) in examples.columns.enumerated() {
            let rules = try tokenizer.rules(
                for: EncodingOptions(
                    maximumTokens: options.maximumTokens, prompt: prompts?[column]))
            let sequences = try workers.map(items: list.count, grain: 64) { index in
                try tokenizer.tokenize(list[index], index: index, rules).sequences[0]
            }
            tokens.places.append(
                sequences.map { ids in
                    if let place = known[ids] { return place }
                    let place = Int32(tokens.texts.count)
                    known[ids] = place
                    tokens.texts.append(ids)
                    tokens.skipped.append(rules.unpooledTokens)
                    return place
                })
        }
        return tokens
    }

    // MARK: - Steps

    /// Makes all steps that are left.
    /// - Parameter report: told of each step; what it throws ends the learning.
    package func train(report: (SentenceProgress) throws -> Void) throws {
        var textCount = 0
        for step in learned.stepCount..<batches.count {
            let outcome = try makeStep(step)
            textCount += batches[step].count * places.count
            guard outcome.loss.isFinite, outcome.norm.isFinite else {
                throw LearningError.notFinite(step: step + 1)
            }
            var (pass, end) = (0, batchesOfPass[0])
            while step >= end {
                pass += 1
                end += batchesOfPass[pass]
            }
            try report(
                SentenceProgress(
                    pass: pass + 1, passes: options.epochs, step: step + 1, steps: batches.count,
                    texts: textCount, loss: outcome.loss, norm: outcome.norm))
        }
        try learned.finish()
    }

    private func makeStep(_ step: Int) throws -> LearnedModel.Outcome {
        let rows = batches[step]
        let own = places.flatMap { column in rows.map { Int(column[$0]) } }
        let random = CounterRandom(seed: options.seed, purpose: Self.dropPurpose)
            .child(UInt64(step))
        let batch = TokenBatch(
            own.map { texts[$0] },
            keys: options.drops ? own.indices.map { random.bits(at: UInt64($0)) } : nil)
        let labels: BatchLabels? =
            switch examples.labels {
            case nil: nil
            case .scores(let scores): .scores(rows.map { scores[$0] })
            case .classes(let classes, _): .classes(rows.map { classes[$0] })
            }
        let arithmetic = LossArithmetic(workers: workers)
        let dimension = learned.pipeline.dimension
        let vectors = SentenceVectors(
            columns: places.count, rows: rows.count, dimension: dimension)
        let gradients = SentenceVectors(
            columns: places.count, rows: rows.count, dimension: dimension)
        return try learned.step(batch, skipping: own.map { skipped[$0] }) { found, change in
            vectors.base.update(from: found, count: vectors.elements.count)
            let loss = try objective.evaluate(
                vectors, labels, gradients: gradients, arithmetic)
            change.update(from: gradients.base, count: gradients.elements.count)
            return loss
        }
    }

    // MARK: - The model

    /// Writes the model as a directory that sentence-transformers loads.
    /// - Parameter card: `README.md`.
    package func write(
        to directory: String, card: [UInt8], checkpoint: () throws -> Void = {}
    ) throws {
        try settings.export(
            to: directory, askedForAs: model, learned: learned.tensors(of: settings), card: card,
            checkpoint: checkpoint)
    }
}
