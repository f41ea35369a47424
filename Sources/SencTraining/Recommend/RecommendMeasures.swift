internal import SencMath

/// How well recommendations tell what users did later, means over the users.
package struct RecommendMeasures: Sendable, Equatable {
    /// The measures of the first k recommendations.
    package struct AtDepth: Sendable, Equatable {
        package let depth: Int
        /// Σ 1 / log₂(rank + 1) over what was to be told, divided by the largest that it could be.
        package var gain = 0.0
        /// How many of the first k were to be told, divided by min(k, how many there are).
        package var recall = 0.0
        /// The precision at the rank of each that was to be told, summed and divided by min(k, how
        /// many there are).
        package var precision = 0.0
        /// Whether any of the first k was to be told.
        package var hits = 0.0
        /// The share of the items that are recommended to anybody.
        package var coverage = 0.0
    }

    package let depths: [AtDepth]
    /// Users with something to be told.
    package let userCount: Int

    /// - Parameters:
    ///   - told: of each user the items that were to be told; users and items are numbered as the
    ///     recommender's, which does not know those behind its last.
    ///   - depths: each at least 1.
    /// - Throws: `RecommendError.nothingToTell` if there is no user of whom something was learned and
    ///   something is to be told.
    package init(
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
        guard !wanted.isEmpty else { throw RecommendError.nothingToTell }
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

extension RecommendMeasures.AtDepth {
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
        gain += gained / ideal
        recall += found / Double(possible)
        precision += precisions / Double(possible)
        hits += found > 0 ? 1 : 0
    }

    fileprivate mutating func divide(by count: Double) {
        gain /= count
        recall /= count
        precision /= count
        hits /= count
    }
}

/// How well ratings are told.
package struct RatingMeasures: Sendable, Equatable {
    /// The root of the mean squared error, and the mean of the errors without their signs.
    package let rootMeanSquare: Double
    package let meanAbsolute: Double
    /// The root of the mean squared error if the mean of all ratings learned from were told for each.
    package let baseline: Double
    package let count: Int

    /// - Parameter told: ratings of users and items that are numbered as the recommender's.
    /// - Throws: `RecommendError.nothingToTell`, `RecommendError.noRatings`.
    package init(_ recommender: Recommender, told: InteractionLog) throws {
        let interactions = recommender.interactions
        guard told.count > 0 else { throw RecommendError.nothingToTell }
        guard told.hasValues else { throw RecommendError.noRatings(recommender.options.method) }
        var sum = 0.0
        for place in 0..<interactions.count {
            sum += Double(interactions.byUser.value(at: place))
        }
        let mean = sum / Double(max(1, interactions.count))
        var (squares, absolutes, plain) = (0.0, 0.0, 0.0)
        for line in 0..<told.count {
            let (user, item) = (Int(told.users[line]), Int(told.items[line]))
            let isUser = user < interactions.userCount && !interactions.byUser[user].isEmpty
            let isItem = item < interactions.itemCount && !interactions.byItem[item].isEmpty
            guard
                let rating = recommender.rating(
                    user: isUser ? user : nil, item: isItem ? item : nil)
            else { throw RecommendError.noRatings(recommender.options.method) }
            let error = Double(told.values[line]) - Double(rating)
            squares += error * error
            absolutes += error.magnitude
            let other = Double(told.values[line]) - mean
            plain += other * other
        }
        count = told.count
        rootMeanSquare = (squares / Double(told.count)).squareRoot()
        meanAbsolute = absolutes / Double(told.count)
        baseline = (plain / Double(told.count)).squareRoot()
    }
}
