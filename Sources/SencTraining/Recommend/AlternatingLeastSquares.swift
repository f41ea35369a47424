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

    /// Parts of a side at most.
    private static let parts = 16
    /// Items whose rows' losses are summed, about.
    private static let measuredRows = 4096

    let options: RecommenderOptions
    let workers: WorkerPool
    /// Runs of rows that are solved between two reports at least.
    var partRuns = 64

    /// - Parameter report: is told of each part of a side of a pass: how much of the pass is done, within
    ///   0...1, and at its end its loss, which is what the squared errors and the penalty of items come
    ///   to, an interaction of them; of many items some stand for all.
    func learn(
        _ interactions: Interactions, _ checkpoint: TrainingCheckpoint? = nil,
        report: (_ epoch: Int, _ share: Double, _ loss: Double?) throws -> Void
    ) throws -> FactorModel {
        let model = FactorModel(
            users: interactions.userCount, items: interactions.itemCount,
            dimension: options.dimension)
        try model.fill(
            model.items, rows: model.itemCount,
            deviation: Self.deviation / Double(options.dimension).squareRoot(),
            seed: options.seed, purpose: 0x616C73, workers)
        let sides = [
            Side(interactions.byUser, to: model.users, by: model.items),
            Side(interactions.byItem, to: model.items, by: model.users),
        ]
        var keeper = CheckpointKeeper(checkpoint, model.checkpoint)
        // Rows are solved from where they were and by the other side alone, which a part leaves as it
        // is: so learning goes on to the same bits behind any part.
        let position = try keeper.resume()
        let (firstEpoch, firstSide) = (position["epochs"] ?? 0, position["side"] ?? 0)
        var firstRun = position["runs"] ?? 0
        for epoch in 0..<options.epochs where epoch >= firstEpoch {
            for (number, side) in sides.enumerated() where epoch > firstEpoch || number >= firstSide
            {
                let isLast = number == sides.count - 1
                let losses = isLast && firstRun == 0 ? RowLosses(rows: side.rows) : nil
                let gram = try Self.gram(
                    of: side.other, rows: side.rows.columnCount, stride: model.stride, workers)
                let count = side.runs.count
                let part = max(partRuns, (count + Self.parts - 1) / Self.parts)
                for start in stride(from: firstRun, to: max(count, firstRun + 1), by: part) {
                    let end = min(count, start + part)
                    try solve(side, start..<max(start, end), gram, model.stride, losses)
                    let isOver = end >= count
                    let next = isOver ? (number + 1) % sides.count : number
                    let done = [
                        "epochs": isOver && isLast ? epoch + 1 : epoch, "side": next,
                        "runs": isOver ? 0 : end,
                    ]
                    let share =
                        (Double(number) + Double(end) / Double(max(count, 1)))
                        / Double(sides.count)
                    try keeper.keep(done) {
                        try report(epoch, min(share, 1), isOver ? losses?.mean : nil)
                    }
                }
                firstRun = 0
            }
        }
        return model
    }

    /// The rows that are solved, and what they are solved by.
    private struct Side {
        let rows: SparseRows
        let runs: [Range<Int>]
        let table: FloatBuffer
        let other: FloatBuffer

        init(_ rows: SparseRows, to table: FloatBuffer, by other: FloatBuffer) {
            (self.rows, self.table, self.other) = (rows, table, other)
            runs = rows.runs()
        }
    }

    /// What some rows add to the loss, each in a place of its own, so that threads change nothing.
    private struct RowLosses {
        private let step: Int
        private let count: Int
        private let sums: NumberBuffer<Double>
        private let interactions: Double

        init(rows: SparseRows) {
            step = max(1, rows.rowCount / AlternatingLeastSquares.measuredRows)
            count = (rows.rowCount + step - 1) / step
            sums = NumberBuffer(count: max(count, 1), repeating: 0)
            var interactions = 0
            for row in Swift.stride(from: 0, to: rows.rowCount, by: step) {
                interactions += rows.range(row).count
            }
            self.interactions = Double(max(interactions, 1))
        }

        func isMeasured(_ row: Int) -> Bool { row % step == 0 }

        func add(_ loss: Double, row: Int) { sums.base[row / step] = loss }

        var mean: Double {
            (0..<count).reduce(0) { $0 + sums.base[$1] } / interactions
        }
    }

    private func solve(
        _ side: Side, _ part: Range<Int>, _ gram: FloatBuffer, _ stride: Int, _ losses: RowLosses?
    ) throws {
        let alpha = options.alpha
        let regularization = options.regularization
        let (rows, table, other) = (side.rows, side.table, side.other)
        try workers.forEach(items: part.count) { item, _ in
            let kernels = TrainingKernels()
            let scratch = FloatBuffer(count: TrainingKernels.leastSquaresScratch(stride: stride))
            rows.columns.withUnsafeBufferPointer { columns in
                Self.withValues(rows) { values in
                    for row in side.runs[part.lowerBound + item] {
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
                        let observed = ObservedRows(
                            table: other.base, stride: stride, ids: ids + range.lowerBound,
                            weights: values.map { $0 + range.lowerBound },
                            weight: Float(alpha), count: range.count)
                        kernels.solve(
                            observed, gram: gram.base, ridge: Float(ridge), steps: Self.steps,
                            x: x, scratch: scratch.base)
                        if let losses, losses.isMeasured(row) {
                            let loss = Self.loss(observed, x, residual: scratch.base)
                            losses.add(loss, row: row)
                        }
                    }
                }
            }
        }
    }

    /// Of a row x, Σ w (p - x · y)² + ridge |x|² over all rows y of the other side, where w is 1 + α v and
    /// p is 1 for those that are observed, else both 1 and 0. With A x = b as the equations that were
    /// solved, and r = b - A x, that is Σ w p - x · (b + r).
    private static func loss(
        _ observed: ObservedRows, _ x: UnsafePointer<Float>, residual: UnsafePointer<Float>
    ) -> Double {
        let stride = observed.stride
        func product(_ row: UnsafePointer<Float>) -> Double {
            Double(SimilarityFunction.dot(x, row, count: stride))
        }
        var loss = -product(residual)
        for place in 0..<observed.count {
            let value = observed.weights.map { Double($0[place]) } ?? 1
            let weight = 1 + Double(observed.weight) * value
            loss += weight * (1 - product(observed.table + Int(observed.ids[place]) * stride))
        }
        return loss
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
