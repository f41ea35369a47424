extension Recommender {
    /// The items that are recommended to a user most, the best first, without those that the user has
    /// had.
    /// - Parameters:
    ///   - user: one who was learned from.
    ///   - limit: how many items at most.
    /// - Throws: `RecommenderError.unknownUser`.
    public func recommendations(
        forUser user: String, limit: Int = 10
    ) throws(RecommenderError) -> [Recommendation] {
        recommendations(items(forUser: try self.user(user), limit: limit), probability)
    }

    /// The items that are recommended to a new user of whom some items are known, and nothing else,
    /// without learning again: those items are left out.
    /// - Parameters:
    ///   - items: that the user has, such as were learned from.
    ///   - limit: how many items at most.
    /// - Throws: `RecommenderError.unknownItem`; `RecommenderError.needsRatings` with `mf`, which learns
    ///   nothing of a user from items without ratings.
    public func recommendations(
        forItems items: [String], limit: Int = 10
    ) throws -> [Recommendation] {
        let chosen = try items.map { try item($0) }
        return recommendations(try self.items(forUserOf: chosen, limit: limit), nil)
    }

    /// The items that go with an item, the best first: of methods with vectors by the cosine of
    /// their vectors, of EASE by its weights.
    /// - Parameters:
    ///   - item: one that was learned from.
    ///   - limit: how many items at most.
    /// - Throws: `RecommenderError.unknownItem`.
    public func similarItems(
        to item: String, limit: Int = 10
    ) throws(RecommenderError) -> [Recommendation] {
        recommendations(items(likeItem: try self.item(item), limit: limit), nil)
    }

    private func recommendations(
        _ found: [RecommendedItem], _ probability: InteractionProbability?
    ) -> [Recommendation] {
        found.map {
            Recommendation(
                item: interactions.itemNames[$0.item], score: $0.score,
                probability: probability?.value($0.score))
        }
    }

    /// The rating that a user is expected to give an item, within `ratings`; of one that was not
    /// learned from, by the other one and the mean alone. `nil` of methods that tell no ratings.
    public func rating(user: String, item: String) -> Float? {
        rating(user: knownUser(user), item: knownItem(item))
    }

    /// Whether recommendations tell how likely a user is to choose an item.
    public var hasProbabilities: Bool { probability != nil }

    /// Learns how likely a user is to choose an item, which recommendations then tell. The method
    /// learns again from nine tenths of each user's interactions, and the scores of the last tenth
    /// of half the users tell σ(slope · score + intercept) (Platt, "Probabilistic outputs for support
    /// vector machines", 1999); those of the other half, how well.
    /// - Parameters:
    ///   - log: what this one was learned from.
    ///   - threads: by default one for each processor.
    ///   - report: is told how far learning has come; what it throws ends the work.
    /// - Throws: `RecommenderError.needsInteractions` of methods of ratings;
    ///   `RecommenderError.nothingToTell` if nobody has enough interactions; or what `report` throws.
    public mutating func calibrateProbabilities(
        on log: InteractionLog, threads: Int? = nil,
        report: (TrainingProgress) throws -> Void = { _ in }
    ) throws -> ProbabilityMeasures {
        guard !options.method.isOfRatings else {
            throw RecommenderError.needsInteractions(options.method)
        }
        let (probability, measures) = try InteractionProbability.learn(
            log, options, threads: threads, report: report)
        self.probability = probability
        return measures
    }
}
