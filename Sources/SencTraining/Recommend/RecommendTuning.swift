internal import SencMath

/// The choice of settings by a part of the interactions that is not learned from: one setting after
/// the other, each at its best so far, in a bounded number of trials.
package struct RecommendTuning {
    /// A setting that is chosen.
    package enum Setting: String, Sendable, CaseIterable {
        case regularization, alpha
        case learningRate = "learning-rate"
        case dimension, epochs
    }

    /// What was tried, and what it came to.
    package struct Trial: Sendable {
        package let options: RecommendOptions
        /// NDCG@10, or of methods of ratings the root of the mean squared error.
        package let measure: Double
        /// Whether it is the best so far.
        package let isBest: Bool
        /// Which trial it is, from 1, and how many there are.
        package let number: Int
        package let count: Int
    }

    private static let share = 0.2
    /// Of more interactions only so many are tried, those of some users.
    private static let mostInteractions = 2_000_000
    private static let depth = 10

    private let options: RecommendOptions
    private let alternatives: [(Setting, [Double])]

    /// - Parameter fixed: settings that are not to be chosen.
    package init(_ options: RecommendOptions, fixed: Set<Setting>) {
        self.options = options
        let all: [(Setting, [Double])] =
            switch options.method {
            case .ease: [(.regularization, [20, 50, 100, 200, 1000, 2000])]
            case .als:
                [
                    (.regularization, [0.003, 0.01, 0.05]), (.alpha, [1, 16]),
                    (.dimension, [32, 128]),
                ]
            case .bpr:
                [
                    (.regularization, [0.003, 0.03]), (.learningRate, [0.01, 0.05]),
                    (.dimension, [32, 128]),
                ]
            case .mf, .svdpp:
                [
                    (.regularization, [0.05, 0.1]), (.learningRate, [0.01]), (.epochs, [20, 80]),
                    (.dimension, [32, 128]),
                ]
            case .popularity: []
            }
        alternatives = all.filter { !fixed.contains($0.0) }
    }

    /// The options that did best.
    /// - Parameters:
    ///   - progress: is told how far a trial has come; what it throws ends the work.
    ///   - report: is told of each trial that is done.
    /// - Throws: what learning and measuring throw.
    package func choose(
        _ log: InteractionLog, threads: Int? = nil,
        progress: (TrainingProgress) throws -> Void = { _ in }, report: (Trial) throws -> Void
    ) throws -> RecommendOptions {
        guard !alternatives.isEmpty else { return options }
        let log = Self.sample(log, seed: options.seed)
        let lines = InteractionSplit.user.divide(log, share: Self.share, seed: options.seed)
        let (learned, told) = (log.selecting(lines.learned), log.selecting(lines.told))
        let chosen = Interactions(told, .once).byUser
        let count = 1 + alternatives.reduce(0) { $0 + $1.1.count }
        var number = 0
        func measured(_ options: RecommendOptions) throws -> Double {
            let recommender = try Recommender(
                learning: learned, options, threads: threads, report: progress)
            if options.method.isOfRatings {
                return try RatingMeasures(recommender, told: told).rootMeanSquare
            }
            let measures = try RecommendMeasures(
                recommender, told: chosen, depths: [Self.depth], threads: threads)
            return measures.depths[0].gain
        }
        var best = (options: options, measure: Double.nan)
        func attempt(_ options: RecommendOptions) throws {
            number += 1
            // Steps that are too long are a result, too.
            let measure: Double
            do {
                measure = try measured(options)
            } catch TrainingError.notFinite {
                return
            }
            let isBest =
                best.measure.isNaN
                || (options.method.isOfRatings ? measure < best.measure : measure > best.measure)
            if isBest { best = (options, measure) }
            try report(
                Trial(
                    options: options, measure: measure, isBest: isBest, number: number,
                    count: count))
        }
        try attempt(options)
        for (setting, values) in alternatives {
            let start = best.options
            for value in values where start.value(of: setting) != value {
                try attempt(start.setting(setting, to: value))
            }
        }
        return best.options
    }

    private static func sample(_ log: InteractionLog, seed: UInt64) -> InteractionLog {
        guard log.count > mostInteractions else { return log }
        let random = CounterRandom(seed: seed, purpose: 0x7475_6E65)
        let share = Double(mostInteractions) / Double(log.count)
        return log.selecting(
            log.users.indices.filter { random.uniform(at: UInt64(log.users[$0])) < share })
    }
}

extension RecommendOptions {
    package func value(of setting: RecommendTuning.Setting) -> Double {
        switch setting {
        case .regularization: regularization
        case .alpha: alpha
        case .learningRate: learningRate
        case .dimension: Double(dimension)
        case .epochs: Double(epochs)
        }
    }

    func setting(_ setting: RecommendTuning.Setting, to value: Double) -> RecommendOptions {
        var options = self
        switch setting {
        case .regularization: options.regularization = value
        case .alpha: options.alpha = value
        case .learningRate: options.learningRate = value
        case .dimension: options.dimension = Int(value)
        case .epochs: options.epochs = Int(value)
        }
        return options
    }
}
