internal import SencMath

/// Learns a network from rows, until those of the validation are told no better.
final class TableTrainer {
    /// How rows are told that are not learned from.
    struct Scores: Sendable, Equatable {
        /// The mean of the rows' losses: squared errors of standardized numbers, or cross entropies.
        var loss: Double
        /// The share of rows whose class has the largest probability.
        var accuracy: Double
    }

    let network: TableNetwork
    let table: EncodedTable
    let settings: TableSettings
    let threads: Int
    private let random: CounterRandom
    let pass: TableNetwork.Pass
    let scratch: [FloatBuffer]
    /// For each layer [outputs, batch].
    let outputColumns: [FloatBuffer]

    /// What random numbers are for.
    private enum Purpose {
        static let start: UInt64 = 0x7461_6231
        static let order: UInt64 = 0x7461_6232
        static let dropout: UInt64 = 0x7461_6233
        static let unknown: UInt64 = 0x7461_6234
    }

    init(
        _ shape: TableNetwork.Shape, _ table: EncodedTable, _ settings: TableSettings, threads: Int
    ) throws {
        (self.table, self.settings, self.threads) = (table, settings, threads)
        network = TableNetwork(shape, batch: settings.batch)
        random = CounterRandom(seed: settings.seed, purpose: Purpose.start)
        try network.fill(random, WorkerPool(threads: threads))
        pass = TableNetwork.Pass(shape, rows: settings.batch, learns: true)
        let count = network.scratchCount
        scratch = (0..<threads).map { _ in FloatBuffer(count: count) }
        outputColumns = network.layers.map { FloatBuffer(count: $0.outputs * settings.batch) }
    }

    // MARK: - Passes

    /// Steps between two reports.
    private static let reportedSteps = 16

    /// Learns from some rows, and keeps the state that tells others best.
    /// - Parameters:
    ///   - place: where learning is, which is gone on from and moved.
    ///   - checkpoint: where that is kept.
    ///   - resumes: whether to go on from it.
    ///   - report: is given what was done now and then.
    func train(
        _ rows: [Int], validation: [Int], at place: TablePlace = TablePlace(networks: 1),
        _ checkpoint: TrainingCheckpoint? = nil, resumes: Bool = false,
        report: (TableProgress) throws -> Void
    ) throws {
        let kept = validation.isEmpty ? nil : TableState(network)
        var keeper = CheckpointKeeper(
            checkpoint, place.checkpoint + network.checkpoint + (kept?.checkpoint ?? []))
        if resumes, let checkpoint {
            let batches = (rows.count + settings.batch - 1) / settings.batch
            guard place.go(to: try keeper.resume(), settings, batches: batches) else {
                throw TrainingError.damagedCheckpoint(path: checkpoint.path)
            }
        }
        var order = rows
        for epoch in 1..<max(1, place.current.epochs + 1) { shuffle(&order, epoch) }
        while place.current.epochs < settings.epochs, !isDone(place.current, validation) {
            let epoch = place.current.epochs + 1
            shuffle(&order, epoch)
            try learn(order, epoch, place, &keeper, report)
            let mean = place.sum / Double(max(1, order.count))
            guard mean.isFinite else { throw TrainingError.notFinite(pass: epoch) }
            (place.current.epochs, place.batches, place.sum) = (epoch, 0, 0)
            guard !validation.isEmpty else { continue }
            let scores = scores(of: validation)
            guard scores.loss.isFinite else { throw TrainingError.notFinite(pass: epoch) }
            if scores.loss < place.current.scores?.loss ?? .infinity {
                (place.current.best, place.current.scores) = (epoch, scores)
                kept?.keep()
            }
            try keeper.keep(place.position()) {
                try report(
                    TableProgress(
                        pass: epoch, passes: settings.epochs, rows: epoch * rows.count,
                        fraction: Double(epoch) / Double(settings.epochs), loss: mean,
                        validation: scores.loss))
            }
        }
        kept?.restore()
        // What is kept in fewer bits tells a little else.
        if kept?.isExact == false { place.current.scores = scores(of: validation) }
    }

    /// Whether the rows of the validation were told no better for as long as it is waited for that.
    private func isDone(_ result: TablePlace.Stage, _ validation: [Int]) -> Bool {
        !validation.isEmpty && result.epochs - result.best >= settings.patience
    }

    /// Another order for each pass.
    private func shuffle(_ rows: inout [Int], _ epoch: Int) {
        let random = CounterRandom(seed: settings.seed, purpose: Purpose.order)
            .child(UInt64(epoch))
        for last in rows.indices.dropFirst().reversed() {
            rows.swapAt(last, random.integer(below: last + 1, at: UInt64(last)))
        }
    }

    /// Makes a pass, or what is left of it.
    private func learn(
        _ order: [Int], _ epoch: Int, _ place: TablePlace, _ keeper: inout CheckpointKeeper,
        _ report: (TableProgress) throws -> Void
    ) throws {
        let dropout = CounterRandom(seed: settings.seed, purpose: Purpose.dropout)
            .child(UInt64(epoch))
        let unknown = CounterRandom(seed: settings.seed, purpose: Purpose.unknown)
            .child(UInt64(epoch))
        let rate = settings.dropout
        let size = settings.batch
        let batches = (order.count + size - 1) / size
        for first in stride(from: place.batches, to: batches, by: Self.reportedSteps) {
            let last = min(first + Self.reportedSteps, batches)
            let (shared, start) = (unsafeSelf, (epoch - 1) * batches)
            let sums = FloatSums(count: last - first)
            ThreadTeam.run(threads: threads) { member in
                for batch in first..<last {
                    let rows = order[batch * size..<min((batch + 1) * size, order.count)]
                    shared.trainer.learn(
                        rows, member,
                        TableNetwork.Dropout(random: dropout, rate: rate, place: batch * size),
                        unknown: unknown, step: start + batch + 1)
                    if member.index == 0 {
                        sums.values[batch - first] =
                            shared.trainer.meanLoss(rows.count) * Double(rows.count)
                    }
                    // The losses are read before the next batch's are written.
                    member.wait()
                }
            }
            for batch in 0..<last - first { place.sum += sums.values[batch] }
            place.batches = last
            // What is not finite is of no use to a later run.
            guard place.sum.isFinite else { throw TrainingError.notFinite(pass: epoch) }
            let done = min(last * size, order.count)
            try keeper.keep(place.position()) {
                try report(
                    TableProgress(
                        pass: epoch, passes: settings.epochs,
                        rows: (epoch - 1) * order.count + done,
                        fraction: (Double(epoch - 1) + Double(done) / Double(max(1, order.count)))
                            / Double(settings.epochs), loss: place.sum / Double(max(1, done))))
            }
        }
    }

    /// Sums that one thread writes and another reads behind it.
    private final class FloatSums: @unchecked Sendable {
        let values: UnsafeMutablePointer<Double>
        init(count: Int) {
            values = .allocate(capacity: count)
            values.update(repeating: 0, count: count)
        }
        deinit { values.deallocate() }
    }

    /// How rows are told.
    func scores(of rows: [Int]) -> Scores {
        let outputs = TableOutputs(network, threads: threads).outputs(of: table, rows: rows)
        let count = network.shape.outputs
        var (loss, right) = (0.0, 0)
        outputs.elements.withMemoryRebound(to: Float.self) { values in
            guard let base = values.baseAddress else { return }
            for (place, row) in rows.enumerated() {
                let output = UnsafePointer(base + place * count)
                switch table.target {
                case .numbers(let numbers):
                    loss += TableLoss.squares(
                        output, target: numbers[row], gradient: nil, batch: 1)
                case .classes(let classes, _):
                    let target = Int(classes[row])
                    loss += TableLoss.crossEntropy(
                        output, count: count, target: target, gradient: nil, batch: 1)
                    let isRight = (0..<count).allSatisfy {
                        $0 == target || output[$0] < output[target]
                            || ($0 > target && output[$0] == output[target])
                    }
                    if isRight { right += 1 }
                case .none: break
                }
            }
        }
        let total = Double(max(1, rows.count))
        return Scores(loss: loss / total, accuracy: Double(right) / total)
    }
}
