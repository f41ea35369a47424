internal import SencMath

/// Settings for items, chosen by how well the vectors of a sample tell the last item of sessions
/// that are held out.
///
/// From the settings that are given, one setting after the other is tried at other values, the most
/// telling first, and the best value so far is kept; rounds follow until none helps or the trials
/// are used up. What is drawn follows from the seed, so that the same is chosen each time.
package struct ItemTuning: Sendable {
    /// Settings that can be tuned, in the order in which they are.
    package enum Setting: String, Sendable, CaseIterable {
        case exponent, epochs, subsampling, window
        case learningRate = "learning rate"
        case dimension
    }

    /// Settings, and what came of them.
    package struct Trial: Sendable, Equatable {
        package var options: ItemOptions
        package var measures: ItemMeasures
        /// What was changed; `nil` in the first trial.
        package var setting: Setting?
        /// Whether it was the best so far.
        package var isKept: Bool
    }

    /// All trials, those given first; the last one that is kept is the best.
    package private(set) var trials: [Trial] = []
    /// Interactions that were learned from in each trial.
    package let sampleSize: Int

    package var best: Trial { trials.last { $0.isKept } ?? trials[0] }

    /// - Parameters:
    ///   - options: the first trial's.
    ///   - fixed: settings that stay as they are.
    ///   - count: trials, 1 to 1,000.
    ///   - report: is told of each trial that is done; what it throws ends the work.
    /// - Throws: `ItemError`, `TrainingError`, or what `report` throws.
    package init(
        of sessions: ItemSessions, _ options: ItemOptions, fixed: Set<Setting> = [],
        trials count: Int, threads: Int? = nil, report: (Trial) throws -> Void = { _ in },
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
        let first = Trial(options: options, measures: try measured(options), isKept: true)
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
