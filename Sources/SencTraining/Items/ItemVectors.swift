package import SencFiles
public import SencMath

/// Vectors of items, learned from the sessions that they stand in: those of items that are met in
/// the same company are close (Barkan and Koenigstein, "Item2Vec: neural item embedding for
/// collaborative filtering", 2016).
///
/// ```swift
/// var sessions = ItemSessions()
/// try sessions.append("coffee", to: "order 1")
/// try sessions.append("milk", to: "order 1")
/// let items = try ItemVectors(learning: sessions)
/// try items.write(to: "shop.vec", as: .word2vec)
/// ```
///
/// The same sessions, options and kind of CPU give the same vectors to the bit, however many threads
/// there are.
public struct ItemVectors: Sendable {
    /// How they were learned.
    public let options: ItemOptions
    /// The items as words, which the files are those of.
    private let table: WordVectors

    /// The items, the most frequent first.
    public var vocabulary: Vocabulary { table.vocabulary }
    /// [items, dimension]
    public var vectors: Matrix { table.vectors }

    /// Learns the vectors.
    /// - Parameters:
    ///   - sessions: in which the items stand.
    ///   - options: the objective, and which items are learned.
    ///   - known: vectors that items begin with; the others begin at random.
    ///   - threads: by default one for each processor.
    ///   - report: is told of each batch of sessions that is done; what it throws ends the work.
    /// - Throws: `ItemError`, `TrainingError`, or what `report` throws.
    public init(
        learning sessions: ItemSessions, _ options: ItemOptions = ItemOptions(),
        startingFrom known: KnownVectors? = nil, threads: Int? = nil,
        report: @escaping (TrainingProgress) throws -> Void = { _ in }
    ) throws {
        try self.init(
            learning: sessions, options, startingFrom: known, threads: threads, checkpoint: nil,
            report: report)
    }

    /// - Parameter checkpoint: where is kept how far learning is, if it is.
    package init(
        learning sessions: ItemSessions, _ options: ItemOptions,
        startingFrom known: KnownVectors? = nil, threads: Int? = nil,
        checkpoint: TrainingCheckpoint?,
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

    /// The vector of an item, [dimension]; `nil` of one that was not learned.
    public subscript(item: String) -> ArraySlice<Float>? { table[item] }

    /// Writes the vectors to a file, as those of words, which appears whole or not at all.
    /// - Parameters:
    ///   - path: the file's; what is there is replaced.
    ///   - format: the file's form.
    /// - Throws: `FileError` if it cannot be written; `ItemError.blank` if an item has white space in
    ///   its name.
    public func write(to path: String, as format: WordVectorFormat) throws {
        let file = try OutputFile(path: path)
        try write(to: file, as: format)
        try file.commit()
    }

    /// Writes the vectors as those of words.
    /// - Throws: `ItemError.blank` if an item has white space in its name; `FileError`.
    package func write(to file: OutputFile, as format: WordVectorFormat) throws {
        for item in 0..<vocabulary.count { try ItemError.checkBlanks(vocabulary[item]) }
        try table.write(to: file, as: format)
    }
}
