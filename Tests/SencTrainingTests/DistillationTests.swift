import Foundation
import Senc
import SencFiles
import SencMath
import TestSupport
import Testing

@testable import SencTraining

/// Static models that are made of a teacher.
@Suite struct DistillationTests {
    private let directory = TemporaryDirectory()

    private static let texts = (0..<60).map { index in
        let words = ["the", "rain", "sun", "is", "out", "window", "a", "cat", "not", "we"]
        return "\(words[index % 10]) \(words[index / 10]) \(words[(index * 3 + 1) % 10])"
    }

    private func teacher() throws -> SentenceEncoder {
        try SentenceEncoder(model: Goldens.path("tiny-bert"), threads: 2)
    }

    private func written(
        _ name: String, _ options: DistillationOptions = DistillationOptions(),
        texts: [String]? = nil, threads: Int = 2
    ) throws -> StaticDistillation {
        let made = try StaticDistillation(
            of: teacher(), options, texts: texts.map { TrainingTexts($0) }, threads: threads)
        try made.write(to: OutputDirectory(path: directory.file(name)))
        return made
    }

    @Test func aTokensVectorIsTheMeanOfItsStatesAlone() throws {
        let encoder = try teacher()
        var options = DistillationOptions()
        (options.weighting, options.whitening) = (0, 0)
        options.dimension = encoder.stateDimension
        let made = try written("whole", options)
        // All components: distances between tokens are those of the means of their states.
        let (before, after) = encoder.tokenizer.surroundingIDs
        let unknown = try #require(made.tokenizer.unknownID)
        let rows = made.tokenizer.oldIDs.indices.filter { $0 != Int(unknown) }.prefix(8)
        let means = rows.map { row -> [Double] in
            let ids = before + [made.tokenizer.oldIDs[row]] + after
            let states = encoder.tokenStates(of: ids).last ?? []
            let width = encoder.stateDimension
            return (0..<width).map { column -> Double in
                var sum = 0.0
                for token in ids.indices { sum += Double(states[token * width + column]) }
                return sum / Double(ids.count)
            }
        }
        func distance(_ a: [Double], _ b: [Double]) -> Double {
            var sum = 0.0
            for (x, y) in zip(a, b) { sum += (x - y) * (x - y) }
            return sum.squareRoot()
        }
        for (i, a) in rows.enumerated() {
            for (j, b) in rows.enumerated() {
                let own = distance(
                    made.vectors[a].map(Double.init), made.vectors[b].map(Double.init))
                #expect(abs(own - distance(means[i], means[j])) < 1e-4)
            }
        }
    }

    @Test(arguments: [0, 0.5, 1])
    func directionsAreEvenedOut(whitening: Double) throws {
        var random = SplitMix(seed: 5)
        let (rows, spreads) = (400, [8, 2, 1, 0.5] as [Float])
        let elements = random.floats(rows * spreads.count, in: -1...1).enumerated().map {
            $1 * spreads[$0 % spreads.count]
        }
        let found = try StaticDistillation.reduced(
            Matrix(rows: rows, columns: spreads.count, elements: elements), to: 3,
            whitening: whitening, threads: 2)
        let deviations = (0..<3).map { column -> Double in
            var square = 0.0
            for row in 0..<rows { square += Double(found[row, column] * found[row, column]) }
            return square.squareRoot()
        }
        // Along principal components the mean is 0; the spread of the first one stays.
        let plain = try StaticDistillation.reduced(
            Matrix(rows: rows, columns: spreads.count, elements: elements), to: 3, whitening: 0,
            threads: 1)
        for column in 0..<3 {
            var square = 0.0
            for row in 0..<rows { square += Double(plain[row, column] * plain[row, column]) }
            let ratio = square.squareRoot() / deviations[0]
            #expect(
                abs(deviations[column] / deviations[0] / Double.pow(ratio, 1 - whitening) - 1)
                    < 1e-4)
        }
    }

    @Test func weightsAreThoseOfZipfsLaw() {
        let weights = StaticDistillation.weights(1e-4, count: 3, counts: nil)
        let sum = 1.0 / 2 + 1.0 / 3 + 1.0 / 4
        for (index, weight) in weights.enumerated() {
            let share = 1 / Double(index + 2) / sum
            #expect(abs(Double(weight) - 1e-4 / (1e-4 + share)) < 1e-9)
        }
        #expect(
            StaticDistillation.weights(0.5, count: 2, counts: [3, 1])
                == [Float(0.5 / 1.25), Float(0.5 / 0.75)])
        #expect(StaticDistillation.weights(0, count: 2, counts: nil) == [1, 1])
    }

    @Test func theDirectoryIsAModel() throws {
        var options = DistillationOptions()
        options.dimension = 8
        let made = try written("model", options)
        let encoder = try SentenceEncoder(model: directory.file("model"))
        #expect(encoder.dimension == 8)
        let table = try #require(encoder.tokenTable)
        #expect(table == made.vectors)
        // Special tokens are text, and what is unknown is left out.
        let special = encoder.tokenizer.specialTokenIDs
        #expect(special.classification == nil && special.separator == nil)
        let pair = try encoder.encode(["the rain", "the rain \u{2603}"]).matrix
        #expect(pair[0].elementsEqual(pair[1]))
        #expect(throws: DistillationError.noTransformer(model: "model")) {
            _ = try StaticDistillation(of: encoder)
        }
    }

    @Test func textsTeachTheSameWithAnyNumberOfThreads() throws {
        var options = DistillationOptions()
        (options.dimension, options.batch, options.epochs) = (8, 16, 6)
        // All texts are learned from, so that what is learned is kept.
        (options.learningRate, options.validation) = (0.01, 0)
        let made = try [1, 2, 3].map {
            try written("t\($0)", options, texts: Self.texts, threads: $0)
        }
        let outcome = try #require(made[0].outcome)
        #expect(outcome.texts == 60 && outcome.passes == 6 && outcome.bestPass == 6)
        #expect(try loss(options) { $0.epochs = 1 } > outcome.loss)
        for other in made.dropFirst() {
            #expect(other.vectors == made[0].vectors)
            #expect(other.outcome == outcome)
        }
        options.objective = .cosine
        #expect(
            try loss(options) { $0.epochs = 1 } > loss(options) { $0.epochs = 6 })
    }

    /// The mean loss of the last pass.
    private func loss(
        _ options: DistillationOptions, _ change: (inout DistillationOptions) -> Void
    ) throws -> Double {
        var options = options
        change(&options)
        let made = try StaticDistillation(
            of: teacher(), options, texts: TrainingTexts(Self.texts), threads: 2)
        return try #require(made.outcome).loss
    }

    @Test func theBestOfTheTextsThatAreHeldOutIsKept() throws {
        var options = DistillationOptions()
        (options.dimension, options.batch, options.epochs) = (8, 16, 6)
        // So large a step makes everything worse.
        options.learningRate = 10
        let outcome = try #require(try written("b", options, texts: Self.texts).outcome)
        #expect(outcome.bestPass == 0 && outcome.best == outcome.before && outcome.passes == 5)
        options.epochs = 0
        #expect(try written("counts", options, texts: Self.texts).outcome == nil)
    }

    @Test func settingsOutOfRangeAreErrors() throws {
        func error(_ change: (inout DistillationOptions) -> Void) throws -> any Diagnostic {
            var options = DistillationOptions()
            change(&options)
            do {
                _ = try StaticDistillation(
                    of: teacher(), options, texts: TrainingTexts(["the rain"]))
            } catch let error as any Diagnostic {
                return error
            }
            throw TrainingError.noNeighbors
        }
        let encoder = try teacher()
        #expect(
            try error { $0.dimension = 5000 } as? DistillationError
                == .dimension(5000, largest: min(encoder.wholeDimension, 5000)))
        #expect(try error { $0.weighting = .nan } is TrainingError)
        #expect(try error { $0.temperature = 0 } is TrainingError)
        #expect(try error { $0.batch = .max } is TrainingError)
        #expect(throws: DistillationError.noTexts) {
            _ = try StaticDistillation(of: encoder, texts: TrainingTexts(["\u{2603}", ""]))
        }
    }
}
