internal import SencFiles
internal import SencMath
internal import SencWeights

/// Learns the vectors of the words of texts.
final class WordTrainer {
    let vocabulary: Vocabulary
    let trainer: SequenceTrainer
    private let texts: TrainingTexts
    private let options: WordOptions
    private let scanner: WordScanner
    private let workers: WorkerPool
    private let report: (TrainingProgress) throws -> Void

    /// Rows of a table that can be told apart by 32 bits.
    private static let maximumRows = 1 << 31

    /// Counts the words, in a pass over the texts.
    init(
        _ texts: TrainingTexts, _ options: WordOptions, threads: Int?,
        report: @escaping (TrainingProgress) throws -> Void
    ) throws {
        try options.check()
        (self.texts, self.options, self.report) = (texts, options, report)
        workers = WorkerPool(threads: threads)
        scanner = WordScanner(options.rule, lowercases: options.lowercases)
        vocabulary = try Self.count(texts, options, scanner, workers, report)
        guard vocabulary.count > 0 else {
            throw TrainingError.emptyVocabulary(
                seen: vocabulary.seenCount, minimumCount: options.minimumCount)
        }
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
            threads: workers.threads)
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
                    pass: 0, passes: options.sequences.passes, words: counter.seen, fraction: 0))
        }
        return Vocabulary(
            counter.table, counter.counts, minimumCount: options.minimumCount,
            maximumSize: options.maximumWords, seen: counter.seen)
    }

    /// Goes through the texts as often as the options say.
    func run() throws {
        let passes = options.sequences.passes
        let total = Double(passes) * Double(vocabulary.totalCount)
        let (start, end) = (options.sequences.learningRate, options.sequences.finalLearningRate)
        var wasTrained = false
        for pass in 0..<passes {
            let next = try texts.begin()
            var first = 0
            while case let window = try next(), !window.isEmpty {
                let batch = try batch(window, first: first)
                let done = Double(pass) * Double(vocabulary.totalCount) + Double(first)
                let outcome = trainer.train(batch, pass: pass) { share in
                    start - (start - end) * min(1, (done + share * Double(batch.ids.count)) / total)
                }
                wasTrained = wasTrained || outcome.products > 0
                first += batch.ids.count
                guard first <= vocabulary.totalCount else { throw TrainingError.changed }
                guard outcome.loss.isFinite else { throw TrainingError.notFinite(pass: pass + 1) }
                let words = pass * vocabulary.totalCount + first
                try report(
                    TrainingProgress(
                        pass: pass + 1, passes: passes, words: words,
                        fraction: Double(words) / total, loss: outcome.meanLoss))
            }
            guard first == vocabulary.totalCount else { throw TrainingError.changed }
            guard wasTrained else { throw TrainingError.noNeighbors }
        }
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
