import Foundation
import SencFiles
import SencMath
import TestSupport
import Testing

@testable import SencTraining

/// Learning that is stopped and goes on.
@Suite struct CheckpointTests {
    private let directory = TemporaryDirectory()
    private var path: String { directory.file("w.vec.checkpoint") }

    private struct Stop: Error {}

    private static let texts: [String] = (0..<600).map { index in
        let who = ["rey", "reina", "monarca", "campesino", "pastor"][index % 5]
        return "El \(who) \(["gobierna", "siembra", "decreta"][index / 5 % 3]) en su \(index % 7)."
    }

    /// Small windows of texts, so that there are many steps.
    private func texts() -> TrainingTexts {
        TrainingTexts {
            var rest = Self.texts[...]
            return {
                defer { rest = rest.dropFirst(100) }
                return Array(rest.prefix(100))
            }
        }
    }

    private func checkpoint(
        settings: String = "a", data: String = "b", resumes: Bool = true,
        interval: Duration = .seconds(3600)
    ) throws -> TrainingCheckpoint {
        try TrainingCheckpoint(
            path: path, settings: settings, data: data, resumes: resumes, interval: interval)
    }

    private func learn(
        _ options: WordOptions, threads: Int = 1, _ checkpoint: TrainingCheckpoint? = nil,
        stoppingAt stop: Int = .max
    ) throws -> Matrix? {
        var steps = 0
        do {
            return try WordVectors(
                learning: texts(), options, startingFrom: nil, threads: threads,
                checkpoint: checkpoint
            ) { progress in
                guard progress.pass > 0 else { return }
                steps += 1
                if steps >= stop { throw Stop() }
            }.vectors
        } catch is Stop {
            return nil
        }
    }

    private static let variants: [(String, @Sendable (inout WordOptions) -> Void)] = [
        ("skip-gram", { _ in }),
        ("CBOW", { $0.sequences.objective = .cbow }),
        ("tree", { $0.sequences.output = .hierarchicalSoftmax }),
        ("n-grams", { ($0.ngrams, $0.buckets) = (3...4, 500) }),
        ("texts read in each pass", { $0.keptWords = 0 }),
        ("co-occurrences", { $0.cooccurrences = CooccurrenceOptions() }),
    ]

    private func options(_ change: (inout WordOptions) -> Void) -> WordOptions {
        var options = WordOptions()
        options.minimumCount = 1
        options.sequences.dimension = 40
        options.sequences.passes = 3
        change(&options)
        options.cooccurrences?.dimension = 40
        options.cooccurrences?.passes = 3
        return options
    }

    @Test(arguments: variants.indices)
    func whatIsStoppedGoesOnToTheSameVectors(variant: Int) throws {
        let options = options(Self.variants[variant].1)
        let whole = try #require(try learn(options))
        // Stopped after each number of steps, also several times in one run.
        for stop in 1...4 {
            var stops = 0
            var result: Matrix?
            while result == nil {
                result = try learn(
                    options, threads: 1 + stops % 3, checkpoint(resumes: stops > 0),
                    stoppingAt: stop)
                stops += 1
                guard stops < 200 else { break }
            }
            #expect(result?.elements == whole.elements, "\(Self.variants[variant].0), \(stop)")
            #expect(stops > 1)
        }
    }

    @Test func whatIsKeptAlongTheWayServesAfterAKill() throws {
        let options = options { _ in }
        let whole = try learn(options)
        // A checkpoint is written after each step; that of the fifth is taken away and put back.
        var steps = 0
        var kept: [UInt8] = []
        _ = try WordVectors(
            learning: texts(), options, startingFrom: nil, threads: 2,
            checkpoint: checkpoint(interval: .zero)
        ) { progress in
            if progress.pass > 0 { steps += 1 }
            if steps == 6, kept.isEmpty { kept = directory.read("w.vec.checkpoint") }
        }
        #expect(!kept.isEmpty && kept != directory.read("w.vec.checkpoint"))
        directory.write(kept, to: "w.vec.checkpoint")
        var first: TrainingProgress?
        let result = try WordVectors(
            learning: texts(), options, startingFrom: nil, threads: 1, checkpoint: checkpoint()
        ) { if $0.pass > 0 { first = first ?? $0 } }
        #expect(result.vectors.elements == whole?.elements)
        // What was kept is at least that of the fifth of eighteen steps.
        #expect((first?.fraction ?? 0) > 5.5 / 18)
    }

    @Test func anotherRunsCheckpointIsRefused() throws {
        let options = options { _ in }
        _ = try learn(options, checkpoint(), stoppingAt: 2)
        #expect(throws: TrainingError.otherSettings(path: path)) {
            try learn(options, checkpoint(settings: "c"))
        }
        #expect(throws: TrainingError.otherData(path: path)) {
            try learn(options, checkpoint(data: "c"))
        }
        let other = self.options { $0.sequences.dimension = 8 }
        #expect(throws: TrainingError.damagedCheckpoint(path: path)) {
            try learn(other, checkpoint())
        }
        // From the start.
        #expect(try learn(options, checkpoint(settings: "c", resumes: false)) == learn(options))
    }

    @Test func anotherFileIsNotReplaced() throws {
        directory.write("mine", to: "w.vec.checkpoint")
        #expect(throws: TrainingError.notCheckpoint(path: path)) { try checkpoint() }
        #expect(directory.read("w.vec.checkpoint") == Array("mine".utf8))
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "elsewhere")
        #expect(throws: (any Error).self) { try checkpoint() }
    }

    @Test func damagedCheckpointsAreRefused() throws {
        let options = options { _ in }
        _ = try learn(options, checkpoint(), stoppingAt: 2)
        let whole = directory.read("w.vec.checkpoint")
        var random = SplitMix(seed: 3)
        var (refused, accepted) = (0, 0)
        for _ in 0..<300 {
            var bytes = whole
            if Bool.random(using: &random) {
                bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            } else {
                for _ in 0..<3 {
                    bytes[Int.random(in: 0..<min(900, bytes.count), using: &random)] =
                        UInt8.random(in: 0...255, using: &random)
                }
            }
            directory.write(bytes, to: "w.vec.checkpoint")
            do {
                _ = try learn(options, checkpoint())
                accepted += 1
            } catch {
                refused += 1
            }
            try? FileManager.default.removeItem(atPath: path)
        }
        #expect(refused > 100 && accepted + refused == 300)
    }
}
