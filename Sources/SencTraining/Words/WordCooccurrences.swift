internal import SencFiles
internal import SencMath

/// Learns the vectors of the words of texts from how often they stand near each other.
struct WordCooccurrences {
    private let corpus: WordCorpus
    private let options: CooccurrenceOptions
    private let layout: BlockLayout
    private let report: (TrainingProgress) throws -> Void

    /// Rows that a key of a pair has room for.
    private static let maximumRows = 1 << 31

    init(
        _ corpus: WordCorpus, _ options: CooccurrenceOptions,
        report: @escaping (TrainingProgress) throws -> Void
    ) throws {
        (self.corpus, self.options, self.report) = (corpus, options, report)
        let words = corpus.vocabulary.count
        let rowFloats =
            CooccurrenceTrainer.rowsOfWord
            * CooccurrenceTrainer.stride(dimension: options.dimension)
        let memory = Double(Memory.physicalBytes ?? .max)
        guard words < Self.maximumRows, Double(words) * Double(rowFloats) * 4 < memory else {
            throw TrainingError.tooMany(words, dimension: options.dimension)
        }
        layout = CooccurrenceTrainer.layout(words: words, options)
    }

    /// How often the words stand near each other, in a pass over the texts.
    func count() throws -> CooccurrenceStore {
        let counter = CooccurrenceCounter(
            words: corpus.vocabulary.count, layout, options, corpus.workers)
        try corpus.forEachBatch { batch in
            try counter.add(batch)
            try report(
                TrainingProgress(
                    subject: .cooccurrences, pass: 0, passes: options.passes,
                    words: batch.first + batch.ids.count, fraction: 0))
        }
        let store = try counter.finish()
        guard store.count > 0 else { throw TrainingError.noNeighbors }
        return store
    }

    /// - Returns: [words, dimension]
    func run(_ checkpoint: TrainingCheckpoint?) throws -> Matrix {
        let store = try count()
        let trainer = CooccurrenceTrainer(
            words: corpus.vocabulary.count, store, options, corpus.workers)
        let total = Double(options.passes) * Double(store.steps)
        var keeper = CheckpointKeeper(
            checkpoint, [TrainingCheckpoint.Table(name: "words", elements: trainer.table.elements)])
        let position = try keeper.resume()
        let firstPass = position["pass"] ?? 0
        for pass in 0..<options.passes where pass >= firstPass {
            let start =
                pass == firstPass ? (position["rounds"] ?? 0, position["steps"] ?? 0) : (0, 0)
            try trainer.run(pass: pass, from: start) { round, steps, loss in
                guard loss?.isFinite != false else { throw TrainingError.notFinite(pass: pass + 1) }
                let done = Double(pass) * Double(store.steps) + Double(steps)
                try keeper.keep(["pass": pass, "rounds": round + 1, "steps": steps]) {
                    try report(
                        TrainingProgress(
                            subject: .cooccurrences, pass: pass + 1, passes: options.passes,
                            words: Int(min(done, 0x1p62)), fraction: done / total, loss: loss))
                }
            }
        }
        return trainer.vectors
    }
}
