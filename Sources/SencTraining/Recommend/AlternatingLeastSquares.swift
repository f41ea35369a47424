internal import SencMath

/// Learns vectors of users and items whose products are 1 where there was an interaction, which
/// counts 1 + α · value, and 0 elsewhere, which counts 1: of one side at a time, with the other's
/// fixed, each row by conjugate gradients from where it was (Hu, Koren and Volinsky, 2008; Takács,
/// Pilászy and Tikk, 2011).
///
/// The penalty of a row is λ (α Σ values + rows of the other side), in proportion to the weights of
/// its squared errors. A row depends on the other side's rows alone, so threads change nothing.
struct AlternatingLeastSquares {
    private static let steps = 3
    /// Rows whose products are summed in float32, and then with others in double precision.
    private static let gramRows = 4096
    /// Numbers that sums of parts take at once, about.
    private static let gramMemory = 1 << 24
    /// Numbers of a vector at most: memory for their products grows with the square.
    static let maximumDimension = 4096
    /// Numbers of a vector at the start have 1 / √dimension times this as their deviation.
    private static let deviation = 0.1

    let options: RecommendOptions
    let workers: WorkerPool

    func learn(
        _ interactions: Interactions, _ checkpoint: TrainingCheckpoint? = nil,
        report: (_ epoch: Int) throws -> Void
    ) throws -> FactorModel {
        let model = FactorModel(
            users: interactions.userCount, items: interactions.itemCount,
            dimension: options.dimension)
        try model.fill(
            model.items, rows: model.itemCount,
            deviation: Self.deviation / Double(options.dimension).squareRoot(),
            seed: options.seed, purpose: 0x616C73, workers)
        let userRuns = interactions.byUser.runs()
        let itemRuns = interactions.byItem.runs()
        var keeper = CheckpointKeeper(checkpoint, model.checkpoint)
        let start = try keeper.resumeEpoch()
        for epoch in 0..<options.epochs where epoch >= start {
            try solve(
                interactions.byUser, userRuns, to: model.users, by: model.items, model.stride)
            try solve(
                interactions.byItem, itemRuns, to: model.items, by: model.users, model.stride)
            try keeper.keep(epoch: epoch) { try report(epoch) }
        }
        return model
    }

    private func solve(
        _ rows: SparseRows, _ runs: [Range<Int>], to table: FloatBuffer, by other: FloatBuffer,
        _ stride: Int
    ) throws {
        let gram = try Self.gram(of: other, rows: rows.columnCount, stride: stride, workers)
        let alpha = options.alpha
        let regularization = options.regularization
        try workers.forEach(items: runs.count) { run, _ in
            let kernels = TrainingKernels()
            let scratch = FloatBuffer(count: TrainingKernels.leastSquaresScratch(stride: stride))
            rows.columns.withUnsafeBufferPointer { columns in
                Self.withValues(rows) { values in
                    for row in runs[run] {
                        let range = rows.range(row)
                        let x = table.base + row * stride
                        guard let ids = columns.baseAddress, !range.isEmpty else {
                            x.update(repeating: 0, count: stride)
                            continue
                        }
                        var total = Double(range.count)
                        if let values {
                            total = 0
                            for place in range { total += Double(values[place]) }
                        }
                        let ridge = regularization * (alpha * total + Double(rows.columnCount))
                        kernels.solve(
                            ObservedRows(
                                table: other.base, stride: stride, ids: ids + range.lowerBound,
                                weights: values.map { $0 + range.lowerBound },
                                weight: Float(alpha), count: range.count),
                            gram: gram.base, ridge: Float(ridge), steps: Self.steps, x: x,
                            scratch: scratch.base)
                    }
                }
            }
        }
    }

    static func withValues(
        _ rows: SparseRows, _ body: (UnsafePointer<Float>?) -> Void
    ) {
        guard let values = rows.values else { return body(nil) }
        values.withUnsafeBufferPointer { body($0.baseAddress) }
    }

    /// tableᵀ · table
    static func gram(
        of table: FloatBuffer, rows: Int, stride: Int, _ workers: WorkerPool
    ) throws -> FloatBuffer {
        let parts = max(1, (rows + gramRows - 1) / gramRows)
        let size = stride * stride
        // Some parts at a time, so that memory is bounded.
        let atOnce = max(1, min(64, gramMemory / size))
        var sum = [Double](repeating: 0, count: size)
        for first in Swift.stride(from: 0, to: parts, by: atOnce) {
            let count = min(atOnce, parts - first)
            let grams = NumberBuffer(count: count * size, repeating: Float(0))
            try workers.forEach(items: count) { item, _ in
                let start = (first + item) * gramRows
                TrainingKernels().addGram(
                    table.base + start * stride, count: max(0, min(gramRows, rows - start)),
                    stride: stride, to: grams.base + item * size)
            }
            for part in 0..<count {
                for place in 0..<size { sum[place] += Double(grams.base[part * size + place]) }
            }
        }
        let gram = FloatBuffer(count: size)
        for place in 0..<size { gram.base[place] = Float(sum[place]) }
        return gram
    }
}
