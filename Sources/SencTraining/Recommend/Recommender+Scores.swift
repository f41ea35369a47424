internal import SencFiles
internal import SencMath

extension Recommender {
    /// What recommends the most popular of the same items, as a baseline.
    public var byPopularity: Recommender {
        Recommender(
            options: RecommenderOptions(.popularity), interactions: interactions,
            knowledge: .popularity, ratings: nil)
    }

    /// A log under the numbers of this one's users and items, with new ones for new names.
    func renumbering(_ log: InteractionLog) -> InteractionLog {
        InteractionLog(userNames: interactions.userNames, itemNames: interactions.itemNames)
            .renumbering(log)
    }

    /// A user's number.
    /// - Throws: `RecommenderError.unknownUser`, with a name that is like it.
    func user(_ name: String) throws(RecommenderError) -> Int {
        if let number = knownUser(name) { return number }
        throw RecommenderError.unknownUser(
            name, suggestion: Self.suggestion(name, interactions.userNames))
    }

    /// An item's number.
    /// - Throws: `RecommenderError.unknownItem`, with a name that is like it.
    func item(_ name: String) throws(RecommenderError) -> Int {
        if let number = knownItem(name) { return number }
        throw RecommenderError.unknownItem(
            name, suggestion: Self.suggestion(name, interactions.itemNames))
    }

    /// The number of a user with interactions, without which nothing was learned of him or her.
    func knownUser(_ name: String) -> Int? {
        interactions.userNames.number(of: name).flatMap {
            interactions.byUser.range($0).isEmpty ? nil : $0
        }
    }

    /// The number of an item that was learned from, or has a vector by its features.
    func knownItem(_ name: String) -> Int? {
        interactions.itemNames.number(of: name).flatMap { isKnown[$0] ? $0 : nil }
    }

    private static let comparedNames = 10_000

    private static func suggestion(_ name: String, _ table: NameTable) -> String? {
        NearestName.suggestion(for: name, among: table.names(limit: comparedNames))
    }

    /// The items that are recommended to a user most, without those that he or she has had.
    func items(forUser user: Int, limit: Int) -> [RecommendedItem] {
        top(interactions.byUser[user], limit: limit) { scores(ofUser: user, to: $0) }
    }

    /// The items for a user who had some items, and of whom nothing else is known.
    /// - Parameter chosen: numbers of items.
    /// - Throws: `RecommenderError.needsRatings` of a method that tells nobody by items alone.
    func items(forUserOf chosen: [Int], limit: Int) throws -> [RecommendedItem] {
        let chosen = Array(Set(chosen.map { UInt32($0) })).sorted()
        let vector = try vector(ofUserWith: chosen)
        return top(chosen[...], limit: limit) { scores in
            switch knowledge {
            case .weights(let weights):
                weights.scores(of: chosen[...], values: { _ in 1 }, to: scores)
            case .factors(let model):
                vector.withUnsafeBufferPointer {
                    guard let base = $0.baseAddress else { return }
                    model.scores(of: base, bias: 0, to: scores)
                }
            case .popularity: popularity(to: scores)
            }
        }
    }

    /// The items that go with an item.
    func items(likeItem item: Int, limit: Int) -> [RecommendedItem] {
        top([UInt32(item)], limit: limit) { scores in
            switch knowledge {
            case .weights(let weights):
                scores.update(
                    from: weights.weights.base + item * weights.stride, count: weights.count)
            case .factors(let model):
                let stride = model.stride
                TrainingKernels().products(
                    model.items.base, count: model.itemCount, stride: stride,
                    x: model.items.base + item * stride, to: scores)
                let own = scores[item].squareRoot()
                for other in 0..<model.itemCount {
                    let row = model.items.base + other * stride
                    var square: Float = 0
                    for column in 0..<model.dimension { square += row[column] * row[column] }
                    let lengths = square.squareRoot() * own
                    scores[other] = lengths > 0 ? scores[other] / lengths : 0
                }
            case .popularity: popularity(to: scores)
            }
        }
    }

    /// The scores of all items.
    func scores(ofUser user: Int, to scores: UnsafeMutablePointer<Float>) {
        switch knowledge {
        case .weights(let weights):
            let rows = interactions.byUser
            weights.scores(of: rows[user], values: rows.value(at:), to: scores)
        case .factors(let model):
            model.scores(
                of: model.users.base + user * model.stride, bias: model.userBiases.base[user],
                to: scores)
            if let ratings {
                for item in 0..<model.itemCount {
                    scores[item] = min(max(scores[item], ratings.lowerBound), ratings.upperBound)
                }
            }
        case .popularity: popularity(to: scores)
        }
    }

    /// The rating that a user is expected to give an item; of ones that were not seen, by the other
    /// one and the mean alone. `nil` of methods that tell no ratings.
    func rating(user: Int?, item: Int?) -> Float? {
        guard let ratings, case .factors(let model) = knowledge else { return nil }
        var rating = model.mean
        switch (user, item) {
        case (let user?, let item?): rating = model.prediction(user: user, item: item)
        case (let user?, nil): rating += model.userBiases.base[user]
        case (nil, let item?): rating += model.itemBiases.base[item]
        case (nil, nil): break
        }
        return min(max(rating, ratings.lowerBound), ratings.upperBound)
    }

    private func popularity(to scores: UnsafeMutablePointer<Float>) {
        for item in 0..<interactions.itemCount {
            scores[item] = Float(interactions.byItem.range(item).count)
        }
    }

    /// - Parameters:
    ///   - left: items that are left out, ascending.
    ///   - fill: writes the scores.
    private func top(
        _ left: ArraySlice<UInt32>, limit: Int, _ fill: (UnsafeMutablePointer<Float>) -> Void
    ) -> [RecommendedItem] {
        let scores = FloatBuffer(count: interactions.itemCount)
        fill(scores.base)
        return top(of: scores.base, without: left, limit: limit)
    }

    func top(
        of scores: UnsafePointer<Float>, without left: ArraySlice<UInt32>, limit: Int
    ) -> [RecommendedItem] {
        var top = TopItems(limit: min(limit, interactions.itemCount))
        var next = left.startIndex
        for item in 0..<interactions.itemCount {
            if next < left.endIndex, left[next] == item {
                next += 1
                continue
            }
            if isKnown[item] { top.add(item, scores[item]) }
        }
        return top.items
    }

    // MARK: - New users

    /// More steps than the vector has numbers solve the equations but for rounding.
    private static let mostSteps = 256

    /// The vector of a user who had some items; empty of methods without vectors.
    private func vector(ofUserWith items: [UInt32]) throws -> [Float] {
        guard case .factors(let model) = knowledge else { return [] }
        let stride = model.stride
        var vector = [Float](repeating: 0, count: stride)
        switch options.method {
        case .svdpp:
            guard let implicit = model.implicit else { break }
            let share = 1 / Float(max(1, items.count)).squareRoot()
            for item in items {
                TrainingKernels().add(
                    implicit.base + Int(item) * stride, scale: share, to: &vector, stride: stride)
            }
        case .bpr: rank(items, model, &vector)
        case .als:
            let gram = try AlternatingLeastSquares.gram(
                of: model.items, rows: model.itemCount, stride: stride, WorkerPool(threads: 1))
            let total = options.alpha * Double(items.count) + Double(model.itemCount)
            let scratch = FloatBuffer(count: TrainingKernels.leastSquaresScratch(stride: stride))
            items.withUnsafeBufferPointer { ids in
                guard let ids = ids.baseAddress else { return }
                TrainingKernels().solve(
                    ObservedRows(
                        table: model.items.base, stride: stride, ids: ids, weights: nil,
                        weight: Float(options.alpha), count: items.count),
                    gram: gram.base, ridge: Float(options.regularization * total),
                    steps: min(Self.mostSteps, 2 * model.dimension), x: &vector,
                    scratch: scratch.base)
            }
        case .mf, .ease, .popularity: throw RecommenderError.needsRatings(options.method)
        }
        return vector
    }

    /// A model may say that it was learned by more.
    private static let mostPasses = 1000

    /// As many passes as were learned by, with the items' vectors as they are.
    private func rank(_ items: [UInt32], _ model: FactorModel, _ vector: inout [Float]) {
        let random = CounterRandom(seed: options.seed, purpose: 0x6E65_7775)
        let (rate, kept) = (
            Float(options.learningRate),
            Float(1 - options.learningRate * options.regularization)
        )
        let chosen = Set(items)
        var draw: UInt64 = 0
        for _ in 0..<min(options.epochs, Self.mostPasses) {
            for item in items {
                let other = random.integer(below: model.itemCount, at: draw)
                draw += 1
                if chosen.contains(UInt32(other)) { continue }
                let a = model.items.base + Int(item) * model.stride
                let b = model.items.base + other * model.stride
                var score = model.itemBiases.base[Int(item)] - model.itemBiases.base[other]
                for k in 0..<model.dimension { score += vector[k] * (a[k] - b[k]) }
                let step = rate / (1 + Float.exp(score))
                for k in 0..<model.dimension {
                    vector[k] = kept * vector[k] + step * (a[k] - b[k])
                }
            }
        }
    }
}
