public import ArgumentParser
import SencFiles
public import SencTraining

extension RecommenderMethod: ExpressibleByArgument {}

/// How recommendations are learned.
struct RecommendLearningOptions: ParsableArguments {
    enum Negatives: String, ExpressibleByArgument, CaseIterable {
        case uniform, popular
    }

    @Option(
        help: .text(
            """
            ease, weights between items; als or bpr, vectors of users and items; mf or svd++, \
            vectors that tell ratings; popularity. If not given, ease, or als for more items than \
            memory has room for.
            """))
    var method: RecommenderMethod?

    @Option(help: .text("Numbers of a vector; 64 if not given."))
    var dimension: Int?

    @Option(help: .text("Passes over the interactions; what suits the method if not given."))
    var epochs: Int?

    @Option(
        help: .text(
            """
            How much large numbers are held back; if not given 500 with ease, 0.02 with als, 0.01 \
            with bpr, 0.07 with mf and svd++.
            """))
    var regularization: Double?

    @Option(
        help: .text(
            """
            How much more an interaction counts than what is not known, with als; 4 if not given.
            """))
    var alpha: Double?

    @Option(help: .text("Of the first step of bpr, mf and svd++; 0.02 if not given."))
    var learningRate: Double?

    @Option(
        help: .text(
            """
            Which other items bpr draws: uniform, all alike, or popular, by how often they were \
            chosen; uniform if not given.
            """))
    var negatives: Negatives?

    @Option(help: .text("The seed of all random numbers."))
    var seed: UInt64 = 1

    @Flag(
        help: .text(
            """
            Try some settings on a fifth of each user's interactions first, and learn with the best; \
            those that are given stay.
            """))
    var tune = false

    func validate() throws {
        guard let method else { return }
        let unused: [(String, Bool)] = [
            ("--dimension", dimension != nil && !method.hasVectors),
            ("--epochs", epochs != nil && !method.hasVectors),
            ("--regularization", regularization != nil && method == .popularity),
            ("--alpha", alpha != nil && method != .als),
            (
                "--learning-rate",
                learningRate != nil && (!method.hasVectors || method == .als)
            ),
            ("--negatives", negatives != nil && method != .bpr),
        ]
        if let name = unused.first(where: \.1)?.0 {
            throw UsageError("\(name) says nothing to --method \(method.rawValue)")
        }
    }

    /// What was given, and defaults for the rest.
    func options(_ method: RecommenderMethod) -> RecommenderOptions {
        var options = RecommenderOptions(method)
        if let dimension { options.dimension = dimension }
        if let epochs { options.epochs = epochs }
        if let regularization { options.regularization = regularization }
        if let alpha { options.alpha = alpha }
        if let learningRate { options.learningRate = learningRate }
        options.drawsPopularItems = negatives == .popular
        options.seed = seed
        return options
    }

    /// Settings that are not to be tuned.
    private var fixed: Set<RecommenderTuning.Setting> {
        let given: [(RecommenderTuning.Setting, Bool)] = [
            (.dimension, dimension != nil), (.epochs, epochs != nil),
            (.regularization, regularization != nil), (.alpha, alpha != nil),
            (.learningRate, learningRate != nil),
        ]
        return Set(given.filter(\.1).map(\.0))
    }

    /// The options to learn from a log with, tuned if that is asked for.
    /// - Parameters:
    ///   - output: what is not written if the user interrupts.
    ///   - needsVectors: whether a method with vectors is taken if none is asked for.
    func options(
        for log: InteractionLog, output: String, threads: Int?, needsVectors: Bool = false
    ) throws -> RecommenderOptions {
        let usual = Recommender.defaultMethod(itemCount: log.itemCount)
        let method = method ?? (needsVectors ? .als : usual)
        let options = options(method)
        try options.check()
        guard tune else { return options }
        let measure = method.isOfRatings ? "RMSE" : "NDCG@10"
        let tuning = try RecommenderTuning(of: log, options, fixed: fixed, threads: threads) {
            trial in
            let value = decimal(trial.measure, 4)
            let place = "\(trial.number)/\(trial.count)"
            let settings = Self.text(trial.options)
            Terminal.report("trial \(place): \(settings): \(measure) \(value)")
        } progress: { _ in
            if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
        }
        let settings = Self.text(tuning.best)
        Terminal.report(
            "chosen by the \(measure) on a fifth of the interactions: \(settings)")
        return tuning.best
    }

    /// Settings as they are given.
    private static func text(_ options: RecommenderOptions) -> String {
        let method = options.method
        var parts = ["--method \(method.rawValue)"]
        if method.hasVectors {
            parts += ["--dimension \(options.dimension)", "--epochs \(options.epochs)"]
        }
        if method != .popularity { parts.append("--regularization \(options.regularization)") }
        if method == .als { parts.append("--alpha \(options.alpha)") }
        if method.hasVectors, method != .als {
            parts.append("--learning-rate \(options.learningRate)")
        }
        return parts.joined(separator: " ")
    }
}
