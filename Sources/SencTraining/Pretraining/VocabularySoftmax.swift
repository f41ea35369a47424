internal import SencMath

/// Which token is meant, told of a row of numbers by its products with the vectors of all tokens:
///
///     loss = Σ -log softmax(E · y + b)[target]
///
/// with the table E of the encoder itself (Press and Wolf, "Using the Output Embedding to Improve
/// Language Models", 2017).
final class VocabularySoftmax: @unchecked Sendable {
    /// All rows of the table [vocabulary, width].
    private let words: RowTable
    /// [vocabulary]
    private let bias: ParameterStore.Parameter
    private let store: ParameterStore
    private let workers: WorkerPool
    /// y · Eᵀ, and the way back.
    private let forward: ChangingProduct
    private let backward: ChangingProduct
    private let wordGradients: WeightGradients
    private let scores = ScratchBuffer<Float>()  // [rows of a block, vocabulary]
    private let losses = ScratchBuffer<Double>()  // [chunks of a block]
    private let scratch: [ScratchBuffer<Float>]

    /// Rows that a thread takes at once.
    private static let chunk = 64
    /// Scores that there are at once, but for those of one chunk.
    private static let scoreCount = 1 << 24

    /// - Precondition: the table has the rows of all ids.
    init(
        _ words: RowTable, bias: ParameterStore.Parameter, in store: ParameterStore,
        precision: Precision, workers: WorkerPool
    ) {
        precondition(words.ids.count == words.original.rows, "all rows are learned")
        (self.words, self.bias, self.store, self.workers) = (words, bias, store, workers)
        let (count, width) = (words.ids.count, words.width)
        forward = ChangingProduct(outputs: count, inputs: width, precision: precision)
        backward = ChangingProduct(outputs: width, inputs: count, precision: precision)
        wordGradients = WeightGradients(outputs: count, inputs: width, precision: precision)
        scratch = (0..<workers.threads).map { _ in ScratchBuffer<Float>() }
    }

    private var count: Int { words.ids.count }

    /// Makes the table as it is now ready for products.
    func prepare() throws {
        let (count, width) = (count, words.width)
        let panels = forward.panelCount(outputs: count)
        try workers.forEach(items: panels + backward.panelCount(outputs: width)) { item, _ in
            if item < panels {
                self.forward.pack(
                    item..<item + 1, of: self.words.values.base, stride: width, outputs: count,
                    inputs: width)
            } else {
                self.backward.pack(
                    item - panels..<item - panels + 1, ofTransposed: self.words.values.base,
                    stride: width, outputs: width, inputs: count)
            }
        }
    }

    /// The loss of rows y [targets, width].
    /// - Parameters:
    ///   - share: what the loss, and with it the gradients, are multiplied by.
    ///   - dy: gets the gradients by y, and those by the table and the biases are added; `nil` for the
    ///     loss alone.
    func loss(
        _ y: UnsafePointer<Float>, _ targets: [Int32], share: Double,
        to dy: UnsafeMutablePointer<Float>?
    ) throws -> Double {
        let width = words.width
        let size = max(1, Self.scoreCount / count / Self.chunk) * Self.chunk
        var sum = 0.0
        for first in stride(from: 0, to: targets.count, by: size) {
            let rows = first..<min(first + size, targets.count)
            sum += try block(
                y + first * width, targets[rows], share: share, to: dy.map { $0 + first * width })
        }
        return sum * share
    }

    private func block(
        _ y: UnsafePointer<Float>, _ targets: ArraySlice<Int32>, share: Double,
        to dy: UnsafeMutablePointer<Float>?
    ) throws -> Double {
        let (count, width, rows) = (count, words.width, targets.count)
        scores.reserve(rows * count)
        wordGradients.reserve(chunks: 1, tokens: dy == nil ? 1 : rows)
        let room = max(
            forward.scratchCount, backward.scratchCount, wordGradients.scratchCount)
        for scratch in scratch { scratch.reserve(room) }
        nonisolated(unsafe) let (y, dy) = (y, dy)
        let chunks = (rows + Self.chunk - 1) / Self.chunk
        losses.reserve(chunks)
        try workers.forEach(items: chunks) { item, worker in
            let range = item * Self.chunk..<min((item + 1) * Self.chunk, rows)
            let first = range.lowerBound
            let scratch = self.scratch[worker].base
            let block = self.scores.base + first * count
            self.forward.apply(
                y + first * width, stride: width, rows: range.count, outputs: count,
                inputs: width, bias: self.store.values(of: self.bias), to: block, stride: count,
                scratch: scratch)
            var sum = 0.0
            for row in range {
                sum += Self.replace(
                    self.scores.base + row * count, count: count,
                    target: Int(targets[targets.startIndex + row]), share: share)
            }
            self.losses.base[item] = sum
            guard let dy else { return }
            self.backward.apply(
                block, stride: count, rows: range.count, outputs: width, inputs: count,
                to: dy + first * width, stride: width, scratch: scratch)
        }
        if dy != nil { try addGradients(y, rows: rows) }
        return (0..<chunks).reduce(0) { $0 + losses.base[$1] }
    }

    /// Replaces the scores of a row by the gradients by them.
    /// - Returns: the loss of the row.
    private static func replace(
        _ scores: UnsafeMutablePointer<Float>, count: Int, target: Int, share: Double
    ) -> Double {
        var largest = scores[0]
        for index in 1..<max(count, 1) where scores[index] > largest { largest = scores[index] }
        let own = Double(scores[target] - largest)
        var sum = 0.0
        for index in 0..<count {
            let power = Float.exp(scores[index] - largest)
            scores[index] = power
            sum += Double(power)
        }
        let scale = Float(share / sum)
        for index in 0..<count { scores[index] *= scale }
        scores[target] -= Float(share)
        return Double.log(sum) - own
    }

    /// Adds the gradients by the table and the biases, of which the scores are made now.
    private func addGradients(_ y: UnsafePointer<Float>, rows: Int) throws {
        let count = count
        wordGradients.keep(y, chunk: 0, tokens: rows)
        let biases = store.gradients(of: bias)
        let kernels = GradientKernels()
        nonisolated(unsafe) let target = biases
        try workers.forEach(items: wordGradients.partCount) { part, worker in
            self.wordGradients.add(
                part: part, self.scores.base, stride: count, [0..<rows],
                to: self.words.gradients.base, scratch: self.scratch[worker].base)
            guard let target else { return }
            let first = part * WeightGradients.rows
            kernels.addColumnSums(
                of: self.scores.base + first, stride: count, rows: rows,
                columns: min(WeightGradients.rows, count - first), to: target + first)
        }
    }
}
