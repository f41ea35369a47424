internal import SencFiles
internal import SencMath

/// What was learned of users and items, for recommending.
package struct Recommender: Sendable {
    enum Knowledge: Sendable {
        case weights(ItemWeights)
        case factors(FactorModel)
        case popularity
    }

    package let options: RecommendOptions
    package let interactions: Interactions
    let knowledge: Knowledge
    /// The least and the largest rating that was seen, of methods of ratings.
    package let ratings: ClosedRange<Float>?
    /// How scores tell that a user will choose an item, if that was learned.
    package var probability: InteractionProbability?
    /// Whether an item may be recommended: it was seen, or has a vector by its features.
    let isKnown: [Bool]

    init(
        options: RecommendOptions, interactions: Interactions, knowledge: Knowledge,
        ratings: ClosedRange<Float>?, isKnown: [Bool]? = nil
    ) {
        (self.options, self.interactions, self.knowledge) = (options, interactions, knowledge)
        self.ratings = ratings
        self.isKnown =
            isKnown
            ?? (0..<interactions.itemCount).map { !interactions.byItem.range($0).isEmpty }
    }

    /// Memory that EASE may take of what the machine has, and items that it takes if nothing is said.
    private static let largestShare = 0.5
    private static let usualItems = 20_000

    /// The method if none is asked for: EASE, if its matrix is not too large.
    package static func usualMethod(items: Int) -> RecommendMethod {
        items <= usualItems && fits(ItemWeights.bytes(items: items)) ? .ease : .als
    }

    private static func fits(_ bytes: Double) -> Bool {
        bytes <= largestShare * Double(Memory.physicalBytes ?? .max)
    }

    /// Learns from a log.
    /// - Parameters:
    ///   - checkpoint: where is kept how far learning is, by methods that learn in several passes.
    ///   - report: is told how far it has come; what it throws ends the work.
    package init(
        learning log: InteractionLog, _ options: RecommendOptions, threads: Int? = nil,
        checkpoint: TrainingCheckpoint? = nil,
        report: (TrainingProgress) throws -> Void = { _ in }
    ) throws {
        try options.check()
        let method = options.method
        if method.isOfRatings, !log.hasValues { throw RecommendError.noRatings(method) }
        guard log.count > 0 else { throw RecommendError.noInteractions }
        guard log.itemNames.count > 1 else { throw RecommendError.oneItem }
        // Before anything is counted: what does not fit is told at once.
        if method == .ease, !Self.fits(ItemWeights.bytes(items: log.itemNames.count)) {
            throw RecommendError.tooManyItems(log.itemNames.count, method: method)
        }
        let bytes = FactorModel.bytes(
            users: log.userNames.count, items: log.itemNames.count, dimension: options.dimension)
        if method.hasVectors, !Self.fits(bytes) {
            throw RecommendError.tooMany(
                users: log.userNames.count, items: log.itemNames.count,
                dimension: options.dimension)
        }
        let interactions = Interactions(log, method.repetition)
        guard interactions.count > 0 else { throw RecommendError.noInteractions }
        let ratings = method.isOfRatings ? Self.range(interactions.byUser.values ?? [1]) : nil
        self.init(
            options: options, interactions: interactions,
            knowledge: try Self.learn(
                interactions, options, WorkerPool(threads: threads), checkpoint, report),
            ratings: ratings)
    }

    private static func range(_ values: [Float]) -> ClosedRange<Float>? {
        guard let least = values.min(), let largest = values.max() else { return nil }
        return least...largest
    }

    private static func learn(
        _ interactions: Interactions, _ options: RecommendOptions, _ workers: WorkerPool,
        _ checkpoint: TrainingCheckpoint?, _ report: (TrainingProgress) throws -> Void
    ) throws -> Knowledge {
        let epochs = options.epochs
        func tell(_ epoch: Int, _ loss: Double?) throws {
            try report(
                TrainingProgress(
                    pass: epoch + 1, passes: epochs, words: (epoch + 1) * interactions.count,
                    fraction: Double(epoch + 1) / Double(epochs), loss: loss))
        }
        switch options.method {
        case .popularity: return .popularity
        case .ease:
            return .weights(
                try ItemWeights(
                    learning: interactions, regularization: options.regularization, workers
                ) { fraction in
                    try report(
                        TrainingProgress(
                            pass: 1, passes: 1, words: interactions.count, fraction: fraction))
                })
        case .als:
            let model = try AlternatingLeastSquares(options: options, workers: workers)
                .learn(interactions, checkpoint) { try tell($0, nil) }
            return .factors(try checked(model, options))
        case .bpr:
            let model = try PairwiseRanking(options: options, workers: workers)
                .learn(interactions, checkpoint, report: tell)
            return .factors(try checked(model, options))
        case .mf, .svdpp:
            let model = try RatingFactors(options: options, workers: workers)
                .learn(interactions, checkpoint, report: tell)
            return .factors(try checked(model, options))
        }
    }

    private static func checked(
        _ model: FactorModel, _ options: RecommendOptions
    ) throws -> FactorModel {
        guard model.isFinite else { throw TrainingError.notFinite(pass: options.epochs) }
        return model
    }
}

extension RecommendMethod {
    var repetition: Interactions.Repetition {
        switch self {
        case .mf, .svdpp: .last
        case .als: .sum
        case .ease, .bpr, .popularity: .once
        }
    }
}
