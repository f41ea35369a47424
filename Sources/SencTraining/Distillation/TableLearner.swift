internal import SencMath

/// Teaches vectors of tokens, of which a text's is the mean, to give texts the vectors that a teacher
/// gives them.
///
/// Each text is to be nearer to the teacher's vector of it than to those of other texts of the batch
/// (cosine similarity over a temperature, softmax, cross-entropy), and the other way round, as tokenlearn
/// has it; or in the direction of the teacher's alone. A step changes the rows of the tokens that it
/// meets, by AdamW.
final class TableLearner: @unchecked Sendable {
    private let table: RowTable
    private let original: Matrix
    /// The tokens of each text.
    private let texts: [[Int32]]
    /// The teacher's vectors [texts, dimension].
    private let targets: Matrix
    private let options: DistillationOptions
    private let workers: WorkerPool
    private let objective: any SentenceObjective
    /// The steps that were made, for rows that are yet to be moved by them.
    private var history: [GradientKernels.AdamStep] = []
    private let learned: [Int]
    private let held: [Int]
    private let changes = ScratchBuffer<Float>()

    private static let heldPurpose: UInt64 = 0x6469_7374_6865
    private static let orderPurpose: UInt64 = 0x6469_7374_6F72
    /// Fewer texts than this are all learned from.
    private static let leastHeld = 20

    /// - Parameters:
    ///   - vectors: of the tokens [tokens, dimension]
    ///   - texts: the tokens of each, one at least
    ///   - targets: [texts, dimension], or fewer columns, for which there are zeros then
    init(
        _ vectors: Matrix, _ texts: [[Int32]], _ targets: Matrix, _ options: DistillationOptions,
        _ workers: WorkerPool
    ) {
        (original, self.texts, self.targets) = (vectors, texts, targets)
        (self.options, self.workers) = (options, workers)
        switch options.objective {
        case .contrastive:
            var ranking = MultipleNegativesRanking()
            ranking.scale = 1 / options.temperature
            ranking.directions = [.queryToDocument, .documentToQuery]
            ranking.partition = .perDirection
            objective = ranking
        case .cosine: objective = VectorDistillation(.cosine)
        }
        let stored = StoredMatrix(
            rows: vectors.rows, columns: vectors.columns, elements: vectors.elements)
        table = RowTable(name: "vectors", stored, ids: texts.joined())
        let order = CounterRandom(seed: options.seed, purpose: Self.heldPurpose)
            .permutation(of: texts.count)
        let share = min(0.5, max(0, options.validation.isFinite ? options.validation : 0))
        let count = texts.count < Self.leastHeld ? 0 : Int(Double(texts.count) * share)
        held = order.prefix(count).sorted()
        learned = order.dropFirst(count).sorted()
    }

    /// The vectors of all tokens as they are [tokens, dimension].
    var vectors: Matrix {
        var elements = original.elements
        let width = table.width
        for (place, id) in table.ids.enumerated() {
            for column in 0..<width {
                elements[Int(id) * width + column] = table.values.base[place * width + column]
            }
        }
        return Matrix(rows: original.rows, columns: width, elements: elements)
    }

    private func batches(of texts: [Int]) -> [ArraySlice<Int>] {
        var batches = stride(from: 0, to: texts.count, by: options.batch).map {
            texts[$0..<min($0 + options.batch, texts.count)]
        }
        // One text alone tells nothing.
        if batches.count > 1, batches[batches.count - 1].count == 1 { batches.removeLast() }
        return batches
    }

    func learn(
        _ report: (DistillationProgress) throws -> Void
    ) throws -> StaticDistillation.Outcome {
        var outcome = StaticDistillation.Outcome()
        let perPass = batches(of: learned).count
        let steps = perPass * options.epochs
        let best = FloatBuffer(count: table.values.count)
        best.base.update(from: table.values.base, count: best.count)
        if !held.isEmpty {
            outcome.before = try measured()
            outcome.best = outcome.before
        }
        for pass in 1...max(1, options.epochs) {
            let order = CounterRandom(seed: options.seed, purpose: Self.orderPurpose)
                .child(UInt64(pass)).permutation(of: learned.count)
            var sum = 0.0
            for batch in batches(of: order.map { learned[$0] }) {
                let loss = try step(batch)
                sum += loss
                try report(
                    .step(
                        history.count, of: steps, pass: pass, passes: options.epochs, loss: loss))
            }
            outcome.loss = sum / Double(max(1, perPass))
            outcome.passes = pass
            try table.catchUp(workers, history)
            guard !held.isEmpty else {
                try report(
                    .pass(pass, of: options.epochs, loss: outcome.loss, validation: nil))
                outcome.bestPass = pass
                best.base.update(from: table.values.base, count: best.count)
                continue
            }
            let value = try measured()
            if value < outcome.best ?? .infinity {
                (outcome.best, outcome.bestPass) = (value, pass)
                best.base.update(from: table.values.base, count: best.count)
            }
            try report(
                .pass(pass, of: options.epochs, loss: outcome.loss, validation: value))
            if pass - outcome.bestPass >= options.patience { break }
        }
        table.values.base.update(from: best.base, count: best.count)
        return outcome
    }

    private func step(_ batch: ArraySlice<Int>) throws -> Double {
        let tokens = TokenBatch(batch.map { texts[$0] })
        try table.catchUp(tokens.ids, workers, history)
        let (loss, gradients) = try evaluate(Array(batch), tokens)
        guard loss.isFinite else { throw LearningError.notFinite(step: history.count + 1) }
        // What a text's vector changes by, its tokens do, each by its share.
        let width = table.width
        changes.reserve(tokens.tokenCount * width)
        let base = changes.base
        nonisolated(unsafe) let change = base
        try workers.forEach(items: tokens.chunks.count) { item, _ in
            for text in tokens.chunks[item].texts {
                let (source, own) = (gradients[0, text], tokens.tokens(ofText: text))
                let share = 1 / Float(own.count)
                for token in own {
                    let target = change + token * width
                    for column in 0..<width { target[column] = share * source[column] }
                }
            }
        }
        try table.add(base, of: tokens.ids, workers)
        let number = history.count + 1
        let move = GradientKernels.AdamStep(
            number: number, rate: options.learningRate, weightDecay: 0, gradientScale: 1)
        try table.move(workers, move, number: number)
        history.append(move)
        return loss
    }

    /// The loss of some texts, and the gradients by their vectors, in column 0.
    private func evaluate(
        _ batch: [Int], _ tokens: TokenBatch
    ) throws -> (Double, SentenceVectors) {
        let width = table.width
        let isContrastive = options.objective == .contrastive
        let columns = isContrastive ? 2 : 1
        let vectors = SentenceVectors(columns: columns, rows: batch.count, dimension: width)
        let gradients = SentenceVectors(columns: columns, rows: batch.count, dimension: width)
        let goals =
            isContrastive ? nil : SentenceVectors(columns: 1, rows: batch.count, dimension: width)
        try workers.forEach(items: tokens.chunks.count) { item, _ in
            for text in tokens.chunks[item].texts {
                let (vector, own) = (vectors[0, text], tokens.tokens(ofText: text))
                for token in own {
                    let row = self.table.row(of: tokens.ids[token])
                    for column in 0..<width { vector[column] += row[column] }
                }
                let share = 1 / Float(own.count)
                for column in 0..<width { vector[column] *= share }
                let target = goals?[0, text] ?? vectors[1, text]
                self.targets.elements.withUnsafeBufferPointer { all in
                    let columns = self.targets.columns
                    let start = batch[text] * columns
                    for column in 0..<columns { target[column] = all[start + column] }
                }
            }
        }
        let loss = try objective.evaluate(
            vectors, goals.map { .teacherVectors($0) }, gradients: gradients,
            LossArithmetic(workers: workers))
        return (loss, gradients)
    }

    /// The mean loss of the texts that are held out.
    private func measured() throws -> Double {
        var sum = 0.0
        let batches = batches(of: held)
        for batch in batches {
            sum += try evaluate(Array(batch), TokenBatch(batch.map { texts[$0] })).0
        }
        return sum / Double(batches.count)
    }
}
