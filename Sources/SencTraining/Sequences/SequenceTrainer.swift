internal import SencMath

/// Learns vectors of things from the sequences that they stand in: skip-gram and CBOW (Mikolov et al.,
/// "Distributed representations of words and phrases and their compositionality", 2013).
///
/// Windows are taken in blocks of a fixed size. All of a block go from the vectors as they are at its
/// start, so that threads share them in any way; what they would change is added when all are done,
/// to each vector in the order of the windows. So the vectors are the same to the bit with any
/// number of threads. Within a window, the middle and the things drawn against it are shared by all
/// neighbours (Ji et al., "Parallelizing word2vec in shared and distributed memory", 2016), so that
/// it is a product of small matrices.
final class SequenceTrainer: @unchecked Sendable {
    let options: SequenceOptions
    let stride: Int
    /// The vectors that are learned: [things, stride], and behind them those of parts, if they have
    /// some.
    let inputs: FloatBuffer
    /// What they are multiplied by: of things, or of the tree's inner nodes.
    let outputs: FloatBuffer
    private let keepProbabilities: [Float]
    private let sampler: AliasTable?
    private let tree: HuffmanTree?
    private let parts: PartTable?
    private let random: CounterRandom
    private let threads: Int
    private let kernels = TrainingKernels()
    private let thingCount: Int
    private let blockWindows: Int

    /// Streams of random numbers.
    private enum Purpose: UInt64 {
        case start = 1
        case windows, negatives
    }

    /// - Parameters:
    ///   - counts: how often each thing stands in the sequences, at least once.
    ///   - parts: rows that the things' vectors are made of beside their own.
    init(counts: [Int], _ options: SequenceOptions, parts: PartTable? = nil, threads: Int) {
        (self.options, self.parts, self.threads) = (options, parts, threads)
        thingCount = counts.count
        stride = TrainingKernels.stride(dimension: options.dimension)
        random = CounterRandom(seed: options.seed, purpose: 0)
        keepProbabilities = Self.keepProbabilities(counts, options.subsampling)
        switch options.output {
        case .negativeSampling(_, let exponent):
            sampler = AliasTable(counts.map { Double.pow(Double($0), exponent) })
            tree = nil
        case .hierarchicalSoftmax:
            (sampler, tree) = (nil, HuffmanTree(counts: counts))
        }
        inputs = FloatBuffer(count: (counts.count + (parts?.rowCount ?? 0)) * stride)
        outputs = FloatBuffer(count: (tree?.nodeCount ?? counts.count) * stride)
        outputs.elements.update(repeating: 0)
        blockWindows = Self.blockWindows(counts, keepProbabilities, options, parts)
        fillInputs()
    }

    /// How many windows may go from the same vectors: so few that what is added to the most frequent
    /// row at once stays a small step, as it is where windows are taken one by one; with a thousand
    /// words and more as many as there may be.
    private static func blockWindows(
        _ counts: [Int], _ keepProbabilities: [Float], _ options: SequenceOptions,
        _ parts: PartTable?
    ) -> Int {
        let kept = zip(counts, keepProbabilities).map { Double($0) * Double($1) }
        let total = kept.reduce(0, +)
        var most = kept.max() ?? 0
        if let parts {
            var sums = [Double](repeating: 0, count: parts.rowCount)
            for thing in kept.indices {
                for row in parts.parts(of: thing) { sums[Int(row)] += kept[thing] }
            }
            most = max(most, sums.max() ?? 0)
        }
        // Neighbors of a window in the mean, and what is told apart in it.
        var rows = most / total * Double(options.window + 1)
        if case .negativeSampling(let count, let exponent) = options.output {
            let weights = counts.map { Double.pow(Double($0), exponent) }
            rows = max(rows, Double(count) * (weights.max() ?? 0) / weights.reduce(0, +))
        } else {
            // Half of all paths take either branch of the root, about.
            rows = max(rows, 1)
        }
        let windows = largestStep / (options.learningRate * rows)
        return max(1, Int(min(windows, Double(SequenceOptions.blockWindows))))
    }

    /// The learning rate times how often a row is met in a block, at most.
    private static let largestStep = 0.5

    /// Evenly within ± 1 / (2 · dimension), as word2vec does it; parts that nothing has stay 0.
    private func fillInputs() {
        let start = random.child(Purpose.start.rawValue)
        inputs.elements.update(repeating: 0)
        let used = parts?.usedRows
        for row in 0..<inputs.count / max(stride, 1) {
            if row >= thingCount, used?[row - thingCount] == false { continue }
            for column in 0..<options.dimension {
                let number = start.uniform(at: UInt64(row * options.dimension + column))
                inputs.base[row * stride + column] = Float(number - 0.5) / Float(options.dimension)
            }
        }
    }

    /// word2vec's: (√(f / t) + 1) · t / f of those that are a share f > t of all.
    static func keepProbabilities(_ counts: [Int], _ threshold: Double) -> [Float] {
        guard threshold > 0 else { return [Float](repeating: 1, count: counts.count) }
        let limit = threshold * Double(counts.reduce(0, +))
        return counts.map { count in
            let ratio = limit / Double(count)
            return Float(min(1, ratio.squareRoot() + ratio))
        }
    }

    /// What came of a batch.
    struct Outcome {
        /// The sum of the losses of some of the products, and how many these were.
        var loss = 0.0
        var products = 0

        var meanLoss: Double? { products > 0 ? loss / Double(products) : nil }
    }

    /// Of each so many blocks, the loss of one is computed.
    private static let lossInterval = 8

    /// - Parameter rate: of a step, by the share of the batch that is done.
    func train(_ batch: SequenceBatch, pass: Int, rate: (Double) -> Double) -> Outcome {
        let random = random.child(UInt64(16 + pass))
        let windows = Windows(
            batch, options, keeping: keepProbabilities, blockWindows: blockWindows,
            random.child(Purpose.windows.rawValue))
        guard !windows.blockEnds.isEmpty else { return Outcome() }
        let count = Double(windows.middles.count)
        let rates = windows.blockEnds.indices.map { block in
            Float(rate(Double(block == 0 ? 0 : windows.blockEnds[block - 1]) / count))
        }
        let work = Pass(
            self, windows, rates, random.child(Purpose.negatives.rawValue), kernels)
        ThreadTeam.run(threads: threads) { member in
            for block in windows.blockEnds.indices {
                work.prepare(block, member)
                member.wait()
                work.compute(member)
                member.wait()
                work.apply(member)
                member.wait()
            }
        }
        return work.outcome
    }

    /// The vectors of all things: [things, dimension].
    var vectors: Matrix {
        var elements: [Float] = []
        elements.reserveCapacity(thingCount * options.dimension)
        let mean = FloatBuffer(count: stride)
        for thing in 0..<thingCount {
            var rows: [TrainingKernels.Row] = [UnsafePointer(inputs.base + thing * stride)]
            for part in parts?.parts(of: thing) ?? [] {
                rows.append(UnsafePointer(inputs.base + (thingCount + Int(part)) * stride))
            }
            rows.withUnsafeBufferPointer { kernels.mean($0, stride: stride, to: mean.base) }
            elements += mean.elements[..<options.dimension]
        }
        return Matrix(rows: thingCount, columns: options.dimension, elements: elements)
    }

    // MARK: - A batch

    /// The memory that a team works on a batch with, block by block. Between two barriers no two of
    /// its members write to one place.
    private final class Pass: @unchecked Sendable {
        private let trainer: SequenceTrainer
        private let windows: Windows
        private let rates: [Float]
        private let negatives: CounterRandom
        private let kernels: TrainingKernels
        private let stride: Int
        private let isCBOW: Bool
        private let negativeCount: Int
        private var block = 0
        private var first = 0
        private var end = 0
        /// Where each window's neighbours and targets begin among those of the block.
        private var inputStarts: [Int] = [0]
        private var targetStarts: [Int] = [0]
        private var inputIDs: [UInt32] = []
        /// Which step a neighbour gets.
        private var inputPlaces: [UInt32] = []
        private var targetIDs: [UInt32] = []
        private var labels: [Float] = []
        private var inputSteps = FloatBuffer(count: 0)
        private var targetSteps = FloatBuffer(count: 0)
        private var losses: [Double] = []
        private var composition: Composition?
        private(set) var outcome = Outcome()

        init(
            _ trainer: SequenceTrainer, _ windows: Windows, _ rates: [Float],
            _ negatives: CounterRandom, _ kernels: TrainingKernels
        ) {
            (self.trainer, self.windows, self.rates) = (trainer, windows, rates)
            (self.negatives, self.kernels, stride) = (negatives, kernels, trainer.stride)
            isCBOW = trainer.options.objective == .cbow
            if case .negativeSampling(let count, _) = trainer.options.output {
                negativeCount = trainer.thingCount > 1 ? count : 0
            } else {
                negativeCount = 0
            }
            if let parts = trainer.parts {
                composition = Composition(parts, thingCount: trainer.thingCount)
            }
        }

        private var measuresLoss: Bool { block % SequenceTrainer.lossInterval == 0 }

        /// Lays out a block: the first member's work.
        func prepare(_ block: Int, _ member: ThreadTeam.Member) {
            guard member.index == 0 else { return }
            self.block = block
            first = end
            end = windows.blockEnds[block]
            inputStarts.removeAll(keepingCapacity: true)
            targetStarts.removeAll(keepingCapacity: true)
            inputIDs.removeAll(keepingCapacity: true)
            inputPlaces.removeAll(keepingCapacity: true)
            var targets = 0
            for window in first..<end {
                inputStarts.append(inputIDs.count)
                targetStarts.append(targets)
                let middle = windows.middles[window]
                for place in windows.ranges[window] where place != middle {
                    inputIDs.append(windows.ids[Int(place)])
                    inputPlaces.append(UInt32(isCBOW ? window - first : inputPlaces.count))
                }
                let thing = Int(windows.ids[Int(middle)])
                targets += trainer.tree.map { $0.path(to: thing).count } ?? 1 + negativeCount
            }
            inputStarts.append(inputIDs.count)
            targetStarts.append(targets)
            let steps = isCBOW ? end - first : inputIDs.count
            if inputSteps.count < steps * stride { inputSteps = FloatBuffer(count: steps * stride) }
            if targetSteps.count < targets * stride {
                targetSteps = FloatBuffer(count: targets * stride)
            }
            if targetIDs.count < targets {
                targetIDs = [UInt32](repeating: 0, count: targets)
                labels = [Float](repeating: 0, count: targets)
            }
            losses = [Double](repeating: 0, count: end - first)
            composition?.prepare(inputIDs, stride)
        }

        func compute(_ member: ThreadTeam.Member) {
            if let composition {
                composition.compose(from: trainer.inputs, kernels, stride, member)
                member.wait()
            }
            let share = member.share(of: end - first)
            guard !share.isEmpty else { return }
            let widest = share.map { inputStarts[$0 + 1] - inputStarts[$0] }.max() ?? 0
            let longest = share.map { targetStarts[$0 + 1] - targetStarts[$0] }.max() ?? 0
            let scratch = FloatBuffer(
                count: kernels.scratchCount(inputs: isCBOW ? 1 : widest, targets: longest))
            let mean = FloatBuffer(count: stride)
            targetIDs.withUnsafeMutableBufferPointer { ids in
                labels.withUnsafeMutableBufferPointer { labels in
                    losses.withUnsafeMutableBufferPointer { losses in
                        withUnsafeTemporaryAllocation(
                            of: TrainingKernels.Row.self, capacity: widest + longest
                        ) { rows in
                            for window in share {
                                step(window, ids, labels, losses, rows, scratch.base, mean.base)
                            }
                        }
                    }
                }
            }
        }

        private func step(
            _ window: Int, _ ids: UnsafeMutableBufferPointer<UInt32>,
            _ labels: UnsafeMutableBufferPointer<Float>,
            _ losses: UnsafeMutableBufferPointer<Double>,
            _ rows: UnsafeMutableBufferPointer<TrainingKernels.Row>,
            _ scratch: UnsafeMutablePointer<Float>, _ mean: UnsafeMutablePointer<Float>
        ) {
            let inputs = inputStarts[window]..<inputStarts[window + 1]
            let targets = targetStarts[window]..<targetStarts[window + 1]
            guard !targets.isEmpty else { return }
            choose(window, ids, labels, from: targets.lowerBound)
            for (place, input) in inputs.enumerated() {
                rows[place] = row(ofInput: input)
            }
            for (place, target) in targets.enumerated() {
                rows[inputs.count + place] = UnsafePointer(
                    trainer.outputs.base + Int(ids[target]) * stride)
            }
            let inputRows = UnsafeBufferPointer(rebasing: rows[..<inputs.count])
            let targetRows = UnsafeBufferPointer(
                rebasing: rows[inputs.count..<inputs.count + targets.count])
            let measured = measuresLoss ? losses.baseAddress.map { $0 + window } : nil
            let targetSteps = targetSteps.base + targets.lowerBound * stride
            if isCBOW {
                kernels.mean(inputRows, stride: stride, to: mean)
                let step = inputSteps.base + window * stride
                var row: TrainingKernels.Row = UnsafePointer(mean)
                withUnsafePointer(to: &row) { row in
                    kernels.logisticStep(
                        TrainingKernels.Products(
                            inputs: UnsafeBufferPointer(start: row, count: 1), targets: targetRows,
                            labels: labels.baseAddress! + targets.lowerBound, stride: stride),
                        rate: rates[block], inputSteps: step, targetSteps: targetSteps,
                        scratch: scratch,
                        loss: measured)
                }
                // Each neighbour is a part of the mean.
                let part = 1 / Float(inputs.count)
                for column in 0..<stride { step[column] *= part }
            } else {
                kernels.logisticStep(
                    TrainingKernels.Products(
                        inputs: inputRows, targets: targetRows,
                        labels: labels.baseAddress! + targets.lowerBound, stride: stride),
                    rate: rates[block], inputSteps: inputSteps.base + inputs.lowerBound * stride,
                    targetSteps: targetSteps, scratch: scratch, loss: measured)
            }
        }

        private func row(ofInput input: Int) -> UnsafePointer<Float> {
            if let composition { return composition.row(ofInput: input, stride) }
            return UnsafePointer(trainer.inputs.base + Int(inputIDs[input]) * stride)
        }

        /// Writes what a window's middle is told by, and from.
        private func choose(
            _ window: Int, _ ids: UnsafeMutableBufferPointer<UInt32>,
            _ labels: UnsafeMutableBufferPointer<Float>, from start: Int
        ) {
            let place = Int(windows.middles[first + window])
            let thing = windows.ids[place]
            if let tree = trainer.tree {
                for (offset, step) in tree.path(to: Int(thing)).enumerated() {
                    ids[start + offset] = tree.nodes[step]
                    labels[start + offset] = tree.labels[step]
                }
                return
            }
            ids[start] = thing
            labels[start] = 1
            guard let sampler = trainer.sampler else { return }
            let index = UInt64(windows.places[place]) &* UInt64(negativeCount * Self.draws)
            for negative in 0..<negativeCount {
                var drawn = thing
                for draw in 0..<Self.draws where drawn == thing {
                    drawn = sampler.draw(
                        negatives.bits(at: index &+ UInt64(negative * Self.draws + draw)))
                }
                if drawn == thing {
                    drawn = UInt32((Int(thing) + 1) % trainer.thingCount)
                }
                ids[start + 1 + negative] = drawn
                labels[start + 1 + negative] = 0
            }
        }

        /// How often another thing than the middle is drawn before its neighbour in the list is
        /// taken.
        private static let draws = 4

        func apply(_ member: ThreadTeam.Member) {
            targetIDs.withUnsafeBufferPointer { ids in
                kernels.scatter(
                    targetSteps.base,
                    UnsafeBufferPointer(rebasing: ids[..<targetStarts[end - first]]),
                    to: trainer.outputs.base, stride: stride, member)
            }
            inputPlaces.withUnsafeBufferPointer { places in
                if let composition {
                    composition.apply(
                        inputSteps.base, places.baseAddress, to: trainer.inputs, kernels, stride,
                        member)
                    return
                }
                inputIDs.withUnsafeBufferPointer { ids in
                    kernels.scatter(
                        inputSteps.base, ids, places: places.baseAddress,
                        to: trainer.inputs.base, stride: stride, member)
                }
            }
            guard member.index == 0, measuresLoss else { return }
            outcome.loss += losses.reduce(0, +)
            for window in 0..<end - first {
                let inputs = isCBOW ? 1 : inputStarts[window + 1] - inputStarts[window]
                outcome.products += inputs * (targetStarts[window + 1] - targetStarts[window])
            }
        }
    }
}
