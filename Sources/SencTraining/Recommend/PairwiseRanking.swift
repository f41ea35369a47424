internal import SencMath

/// Learns vectors by which what a user chose has a higher score than what he or she did not: gradient
/// descent on -log σ(x_u · (q_i - q_j) + b_i - b_j), with an item j drawn for each interaction
/// (Rendle et al., "BPR: Bayesian personalized ranking from implicit feedback", 2009).
struct PairwiseRanking {
    /// Items that are drawn at most until one is found that the user did not choose.
    private static let draws = 8
    /// The deviation of the numbers at the start, times √dimension.
    private static let deviation = 0.1

    let options: RecommenderOptions
    let workers: WorkerPool

    /// - Parameter report: is told of each pass, and of the mean loss in it.
    func learn(
        _ interactions: Interactions, _ checkpoint: TrainingCheckpoint? = nil,
        report: (_ epoch: Int, _ loss: Double) throws -> Void
    ) throws -> FactorModel {
        let model = FactorModel(
            users: interactions.userCount, items: interactions.itemCount,
            dimension: options.dimension)
        let deviation = Self.deviation / Double(options.dimension).squareRoot()
        try model.fill(
            model.users, rows: model.userCount, deviation: deviation, seed: options.seed,
            purpose: 0x627072, workers)
        try model.fill(
            model.items, rows: model.itemCount, deviation: deviation, seed: options.seed,
            purpose: 0x627073, workers)
        var strata = Strata(interactions.byUser, seed: options.seed)
        let random = CounterRandom(seed: options.seed, purpose: 0x6E65_6761)
        var keeper = CheckpointKeeper(checkpoint, model.checkpoint)
        let start = try keeper.resumeEpoch()
        for epoch in 0..<options.epochs where epoch >= start {
            strata.deal(pass: epoch)
            let loss = try pass(
                strata, interactions.byUser, model, random.child(UInt64(epoch)))
            let mean = loss / Double(max(1, interactions.count))
            guard mean.isFinite else { throw TrainingError.notFinite(pass: epoch + 1) }
            try keeper.keep(epoch: epoch) { try report(epoch, mean) }
        }
        return model
    }

    private func pass(
        _ strata: Strata, _ rows: SparseRows, _ model: FactorModel, _ random: CounterRandom
    ) throws -> Double {
        let tables = model.tables(options)
        let drawsPopular = options.drawsPopularItems
        return try strata.forEachBlock(workers) { places, part in
            var (users, items, others) = ([UInt32](), [UInt32](), [UInt32]())
            users.reserveCapacity(places.count)
            items.reserveCapacity(places.count)
            others.reserveCapacity(places.count)
            let pool = strata.itemsOfPart[part]
            rows.columns.withUnsafeBufferPointer { columns in
                for place in places {
                    let user = strata.users[place]
                    let chosen = rows.range(Int(user))
                    for draw in 0..<Self.draws {
                        let index = UInt64(place) &* UInt64(Self.draws) &+ UInt64(draw)
                        // An item of the same part, or that of another interaction with one.
                        let other =
                            drawsPopular
                            ? strata.items[
                                places.lowerBound
                                    + random.integer(below: places.count, at: index)]
                            : pool[random.integer(below: pool.count, at: index)]
                        if Self.contains(other, columns, chosen) { continue }
                        users.append(user)
                        items.append(strata.items[place])
                        others.append(other)
                        break
                    }
                }
            }
            return TrainingKernels().rank(
                tables, users: users, items: items, others: others, count: users.count)
        }
    }

    private static func contains(
        _ item: UInt32, _ columns: UnsafeBufferPointer<UInt32>, _ range: Range<Int>
    ) -> Bool {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if columns[middle] < item { low = middle + 1 } else { high = middle }
        }
        return low < range.upperBound && columns[low] == item
    }
}
