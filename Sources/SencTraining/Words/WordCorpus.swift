internal import SencFiles
internal import SencMath

/// The words of texts, counted, and then as the numbers of those that are learned.
struct WordCorpus {
    let vocabulary: Vocabulary
    /// Phrases that words are joined to.
    let phraseCount: Int
    private let source: WordSource

    var workers: WorkerPool { source.workers }

    /// Counts the words, in a pass over the texts, after two for each round of phrases.
    init(
        _ texts: TrainingTexts, _ options: WordOptions, threads: Int?,
        report: @escaping (TrainingProgress) throws -> Void
    ) throws {
        try options.check()
        var source = WordSource(
            texts, WordScanner(options.rule, lowercases: options.lowercases),
            WorkerPool(threads: threads))
        if let phrases = options.phrases {
            let finder = PhraseFinder(phrases, capacity: options.countedWords, report: report)
            for _ in 0..<phrases.rounds { source.joiners.append(try finder.joiner(of: source)) }
        }
        let counter = try source.count(capacity: options.countedWords) {
            try report(
                TrainingProgress(pass: 0, passes: options.passes, words: $0, fraction: 0))
        }
        self.source = source
        phraseCount = source.joiners.reduce(0) { $0 + $1.count }
        vocabulary = Vocabulary(
            counter.table, counter.counts, minimumCount: options.minimumCount,
            maximumSize: options.maximumWords, seen: counter.seen)
        guard vocabulary.count > 0 else {
            throw TrainingError.emptyVocabulary(
                seen: vocabulary.seenCount, minimumCount: options.minimumCount)
        }
    }

    /// Calls `body` with the numbers of the words of all texts, a window of texts at a time.
    /// - Throws: `TrainingError.changed` if the texts are others than those that were counted, or
    ///   what they or `body` throw.
    func forEachBatch(_ body: (SequenceBatch) throws -> Void) throws {
        var first = 0
        let words = vocabulary.words
        try source.forEachWindow { texts, cutter, _ in
            var part = SequenceBatch()
            for text in texts {
                cutter.forEachWord(of: text) { word in
                    guard let number = words.number(of: word) else { return }
                    part.ids.append(UInt32(number))
                    if part.ids.count - (part.ends.last ?? 0) >= WordOptions.longestSequence {
                        part.endSequence()
                    }
                }
                part.endSequence()
            }
            return part
        } _: { parts in
            let batch = SequenceBatch(parts, first: first)
            first += batch.ids.count
            guard first <= vocabulary.totalCount else { throw TrainingError.changed }
            try body(batch)
        }
        guard first == vocabulary.totalCount else { throw TrainingError.changed }
    }
}

extension SequenceBatch {
    /// Batches, one behind the other.
    fileprivate init(_ parts: [SequenceBatch], first: Int) {
        self.init()
        self.first = first
        for part in parts {
            let start = ids.count
            ids += part.ids
            ends += part.ends.map { start + $0 }
        }
    }
}
