import Foundation
import SencFiles
import SencMath
import TestSupport
import Testing

@testable import SencTraining

/// What is learned from interactions, and what is recommended by it.
@Suite struct RecommenderTests {
    private let files = TemporaryDirectory()

    private static func options(_ method: RecommenderMethod) -> RecommenderOptions {
        var options = RecommenderOptions(method)
        if method == .ease { options.regularization = 50 }
        if method.hasVectors { options.dimension = 8 }
        return options
    }

    private func bytes(_ recommender: Recommender, _ name: String) throws -> [String: Data] {
        let directory = try OutputDirectory(path: files.file(name))
        try recommender.write(to: directory)
        let names = try FileManager.default.contentsOfDirectory(atPath: files.file(name))
        return Dictionary(
            uniqueKeysWithValues: names.map {
                ($0, FileManager.default.contents(atPath: files.file(name) + "/" + $0) ?? Data())
            })
    }

    @Test(arguments: RecommenderMethod.allCases)
    func threadsChangeNoByteAndFilesReadBack(method: RecommenderMethod) throws {
        let log = SmallShop(hasRatings: method.isOfRatings).log
        var all: [[String: Data]] = []
        for threads in 1...3 {
            let learned = try Recommender(
                learning: log, Self.options(method), threads: threads)
            all.append(try bytes(learned, "\(threads)"))
            let read = try Recommender(path: files.file("\(threads)"))
            #expect(read.options == learned.options && read.ratings == learned.ratings)
            for user in [0, 50, 119] {
                #expect(
                    read.items(forUser: user, limit: 5) == learned.items(forUser: user, limit: 5))
            }
            #expect(read.items(likeItem: 3, limit: 5) == learned.items(likeItem: 3, limit: 5))
            #expect(read.rating(user: 1, item: 2) == learned.rating(user: 1, item: 2))
        }
        #expect(all[0].count > 3 && all[1] == all[0] && all[2] == all[0])
        var other = Self.options(method)
        other.seed = 2
        if method.hasVectors {
            let learned = try Recommender(learning: log, other)
            #expect(try bytes(learned, "other")["users.npy"] != all[0]["users.npy"])
        }
    }

    private struct Stop: Error {}

    @Test(arguments: RecommenderMethod.allCases.filter(\.hasVectors))
    func whatIsStoppedGoesOnToTheSameBytes(method: RecommenderMethod) throws {
        let log = SmallShop(hasRatings: method.isOfRatings).log
        var options = Self.options(method)
        options.epochs = 5
        let whole = try bytes(Recommender(learning: log, options), "whole")
        for stop in 1...4 {
            var result: Recommender?
            for round in 0..<19 where result == nil {
                let checkpoint = try TrainingCheckpoint(
                    path: files.file("m.checkpoint"), settings: "a", data: "b", resumes: round > 0)
                var passes = 0
                do {
                    result = try Recommender(
                        learning: log, options, threads: 1 + round % 3, checkpoint: checkpoint
                    ) { _ in
                        passes += 1
                        if passes == stop { throw Stop() }
                    }
                } catch is Stop {}
            }
            #expect(try result.map { try bytes($0, "\(stop)") } == whole, "\(stop)")
        }
    }

    /// Blocks of users and items side by side: more lines than the others have.
    @Test(arguments: [RecommenderMethod.bpr, .mf])
    func blocksChangeNoByte(method: RecommenderMethod) throws {
        var random = SplitMix(seed: 3)
        var log = InteractionLog()
        for _ in 0..<40_000 {
            log.add(
                user: "\(Int.random(in: 0..<500, using: &random))",
                item: "\(Int.random(in: 0..<400, using: &random))",
                value: Float.random(in: 1...5, using: &random))
        }
        var options = Self.options(method)
        options.epochs = 2
        #expect(Strata(Interactions(log, .last).byUser, seed: 1).parts == 8)
        let all = try (1...3).map {
            try bytes(
                Recommender(learning: log, options, threads: $0 as Int), "\($0 as Int)")
        }
        #expect(all[1] == all[0] && all[2] == all[0])
    }

    @Test func strataHaveEachInteractionOnceAndNoTwoOfARoundMeet() throws {
        var random = SplitMix(seed: 3)
        var log = InteractionLog()
        for _ in 0..<30_000 {
            log.add(
                user: "\(Int.random(in: 0..<500, using: &random))",
                item: "\(Int.random(in: 0..<400, using: &random))")
        }
        let rows = Interactions(log, .once).byUser
        var strata = Strata(rows, seed: 1)
        strata.deal(pass: 0)
        var pairs = Set<UInt64>()
        for place in 0..<rows.count {
            pairs.insert(UInt64(strata.users[place]) << 32 | UInt64(strata.items[place]))
        }
        #expect(pairs.count == rows.count)
        let parts = strata.parts
        for round in 0..<parts {
            var (users, items) = ([Set<UInt32>](), [Set<UInt32>]())
            for part in 0..<parts {
                let block = part * parts + (part + round) % parts
                let range = (block == 0 ? 0 : strata.ends[block - 1])..<strata.ends[block]
                users.append(Set(strata.users[range]))
                items.append(Set(strata.items[range]))
            }
            for sets in [users, items] {
                #expect(
                    sets.reduce(0) { $0 + $1.count } == sets.reduce(Set()) { $0.union($1) }.count)
            }
        }
    }

    @Test(arguments: [RecommenderMethod.ease, .als, .bpr])
    func whatIsLearnedBeatsPopularity(method: RecommenderMethod) throws {
        let log = SmallShop().log
        let (training, test) = try log.split(testShare: 0.2)
        #expect(training.count + test.count == log.count)
        var learned = try Recommender(learning: training, Self.options(method))
        let measures = try RankingMeasures(learned, test: test, depths: [5, 10])
        let popular = try RankingMeasures(learned.byPopularity, test: test, depths: [5, 10])
        #expect(measures.userCount == popular.userCount && measures.userCount > 100)
        #expect(measures.depths[1].discountedGain > 1.3 * popular.depths[1].discountedGain)
        #expect(measures.depths[1].coverage > popular.depths[1].coverage)
        // A user of a kind is recommended that kind.
        func kinds(_ items: [Recommendation]) -> [Int] {
            items.map { (Int($0.item.dropFirst(5)) ?? 0) % 4 }
        }
        let chosen = ["item 9", "item 13", "item 17"]
        let found = kinds(try learned.recommendations(forItems: chosen, limit: 5))
        #expect(found.count { $0 == 1 } >= 4)
        #expect(kinds(try learned.similarItems(to: "item 22", limit: 3)) == [2, 2, 2])
        let user = log.userNames[0]
        #expect(
            try !learned.hasProbabilities
                && learned.recommendations(forUser: user).allSatisfy { $0.probability == nil })
        let quality = try learned.calibrateProbabilities(on: log)
        #expect(quality.area > 0.7 && quality.logLoss < quality.baselineLogLoss)
        // The higher the score, the likelier.
        let likely = try learned.recommendations(forUser: user).compactMap(\.probability)
        #expect(likely.count == 10 && likely == likely.sorted(by: >) && likely[0] < 1)
        try learned.write(to: files.file("m"))
        let read = try Recommender(path: files.file("m"))
        #expect(
            try read.recommendations(forUser: user) == learned.recommendations(forUser: user))
    }

    @Test(arguments: [RecommenderMethod.mf, .svdpp])
    func ratingsAreTold(method: RecommenderMethod) throws {
        let log = SmallShop(hasRatings: true).log
        let (training, test) = try log.split(by: .random, testShare: 0.2)
        var options = Self.options(method)
        // Few ratings need more passes.
        options.epochs = 150
        let learned = try Recommender(
            learning: training, options)
        let measures = try RatingMeasures(learned, test: test)
        #expect(measures.rootMeanSquare < 0.85 * measures.baseline)
        #expect(measures.count == test.count)
        #expect(learned.ratings == 1...5)
        // What was not seen is told by the means.
        let mean = try #require(learned.rating(user: nil, item: nil))
        #expect(mean > 2.5 && mean < 4.5)
    }

    /// Ratings of any scale are learned alike.
    @Test func scalesOfRatingsDoNotMatter() throws {
        let log = SmallShop(hasRatings: true).log
        var large = InteractionLog()
        for line in 0..<log.count {
            large.add(
                user: log.userNames[Int(log.users[line])],
                item: log.itemNames[Int(log.items[line])], value: log.values[line] * 1024)
        }
        for method in [RecommenderMethod.mf, .svdpp] {
            let (small, large) = try (
                Recommender(learning: log, Self.options(method)),
                Recommender(learning: large, Self.options(method))
            )
            for item in 0..<20 {
                let one = try #require(small.rating(user: 3, item: item))
                let other = try #require(large.rating(user: 3, item: item))
                #expect(abs(other / 1024 - one) < 1e-3)
            }
        }
    }

    /// Items that nobody chose are told by what kind they are.
    @Test func itemsGetVectorsByTheirFeatures() throws {
        let learned = try Recommender(learning: SmallShop().log, Self.options(.als))
        let names = (0..<80).map { "item \($0)" }
        let features = Matrix(
            rows: 80, columns: 4,
            elements: (0..<80).flatMap { item in (0..<4).map { item % 4 == $0 ? 1 : 0 } })
        let (all, fit) = try learned.adding(names, features: features)
        #expect(fit.added == 16 && fit.known == 64 && fit.explained > 0.1)
        let directory = try OutputDirectory(path: files.file("grown"))
        try all.write(to: directory)
        let read = try Recommender(path: files.file("grown"))
        for user in 0..<8 {
            let found = read.items(forUser: user, limit: 80).map {
                Int(read.interactions.itemNames[$0.item].dropFirst(5)) ?? 0
            }
            let new = found.filter { $0 >= 64 }
            #expect(new.count == 16 && new.prefix(4).allSatisfy { $0 % 4 == user % 4 })
        }
        #expect(throws: RecommenderError.noVectors(.ease)) {
            try Recommender(learning: SmallShop().log, Self.options(.ease))
                .adding(names, features: features)
        }
        #expect(throws: RecommenderError.noFeatures) {
            try learned.adding(["new", "newer"], features: Matrix(rows: 2, columns: 3))
        }
    }

    @Test func measuresAreTheirFormulas() throws {
        var log = InteractionLog()
        // Popularity recommends a, b, c, d in this order.
        for (item, count) in [("a", 5), ("b", 4), ("c", 3), ("d", 2)] {
            for user in 0..<count { log.add(user: "x\(user)", item: item) }
        }
        log.add(user: "one", item: "d")
        log.add(user: "two", item: "a")
        let learned = try Recommender(learning: log, RecommenderOptions(.popularity))
        var asked = InteractionLog()
        asked.add(user: "one", item: "b")
        asked.add(user: "one", item: "c")
        asked.add(user: "one", item: "new")
        asked.add(user: "two", item: "b")
        // Nothing was learned of this one.
        asked.add(user: "three", item: "b")
        let measures = try RankingMeasures(learned, test: asked, depths: [2])
        // Of one: a, b; of two: b, c.
        let at = measures.depths[0]
        #expect(measures.userCount == 2)
        let discount = 1 / Double.log2(3)
        #expect(abs(at.discountedGain - (discount / (1 + discount) + 1) / 2) < 1e-12)
        #expect(at.recall == (0.5 + 1) / 2)
        #expect(at.averagePrecision == (0.25 + 1) / 2)
        #expect(at.hitRate == 1 && at.coverage == 0.75)
    }

    @Test func repeatedLinesAreOneInteraction() {
        var log = InteractionLog()
        for (item, value, time) in [("a", 2, 5), ("b", 0, 1), ("a", 3, 4)] {
            log.add(user: "u", item: item, value: Float(value), time: Double(time))
        }
        #expect(Interactions(log, .sum).byUser.values == [5])
        #expect(Interactions(log, .once).byUser.values == nil)
        #expect(Interactions(log, .once).count == 1)
        // The latest, though not the last.
        #expect(Interactions(log, .last).byUser.values == [2, 0])
        #expect(Interactions(log, .last).byItem.columns == [0, 0])
    }

    @Test func splitsByTimeTellTheLatest() {
        let log = SmallShop(hasTimes: true).log
        let lines = InteractionSplit.time.divide(log, share: 0.25, seed: 1)
        let latest = lines.training.map { log.times[$0] }.max() ?? 0
        #expect(lines.test.allSatisfy { log.times[$0] >= latest })
        let again = InteractionSplit.user.divide(log, share: 0.25, seed: 1)
        #expect(again == InteractionSplit.user.divide(log, share: 0.25, seed: 1))
        #expect(again != InteractionSplit.user.divide(log, share: 0.25, seed: 2))
        for share in [1, -0.1, Double.nan] {
            #expect(throws: TrainingError.self) { try log.split(testShare: share) }
        }
        #expect(throws: RecommenderError.noTimes) { try SmallShop().log.split(by: .time) }
    }

    @Test func tuningTriesABoundedNumberAndKeepsWhatIsGiven() throws {
        let log = SmallShop().log
        var options = Self.options(.als)
        options.epochs = 3
        var trials: [RecommenderTuning.Trial] = []
        let tuning = try RecommenderTuning(of: log, options, fixed: [.dimension]) {
            trials.append($0)
        }
        #expect(tuning.trials.map(\.measure) == trials.map(\.measure))
        #expect(trials.count <= 6 && trials.allSatisfy { $0.options.dimension == 8 })
        let best = try #require(trials.max { $0.measure < $1.measure })
        #expect(tuning.best == best.options)
    }

    @Test(arguments: RecommenderMethod.allCases)
    func vectorsAndWeightsTellTheScores(method: RecommenderMethod) throws {
        let log = SmallShop(hasRatings: method.isOfRatings).log
        let learned = try Recommender(learning: log, Self.options(method))
        #expect(learned.users.count == log.userCount && learned.items.count == log.itemCount)
        let user = learned.users[7]
        let found = try learned.recommendations(forUser: user, limit: 3)
        #expect(found.count == 3 && found[0].score >= found[2].score)
        let places = try found.map { try #require(learned.items.firstIndex(of: $0.item)) }
        if let users = learned.userVectors, let items = learned.itemVectors {
            #expect(users.rows == learned.users.count && users.columns == 8)
            #expect(items.rows == learned.items.count && items.columns == 8)
            guard method == .als else { return }
            for (found, place) in zip(found, places) {
                let score = SimilarityFunction.dot(users[7], items[place])
                #expect(abs(score - found.score) < 1e-5)
            }
        } else if let weights = learned.itemWeights {
            let had = (0..<log.count).filter { log[$0].user == user }.map { log[$0].item }
            let rows = try Set(had).map { try #require(learned.items.firstIndex(of: $0)) }
            for (found, place) in zip(found, places) {
                let score = rows.reduce(0) { $0 + weights[$1, place] }
                #expect(abs(score - found.score) < 1e-4)
            }
        }
        #expect(learned.userVectors == nil || method.hasVectors)
        #expect((learned.itemWeights != nil) == (method == .ease))
        #expect((learned.rating(user: user, item: "new") != nil) == method.isOfRatings)
        #expect(try learned.recommendations(forUser: user, limit: 0).isEmpty)
        #expect(try learned.recommendations(forUser: user, limit: -1).isEmpty)
        if method.isOfRatings {
            var learned = learned
            #expect(throws: RecommenderError.needsInteractions(method)) {
                try learned.calibrateProbabilities(on: log)
            }
        }
    }

    @Test func rowsThatAreNotAllOfAKindAreRefused() throws {
        func log(_ rows: [Interaction]) throws -> InteractionLog { try InteractionLog(rows) }
        let plain = Interaction(user: "a", item: "b")
        let rated = Interaction(user: "a", item: "b", rating: 3, time: 7)
        #expect(try log([plain, plain]).count == 2)
        let two = try log([rated, rated])
        #expect(two[1] == rated && two.hasRatings && two.hasTimes && two.userCount == 1)
        #expect(throws: RecommenderError.mixedRatings(row: 2)) { try log([plain, rated]) }
        #expect(throws: RecommenderError.mixedTimes(row: 2)) {
            try log([rated, Interaction(user: "a", item: "b", rating: 1)])
        }
        for name in ["", "a\nb"] {
            #expect(throws: RecommenderError.invalidName(name, row: 1)) {
                try log([Interaction(user: "a", item: name)])
            }
        }
        for rating in [Float.nan, .infinity, 2e9] {
            #expect(throws: RecommenderError.notFinite(row: 1)) {
                try log([Interaction(user: "a", item: "b", rating: rating)])
            }
        }
        #expect(throws: RecommenderError.notFinite(row: 1)) {
            try log([Interaction(user: "a", item: "b", time: .nan)])
        }
        let negative = try log([
            Interaction(user: "a", item: "b", rating: -1),
            Interaction(user: "a", item: "c", rating: 1),
        ])
        #expect(throws: RecommenderError.negativeRating(.als)) {
            try Recommender(learning: negative, RecommenderOptions(.als))
        }
        _ = try Recommender(learning: negative, Self.options(.mf))
    }

    @Test func whatCannotBeLearnedIsTold() throws {
        #expect(throws: RecommenderError.noInteractions) {
            try Recommender(learning: InteractionLog(), RecommenderOptions(.ease))
        }
        var log = InteractionLog()
        log.add(user: "a", item: "b")
        #expect(throws: RecommenderError.oneItem) {
            try Recommender(learning: log, RecommenderOptions(.ease))
        }
        log.add(user: "a", item: "c")
        #expect(throws: RecommenderError.noRatings(.mf)) {
            try Recommender(learning: log, RecommenderOptions(.mf))
        }
        var options = RecommenderOptions(.als)
        options.dimension = 0
        #expect(throws: TrainingError.self) { try Recommender(learning: log, options) }
        // One user who has everything: it works, and there is nothing left.
        for method in [RecommenderMethod.ease, .als, .bpr, .popularity] {
            let learned = try Recommender(learning: log, Self.options(method))
            #expect(learned.items(forUser: 0, limit: 3).isEmpty)
            #expect(learned.items(likeItem: 0, limit: 3).count == 1)
            #expect(throws: RecommenderError.nothingToTell) {
                try RankingMeasures(
                    learned, told: learned.interactions.byUser, depths: [10])
            }
        }
        let learned = try Recommender(learning: log, Self.options(.ease))
        #expect(throws: RecommenderError.unknownUser("aa", suggestion: "a")) {
            try learned.user("aa")
        }
    }

    @Test func stepsThatAreTooLongAreTold() {
        var options = Self.options(.mf)
        options.learningRate = 90
        #expect(throws: TrainingError.self) {
            try Recommender(learning: SmallShop(hasRatings: true).log, options)
        }
    }

    /// Every file cut short, and every byte of the small ones changed: an error or a model, no trap.
    @Test(arguments: [RecommenderMethod.ease, .svdpp])
    func filesAreNotTrusted(method: RecommenderMethod) throws {
        var log = InteractionLog()
        for (user, item, rating) in [("a", "x", 1), ("a", "y", 2), ("b", "y", 5), ("b", "z", 3)] {
            log.add(
                user: user, item: item, value: method.isOfRatings ? Float(rating) : nil)
        }
        var options = Self.options(method)
        options.dimension = 2
        let contents = try bytes(Recommender(learning: log, options), "model")
        var failures = 0
        for (name, data) in contents {
            let path = files.file("model") + "/" + name
            var changed: [Data] = (0..<data.count).map { data.prefix($0) }
            for place in data.indices {
                for byte in [0, 0xFF, data[place] ^ 1, UInt8(ascii: "9")] as [UInt8] {
                    var copy = data
                    copy[place] = byte
                    changed.append(copy)
                }
            }
            for copy in changed {
                try copy.write(to: URL(fileURLWithPath: path))
                do {
                    let read = try Recommender(path: files.file("model"))
                    for user in 0..<read.interactions.userCount {
                        _ = read.items(forUser: user, limit: 2)
                    }
                    _ = read.items(likeItem: 0, limit: 2)
                } catch {
                    #expect(error is any Diagnostic)
                    failures += 1
                }
            }
            try data.write(to: URL(fileURLWithPath: path))
        }
        #expect(failures > 500)
    }
}
