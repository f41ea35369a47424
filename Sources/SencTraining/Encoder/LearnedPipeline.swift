internal import Senc
internal import SencFiles
internal import SencMath

/// What follows the states of tokens in a model that learns: what `Pipeline` computes, and back.
final class LearnedPipeline: @unchecked Sendable {
    private enum Step {
        case dense(LearnedDense)
        case layerNorm(LearnedNorm, NormRecord, VectorGradients)
        /// Scaling to length 1.
        case normalize
    }

    private let pooling: Pooling
    private let steps: [Step]
    private let store: ParameterStore
    private let workers: WorkerPool
    /// What each step takes, and what the last gives [texts, dimension].
    private let values: [ScratchBuffer<Float>]
    private let widths: [Int]
    private let changes: [ScratchBuffer<Float>]
    private let stateChange = ScratchBuffer<Float>()  // [tokens, state size]

    /// Makes room for the parameters of a model's modules.
    init(
        _ settings: ModelSettings, in store: ParameterStore, precision: Precision = .float32,
        workers: WorkerPool
    ) throws {
        (pooling, self.store, self.workers) = (settings.pooling, store, workers)
        var steps: [Step] = []
        var widths = [settings.pooling.outputDimension]
        for module in settings.modules {
            let width = widths[widths.count - 1]
            switch module {
            case .pooling: continue
            case .normalize:
                steps.append(.normalize)
                widths.append(width)
            case .layerNorm(let path):
                let module = try LayerNormModule(
                    directory: Path.join(settings.moduleDirectory, path), dimension: width)
                func vector(_ name: String) -> ParameterStore.Parameter {
                    store.add(
                        vectors: [(LayerNormModule.name + name, width)], prefix: path + "/",
                        of: module.weights)
                }
                let norm = LearnedNorm(
                    store, gain: vector(".weight"), bias: vector(".bias"),
                    GradientKernels.NormKind(
                        isCentered: true, epsilon: LayerNormModule.epsilon), isOffset: false)
                steps.append(
                    .layerNorm(
                        norm, NormRecord(columns: width),
                        VectorGradients([norm.gain, norm.bias].compactMap { $0 })))
                widths.append(width)
            case .dense(let path):
                let dense = LearnedDense(
                    try DenseModule(
                        directory: Path.join(settings.moduleDirectory, path),
                        inputDimension: width), folder: path, in: store, precision: precision)
                steps.append(.dense(dense))
                widths.append(dense.outputs)
            }
        }
        self.steps = steps
        self.widths = widths
        values = widths.map { _ in ScratchBuffer<Float>() }
        changes = widths.map { _ in ScratchBuffer<Float>() }
    }

    /// Components of a vector.
    var dimension: Int { widths[widths.count - 1] }

    /// Makes the weights as they are now ready for products.
    func prepare() {
        for case .dense(let dense) in steps { dense.prepare() }
    }

    /// Turns the states of all tokens of a batch into the vectors [texts, dimension], valid until the
    /// next call.
    /// - Parameters:
    ///   - states: [tokens, state size]
    ///   - skipped: of each text, leading tokens that pooling leaves out.
    func apply(
        _ batch: TokenBatch, _ states: UnsafePointer<Float>, skipping skipped: [Int]
    ) throws -> UnsafePointer<Float> {
        let rows = batch.textCount
        for (buffer, width) in zip(values, widths) { buffer.reserve(rows * width) }
        let size = pooling.inputDimension
        nonisolated(unsafe) let states = states
        try workers.forEach(items: batch.chunks.count) { item, _ in
            for text in batch.chunks[item].texts {
                let tokens = batch.tokens(ofText: text)
                self.pooling.apply(
                    states + tokens.lowerBound * size, tokens: tokens.count,
                    skipping: skipped[text], to: self.values[0].base + text * self.widths[0])
            }
        }
        for (index, step) in steps.enumerated() {
            let (x, y) = (values[index].base, values[index + 1].base)
            switch step {
            case .dense(let dense): dense.apply(x, rows: rows, to: y)
            case .layerNorm(let norm, let record, _):
                record.reserve(rows: rows)
                norm.apply(x, rows: rows, to: y, record.trace(row: 0))
            case .normalize:
                for row in 0..<rows { normalize(x, y, row: row, width: widths[index]) }
            }
        }
        return UnsafePointer(values[steps.count].base)
    }

    /// Vectors shorter than this are divided by it, as torch's `normalize` does.
    private static let leastLength = 1e-12

    private func normalize(
        _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, row: Int, width: Int
    ) {
        let (x, y) = (x + row * width, y + row * width)
        let length = Float(
            max(GradientKernels().squareSum(x, count: width).squareRoot(), Self.leastLength))
        for column in 0..<width { y[column] = x[column] / length }
    }

    /// The gradients by the states [tokens, state size], from those by the vectors that `apply` gave
    /// last; those by the weights are added.
    /// - Parameters:
    ///   - states: as they were given.
    ///   - change: [texts, dimension]
    func back(
        _ batch: TokenBatch, _ states: UnsafePointer<Float>, skipping skipped: [Int],
        _ change: UnsafePointer<Float>
    ) throws -> UnsafeMutablePointer<Float> {
        let rows = batch.textCount
        for (buffer, width) in zip(changes, widths) { buffer.reserve(rows * width) }
        changes[steps.count].base.update(from: change, count: rows * dimension)
        for (index, step) in steps.enumerated().reversed() {
            let (dx, dy) = (changes[index].base, changes[index + 1].base)
            switch step {
            case .dense(let dense): dense.back(dy, batch.chunkTexts, to: dx)
            case .layerNorm(let norm, let record, let sums):
                let width = norm.columns
                for texts in batch.chunkTexts {
                    sums.clear()
                    norm.back(
                        dy + texts.lowerBound * width, rows: texts.count,
                        to: dx + texts.lowerBound * width, record.trace(row: texts.lowerBound),
                        sums)
                    sums.add(to: store)
                }
            case .normalize:
                for row in 0..<rows {
                    normalizeBack(
                        values[index].base, values[index + 1].base, dy, dx, row: row,
                        width: widths[index])
                }
            }
        }
        let size = pooling.inputDimension
        stateChange.reserve(batch.tokenCount * size)
        nonisolated(unsafe) let states = states
        try workers.forEach(items: batch.chunks.count) { item, _ in
            for text in batch.chunks[item].texts {
                let tokens = batch.tokens(ofText: text)
                self.pooling.back(
                    states + tokens.lowerBound * size,
                    self.changes[0].base + text * self.widths[0], tokens: tokens.count,
                    skipping: skipped[text], to: self.stateChange.base + tokens.lowerBound * size)
            }
        }
        return stateChange.base
    }

    /// dx = (dy - y (y · dy)) / |x|
    private func normalizeBack(
        _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
        _ dx: UnsafeMutablePointer<Float>, row: Int, width: Int
    ) {
        let start = row * width
        let length = GradientKernels().squareSum(x + start, count: width).squareRoot()
        var product = 0.0
        if length > Self.leastLength {
            for index in start..<start + width { product += Double(y[index]) * Double(dy[index]) }
        }
        let scale = max(length, Self.leastLength)
        for index in start..<start + width {
            dx[index] = Float((Double(dy[index]) - Double(y[index]) * product) / scale)
        }
    }
}
