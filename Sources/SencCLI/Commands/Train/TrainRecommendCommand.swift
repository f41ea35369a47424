import ArgumentParser
import SencFiles
import SencTraining

struct TrainRecommendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend",
        abstract: localized("Learn what to recommend from what users chose."),
        discussion: localized(
            """
            Each row of CSV, TSV or JSON Lines says that a user had to do with an item: bought, \
            heard, rated it. The directory that is written is for senc recommend; users.npy and \
            items.npy in it are vectors for search, map and cluster, with their ids beside them, \
            weights.npy is ease's matrix of items. Fewer than some thousand rows teach little.

            With mf and svd++ --rating is what is learned. With als it is how much an interaction \
            counts, as how often; with the others it is one if it is over 0.

            Examples:
              senc train recommend sales.csv --user customer --item sku -o shop
              senc train recommend ratings.csv --rating stars --method svd++ -o films
              senc train recommend sales.csv --items skus.csv --item-text name -o s
              senc recommend shop --user 17 --top 5
            """))

    @Argument(
        help: .text("Tables of interactions, - for standard input.", valueName: "file"),
        completion: .files)
    var input: [String]

    @Option(
        name: .shortAndLong,
        help: .text("The directory to write, new or empty.", valueName: "directory"),
        completion: .directory)
    var output: String

    @OptionGroup var interactions: InteractionOptions
    @OptionGroup var learning: RecommendLearningOptions
    @OptionGroup var resuming: ResumeOptions

    @Flag(
        help: .text(
            """
            Learn, too, how likely a user is to choose an item, from a tenth of the interactions, \
            and report how well that is told; takes as long again.
            """))
    var probabilities = false

    @OptionGroup(title: "Items that nobody chose") var features: ItemFeatureOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup var layout: LayoutOptions

    private var threads: Int? { model.threads }

    func validate() throws {
        if output.isEmpty { throw UsageError("--output needs the name of a directory") }
        if input.contains("") { throw UsageError("the name of a file is empty") }
        if input.count(where: { $0 == "-" }) > 1 {
            throw UsageError("standard input can be read once only")
        }
        try Self.check(layout)
        if features.isGiven, let method = learning.method, !method.hasVectors {
            throw RecommenderError.noVectors(method)
        }
        if probabilities, learning.method?.isOfRatings ?? false {
            throw UsageError("--probabilities is for methods of interactions, not of ratings")
        }
    }

    static func check(_ layout: LayoutOptions) throws {
        if layout.field != nil {
            throw UsageError("--field is for texts; --user and --item name columns here")
        }
    }

    func run() throws {
        // What cannot be written is an error before the work.
        let directory = try OutputDirectory(path: output)
        Interruption.watch()
        let clock = ContinuousClock()
        let start = clock.now
        let log = try InteractionLog(
            input, interactions.columns, layout.records,
            takesNegatives: learning.method?.isOfRatings ?? false)
        // A model that is not there is an error before the work.
        let known =
            features.isGiven
            ? try features.load(item: interactions.item, layout.records, model) : nil
        let options = try learning.options(
            for: log, output: output, threads: threads, needsVectors: features.isGiven)
        var bar = RecommendBar()
        let report = { (progress: TrainingProgress) in
            if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
            bar.update(progress)
        }
        let checkpoint = try checkpoint(options)
        var learned = try Recommender(
            learning: log, options, threads: threads, checkpoint: checkpoint
        ) { progress in
            if Interruption.isAsked { throw JobError.interrupted(learning: output, checkpoint) }
            bar.update(progress)
        }
        if probabilities {
            let measures = try learned.calibrateProbabilities(
                on: log, threads: threads, report: report)
            bar.finish()
            let (loss, area) = (decimal(measures.logLoss, 4), decimal(measures.area, 4))
            let baseline = decimal(measures.baselineLogLoss, 4)
            Terminal.report(
                "probabilities: log loss \(loss), by the share alone \(baseline); AUC \(area)")
        }
        bar.finish()
        if let known {
            let (recommender, fit) = try learned.adding(
                known.names, features: known.features, threads: threads)
            learned = recommender
            let share = decimal(100 * fit.explained, 1)
            Terminal.report(
                """
                items by their features alone: \(fit.added), learned from \(fit.known); of the \
                vectors of others these tell \(share) %
                """)
        }
        try learned.write(to: directory)
        try checkpoint?.remove()
        let all = learned.interactions
        let seconds = decimal((clock.now - start) / .seconds(1), 1)
        let method = options.method.rawValue
        Terminal.report(
            """
            \(method): users: \(all.userCount), items: \(all.itemCount), interactions: \
            \(all.count), bytes for each: \(all.bytesPerInteraction); \(seconds) s (\(output))
            """)
    }

    /// `nil` for standard input, which is not the same again, and of methods without passes.
    private func checkpoint(_ options: RecommenderOptions) throws -> TrainingCheckpoint? {
        guard options.method.hasVectors, !input.contains("-") else { return nil }
        let columns = interactions
        return try resuming.checkpoint(
            of: output,
            [
                "options": "\(options)", "user": columns.user, "item": columns.item,
                "rating": columns.rating, "time": columns.time,
            ].merging(layout.records.identity) { $1 }, files: input)
    }
}
