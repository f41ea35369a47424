internal import SencMath

/// How well recommendations rank the items of test interactions, which were not learned from: means
/// over the users. An item is relevant to a user if a test interaction has both, and nothing that
/// was learned from.
public struct RankingMeasures: Sendable, Equatable {
    /// The measures of the first k recommendations, each within 0...1.
    public struct AtDepth: Sendable, Equatable {
        /// k.
        public let depth: Int
        /// Σ 1 / log₂(rank + 1) over the relevant items, divided by the largest that it could be
        /// (nDCG@k).
        public fileprivate(set) var discountedGain = 0.0
        /// How many of the first k are relevant, divided by min(k, how many there are) (recall@k, as
        /// in Liang et al., "Variational autoencoders for collaborative filtering", 2018).
        public fileprivate(set) var recall = 0.0
        /// Σ precision at the rank of each relevant item, divided by min(k, how many there are)
        /// (MAP@k).
        public fileprivate(set) var averagePrecision = 0.0
        /// The share of users with a relevant item among the first k (hit@k).
        public fileprivate(set) var hitRate = 0.0
        /// The share of the items learned from that are recommended to any of the users.
        public fileprivate(set) var coverage = 0.0
    }

    /// The measures of each depth.
    public let depths: [AtDepth]
    /// Users of whom something was learned and to whom some item is relevant.
    public let userCount: Int

    /// Measures what is recommended to the users of test interactions.
    /// - Parameters:
    ///   - recommender: which has not learned from them.
    ///   - test: the test interactions. Users and items are found by their names; such as nothing
    ///     was learned of count against it if they are items, and are left out if they are users.
    ///   - depths: each k, at least 1.
    ///   - threads: by default one for each processor.
    /// - Throws: `RecommenderError.nothingToTell` if there is no user to be measured.
    public init(
        _ recommender: Recommender, test: InteractionLog, depths: [Int] = [10],
        threads: Int? = nil
    ) throws {
        try self.init(
            recommender, told: Interactions(recommender.renumbering(test), .once).byUser,
            depths: depths, threads: threads)
    }

    /// - Parameters:
    ///   - told: of each user the items that were to be told; users and items are numbered as the
    ///     recommender's, which does not know those behind its last.
    ///   - depths: each at least 1.
    init(
        _ recommender: Recommender, told: SparseRows, depths: [Int], threads: Int? = nil
    ) throws {
        let interactions = recommender.interactions
        var wanted: [(user: Int, items: Set<UInt32>)] = []
        for user in 0..<min(told.rowCount, interactions.userCount) {
            let seen = interactions.byUser[user]
            guard !seen.isEmpty else { continue }
            let items = Set(told[user]).subtracting(seen)
            if !items.isEmpty { wanted.append((user, items)) }
        }
        guard !wanted.isEmpty else { throw RecommenderError.nothingToTell }
        let deepest = depths.max() ?? 1
        let users = wanted
        let lists = try WorkerPool(threads: threads).map(items: users.count, grain: 32) { place in
            recommender.items(forUser: users[place].user, limit: deepest).map { UInt32($0.item) }
        }
        let known = Double(max(1, recommender.isKnown.count { $0 }))
        self.depths = depths.map { depth in
            var measures = AtDepth(depth: depth)
            var shown = Set<UInt32>()
            for (list, (_, items)) in zip(lists, wanted) {
                let list = list.prefix(depth)
                shown.formUnion(list)
                measures.add(list.map(items.contains), wanted: items.count)
            }
            measures.divide(by: Double(wanted.count))
            measures.coverage = Double(shown.count) / known
            return measures
        }
        userCount = wanted.count
    }
}

extension RankingMeasures.AtDepth {
    fileprivate init(depth: Int) { self.depth = depth }

    fileprivate mutating func add(_ isTold: [Bool], wanted: Int) {
        let possible = min(depth, wanted)
        var (found, gained, precisions) = (0.0, 0.0, 0.0)
        for (rank, isTold) in isTold.enumerated() where isTold {
            found += 1
            gained += 1 / Double.log2(Double(rank + 2))
            precisions += found / Double(rank + 1)
        }
        var ideal = 0.0
        for rank in 0..<possible { ideal += 1 / Double.log2(Double(rank + 2)) }
        discountedGain += gained / ideal
        recall += found / Double(possible)
        averagePrecision += precisions / Double(possible)
        hitRate += found > 0 ? 1 : 0
    }

    fileprivate mutating func divide(by count: Double) {
        discountedGain /= count
        recall /= count
        averagePrecision /= count
        hitRate /= count
    }
}
