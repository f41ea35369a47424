import SencFiles
import TestSupport
import Testing

@testable import SencTraining

/// Pairs of texts with a label, and what is learned from them.
@Suite struct LabelPairTests {
    /// Texts of three labels with words of their own.
    private static func examples(_ count: Int) -> SentenceExamples {
        let words = [
            ["rain", "sun", "wind"], ["bread", "soup", "fruit"], ["train", "road", "ship"],
        ]
        let texts = (0..<count).map { row in
            let own = words[row % 3]
            return "the \(own[row / 3 % 3]) and the \(own[row / 9 % 3]) \(row)"
        }
        return SentenceExamples(
            columns: [texts],
            labels: .classes((0..<count).map { $0 % 3 }, names: ["weather", "food", "traffic"]))
    }

    private static func options(limit: Int = 32) -> SentenceOptions {
        var options = SentenceOptions()
        (options.batch, options.learningRate, options.drops) = (8, 1e-3, false)
        var pairs = LabelPairs()
        pairs.limit = limit
        (options.pairs, options.validations, options.keepsBest) = (pairs, 1, false)
        return options
    }

    @Test func allPairsComeAsOftenOfEachKind() {
        // 3 + 6 + 1 pairs of a label, those of a text with itself among them, and 11 of two.
        let classes = [0, 1, 0, 1, 2, 1]
        let pairs = LabelPairs().pairs(of: classes, seed: 1, pass: 0)
        #expect(pairs.count == 22)
        #expect(pairs.allSatisfy { $0.isSame == (classes[$0.first] == classes[$0.second]) })
        func places(_ isSame: Bool) -> [Int: Int] {
            Dictionary(
                pairs.filter { $0.isSame == isSame }.map { ($0.first * 6 + $0.second, 1) },
                uniquingKeysWith: +)
        }
        // The kind that has fewer comes again, its pairs in turn.
        #expect(places(false).count == 11 && places(false).values.allSatisfy { $0 == 1 })
        #expect(
            places(true).count == 10
                && places(true).values.sorted() == [1, 1, 1, 1, 1, 1, 1, 1, 1, 2])
        #expect(pairs == LabelPairs().pairs(of: classes, seed: 1, pass: 0))
        #expect(pairs != LabelPairs().pairs(of: classes, seed: 2, pass: 0))
        #expect(pairs != LabelPairs().pairs(of: classes, seed: 1, pass: 1))
    }

    @Test func manyPairsAreDrawnForEachTextAlike() {
        var pairs = LabelPairs()
        pairs.limit = 3
        let classes = (0..<100).map { $0 % 7 }
        let drawn = pairs.pairs(of: classes, seed: 5, pass: 0)
        #expect(drawn.count == 600)
        #expect(drawn.allSatisfy { $0.isSame == (classes[$0.first] == classes[$0.second]) })
        for isSame in [true, false] {
            let firsts = drawn.filter { $0.isSame == isSame }.map(\.first)
            #expect(Set(firsts).count == 100 && firsts.count == 300)
        }
        #expect(drawn != pairs.pairs(of: classes, seed: 5, pass: 1))
    }

    @Test func morePairsThanCanBeHeldAreAnError() {
        var pairs = LabelPairs()
        pairs.limit = 1 << 16
        let classes = (0..<3_000).map { $0 % 2 }
        #expect(throws: LearningError.tooManyPairs(4_503_000, passes: 100_000)) {
            try pairs.check(classes, passes: 100_000)
        }
        #expect(throws: Never.self) { try pairs.check(classes, passes: 1) }
        pairs.limit = 0
        #expect(throws: TrainingError.self) { try pairs.check() }
    }

    @Test func theAccuracyIsMeasuredBeforeAndAfter() throws {
        let all = Self.examples(48)
        let trainer = try SentenceTrainer(
            model: Goldens.path("tiny-bert"), [SentenceSet(all[Array(0..<30)], .cosine)],
            validation: all[Array(30..<48)], Self.options(), threads: 2)
        #expect(trainer.measure == .accuracy)
        // 3 times 55 pairs of a label and 300 of two.
        #expect(trainer.exampleCount == 600 && trainer.stepCount == 75)
        var steps = 0
        let outcome = try trainer.train { progress in
            steps += 1
            #expect(progress.step == steps)
        }
        #expect(outcome.bestStep == 75)
        let before = try #require(outcome.before)
        let after = try #require(outcome.best)
        #expect((0...1).contains(before) && (0...1).contains(after))
        #expect((before * 18).rounded() == before * 18)
        #expect(outcome.loss < 0.3)
    }

    @Test func foldsAreTestedByModelsThatHaveNotSeenThem() throws {
        let all = Self.examples(24)
        let outcomes = try [1, 2, 3].map { threads in
            try LabelFolds(
                model: Goldens.path("tiny-bert"), all, .cosine, Self.options(limit: 4), folds: 4,
                threads: threads
            ) { fold, _ in #expect(0..<4 ~= fold) }
        }
        #expect(outcomes[0].before.count == 4 && outcomes[0].after.count == 4)
        #expect(outcomes[0] == outcomes[1] && outcomes[0] == outcomes[2])
        #expect(throws: (any Error).self) {
            try LabelFolds(
                model: Goldens.path("tiny-bert"), all, .cosine, Self.options(), folds: 9
            ) { _, _ in }
        }
    }

    @Test func learningGoesOnWhereItWasStopped() throws {
        struct Stop: Error {}
        let all = Self.examples(30)
        let files = TemporaryDirectory()
        func trainer() throws -> SentenceTrainer {
            try SentenceTrainer(
                model: Goldens.path("tiny-bert"), [SentenceSet(all[Array(0..<21)], .cosine)],
                validation: all[Array(21..<30)], Self.options(limit: 4), threads: 2)
        }
        func checkpoint(resumes: Bool) throws -> TrainingCheckpoint {
            try TrainingCheckpoint(
                path: files.file("c"), settings: "s", data: "d", resumes: resumes,
                interval: .zero)
        }
        let whole = try trainer().train { _ in }
        #expect(throws: Stop.self) {
            try trainer().train(checkpoint(resumes: false)) { if $0.step == 9 { throw Stop() } }
        }
        var first: Int?
        let resumed = try trainer().train(checkpoint(resumes: true)) { first = first ?? $0.step }
        #expect(resumed == whole)
        #expect(first.map { 2...10 ~= $0 } == true)
    }

    @Test func textsWithoutLabelsMakeNoPairs() {
        let texts = Self.examples(6).columns[0]
        let model = Goldens.path("tiny-bert")
        #expect(throws: LearningError.labels("cosine", needs: .classes)) {
            try SentenceTrainer(
                model: model, [SentenceSet(SentenceExamples(columns: [texts]), .cosine)],
                Self.options())
        }
        #expect(throws: LearningError.columns("cosine", needs: 1...1, found: 2)) {
            try SentenceTrainer(
                model: model,
                [
                    SentenceSet(
                        SentenceExamples(
                            columns: [texts, texts],
                            labels: .classes([0, 1, 0, 1, 0, 1], names: ["a", "b"])), .cosine)
                ], Self.options())
        }
    }
}
