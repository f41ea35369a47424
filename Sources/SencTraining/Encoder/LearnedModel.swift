internal import Senc
internal import SencMath

/// A model of sentence vectors that learns by steps of AdamW.
final class LearnedModel: @unchecked Sendable {
    /// How steps are made.
    struct Optimizer: Sendable, Equatable {
        var rate = 2e-5
        var schedule = LearningSchedule.linear
        /// Steps in which the rate grows from 0.
        var warmUp = 0
        /// In all.
        var steps = 1
        /// What matrices lose of themselves at each step, times the rate.
        var weightDecay = 0.0
        /// The largest norm of all gradients together, to which they are clipped.
        var largestNorm = 1.0
    }

    let store: ParameterStore
    let source: any LearnedSource
    let pipeline: LearnedPipeline
    let optimizer: Optimizer
    /// What objectives learn beside the model.
    private let heads: [LearnedHead]
    private let workers: WorkerPool
    /// The steps that were made, for rows that are yet to be moved by them.
    private var history: [GradientKernels.AdamStep] = []
    private let vectors = ScratchBuffer<Float>()
    private let change = ScratchBuffer<Float>()

    init(
        store: ParameterStore, source: any LearnedSource, pipeline: LearnedPipeline,
        own parameters: [ObjectiveParameters] = [], _ optimizer: Optimizer,
        workers: WorkerPool
    ) {
        (self.store, self.source, self.pipeline) = (store, source, pipeline)
        (self.optimizer, self.workers) = (optimizer, workers)
        heads = parameters.map(LearnedHead.init)
    }

    /// How many steps were made.
    var stepCount: Int { history.count }

    /// What weight decay leaves, in some steps from the first, of a number that nothing else moves.
    func keptShare(after steps: Int) -> Float {
        history.prefix(steps).reduce(1) { $0 * $1.kept }
    }

    /// What came of a step.
    struct Outcome: Sendable, Equatable {
        var loss: Double
        /// The norm of all gradients together, before they were clipped.
        var norm: Double
    }

    /// Makes a step, or none if the loss or its gradients are not finite.
    ///
    /// Where the texts are too many to be computed with at once, their vectors come first, a part after
    /// the other, and then the gradients, for which each part is computed once more (Gao et al.,
    /// "Scaling Deep Contrastive Learning Batch Size under Memory Limited Setup", 2021), to the same
    /// bits.
    /// - Parameters:
    ///   - batch: all texts of the step.
    ///   - skipped: of each text, leading tokens that pooling leaves out.
    ///   - words: ids whose rows the loss moves beside the texts' own.
    ///   - loss: of the vectors [texts, dimension], with the gradients by these; adds those by what it
    ///     has of the store.
    /// - Throws: `LearningError.notFinite`
    func step(
        _ batch: TokenBatch, skipping skipped: [Int], moving words: [Int32] = [],
        _ loss: (_ vectors: UnsafePointer<Float>, _ gradients: UnsafeMutablePointer<Float>) throws
            -> Double
    ) throws -> Outcome {
        try source.words?.catchUp(batch.ids, workers, history)
        try source.words?.catchUp(words, workers, history)
        try source.prepare()
        pipeline.prepare()
        let parts = batch.parts(tokens: source.mostTokens)
        let width = pipeline.dimension
        vectors.reserve(batch.textCount * width)
        change.reserve(batch.textCount * width)
        func forward(_ part: (texts: Range<Int>, batch: TokenBatch)) throws -> UnsafePointer<Float>
        {
            let states = try source.apply(part.batch)
            let found = try pipeline.apply(
                part.batch, states, skipping: Array(skipped[part.texts]))
            (vectors.base + part.texts.lowerBound * width).update(
                from: found, count: part.texts.count * width)
            return states
        }
        var states: UnsafePointer<Float>?
        for part in parts { states = try forward(part) }
        try store.clearGradients(workers)
        for head in heads { head.parameters.hasGradients = false }
        let value = try loss(vectors.base, change.base)
        for part in parts {
            let states = try parts.count == 1 ? states ?? forward(part) : forward(part)
            let back = try pipeline.back(
                part.batch, states, skipping: Array(skipped[part.texts]),
                change.base + part.texts.lowerBound * width)
            try source.back(part.batch, back)
        }
        return try end(value)
    }

    /// Makes a step by a loss of the states of tokens that is a sum over the texts, or none if it or
    /// its gradients are not finite.
    /// - Parameters:
    ///   - batch: all texts of the step.
    ///   - words: ids whose rows the loss moves beside the texts' own.
    ///   - prepare: makes ready what the loss is computed with, when all rows are where they are to be.
    ///   - loss: of some of the texts, with the gradients by their states [tokens, state size]; adds
    ///     those by what it has learned.
    /// - Throws: `LearningError.notFinite`
    func step(
        _ batch: TokenBatch, moving words: [Int32], prepare: () throws -> Void,
        _ loss: (
            _ texts: Range<Int>, _ part: TokenBatch, _ states: UnsafePointer<Float>
        ) throws -> (loss: Double, change: UnsafeMutablePointer<Float>)
    ) throws -> Outcome {
        try source.words?.catchUp(batch.ids, workers, history)
        try source.words?.catchUp(words, workers, history)
        try source.prepare()
        try prepare()
        try store.clearGradients(workers)
        var value = 0.0
        for part in batch.parts(tokens: source.mostTokens) {
            let states = try source.apply(part.batch)
            let (own, change) = try loss(part.texts, part.batch, states)
            value += own
            try source.back(part.batch, change)
        }
        return try end(value)
    }

    /// Moves what is learned by the gradients of a step.
    private func end(_ loss: Double) throws -> Outcome {
        var square = try store.squaredNorm(workers) + (source.words?.squaredNorm() ?? 0)
        for head in heads where head.parameters.hasGradients { square += head.squaredNorm }
        let outcome = Outcome(loss: loss, norm: square.squareRoot())
        // What is learned stays good.
        guard loss.isFinite, outcome.norm.isFinite else {
            throw LearningError.notFinite(step: history.count + 1)
        }
        try move(norm: outcome.norm)
        return outcome
    }

    /// Computes the vectors of texts [texts, dimension] as the model is since `finish`.
    func encode(
        _ batch: TokenBatch, skipping skipped: [Int], to vectors: UnsafeMutablePointer<Float>
    ) throws {
        let width = pipeline.dimension
        for part in batch.parts(tokens: source.mostTokens) {
            let found = try pipeline.apply(
                part.batch, source.apply(part.batch), skipping: Array(skipped[part.texts]))
            (vectors + part.texts.lowerBound * width).update(
                from: found, count: part.texts.count * width)
        }
    }

    /// - Parameter moment: how often what is moved was, if it is not each time.
    private func adamStep(
        _ number: Int, decays: Bool, scale: Double, moment: Int? = nil
    ) -> GradientKernels.AdamStep {
        let factor = optimizer.schedule.factor(
            step: number - 1, warmUp: optimizer.warmUp, total: optimizer.steps)
        return GradientKernels.AdamStep(
            number: moment ?? number, rate: optimizer.rate * factor,
            weightDecay: decays ? optimizer.weightDecay : 0, gradientScale: scale)
    }

    private func move(norm: Double) throws {
        let number = history.count + 1
        let scale = min(1, optimizer.largestNorm / (norm + 1e-6))
        try store.move(workers) { adamStep(number, decays: $0, scale: scale) }
        let step = adamStep(number, decays: true, scale: scale)
        try source.words?.move(workers, step, number: number)
        for head in heads where head.parameters.hasGradients {
            head.move { adamStep(number, decays: $1, scale: scale, moment: $0) }
        }
        history.append(step)
    }

    /// Moves all rows of words that are yet to be moved, and makes the weights ready for `encode`.
    func finish() throws {
        try source.words?.catchUp(workers, history)
        try source.prepare()
        pipeline.prepare()
    }

    // MARK: - Checkpoints

    /// What a checkpoint holds.
    var checkpoint: [TrainingCheckpoint.Table] {
        func table(_ name: String, _ buffer: FloatBuffer) -> TrainingCheckpoint.Table {
            TrainingCheckpoint.Table(name: name, elements: buffer.elements)
        }
        var tables = [
            table("values", store.values), table("moments.1", store.firstMoments),
            table("moments.2", store.secondMoments),
        ]
        if let words = source.words {
            tables += [
                table("words", words.values), table("words.moments.1", words.firstMoments),
                table("words.moments.2", words.secondMoments), table("words.moved", words.moved),
                table("words.met", words.met),
            ]
        }
        for (index, head) in heads.enumerated() {
            tables += head.checkpoint(named: "own.\(index)")
        }
        return tables
    }

    /// Goes on behind a step, what a checkpoint holds being set.
    /// - Parameter steps: that were made.
    /// - Returns: whether what it holds can be gone on from.
    func resume(after steps: Int) -> Bool {
        guard source.words?.isMoved(withinSteps: steps) != false,
            heads.allSatisfy({ $0.isMoved(withinSteps: steps) })
        else { return false }
        history = (1..<steps + 1).map { adamStep($0, decays: true, scale: 1) }
        return true
    }
}
