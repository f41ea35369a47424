internal import Senc
package import SencFiles
internal import SencMath
internal import SencTokenizers
internal import SencWeights

/// Teaches an encoder by texts alone.
package final class EncoderTrainer {
    private let settings: ModelSettings
    private let model: String
    package let options: EncoderOptions
    private let texts: PretrainingTexts
    private let heldOut: [Int]
    private let learned: LearnedModel
    private let encoder: LearnedEncoder
    private let objective: any TextObjective
    private let plan: BatchPlan<[Int]>
    private let drops: Bool
    /// Steps that the state has which is written.
    private var learnedSteps = 0

    /// What random numbers are for.
    private static let splitPurpose: UInt64 = 0x6865_6C64_6F75
    private static let dropPurpose: UInt64 = 0x656E_6364_6F72
    private static let headPurpose: UInt64 = 0x746F_6B68_6561

    /// Reads a model and texts.
    /// - Parameters:
    ///   - model: as `SentenceEncoder` takes it: an encoder, learned or not.
    ///   - threads: by default one for each processor.
    ///   - report: told of how many texts are read; what it throws ends the reading.
    /// - Throws: `TrainingError`, `LearningError`, and what reading a model does.
    package init(
        model: String, _ source: TrainingTexts, _ options: EncoderOptions = EncoderOptions(),
        threads: Int? = nil, report: (Int) throws -> Void = { _ in }
    ) throws {
        try options.check()
        let settings = try ModelSettings(model: model)
        (self.model, self.options, self.settings) = (model, options, settings)
        let workers = WorkerPool(threads: threads)
        guard case .transformer(let configuration) = settings.input,
            !configuration.windows.contains(where: { $0.after == 0 })
        else { throw LearningError.noEncoder(path: model) }
        let tokenizer = try Tokenizer(model: model)
        let mask = tokenizer.specialTokenIDs.mask
        guard options.objective != .mlm || mask.map({ $0 < configuration.vocabularySize }) == true
        else { throw LearningError.noMask(path: settings.directory) }
        try settings.check(tokenizer)
        texts = try PretrainingTexts(
            source, settings, tokenizer, maximumTokens: options.maximumTokens,
            marksWords: options.objective == .tsdae, workers, report: report)
        guard texts.count > 0 else { throw LearningError.noTexts }
        let (own, heldOut) = try Self.split(texts.count, options)
        self.heldOut = heldOut
        let stepsOfPass = (own.count + options.batch - 1) / options.batch
        plan = BatchPlan(
            stepsOfPass: Array(repeating: stepsOfPass, count: options.epochs)
        ) { pass in
            SentenceBatches.batches(
                of: 0..<own.count, size: options.batch, texts: nil, seed: options.seed, pass: pass
            ).map { $0.map { own[$0] } }
        }
        // Modules behind the layers have no part in it.
        let store = ParameterStore(isLearned: { !$0.contains("/") })
        let rates = try settings.dropout(of: configuration)
        drops = rates != .none
        encoder = try LearnedEncoder(
            settings, configuration, in: store,
            words: 0..<Int32(configuration.vocabularySize), rates: rates,
            precision: options.precision, memory: options.memory, workers: workers)
        let pipeline = try LearnedPipeline(
            settings, in: store, precision: options.precision, workers: workers)
        let head = TokenHead(
            encoder, CounterRandom(seed: options.seed, purpose: Self.headPurpose),
            precision: options.precision, workers: workers)
        switch options.objective {
        case .mlm:
            let masking = TokenMasking(
                mask: mask ?? 0, special: tokenizer.specialIDs,
                vocabularySize: configuration.vocabularySize)
            objective = MaskedWords(
                texts, masking, encoder, head, seed: options.seed, workers: workers)
        case .tsdae:
            guard encoder.canDecode, pipeline.dimension == configuration.hiddenSize else {
                throw LearningError.noDecoder(path: model)
            }
            objective = DenoisedTexts(
                texts, encoder, head, seed: options.seed, precision: options.precision)
        }
        try store.allocate()
        let steps = plan.stepCount
        learned = LearnedModel(
            store: store, source: encoder, pipeline: pipeline,
            LearnedModel.Optimizer(
                rate: options.learningRate, schedule: .linear,
                warmUp: Int((Double(steps) * options.warmUp).rounded(.up)), steps: steps,
                weightDecay: options.weightDecay, largestNorm: options.largestNorm),
            workers: workers)
    }

    /// The texts that are learned from, and those that are held out.
    private static func split(
        _ count: Int, _ options: EncoderOptions
    ) throws(LearningError) -> (own: [Int], heldOut: [Int]) {
        guard options.validation > 0 else { return (Array(0..<count), []) }
        let held = max(1, Int(Double(count) * options.validation))
        guard held < count else { throw .tooFewTexts(count) }
        let order = CounterRandom(seed: options.seed, purpose: splitPurpose)
            .permutation(of: count)
        return (order[held...].sorted(), order[..<held].sorted())
    }

    /// How many steps there will be.
    package var stepCount: Int { plan.stepCount }
    /// Texts, and pieces and tokens of them.
    package var textCount: Int { texts.textCount }
    package var pieceCount: Int { texts.count }
    package var tokenCount: Int { texts.tokenCount }
    package var heldOutCount: Int { heldOut.count }
    /// Components of a vector.
    package var dimension: Int { learned.pipeline.dimension }
    package var vocabularySize: Int { encoder.configuration.vocabularySize }
    package var layerCount: Int { encoder.configuration.layerCount }

    /// Numbers that are learned and written.
    package var weightCount: Int {
        encoder.embeddings.words.values.count
            + learned.store.tensors.filter { !Self.isOwn($0.name) }.reduce(0) {
                $0 + ($1.parameter.learnedOffset == nil ? 0 : $1.parameter.count)
            }
    }

    /// Whether a tensor is the objective's own, and not the encoder's.
    private static func isOwn(_ name: String) -> Bool {
        name.hasPrefix(TokenHead.prefix) || name.hasPrefix(DenoisedTexts.prefix)
    }

    /// What the model is called.
    package var baseName: String { ModelSettings.baseName(of: model) }

    /// The languages that the model's card says it is for.
    package var languages: [String] { settings.statedLanguages.languages }

    /// What tells the model's weights from others.
    package var stamp: String { settings.weightsStamp }

    // MARK: - Learning

    /// Makes all steps, and keeps the state that does best on what is held out.
    /// - Parameters:
    ///   - checkpoint: where it is kept how far learning is, and gone on from.
    ///   - report: told of each step, the validation being the loss on what is held out; what it throws
    ///     ends the learning.
    package func train(
        _ checkpoint: TrainingCheckpoint? = nil, report: (SentenceProgress) throws -> Void
    ) throws -> SentenceOutcome {
        let run = LearningRun(
            learned: learned, steps: stepCount, validations: options.validations,
            keepsBest: true, patience: nil,
            validation: heldOut.isEmpty
                ? nil : { try -self.objective.heldOutLoss(self.heldOut, of: self.learned) })
        var (outcome, steps) = try run.make(
            checkpoint, texts: { plan[$0].count }, makeStep: makeStep,
            report: { place, outcome, value in
                try report(
                    SentenceProgress(place, outcome, validation: value.map { -$0 }, plan))
            })
        learnedSteps = steps
        outcome.before = outcome.before.map { -$0 }
        outcome.best = outcome.best.map { -$0 }
        return outcome
    }

    private func makeStep(_ step: Int) throws -> LearnedModel.Outcome {
        let pieces = plan[step]
        let random = CounterRandom(seed: options.seed, purpose: Self.dropPurpose)
            .child(UInt64(step))
        return try objective.step(
            pieces, pass: plan.pass(ofStep: step),
            keys: drops ? pieces.indices.map { random.bits(at: UInt64($0)) } : nil, of: learned)
    }

    // MARK: - The model

    /// Writes the model in place of what learning began with: all else is there.
    /// - Parameter directory: that of `EncoderStart.write`.
    package func write(
        to directory: OutputDirectory, companions: [(name: String, bytes: [UInt8])]
    ) throws {
        for (name, bytes) in companions { try directory.write(name) { try $0.write(bytes) } }
        let (names, _) = try settings.weights(of: encoder.configuration)
        let learned = learned.tensors(after: learnedSteps)
        try directory.write(EncoderStart.weightsName) { file in
            let tensors = names.tensors(of: encoder.configuration)
            var writer = try SafetensorsWriter(
                tensors.map { .init(name: $0.name, shape: $0.shape) }, as: .float32, to: file,
                path: EncoderStart.weightsName)
            for tensor in tensors {
                guard let matrix = learned[tensor.name] else { continue }
                let row = FloatBuffer(count: matrix.columns)
                for index in 0..<matrix.rows {
                    matrix.copy(row: index, to: row.base)
                    try writer.append(UnsafeBufferPointer(row.elements))
                }
            }
            writer.finish()
        }
        try directory.commit(last: EncoderStart.weightsName)
    }

    /// Writes the model as a directory that sentence-transformers loads.
    /// - Parameter companions: files beside it.
    package func write(
        to directory: String, companions: [(name: String, bytes: [UInt8])],
        checkpoint: () throws -> Void = {}
    ) throws {
        try settings.export(
            to: directory, askedForAs: model, learned: learned.tensors(after: learnedSteps),
            companions: companions, checkpoint: checkpoint)
    }
}
