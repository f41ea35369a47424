internal import SencFiles
internal import SencMath

/// Learns the vectors of the items of sessions.
final class ItemTrainer {
    let trainer: SequenceTrainer
    private let batches: [SequenceBatch]
    private let isShuffled: Bool
    private let random: CounterRandom
    private let options: SequenceOptions
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
        self.options = settings
        itemCount = vocabulary.totalCount
        trainer = SequenceTrainer(counts: vocabulary.counts, settings, workers)
    }

    /// Goes through the sessions as often as the options say.
    func run(_ report: (TrainingProgress) throws -> Void) throws {
        let (start, end) = (options.learningRate, options.finalLearningRate)
        let total = Double(options.passes) * Double(itemCount)
        var wasTrained = false
        for pass in 0..<options.passes {
            let order = random.child(UInt64(pass))
            for batch in batches {
                let batch = isShuffled ? batch.shuffled(by: order) : batch
                let done = Double(pass) * Double(itemCount) + Double(batch.first)
                let outcome = try trainer.train(batch, pass: pass) { share in
                    start - (start - end) * min(1, (done + share * Double(batch.ids.count)) / total)
                }
                wasTrained = wasTrained || outcome.products > 0
                guard outcome.loss.isFinite else { throw TrainingError.notFinite(pass: pass + 1) }
                let items = pass * itemCount + batch.first + batch.ids.count
                try report(
                    TrainingProgress(
                        pass: pass + 1, passes: options.passes, words: items,
                        fraction: Double(items) / total, loss: outcome.meanLoss))
            }
            guard wasTrained else { throw ItemError.noNeighbors }
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
