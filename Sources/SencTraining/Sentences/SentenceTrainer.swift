package import Senc
internal import SencFiles
internal import SencMath

/// Teaches a model of sentence vectors by examples.
package final class SentenceTrainer {
    let settings: ModelSettings
    let model: String
    package let options: SentenceOptions
    /// The largest of the run.
    package let learningRate: Double
    private let sets: [LearnedSet]
    /// Of each set.
    let objectives: [any SentenceObjective]
    /// The texts with a class, where pairs of them are the examples.
    let labeled: TokenizedExamples?
    let validation: Validation?
    let learned: LearnedModel
    let workers: WorkerPool
    let texts: TokenizedExamples.Texts
    private let plan: BatchPlan<SentenceBatch>
    /// Steps that the state has which is written.
    private var learnedSteps = 0

    /// What random numbers are for.
    private static let dropPurpose: UInt64 = 0x7365_6E74_6472

    /// Reads a model.
    /// - Parameters:
    ///   - model: as `SentenceEncoder` takes it.
    ///   - given: what is learned from, one set or more; a step learns from one of them.
    ///   - validation: of the same columns and kind of labels as the first set; `nil` for none.
    ///   - teacher: another model that a loss learns from.
    ///   - threads: by default one for each processor.
    ///   - report: told how many texts of all the teacher has read; what it throws ends the work.
    /// - Throws: `TrainingError`, `LearningError`, and what reading a model does.
    package init(
        model: String, _ given: [SentenceSet], validation: SentenceExamples? = nil,
        _ options: SentenceOptions = SentenceOptions(), teacher: SentenceEncoder? = nil,
        threads: Int? = nil, report: (_ done: Int, _ all: Int) throws -> Void = { _, _ in }
    ) throws {
        try options.check()
        guard let first = given.first, given.allSatisfy({ $0.examples.count > 0 }) else {
            throw LearningError.noExamples
        }
        let needing = given.first(where: \.loss.needsTeacher)
        guard (needing != nil) == (teacher != nil) else {
            throw LearningError.teacher((needing ?? first).loss.rawValue, needed: needing != nil)
        }
        let settings = try Self.settings(model, options)
        (self.model, self.options, self.settings) = (model, options, settings)
        let workers = WorkerPool(threads: threads)
        self.workers = workers
        let tokenizer = try TextTokenizer(of: settings)
        var texts = TokenizedExamples.Texts()
        func tokenized(
            _ examples: SentenceExamples, _ loss: SentenceLoss
        ) throws -> TokenizedExamples {
            let prompts = examples.columns.indices.map { column in
                loss.comparesRoles
                    ? settings.prompt(for: column == 0 ? .query : .passage)
                    : settings.comparisonPrompt
            }
            var tokenized = try TokenizedExamples(
                examples, tokenizer, prompts: prompts, maximumTokens: options.maximumTokens,
                adding: &texts, workers)
            if loss == .simcse {
                guard examples.columns.count == 1 else {
                    throw LearningError.columns(
                        loss.rawValue, needs: 1...1, found: examples.columns.count)
                }
                tokenized = tokenized.doubled
            }
            if let teacher, let form = loss.teacherForm {
                tokenized.teacher = try TeacherVectors(of: examples, teacher, form, report: report)
            }
            return tokenized
        }
        let all = try given.map { try tokenized($0.examples, $0.loss) }
        let sets = try zip(all, given).map { try Self.set(of: $0, $1.loss, options) }
        self.sets = sets
        labeled = options.pairs == nil ? nil : all[0]
        self.validation = try validation.map {
            Validation(
                examples: try tokenized($0, first.loss),
                measure: options.pairs == nil ? SentenceMeasure(for: $0, first.loss) : .accuracy)
        }
        self.texts = texts
        var stepsOfPass: [Int] = []
        var hasPairs = sets.map { !$0.loss.comparesExamples(columns: $0.examples.columns.count) }
        for pass in 0..<options.epochs {
            let batches = sets.map { $0.batches(pass, options) }
            stepsOfPass.append(batches.reduce(0) { $0 + $1.count })
            for (set, batches) in batches.enumerated() {
                hasPairs[set] = hasPairs[set] || batches.contains { $0.count > 1 }
            }
        }
        plan = BatchPlan(stepsOfPass: stepsOfPass) { pass in
            SentenceBatches.mixed(
                sets.map { $0.batches(pass, options) }, seed: options.seed, pass: pass)
        }
        let (store, source) = try Self.source(settings, words: texts.ids, options, workers)
        let pipeline = try LearnedPipeline(
            settings, in: store, precision: options.precision, workers: workers)
        try store.allocate()
        objectives = try sets.map {
            try Self.objective(of: $0, dimension: pipeline.dimension, options)
        }
        let steps = plan.stepCount
        if let set = hasPairs.firstIndex(of: false) {
            throw LearningError.singleExamples(sets[set].loss.rawValue)
        }
        guard store.learnsAnything || source.words != nil else { throw LearningError.allFrozen }
        let rate = options.learningRate ?? Self.rate(settings, options)
        learningRate = rate
        learned = LearnedModel(
            store: store, source: source, pipeline: pipeline,
            own: objectives.compactMap(\.parameters),
            LearnedModel.Optimizer(
                rate: rate, schedule: options.schedule,
                warmUp: Int((Double(steps) * options.warmUp).rounded(.up)), steps: steps,
                weightDecay: options.weightDecay, largestNorm: options.largestNorm),
            workers: workers)
    }

    /// What is learned from, and which of it in each pass: all that is given, or pairs of it.
    private static func set(
        of given: TokenizedExamples, _ loss: SentenceLoss, _ options: SentenceOptions
    ) throws(LearningError) -> LearnedSet {
        guard let pairs = options.pairs else {
            return LearnedSet(
                examples: given, loss: loss,
                passes: Array(repeating: 0..<given.count, count: options.epochs))
        }
        guard case .classes(let classes, _) = given.labels else {
            throw .labels(loss.rawValue, needs: .classes)
        }
        guard given.columns.count == 1 else {
            throw .columns(loss.rawValue, needs: 1...1, found: given.columns.count)
        }
        try pairs.check(classes, passes: options.epochs)
        var (all, ranges) = ([LabelPairs.Pair](), [Range<Int>]())
        for pass in 0..<options.epochs {
            let start = all.count
            all += pairs.pairs(of: classes, seed: options.seed, pass: pass)
            ranges.append(start..<all.count)
        }
        return LearnedSet(
            examples: TokenizedExamples(all, of: given), loss: loss, passes: ranges)
    }

    private static func objective(
        of set: LearnedSet, dimension: Int, _ options: SentenceOptions
    ) throws(LearningError) -> any SentenceObjective {
        let (own, name) = (set.examples, set.loss.rawValue)
        if let teacher = own.teacher, teacher.form == .vectors {
            guard options.dimensions.isEmpty else { throw .matryoshka(name) }
            guard teacher.dimension == dimension else {
                throw .teacherDimension(teacher.dimension, own: dimension)
            }
        }
        return try set.loss.objective(
            columns: own.columns.count, labels: own.labels, dimension: dimension,
            seed: options.seed
        ).matryoshka(options.dimensions, of: dimension, named: name)
    }

    /// How many steps there will be.
    package var stepCount: Int { plan.stepCount }

    /// What is learned from in all passes: examples of one, or all pairs of them.
    package var exampleCount: Int { sets.reduce(0) { $0 + $1.examples.count } }

    /// Components of a vector.
    package var dimension: Int { learned.pipeline.dimension }

    /// How good the model is told by; `nil` without validation.
    package var measure: SentenceMeasure? { validation?.measure }

    /// What the model is called.
    package var baseName: String { ModelSettings.baseName(of: model) }

    /// The languages that the model's card says it is for.
    package var languages: [String] { settings.statedLanguages.languages }

    /// What tells the model's weights from others.
    package var stamp: String { settings.weightsStamp }

    // MARK: - Learning

    /// Makes all steps, and keeps the state that does best on the validation.
    /// - Parameters:
    ///   - checkpoint: where it is kept how far learning is, and gone on from.
    ///   - report: told of each step; what it throws ends the learning.
    package func train(
        _ checkpoint: TrainingCheckpoint? = nil, report: (SentenceProgress) throws -> Void
    ) throws -> SentenceOutcome {
        let run = LearningRun(
            learned: learned, steps: plan.stepCount, validations: options.validations,
            keepsBest: options.keepsBest, patience: options.patience,
            validation: validation.map { validation in { try self.measured(validation) } })
        let (outcome, steps) = try run.make(
            checkpoint, texts: { plan[$0].rows.count * sets[plan[$0].set].examples.columns.count },
            makeStep: makeStep,
            report: { place, outcome, value in
                try report(
                    SentenceProgress(place, outcome, validation: value, plan))
            })
        learnedSteps = steps
        return outcome
    }

    private func makeStep(_ step: Int) throws -> LearnedModel.Outcome {
        let (set, rows) = (plan[step].set, plan[step].rows)
        let examples = sets[set].examples
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
            let loss = try objectives[set].evaluate(
                vectors, examples.labels(of: rows), gradients: gradients,
                LossArithmetic(workers: workers))
            change.update(from: gradients.base, count: gradients.elements.count)
            return loss
        }
    }

    // MARK: - The model

    /// Writes the model as a directory that sentence-transformers loads.
    /// - Parameters:
    ///   - companions: files beside it.
    ///   - last: is given the directory of the files before they appear, and returns more of them.
    package func write(
        to directory: String, companions: [(name: String, bytes: [UInt8])],
        checkpoint: () throws -> Void = {},
        last: (String) throws -> [(name: String, bytes: [UInt8])] = { _ in [] }
    ) throws {
        try settings.export(
            to: directory, askedForAs: model, learned: learned.tensors(after: learnedSteps),
            companions: companions, checkpoint: checkpoint, last: last)
    }
}
