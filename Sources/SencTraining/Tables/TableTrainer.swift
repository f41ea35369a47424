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
    private let table: EncodedTable
    private let settings: TableSettings
    private let threads: Int
    private let random: CounterRandom
    private let pass: TableNetwork.Pass
    private let scratch: [FloatBuffer]
    /// For each layer [inputs, batch] and [outputs, batch].
    private let columns: [(inputs: FloatBuffer, outputs: FloatBuffer)]
    private var step = 0

    /// Passes after which learning ended, and the one whose state is kept, from 1.
    private(set) var epochs = 0
    private(set) var best: (epoch: Int, scores: Scores)?

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
        columns = network.layers.map {
            (
                FloatBuffer(count: $0.inputs * settings.batch),
                FloatBuffer(count: $0.outputs * settings.batch)
            )
        }
    }

    // MARK: - A step

    /// Sets a batch's codes and numbers, some categories being taken as unknown.
    private func load(_ rows: ArraySlice<Int>, _ range: Range<Int>, _ unknown: CounterRandom?) {
        let inputs = network.shape.inputs
        let first = network.shape.inputs - network.numberCount
        for place in range {
            let row = rows[rows.startIndex + place]
            for (index, codes) in table.codes.enumerated() {
                var code = codes[row]
                if let unknown, code > 0,
                    unknown.child(UInt64(index)).uniform(at: UInt64(row))
                        < Self.unknownShare(table.counts[index][Int(code)])
                {
                    code = 0
                }
                pass.codes[index][place] = code
            }
            let input = pass.values[0].base + place * inputs + first
            if table.numberCount == 0 {
                input.update(repeating: 0, count: network.numberCount)
            } else {
                for column in 0..<table.numberCount {
                    input[column] = table.numbers[row * table.numberCount + column]
                }
            }
        }
    }

    /// How often a category that was seen so many times is taken as unknown, so that this has a vector,
    /// as in Kiperwasser and Goldberg, "Simple and Accurate Dependency Parsing", 2016.
    static func unknownShare(_ count: Int) -> Double { 0.25 / (0.25 + Double(count)) }

    /// The loss and its gradient of rows of the batch.
    private func loss(_ rows: ArraySlice<Int>, _ range: Range<Int>) {
        let outputs = network.shape.outputs
        let values = pass.values[network.layers.count].base
        let gradients = pass.gradients[network.layers.count].base
        for place in range {
            let row = rows[rows.startIndex + place]
            let output = values + place * outputs
            let gradient = gradients + place * outputs
            switch table.target {
            case .numbers(let numbers):
                pass.losses[place] = TableLoss.squares(
                    output, target: numbers[row], gradient: gradient, batch: rows.count)
            case .classes(let classes, let count):
                pass.losses[place] = TableLoss.crossEntropy(
                    output, count: count, target: Int(classes[row]), gradient: gradient,
                    batch: rows.count)
            case .none: pass.losses[place] = 0
            }
        }
    }

    /// Computes the gradients of a batch's mean loss, and goes a step if it is told how far.
    private func learn(
        _ rows: ArraySlice<Int>, _ member: ThreadTeam.Member, _ dropout: TableNetwork.Dropout?,
        unknown: CounterRandom?, step: Int?
    ) {
        let scratch = scratch[member.index].base
        let own = member.share(of: rows.count)
        network.pack(member, learns: true)
        load(rows, own, unknown)
        member.wait()
        network.forward(pass, own, dropout, scratch: scratch)
        loss(rows, own)
        network.backward(pass, own, dropout, scratch: scratch)
        member.wait()
        for (index, layer) in network.layers.enumerated() {
            layer.prepareGradients(
                pass.values[index].base, pass.gradients[index + 1].base, rows: rows.count,
                columns[index].inputs.base, columns[index].outputs.base, stride: settings.batch,
                member)
        }
        for (index, table) in network.tables.enumerated()
        where !table.isFrozen && index % member.count == member.index {
            table.group(pass.codes[index], count: rows.count)
        }
        member.wait()
        let rate = settings.learningRate
        for (index, layer) in network.layers.enumerated() {
            layer.sumGradients(
                columns[index].outputs.base, rows: rows.count, stride: settings.batch, member,
                scratch: scratch)
            if let step {
                layer.move(member, step: step, rate: rate, decay: settings.weightDecay)
            }
        }
        let level = network.shape.isSummed ? 1 : 0
        let stride = network.shape.isSummed ? network.shape.hidden[0] : network.shape.inputs
        for (index, table) in network.tables.enumerated() where !table.isFrozen {
            let touched = member.share(of: table.touchedCount)
            table.sumGradients(
                touched, of: pass.gradients[level].base + network.offsets[index], stride: stride)
            if step != nil {
                table.move(
                    touched, rate: Float(rate), decay: Float(rate * settings.weightDecay))
            }
        }
        member.wait()
    }

    /// The mean loss of rows and its gradients, which are left in the network; nothing is moved.
    func gradients(of rows: [Int]) -> Double {
        let shared = unsafeSelf
        ThreadTeam.run(threads: threads) { member in
            shared.trainer.learn(rows[...], member, nil, unknown: nil, step: nil)
        }
        return meanLoss(rows.count)
    }

    private func meanLoss(_ count: Int) -> Double {
        var sum = 0.0
        for place in 0..<count { sum += pass.losses[place] }
        return sum / Double(max(1, count))
    }

    /// The members of a team write to places of their own.
    private struct Shared: @unchecked Sendable { let trainer: TableTrainer }
    private var unsafeSelf: Shared { Shared(trainer: self) }

    // MARK: - Passes

    /// Steps between two reports.
    private static let reportedSteps = 16

    /// Learns from some rows, and keeps the state that tells others best.
    /// - Parameter report: is given what was done now and then.
    func train(
        _ rows: [Int], validation: [Int], report: (TableProgress) throws -> Void
    ) throws {
        var kept: TableState?
        var order = rows
        for epoch in 1...settings.epochs {
            shuffle(&order, epoch)
            let mean = try learn(order, epoch, report)
            epochs = epoch
            guard mean.isFinite else { throw TrainingError.notFinite(pass: epoch) }
            guard !validation.isEmpty else { continue }
            let scores = scores(of: validation)
            guard scores.loss.isFinite else { throw TrainingError.notFinite(pass: epoch) }
            try report(
                TableProgress(
                    pass: epoch, passes: settings.epochs, rows: epoch * rows.count,
                    fraction: Double(epoch) / Double(settings.epochs), loss: mean,
                    validation: scores.loss))
            if scores.loss < best?.scores.loss ?? .infinity {
                best = (epoch, scores)
                if kept == nil { kept = TableState(network) }
                kept?.keep()
            } else if epoch - (best?.epoch ?? 0) >= settings.patience {
                break
            }
        }
        kept?.restore()
        // What is kept in fewer bits tells a little else.
        if kept?.isExact == false, let epoch = best?.epoch {
            best = (epoch, scores(of: validation))
        }
    }

    /// Another order for each pass.
    private func shuffle(_ rows: inout [Int], _ epoch: Int) {
        let random = CounterRandom(seed: settings.seed, purpose: Purpose.order)
            .child(UInt64(epoch))
        for last in rows.indices.dropFirst().reversed() {
            rows.swapAt(last, random.integer(below: last + 1, at: UInt64(last)))
        }
    }

    /// - Returns: the mean of the rows' losses.
    private func learn(
        _ order: [Int], _ epoch: Int, _ report: (TableProgress) throws -> Void
    ) throws -> Double {
        let dropout = CounterRandom(seed: settings.seed, purpose: Purpose.dropout)
            .child(UInt64(epoch))
        let unknown = CounterRandom(seed: settings.seed, purpose: Purpose.unknown)
            .child(UInt64(epoch))
        let rate = settings.dropout
        let size = settings.batch
        let batches = (order.count + size - 1) / size
        var sum = 0.0
        for first in stride(from: 0, to: batches, by: Self.reportedSteps) {
            let last = min(first + Self.reportedSteps, batches)
            let (shared, start) = (unsafeSelf, step)
            let sums = FloatSums(count: last - first)
            ThreadTeam.run(threads: threads) { member in
                for batch in first..<last {
                    let rows = order[batch * size..<min((batch + 1) * size, order.count)]
                    shared.trainer.learn(
                        rows, member,
                        TableNetwork.Dropout(random: dropout, rate: rate, place: batch * size),
                        unknown: unknown, step: start + batch - first + 1)
                    if member.index == 0 {
                        sums.values[batch - first] =
                            shared.trainer.meanLoss(rows.count) * Double(rows.count)
                    }
                    // The losses are read before the next batch's are written.
                    member.wait()
                }
            }
            step += last - first
            for batch in 0..<last - first { sum += sums.values[batch] }
            let done = min(last * size, order.count)
            try report(
                TableProgress(
                    pass: epoch, passes: settings.epochs,
                    rows: (epoch - 1) * order.count + done,
                    fraction: (Double(epoch - 1) + Double(done) / Double(max(1, order.count)))
                        / Double(settings.epochs), loss: sum / Double(max(1, done))))
        }
        return sum / Double(max(1, order.count))
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

/// How far learning from a table has come.
package struct TableProgress: Sendable, Equatable {
    /// The pass over the rows, from 1, of at most `passes`.
    package var pass: Int
    package var passes: Int
    /// Rows that were learned from, in all passes.
    package var rows: Int
    /// Of all passes, within 0...1; learning may end before.
    package var fraction: Double
    /// The mean loss of the pass's rows so far.
    package var loss: Double
    /// That of the validation's rows, at the end of a pass.
    package var validation: Double?
}
