public import SencMath

/// Vectors of words, learned from the texts that they stand in.
///
/// ```swift
/// let texts = TrainingTexts(["El rey habla con la reina.", "La reina habla con el rey."])
/// var options = WordOptions()
/// options.minimumCount = 1
/// let words = try WordVectors(learning: texts, options)
/// try words.write(to: "words.vec", as: .word2vec)
/// ```
///
/// The same texts, options and kind of CPU give the same vectors to the bit, however many threads
/// there are.
public struct WordVectors: Sendable {
    /// The words, the most frequent first.
    public let vocabulary: Vocabulary
    /// How they were learned.
    public let options: WordOptions
    /// Different phrases that words of the texts were joined to, if they were.
    public let phraseCount: Int
    /// [words, dimension]; of words with n-grams, the mean of the word's own row and theirs.
    public let vectors: Matrix
    /// What they were learned by; `nil` if that was not from sequences.
    let trainer: SequenceTrainer?

    /// Learns the vectors, in one pass that counts words and `options.sequences.passes` more, or
    /// one more alone that counts how often they stand near each other.
    /// - Parameters:
    ///   - texts: in which the words stand, each a sequence of its own.
    ///   - options: the objective, and which words are learned.
    ///   - known: vectors that words begin with, but with GloVe; the others begin at random.
    ///   - threads: by default one for each processor.
    ///   - report: is told of each window of texts that is done; what it throws ends the work.
    /// - Throws: `TrainingError`, or what the texts or `report` throw.
    public init(
        learning texts: TrainingTexts, _ options: WordOptions = WordOptions(),
        startingFrom known: KnownVectors? = nil, threads: Int? = nil,
        report: @escaping (TrainingProgress) throws -> Void = { _ in }
    ) throws {
        try self.init(
            learning: texts, options, startingFrom: known, threads: threads, checkpoint: nil,
            report: report)
    }

    /// - Parameter checkpoint: where is kept how far learning is, if it is.
    package init(
        learning texts: TrainingTexts, _ options: WordOptions, startingFrom known: KnownVectors?,
        threads: Int? = nil, checkpoint: TrainingCheckpoint?,
        report: @escaping (TrainingProgress) throws -> Void = { _ in }
    ) throws {
        let corpus = try WordCorpus(texts, options, threads: threads, report: report)
        vocabulary = corpus.vocabulary
        phraseCount = corpus.phraseCount
        self.options = options
        if let cooccurrences = options.cooccurrences {
            trainer = nil
            vectors = try WordCooccurrences(corpus, cooccurrences, report: report).run(checkpoint)
        } else {
            let words = try WordTrainer(corpus, options, report: report)
            if let known { try words.trainer.begin(with: known, of: vocabulary) }
            try words.run(checkpoint)
            trainer = words.trainer
            vectors = words.trainer.vectors
        }
        guard vectors.elements.allSatisfy(\.isFinite) else {
            throw TrainingError.notFinite(pass: options.passes)
        }
    }

    init(_ vocabulary: Vocabulary, _ options: WordOptions, _ trainer: SequenceTrainer) throws {
        (self.vocabulary, self.options, self.trainer) = (vocabulary, options, trainer)
        phraseCount = 0
        vectors = trainer.vectors
        guard vectors.elements.allSatisfy(\.isFinite) else {
            throw TrainingError.notFinite(pass: options.sequences.passes)
        }
    }

    /// The vector of a word, [dimension]; `nil` of one that was not learned.
    public subscript(word: String) -> ArraySlice<Float>? {
        vocabulary.index(of: word).map { vectors[$0] }
    }
}
