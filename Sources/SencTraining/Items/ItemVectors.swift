package import SencFiles
package import SencMath

/// Vectors of items, learned from the sessions that they stand in: those of items that are met in
/// the same company are close.
///
/// The same sessions, options and kind of CPU give the same vectors to the bit, however many threads
/// there are.
package struct ItemVectors: Sendable {
    /// How they were learned.
    package let options: ItemOptions
    /// The items as words, which the files are those of.
    private let table: WordVectors

    /// The items, the most frequent first.
    package var vocabulary: Vocabulary { table.vocabulary }
    /// [items, dimension]
    package var vectors: Matrix { table.vectors }

    /// - Parameters:
    ///   - known: vectors that items begin with; the others begin at random.
    ///   - threads: by default one for each processor.
    ///   - checkpoint: where is kept how far learning is, if it is.
    ///   - report: is told of each batch of sessions that is done; what it throws ends the work.
    /// - Throws: `ItemError`, `TrainingError`, or what `report` throws.
    package init(
        learning sessions: ItemSessions, _ options: ItemOptions = ItemOptions(),
        startingFrom known: KnownVectors? = nil, threads: Int? = nil,
        checkpoint: TrainingCheckpoint? = nil,
        report: @escaping (TrainingProgress) throws -> Void = { _ in }
    ) throws {
        let sequences = sessions.sequences()
        try self.init(
            sequences, sequences.vocabulary(options), options, startingFrom: known,
            WorkerPool(threads: threads), checkpoint, report)
    }

    init(
        _ sequences: ItemSequences, _ vocabulary: Vocabulary, _ options: ItemOptions,
        startingFrom known: KnownVectors? = nil, _ workers: WorkerPool,
        _ checkpoint: TrainingCheckpoint? = nil,
        _ report: @escaping (TrainingProgress) throws -> Void
    ) throws {
        try options.check()
        self.options = options
        let trainer = try ItemTrainer(sequences, vocabulary, options, workers)
        if let known { try trainer.trainer.begin(with: known, of: vocabulary) }
        try trainer.run(checkpoint, report)
        var words = WordOptions()
        words.sequences = options.sequences
        words.minimumCount = options.minimumCount
        table = try WordVectors(vocabulary, words, trainer.trainer)
    }

    /// Writes the vectors as those of words.
    /// - Throws: `ItemError.blank` if an item has white space in its name; `FileError`.
    package func write(to file: OutputFile, as format: WordVectorFormat) throws {
        for item in 0..<vocabulary.count { try ItemError.checkBlanks(vocabulary[item]) }
        try table.write(to: file, as: format)
    }
}
