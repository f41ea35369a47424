internal import SencFiles
internal import SencMath
internal import SencWeights

/// Learns the vectors of the words of texts.
final class WordTrainer {
    let vocabulary: Vocabulary
    let trainer: SequenceTrainer
    private let corpus: WordCorpus
    private let options: WordOptions
    private let report: (TrainingProgress) throws -> Void

    /// Rows of a table that can be told apart by 32 bits.
    private static let maximumRows = 1 << 31

    init(
        _ corpus: WordCorpus, _ options: WordOptions,
        report: @escaping (TrainingProgress) throws -> Void
    ) throws {
        (self.corpus, self.options, self.report) = (corpus, options, report)
        vocabulary = corpus.vocabulary
        let rows = vocabulary.count + (options.ngrams == nil ? 0 : options.buckets)
        // What is learned, and what it is multiplied by.
        let floats =
            Double(rows + vocabulary.count)
            * Double(TrainingKernels.stride(dimension: options.sequences.dimension))
        let memory = Double(Memory.physicalBytes ?? .max)
        guard rows < Self.maximumRows, floats * 4 < memory else {
            throw TrainingError.tooMany(rows, dimension: options.sequences.dimension)
        }
        trainer = SequenceTrainer(
            counts: vocabulary.counts, options.sequences, parts: Self.parts(vocabulary, options),
            corpus.workers)
    }

    private static func parts(_ vocabulary: Vocabulary, _ options: WordOptions) -> PartTable? {
        guard let lengths = options.ngrams else { return nil }
        let ngrams = FastTextNGrams(
            buckets: options.buckets, shortest: lengths.lowerBound, longest: lengths.upperBound)
        var table = PartTable(rowCount: options.buckets)
        for word in 0..<vocabulary.count {
            var buckets: [Int] = []
            vocabulary.words.withWord(word) { ngrams.forEachBucket(of: $0) { buckets.append($0) } }
            table.append(buckets)
        }
        return table
    }

    /// Goes through the texts as often as the options say, or, from a checkpoint on, as often as is
    /// left.
    func run(_ checkpoint: TrainingCheckpoint?) throws {
        let passes = options.sequences.passes
        let total = Double(passes) * Double(vocabulary.totalCount)
        let (start, end) = (options.sequences.learningRate, options.sequences.finalLearningRate)
        var keeper = CheckpointKeeper(checkpoint, trainer.tables)
        var position = Position(try keeper.resume())
        for pass in 0..<passes where pass >= position.pass {
            try corpus.forEachBatch { batch in
                let first = batch.first
                // What was gone through already, or has no word that is learned, changes nothing.
                guard pass > position.pass || first >= position.words, !batch.ids.isEmpty else {
                    return
                }
                let done = Double(pass) * Double(vocabulary.totalCount) + Double(first)
                let outcome = try trainer.train(batch, pass: pass) { share in
                    start - (start - end) * min(1, (done + share * Double(batch.ids.count)) / total)
                }
                guard outcome.loss.isFinite else { throw TrainingError.notFinite(pass: pass + 1) }
                position.pass = pass
                position.words = first + batch.ids.count
                position.wasTrained = position.wasTrained || outcome.products > 0
                let words = pass * vocabulary.totalCount + position.words
                try keeper.keep(position.numbers) {
                    try report(
                        TrainingProgress(
                            pass: pass + 1, passes: passes, words: words,
                            fraction: Double(words) / total, loss: outcome.meanLoss))
                }
            }
            guard position.wasTrained else { throw TrainingError.noNeighbors }
        }
    }

    /// How far learning is.
    private struct Position {
        var pass: Int
        /// Words of the pass that were gone through.
        var words: Int
        var wasTrained: Bool

        init(_ numbers: [String: Int]) {
            pass = numbers["pass"] ?? 0
            words = numbers["words"] ?? 0
            wasTrained = numbers["trained"] == 1
        }

        var numbers: [String: Int] {
            ["pass": pass, "words": words, "trained": wasTrained ? 1 : 0]
        }
    }
}
