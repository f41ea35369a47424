internal import SencMath

/// Finds the words of texts that follow each other more often than by chance.
struct PhraseFinder {
    private let options: PhraseOptions
    /// Different words that are counted at once.
    private let capacity: Int
    private let report: (TrainingProgress) throws -> Void

    init(
        _ options: PhraseOptions, capacity: Int,
        report: @escaping (TrainingProgress) throws -> Void
    ) {
        (self.options, self.capacity, self.report) = (options, capacity, report)
    }

    /// A round, in two passes over the texts: one that counts words, one that counts pairs of them.
    func joiner(of source: WordSource) throws -> PhraseJoiner {
        let counter = try source.count(capacity: capacity) { try tell(.words, $0) }
        let pairs = PairCounter(
            workers: source.workers.threads, memory: options.memory,
            directory: options.temporaryDirectory)
        let table = counter.table
        var seen = 0
        try source.forEachWindow { texts, cutter, worker in
            let counts = pairs.table(of: worker)
            var numbers: [Int?] = []
            var words = 0
            for text in texts {
                numbers.removeAll(keepingCapacity: true)
                cutter.forEachWord(of: text) { numbers.append(table.number(of: $0)) }
                words += numbers.count
                for (first, second) in zip(numbers, numbers.dropFirst()) {
                    guard let first, let second else { continue }
                    try pairs.makeRoom(in: counts)
                    counts.add(PhraseJoiner.key(first, second), 1)
                }
            }
            return words
        } _: { counts in
            seen += counts.reduce(0, +)
            try tell(.phrases, seen)
        }
        return try choose(counter, pairs)
    }

    private func choose(_ words: WordCounter, _ pairs: PairCounter) throws -> PhraseJoiner {
        var distinct = words.counts.count
        try pairs.forEachPair { _ in distinct += 1 }
        var joiner = PhraseJoiner()
        try pairs.forEachPair { pair in
            guard pair.count > options.discount else { return }
            let (first, second) = (Int(pair.key >> 32), Int(pair.key & 0xFFFF_FFFF))
            // The order of operations is gensim's.
            let product = Double(words.counts[first]) * Double(words.counts[second])
            let score =
                (Double(pair.count) - Double(options.discount)) / product * Double(distinct)
            guard score > options.threshold else { return }
            words.table.withWord(first) { a in words.table.withWord(second) { joiner.add(a, $0) } }
        }
        return joiner
    }

    private func tell(_ subject: TrainingProgress.Subject, _ count: Int) throws {
        try report(
            TrainingProgress(subject: subject, pass: 0, passes: 0, words: count, fraction: 0))
    }
}
