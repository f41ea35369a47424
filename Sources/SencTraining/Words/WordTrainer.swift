internal import SencFiles
internal import SencMath
internal import SencWeights

/// Learns the vectors of the words of texts.
final class WordTrainer {
    let vocabulary: Vocabulary
    let trainer: SequenceTrainer
    private let texts: TrainingTexts
    /// The texts' words, if they are few enough to be in memory.
    private let kept: [SequenceBatch]?
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
        (vocabulary, kept) = try Self.count(texts, options, scanner, workers, report)
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
            workers)
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

    /// Counts the words, and keeps the texts as numbers of words if they are few.
    private static func count(
        _ texts: TrainingTexts, _ options: WordOptions, _ scanner: WordScanner,
        _ workers: WorkerPool, _ report: (TrainingProgress) throws -> Void
    ) throws -> (Vocabulary, [SequenceBatch]?) {
        var counter = WordCounter(capacity: options.countedWords)
        var kept: [SequenceBatch]? = []
        let next = try texts.begin()
        while case let window = try next(), !window.isEmpty {
            let parts = try workers.map(items: runs(of: window)) { run in
                var part = WordCounter(capacity: .max)
                var batch = SequenceBatch()
                for text in window[range(of: run, in: window)] {
                    var text = text
                    text.withUTF8 { bytes in
                        scanner.forEachWord(of: bytes) { batch.ids.append(UInt32(part.add($0))) }
                    }
                    batch.endSequence()
                }
                return (part, batch)
            }
            var batch = SequenceBatch()
            for (part, words) in parts {
                guard let numbers = counter.merge(part) else {
                    kept = nil
                    continue
                }
                guard kept != nil else { continue }
                batch.append(SequenceBatch(ids: words.ids.map { numbers[Int($0)] }, ends: words.ends))
            }
            kept?.append(batch)
            if counter.seen > options.keptWords { kept = nil }
            try report(
                TrainingProgress(
                    pass: 0, passes: options.sequences.passes, words: counter.seen, fraction: 0))
        }
        let vocabulary = Vocabulary(
            counter.table, counter.counts, minimumCount: options.minimumCount,
            maximumSize: options.maximumWords, seen: counter.seen)
        guard let kept else { return (vocabulary, nil) }
        // The numbers of the vocabulary in place of those of the order in which words were met.
        let numbers = (0..<counter.table.count).map { word in
            counter.table.withWord(word) { vocabulary.words.number(of: $0) }
        }
        var first = 0
        return (
            vocabulary,
            kept.map { batch in
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
        )
    }

    /// Goes through the texts as often as the options say.
    func run() throws {
        let passes = options.sequences.passes
        let total = Double(passes) * Double(vocabulary.totalCount)
        let (start, end) = (options.sequences.learningRate, options.sequences.finalLearningRate)
        var wasTrained = false
        for pass in 0..<passes {
            let next = try batches()
            var first = 0
            while let batch = try next(first) {
                let done = Double(pass) * Double(vocabulary.totalCount) + Double(first)
                let outcome = try trainer.train(batch, pass: pass) { share in
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

    /// Gives the batches of a pass: each to the number of words that were before it.
    private func batches() throws -> (_ first: Int) throws -> SequenceBatch? {
        if let kept {
            var rest = kept[...]
            return { _ in rest.popFirst() }
        }
        let next = try texts.begin()
        return { first in
            let window = try next()
            return window.isEmpty ? nil : try self.batch(window, first: first)
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
                        if let number = words.number(of: word) { part.append(UInt32(number)) }
                    }
                }
                part.endSequence()
            }
            return part
        }
        var batch = SequenceBatch(first: first)
        for part in parts { batch.append(part) }
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
