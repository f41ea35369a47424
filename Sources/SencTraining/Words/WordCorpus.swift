internal import SencFiles
internal import SencMath

/// The words of texts, counted, and then as the numbers of those that are learned.
struct WordCorpus {
    let vocabulary: Vocabulary
    /// Phrases that words are joined to.
    let phraseCount: Int
    private let source: WordSource
    /// The texts' words, if they are few enough to be in memory.
    private let kept: [SequenceBatch]?

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
        self.source = source
        phraseCount = source.joiners.reduce(0) { $0 + $1.count }
        (vocabulary, kept) = try Self.count(source, options, report)
        guard vocabulary.count > 0 else {
            throw TrainingError.emptyVocabulary(
                seen: vocabulary.seenCount, minimumCount: options.minimumCount)
        }
    }

    /// Counts the words, and keeps the texts as numbers of words if they are few.
    private static func count(
        _ source: WordSource, _ options: WordOptions,
        _ report: (TrainingProgress) throws -> Void
    ) throws -> (Vocabulary, [SequenceBatch]?) {
        var counter = WordCounter(capacity: options.countedWords)
        var kept: [SequenceBatch]? = []
        try source.forEachWindow { texts, cutter, _ in
            var part = WordCounter(capacity: .max)
            var batch = SequenceBatch()
            for text in texts {
                cutter.forEachWord(of: text) { batch.ids.append(UInt32(part.add($0))) }
                batch.endSequence()
            }
            return (part, batch)
        } _: { parts in
            var batch = SequenceBatch()
            for (part, words) in parts {
                guard let numbers = counter.merge(part) else {
                    kept = nil
                    continue
                }
                guard kept != nil else { continue }
                batch.append(
                    SequenceBatch(ids: words.ids.map { numbers[Int($0)] }, ends: words.ends))
            }
            kept?.append(batch)
            if counter.seen > options.keptWords { kept = nil }
            try report(
                TrainingProgress(
                    pass: 0, passes: options.passes, words: counter.seen, fraction: 0))
        }
        let vocabulary = Vocabulary(
            counter.table, counter.counts, minimumCount: options.minimumCount,
            maximumSize: options.maximumWords, seen: counter.seen)
        return (vocabulary, kept.map { known($0, counter.table, vocabulary) })
    }

    /// The numbers of the vocabulary in place of those of the order in which words were met.
    private static func known(
        _ kept: [SequenceBatch], _ met: WordTable, _ vocabulary: Vocabulary
    ) -> [SequenceBatch] {
        let numbers = (0..<met.count).map { word in
            met.withWord(word) { vocabulary.words.number(of: $0) }
        }
        var first = 0
        return kept.map { batch in
            var known = SequenceBatch(first: first)
            var start = 0
            for end in batch.ends {
                for word in batch.ids[start..<end] {
                    if let number = numbers[Int(word)] { known.append(UInt32(number)) }
                }
                known.endSequence()
                start = end
            }
            first += known.ids.count
            return known
        }
    }

    /// Calls `body` with the numbers of the words of all texts, a window of texts at a time.
    /// - Throws: `TrainingError.changed` if the texts are others than those that were counted, or
    ///   what they or `body` throw.
    func forEachBatch(_ body: (SequenceBatch) throws -> Void) throws {
        if let kept { return try kept.forEach(body) }
        var first = 0
        let words = vocabulary.words
        try source.forEachWindow { texts, cutter, _ in
            var part = SequenceBatch()
            for text in texts {
                cutter.forEachWord(of: text) { word in
                    if let number = words.number(of: word) { part.append(UInt32(number)) }
                }
                part.endSequence()
            }
            return part
        } _: { parts in
            var batch = SequenceBatch(first: first)
            for part in parts { batch.append(part) }
            first += batch.ids.count
            guard first <= vocabulary.totalCount else { throw TrainingError.changed }
            try body(batch)
        }
        guard first == vocabulary.totalCount else { throw TrainingError.changed }
    }
}
