internal import SencMath

/// Settings for items, chosen by how well the vectors of a sample tell the last item of sessions
/// that are held out.
///
/// From the settings that are given, one setting after the other is tried at other values, the most
/// telling first, and the best value so far is kept; rounds follow until none helps or the trials
/// are used up. What is drawn follows from the seed, so that the same is chosen each time.
public struct ItemTuning: Sendable {
    /// Settings that can be tuned, in the order in which they are: those of `ItemOptions.sequences`.
    public enum Setting: String, Sendable, CaseIterable {
        /// The power of the counts by which other items are drawn.
        case exponent
        /// Passes.
        case epochs
        /// Which share of all leaves items out in part.
        case subsampling
        /// How far neighbors are away at most, or whether all items of a session are neighbors.
        case window
        /// Of the first step.
        case learningRate = "learning rate"
        /// Components of a vector.
        case dimension
    }

    /// Settings, and what came of them.
    public struct Trial: Sendable, Equatable {
        /// The settings.
        public let options: ItemOptions
        /// How well the vectors tell the last items.
        public let measures: ItemMeasures
        /// What was changed; `nil` in the first trial.
        public let setting: Setting?
        /// Whether it was the best so far.
        public let isKept: Bool
    }

    /// All trials, those given first; the last one that is kept is the best.
    public private(set) var trials: [Trial] = []
    /// Interactions that were learned from in each trial.
    public let sampleSize: Int

    /// The trial with the best settings.
    public var best: Trial { trials.last { $0.isKept } ?? trials[0] }

    /// Tries settings on a sample of some fifty thousand items of sessions.
    /// - Parameters:
    ///   - sessions: of which the sample is drawn.
    ///   - options: the first trial's, whose other settings stay as they are.
    ///   - fixed: settings that stay as they are, too.
    ///   - count: trials at most, 1 to 1,000.
    ///   - threads: by default one for each processor.
    ///   - report: is told of each trial that is done; what it throws ends the work.
    ///   - progress: is told how far a trial has come; what it throws ends the work.
    /// - Throws: `ItemError`, `TrainingError`, or what `report` or `progress` throws.
    public init(
        of sessions: ItemSessions, _ options: ItemOptions, fixed: Set<Setting> = [],
        trials count: Int = 20, threads: Int? = nil, report: (Trial) throws -> Void = { _ in },
        progress: @escaping (TrainingProgress) throws -> Void = { _ in }
    ) throws {
        try options.check()
        try SequenceOptions.check("trials", count, 1...1000)
        let workers = WorkerPool(threads: threads)
        let sample = try HeldOutItems(
            sessions.sequences(), options, seed: options.sequences.seed)
        sampleSize = sample.training.items.count
        func measured(_ options: ItemOptions) throws -> ItemMeasures {
            let items: ItemVectors
            do {
                items = try ItemVectors(
                    sample.training, sample.vocabulary, options, workers, nil, progress)
            } catch TrainingError.notFinite {
                // Settings that lead nowhere are no fault of the data.
                return ItemMeasures(ranks: [])
            }
            return try sample.measures(of: items.vectors, workers)
        }
        let first = Trial(
            options: options, measures: try measured(options), setting: nil, isKept: true)
        trials.append(first)
        try report(first)
        let settings = Setting.allCases.filter { !fixed.contains($0) }
        var isImproved = true
        while isImproved {
            isImproved = false
            for setting in settings {
                for options in Self.others(best.options, setting) {
                    guard trials.count < count else { return }
                    guard !trials.contains(where: { $0.options == options }) else { continue }
                    let measures = try measured(options)
                    let isBetter = measures.exceed(best.measures)
                    let trial = Trial(
                        options: options, measures: measures, setting: setting, isKept: isBetter)
                    trials.append(trial)
                    isImproved = isImproved || isBetter
                    try report(trial)
                }
            }
        }
    }

    /// The same settings but for one.
    private static func others(_ options: ItemOptions, _ setting: Setting) -> [ItemOptions] {
        func changed<Value>(
            _ values: [Value], _ change: (inout SequenceOptions, Value) -> Void
        ) -> [ItemOptions] {
            values.map { value in
                var changed = options
                change(&changed.sequences, value)
                return changed
            }
        }
        switch setting {
        case .exponent:
            guard case .negativeSampling(let count, _) = options.sequences.output else { return [] }
            return changed([0, -0.5, 0.5, 1, -1]) {
                $0.output = .negativeSampling(count: count, exponent: $1)
            }
        case .epochs:
            let passes = options.sequences.passes
            return changed([min(passes * 2, 10_000), max(passes / 2, 1)]) { $0.passes = $1 }
        case .subsampling: return changed([1e-3, 1e-4, 1e-5]) { $0.subsampling = $1 }
        case .window:
            return [2, 5].map { window in
                var changed = options
                changed.takesWholeSessions = false
                changed.sequences.window = window
                return changed
            }
        case .learningRate:
            return changed([0.05, 0.1, 0.01]) {
                $0.learningRate = $1
                $0.finalLearningRate = min($0.finalLearningRate, $1)
            }
        case .dimension: return changed([32, 128]) { $0.dimension = $1 }
        }
    }
}
