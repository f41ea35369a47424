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
        try trainer.run(
            checkpoint, count: vocabulary.totalCount, report: report,
            noNeighbors: TrainingError.noNeighbors
        ) { _, body in try corpus.forEachBatch(body) }
    }
}
