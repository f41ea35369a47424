internal import SencMath

/// Learns vectors and biases that tell ratings, by gradient descent on (r - μ - b_u - b_i - p_u ·
/// q_i)² and λ times the squares of the numbers; of SVD++, with n^-½ Σ y_j over the n items that a
/// user rated added to p_u.
struct RatingFactors {
    private static let deviation = 0.1

    let options: RecommenderOptions
    let workers: WorkerPool

    /// - Parameter report: is told of each pass, and of the root of the mean squared error in it.
    func learn(
        _ interactions: Interactions, _ checkpoint: TrainingCheckpoint? = nil,
        report: (_ epoch: Int, _ loss: Double) throws -> Void
    ) throws -> FactorModel {
        let scale = Self.scale(interactions.byUser)
        let rows = interactions.byUser.multiplied(by: 1 / scale)
        var sum = 0.0
        for place in 0..<rows.count { sum += Double(rows.value(at: place)) }
        let hasImplicit = options.method == .svdpp
        let model = FactorModel(
            users: interactions.userCount, items: interactions.itemCount,
            dimension: options.dimension, hasImplicit: hasImplicit,
            mean: Float(sum / Double(max(1, rows.count)) * Double(scale)))
        let deviation = Self.deviation / Double(options.dimension).squareRoot()
        let tables = [model.users, model.items] + (model.implicit.map { [$0] } ?? [])
        for (number, table) in tables.enumerated() {
            try model.fill(
                table, rows: number == 0 ? model.userCount : model.itemCount,
                deviation: deviation, seed: options.seed, purpose: 0x6D66 + UInt64(number), workers)
        }
        var strata = hasImplicit ? nil : Strata(rows, seed: options.seed)
        var keeper = CheckpointKeeper(checkpoint, model.checkpoint)
        let start = try keeper.resumeEpoch()
        for epoch in 0..<options.epochs where epoch >= start {
            var tables = model.tables(options)
            tables.mean = model.mean / scale
            // Steps become smaller, to a tenth of the first.
            let share = Float(epoch) / Float(max(1, options.epochs - 1))
            tables.rate *= 1 - 0.9 * share
            let loss: Double
            if let implicit = model.implicit {
                loss = pass(rows, tables, implicit, model.stride, epoch)
            } else {
                strata?.deal(pass: epoch)
                loss = try strata.map { try pass($0, tables) } ?? 0
            }
            let error = (loss / Double(max(1, rows.count))).squareRoot()
            guard error.isFinite else { throw TrainingError.notFinite(pass: epoch + 1) }
            try keeper.keep(epoch: epoch) { try report(epoch, error * Double(scale)) }
        }
        if let implicit = model.implicit {
            Self.addImplicit(implicit, rows, to: model.users, model.stride)
        }
        let scaled = [model.users, model.userBiases, model.itemBiases]
        for table in scaled + (model.implicit.map { [$0] } ?? []) {
            for place in 0..<table.count { table.base[place] *= scale }
        }
        return model
    }

    /// Ratings are learned as if they were from 1 to 5, to which the defaults belong.
    private static let usualWidth: Float = 4

    private static func scale(_ rows: SparseRows) -> Float {
        guard let least = rows.values?.min(), let largest = rows.values?.max(), least < largest
        else { return 1 }
        let scale = largest / usualWidth - least / usualWidth
        return scale.isNormal ? scale : 1
    }

    private func pass(_ strata: Strata, _ tables: FactorTables) throws -> Double {
        let ones = strata.values.isEmpty
        return try strata.forEachBlock(workers) { places, _ in
            let ratings =
                ones
                ? [Float](repeating: 1, count: places.count) : Array(strata.values[places])
            return strata.users.withUnsafeBufferPointer { users in
                strata.items.withUnsafeBufferPointer { items in
                    guard let users = users.baseAddress, let items = items.baseAddress else {
                        return 0
                    }
                    return TrainingKernels().rate(
                        tables, users: users + places.lowerBound,
                        items: items + places.lowerBound, ratings: ratings, count: places.count)
                }
            }
        }
    }

    /// A pass of SVD++, user by user: what a user's items add to the user's vector is summed once and
    /// then kept up to date, so a rating costs no more than without. Users follow each other, since
    /// two of them have items in common.
    private func pass(
        _ rows: SparseRows, _ tables: FactorTables, _ implicit: FloatBuffer, _ stride: Int,
        _ epoch: Int
    ) -> Double {
        let random = CounterRandom(seed: options.seed, purpose: 0x737664).child(UInt64(epoch))
        let kernels = TrainingKernels()
        let scratch = FloatBuffer(count: 2 * stride)
        let ones = [Float](repeating: 1, count: rows.values == nil ? rows.columnCount : 0)
        var order: [UInt32] = []
        var loss = 0.0
        let inUser = random.child(1)
        rows.columns.withUnsafeBufferPointer { columns in
            AlternatingLeastSquares.withValues(rows) { values in
                for user in random.permutation(of: rows.rowCount) {
                    let range = rows.range(user)
                    guard let items = columns.baseAddress, !range.isEmpty else { continue }
                    order.removeAll(keepingCapacity: true)
                    for place in 0..<range.count { order.append(UInt32(place)) }
                    for place in order.indices.dropFirst() {
                        let index = UInt64(range.lowerBound + place)
                        order.swapAt(place, inUser.integer(below: place + 1, at: index))
                    }
                    ones.withUnsafeBufferPointer { ones in
                        guard
                            let ratings = values.map({ $0 + range.lowerBound }) ?? ones.baseAddress
                        else { return }
                        loss += kernels.rate(
                            tables, user: UInt32(user), items: items + range.lowerBound,
                            ratings: ratings, order: order, count: range.count,
                            implicit: implicit.base, scratch: scratch.base)
                    }
                }
            }
        }
        return loss
    }

    /// Adds to each user's vector what the items add that he or she rated.
    private static func addImplicit(
        _ implicit: FloatBuffer, _ rows: SparseRows, to users: FloatBuffer, _ stride: Int
    ) {
        let kernels = TrainingKernels()
        for user in 0..<rows.rowCount {
            let items = rows[user]
            let share = 1 / Float(max(1, items.count)).squareRoot()
            for item in items {
                kernels.add(
                    implicit.base + Int(item) * stride, scale: share,
                    to: users.base + user * stride, stride: stride)
            }
        }
    }
}
