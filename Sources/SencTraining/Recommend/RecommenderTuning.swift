internal import SencMath

/// The choice of settings by a fifth of each user's interactions, which are not learned from: one
/// setting after the other is tried at some other values, the others at their best so far, in
/// fourteen trials at most. Of more than two million interactions those of some users are tried.
public struct RecommenderTuning: Sendable {
    /// A setting that can be tuned: those of `RecommenderOptions`.
    public enum Setting: String, Sendable, CaseIterable {
        /// λ.
        case regularization
        /// α of `als`.
        case alpha
        /// Of `bpr`, `mf` and `svdpp`.
        case learningRate = "learning-rate"
        /// Components of a vector.
        case dimension
        /// Passes, of `mf` and `svdpp`.
        case epochs
    }

    /// Settings that were tried, and what they came to.
    public struct Trial: Sendable {
        /// The settings.
        public let options: RecommenderOptions
        /// nDCG@10, or of methods of ratings the root of the mean squared error.
        public let measure: Double
        /// Whether it was the best so far.
        public let isBest: Bool
        /// Which trial it is, from 1.
        public let number: Int
        /// How many trials there are at most.
        public let count: Int
    }

    /// All trials, but those whose vectors grew without bound; the last that is the best so far is the
    /// best.
    public private(set) var trials: [Trial] = []
    /// The settings that did best.
    public private(set) var best: RecommenderOptions

    private static let share = 0.2
    /// Of more interactions only so many are tried, those of some users.
    private static let mostInteractions = 2_000_000
    private static let depth = 10

    /// Other values of the settings of a method, the most telling setting first.
    private static func alternatives(
        _ method: RecommenderMethod, fixed: Set<Setting>
    ) -> [(Setting, [Double])] {
        let all: [(Setting, [Double])] =
            switch method {
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
        return all.filter { !fixed.contains($0.0) }
    }

    /// Tries settings, those given first.
    /// - Parameters:
    ///   - log: of which a part is learned from, and a part tested with.
    ///   - options: the first trial's, whose method and seed stay as they are.
    ///   - fixed: settings that stay as they are, too.
    ///   - threads: by default one for each processor.
    ///   - report: is told of each trial that is done; what it throws ends the work.
    ///   - progress: is told how far a trial has come; what it throws ends the work.
    /// - Throws: what `Recommender.init(learning:_:threads:report:)` and the measures throw.
    public init(
        of log: InteractionLog, _ options: RecommenderOptions, fixed: Set<Setting> = [],
        threads: Int? = nil, report: (Trial) throws -> Void = { _ in },
        progress: (TrainingProgress) throws -> Void = { _ in }
    ) throws {
        try options.check()
        best = options
        let alternatives = Self.alternatives(options.method, fixed: fixed)
        guard !alternatives.isEmpty else { return }
        let log = Self.sample(log, seed: options.seed)
        let lines = InteractionSplit.user.divide(log, share: Self.share, seed: options.seed)
        let (learned, told) = (log.selecting(lines.training), log.selecting(lines.test))
        let chosen = Interactions(told, .once).byUser
        let count = 1 + alternatives.reduce(0) { $0 + $1.1.count }
        var number = 0
        func measured(_ options: RecommenderOptions) throws -> Double {
            let recommender = try Recommender(
                learning: learned, options, threads: threads, report: progress)
            if options.method.isOfRatings {
                return try RatingMeasures(recommender, told: told).rootMeanSquare
            }
            let measures = try RankingMeasures(
                recommender, told: chosen, depths: [Self.depth], threads: threads)
            return measures.depths[0].discountedGain
        }
        var trials: [Trial] = []
        var best = (options: options, measure: Double.nan)
        func attempt(_ options: RecommenderOptions) throws {
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
            let trial = Trial(
                options: options, measure: measure, isBest: isBest, number: number, count: count)
            trials.append(trial)
            try report(trial)
        }
        try attempt(options)
        for (setting, values) in alternatives {
            let start = best.options
            for value in values where start.value(of: setting) != value {
                try attempt(start.setting(setting, to: value))
            }
        }
        (self.best, self.trials) = (best.options, trials)
    }

    private static func sample(_ log: InteractionLog, seed: UInt64) -> InteractionLog {
        guard log.count > mostInteractions else { return log }
        let random = CounterRandom(seed: seed, purpose: 0x7475_6E65)
        let share = Double(mostInteractions) / Double(log.count)
        return log.selecting(
            log.users.indices.filter { random.uniform(at: UInt64(log.users[$0])) < share })
    }
}

extension RecommenderOptions {
    package func value(of setting: RecommenderTuning.Setting) -> Double {
        switch setting {
        case .regularization: regularization
        case .alpha: alpha
        case .learningRate: learningRate
        case .dimension: Double(dimension)
        case .epochs: Double(epochs)
        }
    }

    func setting(_ setting: RecommenderTuning.Setting, to value: Double) -> RecommenderOptions {
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
