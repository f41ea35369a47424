import SencMath
import SencVectors
import Testing

@testable import SencTraining

/// Hard negatives, as the choice was computed by hand.
@Suite struct HardNegativeTests {
    private static let negatives = HardNegatives(
        [("a", "p0"), ("b", "p1"), ("a", "p2"), ("b", "p1")], corpus: ["n3", "n4", "n5"])

    /// Vectors of length 1 at the cosines with the first axis, where the first anchor is.
    private static func matrix(_ scores: [Float]) -> Matrix {
        Matrix(
            rows: scores.count, columns: 2,
            elements: scores.flatMap { [$0, (1 - $0 * $0).squareRoot()] })
    }

    private func found(
        _ change: (inout NegativeOptions) -> Void
    ) throws -> [HardNegatives.Found] {
        var options = NegativeOptions()
        change(&options)
        // In the corpus's order: n3 n4 n5 p0 p1 p2.
        return try Self.negatives.find(
            anchorVectors: Self.matrix([1, 0.2]),
            corpusVectors: Self.matrix([0.7, 0.6, 0.2, 0.9, 0.95, 0.8]), options, threads: 2)
    }

    @Test func textsAreThereOnce() {
        #expect(Self.negatives.anchors == ["a", "b"])
        #expect(Self.negatives.corpus == ["n3", "n4", "n5", "p0", "p1", "p2"])
        #expect(Self.negatives.positives == [[3, 5], [4]])
    }

    @Test func theClosestThatAreNoPositivesAreTaken() throws {
        #expect(try found { $0.count = 2 }[0].negatives.map(\.index) == [4, 0])
        #expect(try found { $0.count = 9 }[0].negatives.map(\.index) == [4, 0, 1, 2])
        #expect(
            try found {
                $0.count = 2
                $0.skipped = 1
            }[0].negatives.map(\.index) == [0, 1])
        #expect(
            try found {
                $0.count = 2
                $0.candidates = 2
            }[0].negatives.map(\.index) == [4, 0])
    }

    @Test func scoresHaveLimits() throws {
        #expect(try found { $0.largestScore = 0.65 }[0].negatives.map(\.index) == [1, 2])
        #expect(try found { $0.leastScore = 0.5 }[0].negatives.map(\.index) == [4, 0, 1])
        // The least similar positive of a is at 0.8.
        #expect(try found { $0.margin = 0.15 }[0].negatives.map(\.index) == [1, 2])
        #expect(try found { $0.relativeMargin = 0.2 }[0].negatives.map(\.index) == [1, 2])
        #expect(try found { $0.relativeMargin = 0.05 }[0].negatives.map(\.index) == [0, 1, 2])
        let scores = try found { $0.count = 1 }[0].positiveScores
        #expect(abs(scores[0] - 0.9) < 1e-6 && abs(scores[1] - 0.8) < 1e-6)
    }

    @Test func chanceChoosesTheSameEachTime() throws {
        func chosen(_ seed: UInt64) throws -> [Int] {
            try found {
                ($0.count, $0.candidates, $0.sampling, $0.seed) = (2, 4, .random, seed)
            }[0].negatives.map(\.index)
        }
        #expect(try chosen(1) == chosen(1))
        let all = try (1...20).map { try chosen($0) }
        #expect(Set(all).count > 1)
        for one in all { #expect(one.count == 2 && Set(one).isSubset(of: [4, 0, 1, 2])) }
    }

    @Test func settingsOutOfRangeAreErrors() {
        #expect(throws: TrainingError.self) { try found { $0.count = 0 } }
        #expect(throws: TrainingError.self) { try found { $0.skipped = -1 } }
        #expect(throws: TrainingError.self) {
            try found { ($0.count, $0.candidates) = (3, 2) }
        }
        #expect(throws: TrainingError.self) { try found { $0.margin = .nan } }
    }
}
