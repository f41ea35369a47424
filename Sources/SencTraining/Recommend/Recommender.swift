internal import SencFiles
internal import SencMath

/// What was learned of users and items, for recommending.
///
/// ```swift
/// let recommender = try Recommender(learning: log, RecommenderOptions(.ease))
/// for found in try recommender.recommendations(forUser: "ana", limit: 5) {
///     print(found.item, found.score)
/// }
/// try recommender.write(to: "shop")
/// ```
///
/// The same interactions, options and kind of CPU give the same to the bit, however many threads
/// there are.
public struct Recommender: Sendable {
    enum Knowledge: Sendable {
        case weights(ItemWeights)
        case factors(FactorModel)
        case popularity
    }

    /// How it was learned.
    public let options: RecommenderOptions
    package let interactions: Interactions
    let knowledge: Knowledge
    /// The least and the largest rating that was learned from, of methods of ratings; `nil` of others.
    public let ratings: ClosedRange<Float>?
    /// How scores tell that a user will choose an item, if that was learned.
    var probability: InteractionProbability?
    /// Whether an item may be recommended: it was seen, or has a vector by its features.
    let isKnown: [Bool]

    init(
        options: RecommenderOptions, interactions: Interactions, knowledge: Knowledge,
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

    /// The method if none is asked for: EASE up to 20,000 items, if its matrix takes half of the
    /// machine's memory at most, else ALS.
    /// - Parameter itemCount: how many items are learned from.
    public static func defaultMethod(itemCount: Int) -> RecommenderMethod {
        itemCount <= usualItems && fits(ItemWeights.bytes(items: itemCount)) ? .ease : .als
    }

    private static func fits(_ bytes: Double) -> Bool {
        bytes <= largestShare * Double(Memory.physicalBytes ?? .max)
    }

    /// Learns from a log. Rows of the same user and item are one interaction: with `als` their ratings
    /// are added up, with `mf` and `svdpp` the latest counts, else they count as one if the sum is over
    /// 0.
    /// - Parameters:
    ///   - log: the interactions; with ratings for methods of these.
    ///   - options: the method and its settings; if not given, the default method's.
    ///   - threads: by default one for each processor.
    ///   - report: is told how far it has come; what it throws ends the work.
    /// - Throws: `TrainingError.setting` for an option out of its range, `TrainingError.notFinite` if
    ///   numbers grew without bound; `RecommenderError` for what cannot be learned from; or what
    ///   `report` throws.
    public init(
        learning log: InteractionLog, _ options: RecommenderOptions? = nil, threads: Int? = nil,
        report: (TrainingProgress) throws -> Void = { _ in }
    ) throws {
        let usual = RecommenderOptions(Self.defaultMethod(itemCount: log.itemCount))
        try self.init(
            learning: log, options ?? usual, threads: threads, checkpoint: nil, report: report)
    }

    /// - Parameter checkpoint: where is kept how far learning is, by methods that learn in several
    ///   passes.
    package init(
        learning log: InteractionLog, _ options: RecommenderOptions, threads: Int? = nil,
        checkpoint: TrainingCheckpoint?,
        report: (TrainingProgress) throws -> Void = { _ in }
    ) throws {
        try options.check()
        let method = options.method
        if !method.isOfRatings, log.values.contains(where: { $0 < 0 }) {
            throw RecommenderError.negativeRating(method)
        }
        if method.isOfRatings, !log.hasRatings { throw RecommenderError.noRatings(method) }
        guard log.count > 0 else { throw RecommenderError.noInteractions }
        guard log.itemNames.count > 1 else { throw RecommenderError.oneItem }
        // Before anything is counted: what does not fit is told at once.
        if method == .ease, !Self.fits(ItemWeights.bytes(items: log.itemNames.count)) {
            throw RecommenderError.tooManyItems(log.itemNames.count, method: method)
        }
        let bytes = FactorModel.bytes(
            users: log.userNames.count, items: log.itemNames.count, dimension: options.dimension)
        if method.hasVectors, !Self.fits(bytes) {
            throw RecommenderError.tooMany(
                users: log.userNames.count, items: log.itemNames.count,
                dimension: options.dimension)
        }
        let interactions = Interactions(log, method.repetition)
        guard interactions.count > 0 else { throw RecommenderError.noInteractions }
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
        _ interactions: Interactions, _ options: RecommenderOptions, _ workers: WorkerPool,
        _ checkpoint: TrainingCheckpoint?, _ report: (TrainingProgress) throws -> Void
    ) throws -> Knowledge {
        let epochs = options.epochs
        var lastLoss: Double?
        /// - Parameter share: of the pass that is done.
        func tell(_ epoch: Int, _ loss: Double?, share: Double) throws {
            lastLoss = loss ?? lastLoss
            let done = Double(epoch) + share
            try report(
                TrainingProgress(
                    subject: .interactions, pass: epoch + 1, passes: epochs,
                    words: Int(done * Double(interactions.count)),
                    fraction: done / Double(epochs), loss: lastLoss))
        }
        func tell(_ epoch: Int, _ loss: Double?) throws { try tell(epoch, loss, share: 1) }
        switch options.method {
        case .popularity: return .popularity
        case .ease:
            return .weights(
                try ItemWeights(
                    learning: interactions, regularization: options.regularization, workers
                ) { fraction in
                    try report(
                        TrainingProgress(
                            subject: .interactions, pass: 1, passes: 1,
                            words: interactions.count, fraction: fraction))
                })
        case .als:
            let model = try AlternatingLeastSquares(options: options, workers: workers)
                .learn(interactions, checkpoint) { epoch, share, loss in
                    try tell(epoch, loss, share: share)
                }
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
        _ model: FactorModel, _ options: RecommenderOptions
    ) throws -> FactorModel {
        guard model.isFinite else { throw TrainingError.notFinite(pass: options.epochs) }
        return model
    }
}

extension RecommenderMethod {
    var repetition: Interactions.Repetition {
        switch self {
        case .mf, .svdpp: .last
        case .als: .sum
        case .ease, .bpr, .popularity: .once
        }
    }
}
