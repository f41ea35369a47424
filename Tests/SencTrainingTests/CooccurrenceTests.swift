import Foundation
import SencFiles
import SencMath
import TestSupport
import Testing

@testable import SencTraining

/// Vectors from how often words stand near each other, against the formula in double precision.
@Suite struct CooccurrenceTests {
    private let directory = TemporaryDirectory()

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: directory.path) }
    }

    /// Sentences of 300 words, as frequent as Zipf has it.
    private static func texts(_ count: Int = 400, seed: UInt64 = 3) -> [String] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in
            (0..<Int.random(in: 1...30, using: &random)).map { _ in
                let place = Double.exp(Double.random(in: 0..<1, using: &random) * Double.log(300))
                return "w\(Int(place))"
            }.joined(separator: " ")
        }
    }

    private func options(_ change: (inout CooccurrenceOptions) -> Void = { _ in }) -> WordOptions {
        var options = WordOptions()
        var own = CooccurrenceOptions()
        own.dimension = 20
        own.passes = 6
        own.fullCount = 10
        own.temporaryDirectory = directory.path
        change(&own)
        options.cooccurrences = own
        options.minimumCount = 2
        return options
    }

    private struct Problem {
        let corpus: WordCorpus
        let options: CooccurrenceOptions
        let store: CooccurrenceStore

        init(_ texts: [String], _ options: WordOptions, threads: Int = 2) throws {
            corpus = try WordCorpus(TrainingTexts(texts), options, threads: threads) { _ in }
            self.options = try #require(options.cooccurrences)
            store = try WordCooccurrences(corpus, self.options) { _ in }.count()
        }

        var trainer: CooccurrenceTrainer {
            CooccurrenceTrainer(
                words: corpus.vocabulary.count, store, options, corpus.workers)
        }

        var pairs: [CooccurrenceStore.Pair] {
            get throws {
                try (0..<trainer.layout.blockCount).flatMap { block in
                    var pairs = [CooccurrenceStore.Pair](
                        repeating: .init(first: 0, second: 0, logarithm: 0, weight: 0),
                        count: store.range(of: block).count)
                    try pairs.withUnsafeMutableBufferPointer { try store.copy(block, to: $0) }
                    return pairs
                }
            }
        }
    }

    // MARK: - Counting

    /// Each pair is counted as often as two loops over the words find it.
    @Test(arguments: [1 << 29, 1 << 20])
    func pairsAreCountedByDistance(memory: Int) throws {
        let texts = Self.texts()
        let problem = try Problem(
            texts,
            options {
                $0.window = 4
                $0.memory = memory
            })
        var expected: [Set<Int>: Double] = [:]
        for text in texts {
            let words = text.split(separator: " ").compactMap {
                problem.corpus.vocabulary.index(of: String($0))
            }
            for place in words.indices {
                for distance in 1..<5 where place >= distance {
                    let pair: Set = [words[place], words[place - distance]]
                    expected[pair, default: 0] += (pair.count == 1 ? 2 : 1) / Double(distance)
                }
            }
        }
        let layout = problem.trainer.layout
        let rows = Dictionary(
            uniqueKeysWithValues: (0..<problem.corpus.vocabulary.count).map {
                (layout.row(of: $0), $0)
            })
        let pairs = try problem.pairs
        #expect(pairs.count == expected.count && problem.store.count == pairs.count)
        for pair in pairs {
            let words: Set = [
                try #require(rows[Int(pair.first)]), try #require(rows[Int(pair.second)]),
            ]
            let count = try #require(expected[words])
            #expect(abs(Double(pair.logarithm) - Double.log(count)) < 1e-6)
            #expect(abs(Double(pair.weight) - min(1, Double.pow(count / 10, 0.75))) < 1e-6)
        }
    }

    /// What memory has no room for is merged from a file, which no name is left of.
    @Test func countsFromFilesAreTheSame() throws {
        let small = PairCounter(workers: 3, memory: 1 << 10, directory: directory.path)
        let large = PairCounter(workers: 1, memory: 1 << 24, directory: directory.path)
        var random = SplitMix(seed: 9)
        for index in 0..<60_000 {
            let key = UInt64.random(in: 0..<20_000, using: &random) << 40 | 7
            let table = small.table(of: index % 3)
            try small.makeRoom(in: table)
            table.add(key, UInt64(index))
            large.table(of: 0).add(key, UInt64(index))
        }
        var counts: [[PairCount]] = []
        for counter in [small, large] {
            var all: [PairCount] = []
            try counter.forEachPair { all.append($0) }
            #expect(zip(all, all.dropFirst()).allSatisfy { $0.key < $1.key })
            counts.append(all)
        }
        #expect(counts[0] == counts[1] && counts[0].count > 18_000)
        #expect(try names.isEmpty)
    }

    @Test func aDirectoryThatCannotBeWrittenIsAnError() {
        let counter = PairCounter(workers: 1, memory: 1, directory: directory.file("nowhere"))
        #expect(throws: FileError.self) {
            for key in 0..<10_000 {
                try counter.makeRoom(in: counter.table(of: 0))
                counter.table(of: 0).add(UInt64(key), 1)
            }
        }
    }

    /// Sums stop at the largest number.
    @Test func sumsDoNotOverflow() throws {
        let counter = PairCounter(workers: 2, memory: 1 << 20, directory: directory.path)
        counter.table(of: 0).add(1, .max - 1)
        counter.table(of: 0).add(1, 5)
        counter.table(of: 1).add(1, 5)
        var all: [PairCount] = []
        try counter.forEachPair { all.append($0) }
        #expect(all == [PairCount(key: 1, count: .max)])
    }

    // MARK: - Rounds

    @Test(arguments: [1, 2, 3, 7, 20, 100, 5000])
    func roundsHaveEachBlockOnceAndNoPartTwice(words: Int) {
        let layout = BlockLayout(words: words, rowBytes: 1792)
        #expect(layout.parts % 2 == 0 && layout.rowCount >= words)
        var met = Set<Int>()
        for index in 0..<layout.parts {
            var parts = Set<Int>()
            for block in layout.round(index) {
                #expect(met.insert(block).inserted)
                let (first, second) = (block / layout.parts, block % layout.parts)
                #expect(first <= second && parts.insert(first).inserted)
                #expect(first == second || parts.insert(second).inserted)
            }
        }
        #expect(met.count == layout.parts * (layout.parts + 1) / 2)
        let rows = (0..<words).map(layout.row(of:))
        #expect(Set(rows).count == words && rows.allSatisfy { 0..<layout.rowCount ~= $0 })
        for (a, b) in [(0, words - 1), (words / 2, words / 3), (words - 1, words - 1)] {
            let place = layout.place(
                of: BlockLayout.key(layout.code(of: a), layout.code(of: b)))
            #expect(Set([place.first, place.second]) == [layout.row(of: a), layout.row(of: b)])
            #expect(
                place.block
                    == layout.block(
                        place.first / layout.partRows,
                        place.second / layout.partRows))
        }
    }

    // MARK: - The objective

    /// The formula in double precision, with the same pairs in the same order.
    private struct Reference {
        var words: [[Double]] = []
        var contexts: [[Double]] = []
        /// The biases are behind the vectors.
        var wordSquares: [[Double]]
        var contextSquares: [[Double]]
        let dimension: Int

        init(_ trainer: CooccurrenceTrainer) {
            dimension = trainer.options.dimension
            for row in 0..<trainer.layout.rowCount {
                let start = trainer.table.base + row * 4 * trainer.stride
                let word = (0...dimension).map { Double(start[$0]) }
                let context = (0..<dimension).map { Double(start[trainer.stride + $0]) }
                words.append(word)
                contexts.append(context + [Double(start[trainer.stride + dimension + 1])])
            }
            wordSquares = words.map { $0.map { _ in 1 } }
            contextSquares = wordSquares
        }

        func difference(_ word: Int, _ context: Int, _ logarithm: Double) -> Double {
            var sum = words[word][dimension] + contexts[context][dimension] - logarithm
            for k in 0..<dimension { sum += words[word][k] * contexts[context][k] }
            return sum
        }

        /// Of both directions of a pair.
        func loss(_ pairs: [CooccurrenceStore.Pair]) -> Double {
            pairs.reduce(0) { sum, pair in
                let (a, b) = (Int(pair.first), Int(pair.second))
                let x = Double(pair.logarithm)
                let there = difference(a, b, x)
                let back = a == b ? 0 : difference(b, a, x)
                return sum + Double(pair.weight) * (there * there + back * back)
            }
        }

        /// ∂ (f d² / 2): of the word's row, then of the context's.
        func gradient(
            _ word: Int, _ context: Int, _ pair: CooccurrenceStore.Pair
        ) -> ([Double], [Double]) {
            let slope =
                Double(pair.weight) * difference(word, context, Double(pair.logarithm))
            return (
                contexts[context][..<dimension].map { slope * $0 } + [slope],
                words[word][..<dimension].map { slope * $0 } + [slope]
            )
        }

        /// AdaGrad, as the authors' program has it.
        mutating func step(
            _ word: Int, _ context: Int, _ pair: CooccurrenceStore.Pair, rate: Double
        )
            -> Double
        {
            let d = difference(word, context, Double(pair.logarithm))
            let (ofWord, ofContext) = gradient(word, context, pair)
            for k in 0...dimension {
                let (w, c) = (rate * ofWord[k], rate * ofContext[k])
                words[word][k] -= w / wordSquares[word][k].squareRoot()
                contexts[context][k] -= c / contextSquares[context][k].squareRoot()
                wordSquares[word][k] += w * w
                contextSquares[context][k] += c * c
            }
            return Double(pair.weight) * d * d
        }

        mutating func run(_ pairs: [CooccurrenceStore.Pair], rate: Double) -> Double {
            pairs.reduce(0) { sum, pair in
                let (a, b) = (Int(pair.first), Int(pair.second))
                let there = step(a, b, pair, rate: rate)
                return sum + there + (a == b ? 0 : step(b, a, pair, rate: rate))
            }
        }
    }

    @Test(arguments: KernelFamily.supported)
    func theLossIsThatOfTheFormulaAfterTheSamePasses(family: KernelFamily) throws {
        let problem = try Problem(Self.texts(), options())
        let trainer = CooccurrenceTrainer(
            words: problem.corpus.vocabulary.count, problem.store, problem.options,
            problem.corpus.workers, TrainingKernels(family))
        let pairs = try problem.pairs
        var reference = Reference(trainer)
        let first = reference.loss(pairs)
        for pass in 0..<problem.options.passes {
            var losses: [Double] = []
            try trainer.run(pass: pass) { _, steps, loss in
                losses.append(loss.map { $0 } ?? 0)
                #expect(steps <= problem.store.steps)
            }
            var expected: [Double] = []
            for (round, order) in try trainer.order(pass: pass).enumerated() {
                let loss = reference.run(order, rate: problem.options.learningRate)
                let steps = order.reduce(0) { $0 + ($1.first == $1.second ? 1 : 2) }
                expected.append(steps == 0 ? 0 : loss / Double(steps))
                #expect(abs(losses[round] - expected[round]) <= 1e-4 * expected[round])
            }
        }
        // With the vectors that came of it.
        let (loss, expected) = (Reference(trainer).loss(pairs), reference.loss(pairs))
        #expect(abs(loss - expected) < 1e-4 * expected, "\(family.name): \(loss) \(expected)")
        #expect(loss < first / 2)
        let vectors = trainer.vectors
        for word in 0..<vectors.rows {
            let row = trainer.layout.row(of: word)
            for k in 0..<vectors.columns {
                let sum = reference.words[row][k] + reference.contexts[row][k]
                #expect(abs(Double(Array(vectors[word])[k]) - sum) < 1e-4)
            }
        }
    }

    /// By central differences, in double precision.
    @Test func stepsGoDownTheGradient() throws {
        let problem = try Problem(Self.texts(20), options { $0.dimension = 5 })
        var reference = Reference(problem.trainer)
        let h = 1e-5
        for pair in try problem.pairs.prefix(50) {
            let (a, b) = (Int(pair.first), Int(pair.second))
            let (ofWord, ofContext) = reference.gradient(a, b, pair)
            func half() -> Double {
                let d = reference.difference(a, b, Double(pair.logarithm))
                return Double(pair.weight) * d * d / 2
            }
            for k in 0...5 {
                let (word, context) = (reference.words[a][k], reference.contexts[b][k])
                reference.words[a][k] = word + h
                var above = half()
                reference.words[a][k] = word - h
                #expect(
                    abs((above - half()) / (2 * h) - ofWord[k]) < 1e-6 * max(1e-3, abs(ofWord[k])))
                reference.words[a][k] = word
                reference.contexts[b][k] = context + h
                above = half()
                reference.contexts[b][k] = context - h
                #expect(
                    abs((above - half()) / (2 * h) - ofContext[k])
                        < 1e-6 * max(1e-3, abs(ofContext[k])))
                reference.contexts[b][k] = context
            }
        }
    }

    // MARK: - The whole

    @Test func threadsAndMemoryChangeNoBit() throws {
        let texts = Self.texts(3000)
        let one = try WordVectors(learning: TrainingTexts(texts), options(), threads: 1)
        for threads in [2, 3, 7] {
            let other = try WordVectors(
                learning: TrainingTexts(texts), options { $0.memory = 1 << 20 }, threads: threads)
            #expect(other.vectors == one.vectors, "\(threads) threads")
        }
        let seeded = try WordVectors(
            learning: TrainingTexts(texts), options { $0.seed = 2 }, threads: 1)
        #expect(seeded.vectors != one.vectors)
        #expect(try names.isEmpty)
    }

    @Test func theLossFallsAndProgressIsTold() throws {
        var told: [TrainingProgress] = []
        let learned = try WordVectors(learning: TrainingTexts(Self.texts()), options()) {
            told.append($0)
        }
        #expect(told.first?.subject == .words && told.last?.subject == .cooccurrences)
        #expect(told.last?.fraction == 1 && told.last?.pass == 6 && told.last?.passes == 6)
        let losses = told.compactMap(\.loss)
        #expect(try #require(losses.last) < #require(losses.first) / 2)
        #expect(learned.vectors.rows == learned.vocabulary.count && learned.vectors.columns == 20)
        #expect(throws: TrainingError.noFastText) {
            try learned.write(to: directory.file("w.bin"), as: .fastText)
        }
        #expect(try names.isEmpty)
    }

    @Test func whatCannotBeLearnedIsAnError() {
        func fault(_ texts: [String], _ options: WordOptions) -> TrainingError? {
            #expect(throws: TrainingError.self) {
                try WordVectors(learning: TrainingTexts(texts), options)
            }
        }
        #expect(
            fault(["a b"], options()) == .emptyVocabulary(seen: 2, minimumCount: 2))
        #expect(fault(["a", "a", "b", "b"], options()) == .noNeighbors)
        #expect(
            fault(["a b a b"], options { $0.fullCount = -1 })
                == .setting("x-max", value: "-1.0", allowed: "1e-09 to 1000000000000000.0"))
        #expect(fault(["a b a b"], options { $0.window = 0 }) != nil)
        #expect(fault(["a b a b"], options { $0.memory = .max }) != nil)
        let wild = options {
            $0.learningRate = 1000
            $0.passes = 300
        }
        #expect(fault(Self.texts(50), wild) != .noNeighbors)
    }
}
