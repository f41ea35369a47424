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
        func cosine(_ a: String, _ b: String) throws -> Float {
            let rows = try [a, b].map { try #require(learned.vocabulary.index(of: $0)) }
            return SimilarityFunction.cosine(learned.vectors[rows[0]], learned.vectors[rows[1]])
        }
        #expect(try cosine("coffee", "milk") > cosine("coffee", "soap") + 0.2)
        #expect(try cosine("jam", "honey") > cosine("jam", "bleach") + 0.2)
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
        #expect(throws: ItemError.blank("a b")) {
            try sessions([["a b", "c"]]).checkNames(ItemOptions())
        }
    }
}
