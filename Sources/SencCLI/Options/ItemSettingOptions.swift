import ArgumentParser
import SencFiles
import SencTraining

/// How vectors of items are learned.
struct ItemSettingOptions: ParsableArguments {
    static let usualTrials = 20

    enum Objective: String, ExpressibleByArgument, CaseIterable {
        case skipGram = "skip-gram"
        case cbow
    }

    @Option(
        help: .text(
            """
            What is predicted from what: skip-gram the item from each neighbor, cbow, which is faster, \
            from the mean of all.
            """))
    var objective = Objective.skipGram

    @Option(
        help: .text("Numbers of a vector; those of --init, or else 64, if not given."))
    var dimension: Int?

    @Option(
        help: .text(
            "How many items away neighbors are at most, 1 to 20; all of the session if not given."))
    var window: Int?

    @Option(help: .text("How often an item is seen at least; rarer ones are left out."))
    var minCount = 1

    @Option(
        help: .text(
            """
            Items that are a larger share than this of all are left out in part, at random; 0, \
            none, if not given.
            """))
    var subsampling: Double?

    @Option(help: .text("How many other items, drawn at random, each is told apart from."))
    var negatives = 5

    @Option(
        help: .text(
            """
            Other items are drawn by their counts to the power of this: 0 for all alike, below 0 \
            the rare ones first; 0.75 if not given.
            """))
    var exponent: Double?

    @Option(help: .text("Passes over the sessions; 100 if not given."))
    var epochs: Int?

    @Option(
        help: .text("Of the first step; 0.025 if not given, with cbow 0.05."))
    var learningRate: Double?

    @Option(help: .text("The seed of all random numbers."))
    var seed: UInt64 = 1

    @OptionGroup var start: StartOptions

    @Flag(
        help: .text(
            """
            Choose the settings that are not given on a sample: those by which the last item of \
            sessions that are held out is among the first ten most often.
            """))
    var tune = false

    @Option(help: .text("How many settings --tune tries; 20 if not given."))
    var trials: Int?

    @Flag(help: .text("Print what --tune tried and chose as a JSON object."))
    var json = false

    func validate() throws {
        if !tune, trials != nil || json { throw UsageError("--trials and --json are for --tune") }
        try UsageError.requireAtLeast(1, trials, "--trials")
    }

    func options(_ known: KnownVectors?) -> ItemOptions {
        var options = ItemOptions()
        options.minimumCount = minCount
        options.sequences.objective = objective == .cbow ? .cbow : .skipGram
        options.sequences.output = .negativeSampling(count: negatives, exponent: exponent ?? 0.75)
        if let dimension = dimension ?? known?.dimension { options.sequences.dimension = dimension }
        if let window {
            options.takesWholeSessions = false
            options.sequences.window = window
        }
        if let subsampling { options.sequences.subsampling = subsampling }
        if let epochs { options.sequences.passes = epochs }
        options.sequences.seed = seed
        let rate = learningRate ?? (objective == .cbow ? 0.05 : 0.025)
        options.sequences.learningRate = rate
        options.sequences.finalLearningRate = min(options.sequences.finalLearningRate, rate)
        return options
    }

    /// What is given is not tuned.
    var fixed: Set<ItemTuning.Setting> {
        let given: [(ItemTuning.Setting, Bool)] = [
            (.exponent, exponent != nil), (.epochs, epochs != nil),
            (.subsampling, subsampling != nil), (.window, window != nil),
            (.learningRate, learningRate != nil),
            (.dimension, dimension != nil || start.initial != nil),
        ]
        return Set(given.filter(\.1).map(\.0))
    }
}
