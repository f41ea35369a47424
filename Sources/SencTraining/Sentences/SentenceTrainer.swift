internal import Senc
internal import SencFiles
internal import SencMath

/// Teaches a model of sentence vectors by examples.
package final class SentenceTrainer {
    /// Examples that tell how good the model is, and are not learned from.
    private struct Validation {
        let examples: TokenizedExamples
        let measure: SentenceMeasure
    }

    let settings: ModelSettings
    let model: String
    package let options: SentenceOptions
    /// The largest of the run.
    package let learningRate: Double
    private let objective: any SentenceObjective
    private let examples: TokenizedExamples
    private let validation: Validation?
    let learned: LearnedModel
    private let workers: WorkerPool
    private let texts: TokenizedExamples.Texts
    /// Of all passes.
    private let batches: [[Int]]
    private let batchesOfPass: [Int]

    /// What random numbers are for.
    private static let dropPurpose: UInt64 = 0x7365_6E74_6472

    /// Reads a model.
    /// - Parameters:
    ///   - model: as `SentenceEncoder` takes it.
    ///   - validation: of the same columns and kind of labels as the examples; `nil` for none.
    ///   - threads: by default one for each processor.
    /// - Throws: `TrainingError`, `LearningError`, and what reading a model does.
    package init(
        model: String, _ examples: SentenceExamples, validation: SentenceExamples? = nil,
        _ loss: SentenceLoss, _ options: SentenceOptions = SentenceOptions(), threads: Int? = nil
    ) throws {
        try options.check()
        guard examples.count > 0 else { throw LearningError.noExamples }
        let settings = try ModelSettings(model: model)
        (self.model, self.options, self.settings) = (model, options, settings)
        let workers = WorkerPool(threads: threads)
        self.workers = workers
        let tokenizer = try TextTokenizer(of: settings)
        let prompts = examples.columns.indices.map { column in
            loss.comparesRoles
                ? settings.prompt(for: column == 0 ? .query : .passage)
                : settings.comparisonPrompt
        }
        var texts = TokenizedExamples.Texts()
        func tokenized(_ examples: SentenceExamples) throws -> TokenizedExamples {
            try TokenizedExamples(
                examples, tokenizer, prompts: prompts, maximumTokens: options.maximumTokens,
                adding: &texts, workers)
        }
        let own = try tokenized(examples)
        self.examples = own
        self.validation = try validation.map {
            Validation(examples: try tokenized($0), measure: SentenceMeasure(for: $0))
        }
        self.texts = texts
        let passes = (0..<options.epochs).map {
            SentenceBatches.batches(
                of: own.count, size: options.batch,
                texts: loss.hasBatchNegatives && !options.allowsDuplicates ? own.columns : nil,
                seed: options.seed, pass: $0)
        }
        batches = passes.flatMap { $0 }
        batchesOfPass = passes.map(\.count)
        let (store, source) = try Self.source(settings, words: texts.ids, options, workers)
        let pipeline = try LearnedPipeline(
            settings, in: store, precision: options.precision, workers: workers)
        try store.allocate()
        objective = try loss.objective(
            columns: own.columns.count, labels: examples.labels, dimension: pipeline.dimension,
            seed: options.seed
        ).matryoshka(options.dimensions, of: pipeline.dimension, named: loss.rawValue)
        let steps = batches.count
        guard store.learnsAnything || source.words != nil else { throw LearningError.allFrozen }
        let rate = options.learningRate ?? Self.rate(settings, options)
        learningRate = rate
        learned = LearnedModel(
            store: store, source: source, pipeline: pipeline, own: objective.parameters,
            LearnedModel.Optimizer(
                rate: rate, schedule: options.schedule,
                warmUp: Int((Double(steps) * options.warmUp).rounded(.up)), steps: steps,
                weightDecay: options.weightDecay, largestNorm: options.largestNorm),
            memory: options.memory, workers: workers)
    }

    private static func rate(_ settings: ModelSettings, _ options: SentenceOptions) -> Double {
        if case .table = settings.input { 0.05 } else { options.lowRank == nil ? 2e-5 : 2e-4 }
    }

    private static func source(
        _ settings: ModelSettings, words: [[Int32]], _ options: SentenceOptions,
        _ workers: WorkerPool
    ) throws -> (ParameterStore, any LearnedSource) {
        let words = Set(words.joined())
        switch settings.input {
        case .table(let table):
            guard options.lowRank == nil, options.frozenLayers == 0 else {
                throw LearningError.noLayers(path: table.weightsPath)
            }
            return (
                ParameterStore(isLearned: { _ in true }),
                try LearnedTable(table, words: words, workers: workers)
            )
        case .transformer(let configuration):
            let frozen = try configuration.namesOfLayers(
                options.frozenLayers, settings.weights(of: configuration).names)
            let isNarrow = options.lowRank != nil
            let store = ParameterStore(isLearned: { name in
                (!isNarrow || LowRankSettings.isUpdate(name))
                    && !frozen.contains(where: name.hasPrefix)
            })
            let rates = try settings.dropout(of: configuration)
            let encoder = try LearnedEncoder(
                settings, configuration, in: store, words: words, lowRank: options.lowRank,
                rates: options.drops
                    ? DropoutRates(
                        embeddings: rates.embeddings, probabilities: rates.probabilities,
                        attention: rates.attention, feedForward: rates.feedForward) : .none,
                precision: options.precision, workers: workers)
            return (store, encoder)
        }
    }

    /// How many steps there will be.
    package var stepCount: Int { batches.count }

    /// Components of a vector.
    package var dimension: Int { learned.pipeline.dimension }

    /// How good the model is told by; `nil` without validation.
    package var measure: SentenceMeasure? { validation?.measure }

    /// What the model is called.
    package var baseName: String {
        Path.kind(of: model) == nil ? model : Path.lastComponent(of: model)
    }

    /// The languages that the model's card says it is for.
    package var languages: [String] { settings.statedLanguages.languages }

    /// What tells the model's weights from others: their file, its size and time of change.
    package var stamp: String { "\(settings.weights) \(Path.stamp(of: settings.weights) ?? "")" }

    // MARK: - Learning

    /// Makes all steps, and keeps the state that does best on the validation.
    /// - Parameters:
    ///   - checkpoint: where it is kept how far learning is, and gone on from.
    ///   - report: told of each step; what it throws ends the learning.
    package func train(
        _ checkpoint: TrainingCheckpoint? = nil, report: (SentenceProgress) throws -> Void
    ) throws -> SentenceOutcome {
        let best = validation.map { _ in LearnedState(learned) }
        let place = SentencePlace()
        var keeper = CheckpointKeeper(
            checkpoint, learned.checkpoint + (best?.checkpoint ?? []) + place.checkpoint)
        let position = try keeper.resume()
        guard place.go(to: position, steps: batches.count) else {
            throw TrainingError.damagedCheckpoint(path: checkpoint?.path ?? "")
        }
        learned.resume(after: place.step)
        if place.step == 0, let validation {
            try learned.finish()
            place.before = try measured(validation)
            place.best = place.before
        }
        let interval = max(1, batches.count / max(1, options.validations))
        while place.step < batches.count, !isDone(place, interval) {
            let step = place.step
            let outcome = try makeStep(step)
            guard outcome.loss.isFinite, outcome.norm.isFinite else {
                throw LearningError.notFinite(step: step + 1)
            }
            place.step += 1
            place.texts += batches[step].count * examples.columns.count
            if place.step > batches.count - max(1, batches.count / 10) {
                place.lossSum += outcome.loss
                place.lossCount += 1
            }
            var measured: Double?
            if let validation,
                place.step % interval == 0 || place.step == batches.count
            {
                try learned.finish()
                let value = try self.measured(validation)
                measured = value
                if value > place.best ?? -.infinity {
                    (place.best, place.bestStep) = (value, place.step)
                    best?.keep()
                }
            }
            try keeper.keep(place.position) {
                try report(progress(place, outcome, validation: measured))
            }
        }
        try learned.finish()
        best?.restore()
        return SentenceOutcome(
            steps: place.step, bestStep: best == nil ? place.step : place.bestStep,
            before: place.before, best: place.best,
            loss: place.lossSum / Double(max(1, place.lossCount)))
    }

    /// Whether the validation has not been better for as long as it is waited for that.
    private func isDone(_ place: SentencePlace, _ interval: Int) -> Bool {
        guard validation != nil, let patience = options.patience else { return false }
        return place.step - place.bestStep >= patience * interval
    }

    private func progress(
        _ place: SentencePlace, _ outcome: LearnedModel.Outcome, validation: Double?
    ) -> SentenceProgress {
        var (pass, end) = (0, batchesOfPass[0])
        while place.step > end {
            pass += 1
            end += batchesOfPass[pass]
        }
        return SentenceProgress(
            pass: pass + 1, passes: options.epochs, step: place.step, steps: batches.count,
            texts: place.texts, loss: outcome.loss, norm: outcome.norm, validation: validation)
    }

    private func makeStep(_ step: Int) throws -> LearnedModel.Outcome {
        let rows = batches[step]
        let own = examples.texts(of: rows)
        let random = CounterRandom(seed: options.seed, purpose: Self.dropPurpose)
            .child(UInt64(step))
        let batch = TokenBatch(
            own.map { texts.ids[$0] },
            keys: options.drops ? own.indices.map { random.bits(at: UInt64($0)) } : nil)
        let shape = (columns: examples.columns.count, rows: rows.count, dimension: dimension)
        let vectors = SentenceVectors(
            columns: shape.columns, rows: shape.rows, dimension: shape.dimension)
        let gradients = SentenceVectors(
            columns: shape.columns, rows: shape.rows, dimension: shape.dimension)
        return try learned.step(batch, skipping: own.map { texts.skipped[$0] }) { found, change in
            vectors.base.update(from: found, count: vectors.elements.count)
            let loss = try objective.evaluate(
                vectors, examples.labels(of: rows), gradients: gradients,
                LossArithmetic(workers: workers))
            change.update(from: gradients.base, count: gradients.elements.count)
            return loss
        }
    }

    // MARK: - Validation

    private func measured(_ validation: Validation) throws -> Double {
        let rows = Array(0..<validation.examples.count)
        let vectors = SentenceVectors(
            columns: validation.examples.columns.count, rows: rows.count, dimension: dimension)
        let own = validation.examples.texts(of: rows)
        let batch = TokenBatch(own.map { texts.ids[$0] })
        try learned.encode(batch, skipping: own.map { texts.skipped[$0] }, to: vectors.base)
        if validation.measure != .loss {
            return try validation.measure.value(vectors, validation.examples.labels, workers) ?? 0
        }
        let gradients = SentenceVectors(
            columns: vectors.columns, rows: vectors.rows, dimension: vectors.dimension)
        return try -objective.evaluate(
            vectors, validation.examples.labels(of: rows), gradients: gradients,
            LossArithmetic(workers: workers))
    }

    // MARK: - The model

    /// Writes the model as a directory that sentence-transformers loads.
    /// - Parameter companions: files beside it.
    package func write(
        to directory: String, companions: [(name: String, bytes: [UInt8])],
        checkpoint: () throws -> Void = {}
    ) throws {
        try settings.export(
            to: directory, askedForAs: model, learned: learned.tensors(of: settings),
            companions: companions, checkpoint: checkpoint)
    }
}

extension EncoderConfiguration {
    /// What the names of the first layers' tensors begin with, and of what stands before them; none for
    /// no layers.
    fileprivate func namesOfLayers(
        _ count: Int, _ names: TensorNames
    ) throws(LearningError) -> [String] {
        guard count > 0 else { return [] }
        guard count <= layerCount else { throw .layers(count, of: layerCount) }
        // Layers that share weights are frozen together.
        let groups = Set((0..<count).map { $0 * layerGroups / layerCount })
        let layers = groups.sorted().flatMap { group in
            (0..<layersPerGroup).map { names.layer(group, $0) }
        }
        let before = [
            names.wordEmbeddings, names.positionEmbeddings, names.tokenTypeEmbeddings,
            names.embeddingNorm, names.embeddingProjection, names.relativeBias,
        ]
        return layers + before.compactMap { $0.map { $0 + "." } }
    }
}
