import Foundation
import SencFiles
import SencMath
import TestSupport
import Testing

@testable import Senc
@testable import SencTraining

/// Encoders that learn from texts alone.
@Suite struct EncoderTrainerTests {
    private static let tokenizer = Goldens.path("tiny-bert")

    private static let texts: [String] = {
        let words = ["the rain", "the sun", "a dog", "the cat", "my house", "one day"]
        let verbs = ["falls on", "sees", "is behind", "runs from"]
        return (0..<60).map { "\(words[$0 % 6]) \(verbs[$0 % 4]) \(words[($0 / 6) % 6])" }
    }()

    private static var shape: EncoderShape {
        var shape = EncoderShape()
        (shape.layers, shape.hidden, shape.heads, shape.maximumTokens) = (1, 16, 2, 24)
        return shape
    }

    private static var options: EncoderOptions {
        var options = EncoderOptions()
        (options.epochs, options.batch, options.learningRate) = (4, 8, 5e-3)
        (options.validation, options.validations) = (0.1, 4)
        return options
    }

    private func learn(
        _ files: TemporaryDirectory, _ name: String, _ objective: EncoderOptions.Objective = .mlm,
        threads: Int = 2, steps: Int = .max, checkpoint: Bool = false
    ) throws -> (outcome: SentenceOutcome?, losses: [Double], weights: [UInt8]) {
        let directory = try OutputDirectory(path: files.file(name))
        try EncoderStart(Self.shape, tokenizer: Self.tokenizer, seed: 3).write(to: directory)
        var options = Self.options
        options.objective = objective
        let trainer = try EncoderTrainer(
            model: directory.partialPath, TrainingTexts(Self.texts), options, threads: threads)
        let place = try TrainingCheckpoint(
            path: files.file("run.checkpoint"), settings: "s", data: "d", resumes: true,
            interval: .zero)
        struct Stop: Error {}
        var losses: [Double] = []
        do {
            let outcome = try trainer.train(checkpoint ? place : nil) { progress in
                losses.append(progress.loss)
                if progress.step == steps { throw Stop() }
            }
            try trainer.write(to: directory, companions: [])
            return (
                outcome, losses,
                Array(try Data(contentsOf: URL(filePath: files.file(name + "/model.safetensors"))))
            )
        } catch is Stop { return (nil, losses, []) }
    }

    @Test(arguments: EncoderOptions.Objective.allCases)
    func anEncoderIsLearnedAndLoads(_ objective: EncoderOptions.Objective) throws {
        let files = TemporaryDirectory()
        let (outcome, losses, _) = try learn(files, "m", objective)
        let found = try #require(outcome)
        #expect(found.steps == losses.count && found.bestStep > 0)
        let (before, best) = (try #require(found.before), try #require(found.best))
        // Nothing is known at first: all tokens are as likely.
        let tokens = try Tokenizer(directory: Self.tokenizer).idLimit
        #expect(abs(before - Double.log(Double(tokens))) < 0.2)
        #expect(best < before - 0.5)
        let vectors = try SentenceEncoder(model: files.file("m")).encode(["the rain", "a dog"])
        #expect(vectors[0].vector.count == 16)
    }

    @Test(arguments: EncoderOptions.Objective.allCases)
    func theBytesAreTheSameForAnyNumberOfThreads(_ objective: EncoderOptions.Objective) throws {
        let files = TemporaryDirectory()
        let plain = try learn(files, "one", objective, threads: 1)
        for threads in [2, 3] {
            let other = try learn(files, "\(threads)", objective, threads: threads)
            #expect(other.losses == plain.losses)
            #expect(other.weights == plain.weights)
        }
    }

    @Test(arguments: EncoderOptions.Objective.allCases)
    func aRunThatWasStoppedGoesOn(_ objective: EncoderOptions.Objective) throws {
        let files = TemporaryDirectory()
        let plain = try learn(files, "whole", objective)
        for steps in [0..<1, 1..<9] {
            let part = try learn(
                files, "part", objective, steps: steps.upperBound, checkpoint: true)
            #expect(part.losses == Array(plain.losses[steps]))
            #expect(!FileManager.default.fileExists(atPath: files.file("part")))
        }
        let rest = try learn(files, "part", objective, checkpoint: true)
        #expect(rest.losses == Array(plain.losses[9...]))
        #expect(rest.weights == plain.weights)
        #expect(rest.outcome == plain.outcome)
    }

    @Test func tokensAreChosenAsBERTHasIt() {
        let masking = TokenMasking(mask: 4, special: [0, 1, 2, 3, 4], vocabularySize: 1000)
        let random = CounterRandom(seed: 1, purpose: 2)
        var (chosen, masked, kept, other) = (0, 0, 0, 0)
        let ids: [Int32] = [2] + (0..<98).map { 5 + $0 } + [3]
        for text in 0..<1000 {
            let found = masking.masked(ids[...], random.child(UInt64(text)))
            #expect(found.ids.count == ids.count && found.ids[0] == 2 && found.ids[99] == 3)
            chosen += found.places.count
            for (place, target) in zip(found.places, found.targets) {
                #expect(ids[Int(place)] == target)
                let seen = found.ids[Int(place)]
                if seen == 4 {
                    masked += 1
                } else if seen == target {
                    kept += 1
                } else {
                    other += 1
                }
            }
            let rest = Set(0..<100).subtracting(found.places.map(Int.init))
            #expect(rest.allSatisfy { found.ids[$0] == ids[$0] })
        }
        // Five standard deviations.
        #expect(abs(chosen - 14_700) < 560)
        #expect(abs(Double(masked) / Double(chosen) - 0.8) < 0.017)
        #expect(abs(Double(kept) / Double(chosen) - 0.1) < 0.013)
        #expect(abs(Double(other) / Double(chosen) - 0.1) < 0.013)
    }

    @Test func wordsAreDeletedWithTheirPieces() {
        // [CLS] two words of two tokens, one of one [SEP]
        let ids: [Int32] = [2, 10, 11, 20, 21, 30, 3]
        let marks: [PretrainingTexts.Mark] = [
            .around, .begins, .goesOn, .begins, .goesOn, .begins, .around,
        ]
        let random = CounterRandom(seed: 1, purpose: 2)
        var counts: [Int32: Int] = [:]
        for text in 0..<1000 {
            let found = DenoisedTexts.damaged((ids[...], marks[...]), random.child(UInt64(text)))
            #expect(found.first == 2 && found.last == 3 && found.count > 2)
            #expect(found.contains(10) == found.contains(11))
            #expect(found.contains(20) == found.contains(21))
            for id in found { counts[id, default: 0] += 1 }
        }
        // 40 %, and one where none would be left.
        let share = 1000 * (0.4 + 0.6 * 0.6 * 0.6 / 3)
        for id in [10, 20, 30] as [Int32] {
            #expect(abs(Double(counts[id] ?? 0) - share) < 80)
        }
    }

    @Test func aModelGoesOn() throws {
        let files = TemporaryDirectory()
        let trainer = try EncoderTrainer(
            model: Goldens.path("tiny-bert"), TrainingTexts(Self.texts), Self.options)
        _ = try trainer.train { _ in }
        try trainer.write(to: files.file("m"), companions: [])
        _ = try SentenceEncoder(model: files.file("m")).encode(["the rain"])
    }

    @Test func whatCannotBeLearnedIsRefused() throws {
        func failure(_ change: (inout EncoderShape) -> Void) -> (any Error)? {
            var shape = Self.shape
            change(&shape)
            do {
                try shape.check(vocabulary: 1000)
                return nil
            } catch { return error }
        }
        #expect(failure { _ in } == nil)
        #expect(failure { $0.heads = 3 } as? LearningError == .heads(3, hidden: 16))
        #expect(failure { $0.layers = 0 } is TrainingError)
        #expect(failure { $0.hidden = .max } is TrainingError)
        #expect(failure { $0.feedForward = .max } is TrainingError)
        #expect(
            failure { ($0.layers, $0.hidden, $0.heads) = (1024, 1 << 16, 1) } is LearningError)
        func learn(_ model: String, _ texts: [String], _ options: EncoderOptions) throws {
            _ = try EncoderTrainer(model: model, TrainingTexts(texts), options)
        }
        let bert = Goldens.path("tiny-bert")
        #expect(throws: LearningError.noTexts) { try learn(bert, ["", " "], Self.options) }
        #expect(throws: LearningError.tooFewTexts(1)) { try learn(bert, ["rain"], Self.options) }
        #expect(throws: LearningError.self) {
            try learn(Goldens.path("families/qwen3"), Self.texts, Self.options)
        }
        var options = Self.options
        options.objective = .tsdae
        for family in ["albert", "modernbert", "mpnet"] {
            let model = Goldens.path("families/\(family)")
            #expect(throws: LearningError.noDecoder(path: model)) {
                try learn(model, Self.texts, options)
            }
        }
    }
}
