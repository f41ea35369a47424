internal import SencMath

/// Learns vectors of things from the sequences that they stand in: skip-gram and CBOW (Mikolov et al.,
/// "Distributed representations of words and phrases and their compositionality", 2013).
///
/// Windows are taken in blocks of a fixed size. All of a block go from the vectors as they are at its
/// start, so that threads share them in any way; what they would change is added when all are done,
/// to each vector in the order of the windows. So the vectors are the same to the bit with any
/// number of threads. Within a window, the middle and the things drawn against it are shared by all
/// neighbors (Ji et al., "Parallelizing word2vec in shared and distributed memory", 2016), so that
/// it is a product of small matrices.
final class SequenceTrainer: @unchecked Sendable {
    let options: SequenceOptions
    /// The vectors that are learned: of things, and behind them those of their parts, if they have
    /// some.
    let inputs: SplitTable
    /// What they are multiplied by: of things, or of the tree's inner nodes.
    let outputs: SplitTable
    let sampler: AliasTable?
    let tree: HuffmanTree?
    let parts: PartTable?
    private let random: CounterRandom
    private let workers: WorkerPool
    let kernels = TrainingKernels()
    let thingCount: Int
    private let rule: Windows.Rule
    private lazy var work = Pass(self, threads: workers.threads)

    /// Streams of random numbers.
    private enum Purpose: UInt64 {
        case start = 1
        case windows, negatives
    }

    /// - Parameters:
    ///   - counts: how often each thing stands in the sequences, at least once.
    ///   - parts: rows that the things' vectors are made of beside their own.
    init(counts: [Int], _ options: SequenceOptions, parts: PartTable? = nil, _ workers: WorkerPool)
    {
        (self.options, self.parts, self.workers) = (options, parts, workers)
        thingCount = counts.count
        random = CounterRandom(seed: options.seed, purpose: 0)
        let probabilities = Self.keepProbabilities(counts, options.subsampling)
        rule = Windows.Rule(
            options: options, probabilities: probabilities,
            blockWindows: Self.blockWindows(counts, probabilities, options, parts),
            largestLoad: Int(min(max(1 / options.learningRate, 1), Double(Int32.max))))
        switch options.output {
        case .negativeSampling(_, let exponent):
            sampler = AliasTable(counts.map { Double.pow(Double($0), exponent) })
            tree = nil
        case .hierarchicalSoftmax:
            (sampler, tree) = (nil, HuffmanTree(counts: counts))
        }
        let vectorParts = VectorParts(dimension: options.dimension)
        inputs = SplitTable(rows: counts.count + (parts?.rowCount ?? 0), vectorParts)
        outputs = SplitTable(rows: tree?.nodeCount ?? counts.count, vectorParts)
        fillInputs()
    }

    /// How many windows may go from the same vectors: so few that what is added to the most frequent
    /// row at once stays a small step in the mean, as it is where windows are taken one by one.
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
        // Neighbors of a window in the mean, and what its middle is told from.
        var rows = most / total * options.meanNeighbors
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

    /// The learning rate times how often a row is met in a block in the mean, at most.
    private static let largestStep = 0.5

    /// Evenly within ± 1 / (2 · dimension), as word2vec does it; parts that nothing has stay 0.
    private func fillInputs() {
        let start = random.child(Purpose.start.rawValue)
        let used = parts?.usedRows
        for row in 0..<inputs.rows {
            if row >= thingCount, used?[row - thingCount] == false { continue }
            inputs.forEachPart(of: row) { first, elements in
                for column in elements.indices {
                    let index = row * options.dimension + first + column
                    let number = start.uniform(at: UInt64(index))
                    elements[column] = Float(number - 0.5) / Float(options.dimension)
                }
            }
        }
    }

    /// word2vec's: (√(f / t) + 1) · t / f of those that are a share f > t of all.
    static func keepProbabilities(_ counts: [Int], _ threshold: Double) -> [Float] {
        guard threshold > 0 else { return [Float](repeating: 1, count: counts.count) }
        let limit = threshold * Double(counts.reduce(0, +))
        return counts.map { count in
            let ratio = limit / Double(count)
            // None is left out for sure, however small the threshold is.
            return max(.leastNormalMagnitude, Float(min(1, ratio.squareRoot() + ratio)))
        }
    }

    /// What came of a batch.
    struct Outcome {
        /// The sum of the losses of some of the products, and how many these were.
        var loss = 0.0
        var products = 0

        var meanLoss: Double? { products > 0 ? loss / Double(products) : nil }

        /// Whether vectors grow without bound: they tell much worse than at random, at log 2.
        var hasDiverged: Bool { !((meanLoss ?? 0) < 4 * Double.log(2)) }
    }

    /// Of each so many blocks, the loss of one is computed.
    static let lossInterval = 32

    /// - Parameter rate: of a step, by the share of the batch that is done.
    func train(_ batch: SequenceBatch, pass: Int, rate: (Double) -> Double) throws -> Outcome {
        let random = random.child(UInt64(16 + pass))
        let windows = try Windows(batch, rule, random.child(Purpose.windows.rawValue), workers)
        // A single thing is told apart from nothing by a tree.
        guard !windows.blockEnds.isEmpty, tree?.nodeCount != 0 else { return Outcome() }
        let count = Double(windows.windows.count)
        let rates = windows.blockEnds.indices.map {
            Float(rate(Double(windows.block($0).lowerBound) / count))
        }
        let targets = WindowTargets(
            thingCount: thingCount, sampler: sampler, negativeCount: negativeCount,
            areShared: options.objective == .skipGram, tree: tree,
            random.child(Purpose.negatives.rawValue))
        return work.run(windows, rates: rates, targets)
    }

    private var negativeCount: Int {
        guard case .negativeSampling(let count, _) = options.output, thingCount > 1 else {
            return 0
        }
        return count
    }

    /// The vectors of all things: [things, dimension].
    var vectors: Matrix {
        var elements = [Float](repeating: 0, count: thingCount * options.dimension)
        let mean = FloatBuffer(count: TrainingKernels.stride(dimension: options.dimension))
        for thing in 0..<thingCount {
            let rows =
                [UInt32(thing)] + (parts?.parts(of: thing) ?? []).map { UInt32(thingCount) + $0 }
            for (part, range) in vectorParts.ranges.enumerated() {
                kernels.means(
                    of: inputs[part: part], stride: range.count, rows,
                    starts: [0, UInt32(rows.count)], 0..<1, to: mean.base + range.lowerBound)
            }
            for column in 0..<options.dimension {
                elements[thing * options.dimension + column] = mean.base[column]
            }
        }
        return Matrix(rows: thingCount, columns: options.dimension, elements: elements)
    }

    var vectorParts: VectorParts { inputs.parts }

    /// All that learning changes.
    var tables: [TrainingCheckpoint.Table] {
        inputs.checkpoint(as: "inputs") + outputs.checkpoint(as: "outputs")
    }
}
