import SencFiles
import SencMath
import TestSupport
import Testing

@testable import SencTraining

/// Vectors learned from baskets that are made up.
@Suite struct ItemVectorTests {
    private static let shelves = [
        ["coffee", "milk", "sugar", "filters"], ["bread", "butter", "jam", "honey"],
        ["soap", "towels", "sponges", "bleach"],
    ]

    /// Baskets of one shelf each, with something of any in some.
    private static func baskets(_ count: Int, seed: UInt64 = 3) -> [[String]] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in
            let shelf = shelves.randomElement(using: &random) ?? []
            var basket = Array(shelf.shuffled(using: &random).prefix(3))
            if Int.random(in: 0..<4, using: &random) == 0 {
                basket.append(shelves.joined().randomElement(using: &random) ?? "")
            }
            return basket
        }
    }

    private func sessions(_ baskets: [[String]]) throws -> ItemSessions {
        var sessions = ItemSessions()
        for basket in baskets { try sessions.append(basket: basket) }
        return sessions
    }

    private func options(_ change: (inout ItemOptions) -> Void = { _ in }) -> ItemOptions {
        var options = ItemOptions()
        options.sequences.dimension = 16
        change(&options)
        return options
    }

    @Test func itemsOfAShelfAreClose() throws {
        let learned = try ItemVectors(learning: sessions(Self.baskets(800)), options())
        var (sums, counts) = ([0.0, 0.0], [0.0, 0.0])
        let shelves = try Self.shelves.map {
            try $0.map { try #require(learned.vocabulary.index(of: $0)) }
        }
        for (a, shelf) in shelves.enumerated() {
            for (b, other) in shelves.enumerated() {
                for item in shelf {
                    for another in other where another != item {
                        let place = a == b ? 0 : 1
                        sums[place] += Double(
                            SimilarityFunction.cosine(
                                learned.vectors[item], learned.vectors[another]))
                        counts[place] += 1
                    }
                }
            }
        }
        #expect(sums[0] / counts[0] > sums[1] / counts[1] + 0.1)
    }

    @Test(arguments: [SequenceOptions.Objective.skipGram, .cbow], [true, false])
    func threadsChangeNoBit(objective: SequenceOptions.Objective, isWhole: Bool) throws {
        let options = options {
            $0.sequences.passes = 3
            $0.sequences.objective = objective
            $0.takesWholeSessions = isWhole
            $0.sequences.subsampling = 1e-2
        }
        let sessions = try sessions(Self.baskets(3000))
        let one = try ItemVectors(learning: sessions, options, threads: 1)
        for threads in [2, 3] {
            let other = try ItemVectors(learning: sessions, options, threads: threads)
            #expect(other.vectors == one.vectors)
        }
    }

    private struct Stop: Error {}

    /// Stopped after each number of steps, also several times in one run, and gone on with by other
    /// numbers of threads.
    @Test(arguments: [true, false])
    func whatIsStoppedGoesOnToTheSameBytes(isWhole: Bool) throws {
        let directory = TemporaryDirectory()
        let sessions = try sessions(Self.baskets(12_000))
        let options = options {
            $0.sequences.passes = 2
            $0.takesWholeSessions = isWhole
            $0.sequences.subsampling = 1e-2
        }
        func written(_ learned: ItemVectors) throws -> [UInt8] {
            try learned.write(to: directory.file("shop.bin"), as: .word2vecBinary)
            return directory.read("shop.bin")
        }
        var steps = 0
        let whole = try written(
            ItemVectors(learning: sessions, options, threads: 1) { _ in steps += 1 })
        #expect(steps >= 6)
        for stop in 1..<steps {
            var (result, round) = ([UInt8](), 0)
            while result.isEmpty, round < steps + 1 {
                let checkpoint = try TrainingCheckpoint(
                    path: directory.file("shop.checkpoint"), settings: "a", data: "b",
                    resumes: round > 0)
                var steps = 0
                do {
                    result = try written(
                        ItemVectors(
                            learning: sessions, options, threads: 1 + round % 3,
                            checkpoint: checkpoint
                        ) { progress in
                            #expect(progress.subject == .items)
                            steps += 1
                            if steps == stop { throw Stop() }
                        })
                } catch is Stop {}
                round += 1
            }
            #expect(round > 1 && result == whole, "\(stop)")
        }
    }

    /// What is kept after a step serves after a kill at any later moment.
    @Test func eachCheckpointLeadsToTheSameVectors() throws {
        let directory = TemporaryDirectory()
        let sessions = try sessions(Self.baskets(12_000))
        let options = options { $0.sequences.passes = 2 }
        func checkpoint(resumes: Bool) throws -> TrainingCheckpoint {
            try TrainingCheckpoint(
                path: directory.file("shop.checkpoint"), settings: "a", data: "b",
                resumes: resumes, interval: .zero)
        }
        var kept: [[UInt8]] = []
        let whole = try ItemVectors(
            learning: sessions, options, threads: 2, checkpoint: checkpoint(resumes: false)
        ) { _ in
            if Path.exists(directory.file("shop.checkpoint")) {
                kept.append(directory.read("shop.checkpoint"))
            }
        }
        #expect(kept.count >= 5)
        for (round, bytes) in kept.enumerated() {
            directory.write(bytes, to: "shop.checkpoint")
            var steps = 0
            let learned = try ItemVectors(
                learning: sessions, options, threads: 1 + round % 3,
                checkpoint: checkpoint(resumes: true)
            ) { _ in steps += 1 }
            #expect(learned.vectors == whole.vectors && steps == kept.count - round)
        }
    }

    @Test func rowsOfASessionNeedNotBeTogether() throws {
        var (one, other, timed) = (ItemSessions(), ItemSessions(), ItemSessions())
        for item in ["a", "b", "c"] { try one.append(item, to: "x") }
        for item in ["c", "a"] { try one.append(item, to: "y") }
        for (item, session) in [("a", "x"), ("c", "y"), ("b", "x"), ("a", "y"), ("c", "x")] {
            try other.append(item, to: session)
        }
        for (item, session, time) in [
            ("c", "x", 3.0), ("c", "y", -1), ("b", "x", 2), ("a", "y", 0), ("a", "x", 2),
        ] { try timed.append(item, to: session, at: time) }
        func names(_ sessions: ItemSessions) -> [[String]] {
            let all = sessions.sequences()
            return (0..<all.sessionCount).map { all[$0].map { all.names[Int($0)] } }
        }
        #expect(names(one) == [["a", "b", "c"], ["c", "a"]])
        #expect(names(other) == names(one))
        // Of equal times the one that came first is first.
        #expect(names(timed) == [["b", "a", "c"], ["c", "a"]])
    }

    @Test func neighborsAreCountedAsWindowsHaveThem() {
        var batch = SequenceBatch()
        for length in [1, 2, 5] {
            for _ in 0..<length { batch.append(0) }
            batch.endSequence()
        }
        #expect([batch].meanNeighbors(window: 1000) == (2 + 20) / 8.0)
        #expect([batch].meanNeighbors(window: 1) == (2 + 8) / 8.0)
    }

    @Test func knownVectorsAreBegunWith() throws {
        let sessions = try sessions(Self.baskets(400))
        let first = try ItemVectors(learning: sessions, options())
        let names = (0..<first.vocabulary.count).map { first.vocabulary[$0] }
        let known = KnownVectors(names: names, first.vectors)
        #expect(known.count(in: first.vocabulary) == names.count)
        // Steps of nothing leave the vectors as they were.
        let idle = options {
            $0.sequences.learningRate = 1e-30
            $0.sequences.finalLearningRate = 0
            $0.sequences.passes = 1
        }
        let again = try ItemVectors(learning: sessions, idle, startingFrom: known)
        #expect(again.vectors == first.vectors)
        let part = KnownVectors(
            names: ["nothing", names[1]],
            Matrix(rows: 2, columns: 16, elements: Array(first.vectors[0]) + first.vectors[1]))
        let mixed = try ItemVectors(learning: sessions, idle, startingFrom: part)
        #expect(mixed.vectors[1] == first.vectors[1] && mixed.vectors[0] != first.vectors[0])
        let threaded = try ItemVectors(
            learning: sessions, options(), startingFrom: known, threads: 3)
        let single = try ItemVectors(
            learning: sessions, options(), startingFrom: known, threads: 1)
        #expect(threaded.vectors == single.vectors)
        let narrow = KnownVectors(names: ["coffee"], Matrix(rows: 1, columns: 3))
        #expect(throws: TrainingError.otherDimension(16, known: 3)) {
            try ItemVectors(learning: sessions, idle, startingFrom: narrow)
        }
    }

    @Test func tuningChoosesByHeldOutItems() throws {
        let sessions = try sessions(Self.baskets(400))
        let start = options { $0.sequences.passes = 1 }
        func tuned(_ threads: Int) throws -> ItemTuning {
            try ItemTuning(
                of: sessions, start, fixed: [.dimension, .window], trials: 8, threads: threads)
        }
        let tuning = try tuned(1)
        #expect(tuning.trials.count == 8 && tuning.trials[0].isKept)
        #expect(tuning.trials.allSatisfy { $0.options.sequences.dimension == 16 })
        #expect(tuning.trials.allSatisfy { $0.options.takesWholeSessions })
        let best = tuning.best.measures
        #expect(tuning.trials.allSatisfy { !$0.measures.exceed(best) })
        #expect(best.sessions > 100 && best.hitRate >= tuning.trials[0].measures.hitRate)
        #expect(try tuned(3).trials == tuning.trials)
        #expect(throws: TrainingError.self) {
            try ItemTuning(of: sessions, start, trials: 0)
        }
    }

    @Test func measuresAreThoseOfTheRanks() {
        let measures = ItemMeasures(ranks: [1, 2, 10, 11])
        #expect(measures.hitRate == 0.75)
        #expect(measures.reciprocalRank == (1 + 0.5 + 0.1 + 1 / 11.0) / 4)
        #expect(ItemMeasures(ranks: [1, 3]).exceed(ItemMeasures(ranks: [2, 3])))
    }

    @Test func whatCannotBeLearnedIsRefused() throws {
        func learn(_ baskets: [[String]], minimumCount: Int = 1) throws {
            _ = try ItemVectors(
                learning: sessions(baskets), options { $0.minimumCount = minimumCount })
        }
        #expect(throws: ItemError.none) { try learn([]) }
        #expect(throws: ItemError.oneItem("a")) { try learn([["a", "a"]]) }
        #expect(throws: ItemError.tooRare(minimumCount: 3)) {
            try learn([["a", "b"]], minimumCount: 3)
        }
        #expect(throws: ItemError.noNeighbors) { try learn([["a"], ["b"]]) }
        #expect(throws: ItemError.nothingToPredict) {
            try ItemTuning(of: sessions([["a", "a"], ["a"], ["b"]]), options(), trials: 2)
        }
        #expect(throws: TrainingError.setting("window", value: "0", allowed: "1 to 1000")) {
            var options = ItemOptions()
            options.sequences.window = 0
            _ = try ItemVectors(learning: sessions([["a", "b"]]), options)
        }
        var timed = ItemSessions()
        try timed.append("a", to: "x", at: 1)
        #expect(throws: ItemError.invalidTime(2)) { try timed.append("b", to: "x") }
        #expect(throws: ItemError.invalidTime(2)) { try timed.append("b", to: "x", at: .nan) }
        #expect(throws: ItemError.invalidTime(2)) { try timed.append(basket: ["b"]) }
        let directory = TemporaryDirectory()
        #expect(throws: ItemError.blank("a b")) {
            try ItemVectors(learning: sessions([["a b", "c"]]), options())
                .write(to: directory.file("x.vec"), as: .word2vec)
        }
        #expect(throws: ItemError.blank("a b")) {
            try sessions([["a b", "c"]]).checkNames(ItemOptions())
        }
    }
}
