import SencFiles
import SencMath
import TestSupport
import Testing

@testable import SencTraining

/// The loss of alternating least squares, and passes that are left on the way.
@Suite struct AlternatingLeastSquaresTests {
    private let directory = TemporaryDirectory()

    private struct Stop: Error {}

    private static let options: RecommenderOptions = {
        var options = RecommenderOptions(.als)
        (options.dimension, options.epochs) = (8, 4)
        return options
    }()

    /// Users and items with interactions of several rows and of one.
    private static let interactions: Interactions = {
        var random = SplitMix(seed: 5)
        var log = InteractionLog()
        for _ in 0..<20_000 {
            log.add(
                user: "\(Int.random(in: 0..<1500, using: &random))",
                item: "\(Int.random(in: 0..<700, using: &random))",
                value: Float(Int.random(in: 1...3, using: &random)))
        }
        return Interactions(log, .sum)
    }()

    private func learner(threads: Int, partRuns: Int = 1) -> AlternatingLeastSquares {
        AlternatingLeastSquares(
            options: Self.options, workers: WorkerPool(threads: threads), partRuns: partRuns)
    }

    @Test func theLossIsThatOfTheFormula() throws {
        let interactions = Self.interactions
        var losses: [Double] = []
        let model = try learner(threads: 2).learn(interactions) { _, _, loss in
            if let loss { losses.append(loss) }
        }
        let (alpha, lambda) = (Self.options.alpha, Self.options.regularization)
        var sum = 0.0
        for item in 0..<model.itemCount {
            let y = (0..<8).map { Double(model.items.base[item * model.stride + $0]) }
            var values = [Double](repeating: 0, count: model.userCount)
            for place in interactions.byItem.range(item) {
                let user = Int(interactions.byItem.columns[place])
                values[user] = Double(interactions.byItem.value(at: place))
            }
            for user in 0..<model.userCount {
                var product = 0.0
                for k in 0..<8 {
                    product += y[k] * Double(model.users.base[user * model.stride + k])
                }
                let error = (values[user] > 0 ? 1 : 0) - product
                sum += (1 + alpha * values[user]) * error * error
            }
            let ridge = lambda * (alpha * values.reduce(0, +) + Double(model.userCount))
            sum += ridge * y.reduce(0) { $0 + $1 * $1 }
        }
        let expected = sum / Double(interactions.count)
        #expect(losses.count == 4 && losses == losses.sorted(by: >))
        #expect(abs((losses.last ?? 0) - expected) < 1e-4 * expected)
    }

    /// Stopped after each number of parts of a side of a pass.
    @Test func whatIsStoppedWithinAPassGoesOnToTheSameBits() throws {
        func numbers(_ model: FactorModel) -> [Float] {
            Array(model.users.elements) + Array(model.items.elements)
        }
        var parts = 0
        let whole = try numbers(
            learner(threads: 1).learn(Self.interactions) { _, _, _ in parts += 1 })
        #expect(parts > 16)
        #expect(
            try numbers(learner(threads: 2, partRuns: 64).learn(Self.interactions) { _, _, _ in })
                == whole)
        for stop in [1, 2, 3, 5, parts - 1] {
            var (result, round) = ([Float](), 0)
            while result.isEmpty, round <= parts {
                let checkpoint = try TrainingCheckpoint(
                    path: directory.file("m.checkpoint"), settings: "a", data: "b",
                    resumes: round > 0)
                var done = 0
                do {
                    result = try numbers(
                        learner(threads: 1 + round % 3).learn(Self.interactions, checkpoint) {
                            _, _, _ in
                            done += 1
                            if done == stop { throw Stop() }
                        })
                } catch is Stop {}
                round += 1
            }
            #expect(round > 1 && result == whole, "\(stop)")
        }
    }
}
