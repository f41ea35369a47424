internal import SencFiles
internal import SencMath

/// Learns the vectors of the items of sessions.
final class ItemTrainer {
    let trainer: SequenceTrainer
    private let batches: [SequenceBatch]
    private let isShuffled: Bool
    private let random: CounterRandom
    private let itemCount: Int

    init(
        _ sequences: ItemSequences, _ vocabulary: Vocabulary, _ options: ItemOptions,
        _ workers: WorkerPool
    ) throws {
        batches = sequences.batches(vocabulary)
        isShuffled = options.takesWholeSessions
        random = CounterRandom(seed: options.sequences.seed, purpose: 72)
        var settings = options.sequences
        if !settings.shrinksWindows {
            settings.knownNeighbors = batches.meanNeighbors(window: settings.window)
        }
        guard batches.contains(where: { $0.ids.count > $0.ends.count }) else {
            throw ItemError.noNeighbors
        }
        let stride = TrainingKernels.stride(dimension: settings.dimension)
        let memory = Double(Memory.physicalBytes ?? .max)
        guard Double(2 * vocabulary.count) * Double(stride) * 4 < memory else {
            throw TrainingError.tooMany(vocabulary.count, dimension: settings.dimension)
        }
        itemCount = vocabulary.totalCount
        trainer = SequenceTrainer(counts: vocabulary.counts, settings, workers)
    }

    /// Goes through the sessions as often as the options say, or, from a checkpoint on, as often as
    /// is left.
    func run(
        _ checkpoint: TrainingCheckpoint? = nil,
        _ report: @escaping (TrainingProgress) throws -> Void
    ) throws {
        let reportItems = { (progress: TrainingProgress) in
            var progress = progress
            progress.subject = .items
            try report(progress)
        }
        try trainer.run(
            checkpoint, count: itemCount, report: reportItems, noNeighbors: ItemError.noNeighbors
        ) { pass, body in
            let order = random.child(UInt64(pass))
            for batch in batches { try body(isShuffled ? batch.shuffled(by: order) : batch) }
        }
    }
}

extension SequenceBatch {
    /// The same sequences, each in a random order.
    fileprivate func shuffled(by random: CounterRandom) -> SequenceBatch {
        var shuffled = self
        shuffled.ids.withUnsafeMutableBufferPointer { ids in
            var start = 0
            for end in ends {
                for last in stride(from: end - 1, to: start, by: -1) {
                    let count = last - start + 1
                    ids.swapAt(
                        last,
                        start + random.integer(below: count, at: UInt64(first + last)))
                }
                start = end
            }
        }
        return shuffled
    }
}
