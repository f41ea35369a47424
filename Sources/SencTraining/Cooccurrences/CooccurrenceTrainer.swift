internal import SencMath
private import Synchronization

/// Learns vectors from how often words stand near each other: of all pairs of words,
/// Σ f(X) (w · c + b + b′ - log X)², with f(X) = min(1, (X / x_max)^0.75), is made small by AdaGrad, one
/// pair after the other. What is kept are the sums w + c, as in the authors' program.
///
/// Pairs are taken block by block (`BlockLayout`). Blocks of a round have no word in common, so that
/// it is the same in which order they are learned, or by how many threads; the order of rounds, and
/// of pairs in a block, is drawn for each pass.
final class CooccurrenceTrainer: @unchecked Sendable {
    let options: CooccurrenceOptions
    let layout: BlockLayout
    let stride: Int
    /// Of each row its vector, its context vector, and the squares of either's steps.
    let table: FloatBuffer
    private let store: CooccurrenceStore
    private let wordCount: Int
    private let workers: WorkerPool
    private let random: CounterRandom
    private let kernels: TrainingKernels

    /// Rows of floats that a word has.
    static let rowsOfWord = 4
    /// The square of what never moves: 1 less a step that is divided by its root is 1.
    private static let fixed: Float = 1e30

    /// Streams of random numbers.
    private enum Purpose: UInt64 {
        case start = 1
        case rounds, pairs
    }

    static func stride(dimension: Int) -> Int {
        // Two biases.
        TrainingKernels.stride(dimension: dimension + 2)
    }

    static func layout(words: Int, _ options: CooccurrenceOptions) -> BlockLayout {
        BlockLayout(
            words: words, rowBytes: rowsOfWord * 4 * stride(dimension: options.dimension))
    }

    init(
        words: Int, _ store: CooccurrenceStore, _ options: CooccurrenceOptions,
        _ workers: WorkerPool, _ kernels: TrainingKernels = TrainingKernels()
    ) {
        (wordCount, self.store, self.options, self.workers) = (words, store, options, workers)
        self.kernels = kernels
        layout = Self.layout(words: words, options)
        stride = Self.stride(dimension: options.dimension)
        random = CounterRandom(seed: options.seed, purpose: 1)
        table = FloatBuffer(count: layout.rowCount * Self.rowsOfWord * stride)
        fillTable()
    }

    /// Evenly within ± 1 / (2 · (dimension + 1)), biases too, as in the authors' program.
    private func fillTable() {
        let start = random.child(Purpose.start.rawValue)
        let dimension = options.dimension
        table.elements.update(repeating: 0)
        for word in 0..<wordCount {
            let rows = table.base + layout.row(of: word) * Self.rowsOfWord * stride
            for side in 0..<2 {
                let (row, squares) = (rows + side * stride, rows + (2 + side) * stride)
                squares.update(repeating: 1, count: stride)
                for element in 0...dimension {
                    let index = UInt64((2 * word + side) * (dimension + 1) + element)
                    let value = Float(start.uniform(at: index) - 0.5) / Float(dimension + 1)
                    // The vector's bias is behind it, the context vector's one place on.
                    row[element == dimension ? dimension + side : element] = value
                }
                row[dimension + 1 - side] = 1
                squares[dimension + 1 - side] = Self.fixed
            }
        }
    }

    /// A pass over all pairs.
    /// - Parameters:
    ///   - start: rounds that were made before, and their steps.
    ///   - report: is told which round was made, how many of the steps of the pass are done, and what
    ///     the mean of the objective was in those of the round.
    func run(
        pass: Int, from start: (rounds: Int, steps: Int) = (0, 0),
        _ report: (_ round: Int, _ steps: Int, _ loss: Double?) throws -> Void
    ) throws {
        let pairsRandom = pairsRandom(pass)
        var done = start.steps
        for (number, blocks) in rounds(pass).enumerated().dropFirst(start.rounds) {
            let results = Mutex([BlockLoss](repeating: BlockLoss(), count: blocks.count))
            try workers.forEach(items: blocks.count) { item, _ in
                let block = blocks[item]
                let result = try learn(block, pairsRandom.child(UInt64(block)))
                results.withLock { $0[item] = result }
            }
            // In the blocks' order.
            let round = results.withLock { $0 }.reduce(into: BlockLoss()) {
                $0.steps += $1.steps
                $0.loss += $1.loss
            }
            done += round.steps
            try report(number, done, round.steps == 0 ? nil : round.loss / Double(round.steps))
        }
    }

    /// The blocks of each round.
    private func rounds(_ pass: Int) -> [[Int]] {
        let random = random.child(16 + UInt64(pass)).child(Purpose.rounds.rawValue)
        return random.permutation(of: layout.parts).map {
            layout.round($0).filter { !store.range(of: $0).isEmpty }
        }
    }

    private func pairsRandom(_ pass: Int) -> CounterRandom {
        random.child(16 + UInt64(pass)).child(Purpose.pairs.rawValue)
    }

    /// The pairs of each round of a pass in the order in which they are learned.
    func order(pass: Int) throws -> [[CooccurrenceStore.Pair]] {
        let random = pairsRandom(pass)
        return try rounds(pass).map {
            try $0.flatMap { try withPairs(of: $0, random.child(UInt64($0))) { Array($0) } }
        }
    }

    private struct BlockLoss {
        var steps = 0
        var loss = 0.0
    }

    /// A block's pairs, in an order that is drawn.
    private func withPairs<Value>(
        of block: Int, _ random: CounterRandom,
        _ body: (UnsafeMutableBufferPointer<CooccurrenceStore.Pair>) throws -> Value
    ) throws -> Value {
        let count = store.range(of: block).count
        let pairs = UnsafeMutableBufferPointer<CooccurrenceStore.Pair>.allocate(capacity: count)
        defer { pairs.deallocate() }
        pairs.initialize(
            repeating: CooccurrenceStore.Pair(first: 0, second: 0, logarithm: 0, weight: 0))
        try store.copy(block, to: pairs)
        Self.shuffle(pairs, random)
        return try body(pairs)
    }

    private func learn(_ block: Int, _ random: CounterRandom) throws -> BlockLoss {
        try withPairs(of: block, random) { pairs in
            let steps = pairs.reduce(0) { $0 + ($1.first == $1.second ? 1 : 2) }
            let loss = kernels.cooccurrenceSteps(
                pairs, table.base, stride: stride, rate: Float(options.learningRate))
            return BlockLoss(steps: steps, loss: loss)
        }
    }

    static func shuffle(
        _ pairs: UnsafeMutableBufferPointer<CooccurrenceStore.Pair>, _ random: CounterRandom
    ) {
        for last in pairs.indices.dropFirst().reversed() {
            pairs.swapAt(last, random.integer(below: last + 1, at: UInt64(last)))
        }
    }

    /// The vectors of all words with their context vectors added: [words, dimension].
    var vectors: Matrix {
        var elements: [Float] = []
        elements.reserveCapacity(wordCount * options.dimension)
        for word in 0..<wordCount {
            let rows = table.base + layout.row(of: word) * Self.rowsOfWord * stride
            for element in 0..<options.dimension {
                elements.append(rows[element] + rows[stride + element])
            }
        }
        return Matrix(rows: wordCount, columns: options.dimension, elements: elements)
    }
}
