internal import SencFiles
internal import SencMath

/// The words of texts, counted, and then as the numbers of those that are learned.
struct WordCorpus {
    let vocabulary: Vocabulary
    let workers: WorkerPool
    private let texts: TrainingTexts
    private let scanner: WordScanner

    /// Counts the words, in a pass over the texts.
    init(
        _ texts: TrainingTexts, _ options: WordOptions, threads: Int?,
        report: (TrainingProgress) throws -> Void
    ) throws {
        try options.check()
        self.texts = texts
        workers = WorkerPool(threads: threads)
        scanner = WordScanner(options.rule, lowercases: options.lowercases)
        vocabulary = try Self.count(texts, options, scanner, workers, report)
        guard vocabulary.count > 0 else {
            throw TrainingError.emptyVocabulary(
                seen: vocabulary.seenCount, minimumCount: options.minimumCount)
        }
    }

    /// Calls `body` with the numbers of the words of all texts, a window of texts at a time.
    /// - Throws: `TrainingError.changed` if the texts are others than those that were counted, or
    ///   what they or `body` throw.
    func forEachBatch(_ body: (SequenceBatch) throws -> Void) throws {
        let next = try texts.begin()
        var first = 0
        while case let window = try next(), !window.isEmpty {
            let batch = try batch(window, first: first)
            first += batch.ids.count
            guard first <= vocabulary.totalCount else { throw TrainingError.changed }
            try body(batch)
        }
        guard first == vocabulary.totalCount else { throw TrainingError.changed }
    }

    private static func count(
        _ texts: TrainingTexts, _ options: WordOptions, _ scanner: WordScanner,
        _ workers: WorkerPool, _ report: (TrainingProgress) throws -> Void
    ) throws -> Vocabulary {
        var counter = WordCounter(capacity: options.countedWords)
        let next = try texts.begin()
        while case let window = try next(), !window.isEmpty {
            let parts = try workers.map(items: runs(of: window)) { run in
                var part = WordCounter(capacity: .max)
                for text in window[range(of: run, in: window)] {
                    var text = text
                    text.withUTF8 { scanner.forEachWord(of: $0) { part.add($0) } }
                }
                return part
            }
            for part in parts { counter.merge(part) }
            try report(
                TrainingProgress(
                    pass: 0, passes: options.passes, words: counter.seen, fraction: 0))
        }
        return Vocabulary(
            counter.table, counter.counts, minimumCount: options.minimumCount,
            maximumSize: options.maximumWords, seen: counter.seen)
    }

    private func batch(_ texts: [String], first: Int) throws -> SequenceBatch {
        let (words, scanner) = (vocabulary.words, scanner)
        let parts = try workers.map(items: Self.runs(of: texts)) { run in
            var part = SequenceBatch()
            for text in texts[Self.range(of: run, in: texts)] {
                var text = text
                text.withUTF8 { bytes in
                    scanner.forEachWord(of: bytes) { word in
                        guard let number = words.number(of: word) else { return }
                        part.ids.append(UInt32(number))
                        if part.ids.count - (part.ends.last ?? 0) >= WordOptions.longestSequence {
                            part.endSequence()
                        }
                    }
                }
                part.endSequence()
            }
            return part
        }
        var batch = SequenceBatch()
        batch.first = first
        for part in parts {
            let start = batch.ids.count
            batch.ids += part.ids
            batch.ends += part.ends.map { start + $0 }
        }
        return batch
    }

    /// Texts are cut into words by some threads, each a run of them.
    private static let runsOfWindow = 16

    private static func runs(of texts: [String]) -> Int { min(runsOfWindow, texts.count) }

    private static func range(of run: Int, in texts: [String]) -> Range<Int> {
        let runs = runs(of: texts)
        return texts.count * run / runs..<texts.count * (run + 1) / runs
    }
}
