import Foundation
import SencAnalysis
import SencVectors
import TestSupport
import Testing

/// Measures of evaluation, against scipy, scikit-learn and sentence-transformers
/// (`Goldens/make_evaluation.py`).
struct EvaluationTests {
    private struct Measures: Decodable {
        let correlations: [KnownCorrelation]
        let labelings: [Labeling]
        let rankings: [Ranking]
    }

    private struct KnownCorrelation: Decodable {
        let scores, similarities, ranks: [Double]
        let pearson, spearman: Double
    }

    private struct Labeling: Decodable {
        let similarities: [Float]
        let labels: [Bool]
        let accuracy, f1, precision, recall, averagePrecision, matthewsCorrelation: Double
        let accuracyThreshold, f1Threshold: Float
    }

    private struct Ranking: Decodable {
        let rankings, relevant: [[Int]]
        let hits, depths: [Int]
        let accuracies, precisions, recalls, means: [Double]
    }

    private let known: Measures

    init() throws {
        known = try JSONDecoder().decode(
            Measures.self, from: Data(Goldens.bytes("evaluation/measures.json")))
    }

    private func expectClose(
        _ a: Double, _ b: Double, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(abs(a - b) < 1e-9, "\(a) \(b)", sourceLocation: sourceLocation)
    }

    @Test func correlationsAreScipys() throws {
        #expect(known.correlations.count == 7)
        for expected in known.correlations {
            let found = try Correlation(
                scores: expected.scores, similarities: expected.similarities)
            // Of 1e9 and small differences, the mean alone loses seven digits.
            #expect(abs(found.pearson - expected.pearson) < 1e-7)
            expectClose(found.spearman, expected.spearman)
            #expect(averagedRanks(expected.scores) == expected.ranks)
        }
    }

    @Test func perfectCorrelationIsNotMoreThanOne() throws {
        let values = (0..<50).map { 0.1 * Double($0 * $0) }
        let same = try Correlation(scores: values, similarities: values.map { 3 * $0 })
        #expect(same.pearson <= 1 && same.pearson > 1 - 1e-12 && same.spearman > 1 - 1e-12)
        let opposite = try Correlation(scores: values, similarities: values.map { -$0 })
        #expect(opposite.pearson >= -1 && opposite.pearson < -1 + 1e-12)
    }

    @Test func numbersOfAnySizeCorrelate() throws {
        let most = Double.greatestFiniteMagnitude
        let least = Double.leastNonzeroMagnitude
        let found = try Correlation(scores: [-most, most, 0], similarities: [0, least, least])
        expectClose(found.spearman, 0.866025403784)
        #expect(found.pearson.isFinite)
    }

    @Test func whatHasNoCorrelationIsAnError() {
        func expect(_ scores: [Double], _ similarities: [Double], _ error: EvaluationError) {
            #expect(throws: error) {
                try Correlation(scores: scores, similarities: similarities)
            }
        }
        expect([1, 2], [1], .counts(1, 2))
        expect([1], [1], .tooFewPairs(1))
        expect([], [], .tooFewPairs(0))
        expect([1, .infinity], [1, 2], .notFinite(.infinity, index: 1))
        expect([3, 3, 3], [1, 2, 3], .constant(3, .scores))
        expect([1, 2], [0.5, 0.5], .constant(0.5, .similarities))
        #expect(throws: EvaluationError.self) {
            try Correlation(scores: [1, 2], similarities: [.nan, 2])
        }
    }

    @Test func labeledPairsAreMeasuredAsTheReferenceDoes() throws {
        #expect(known.labelings.count == 9)
        for expected in known.labelings {
            let found = try BinaryClassification(
                similarities: expected.similarities, labels: expected.labels)
            expectClose(found.accuracy, expected.accuracy)
            #expect(found.accuracyThreshold == expected.accuracyThreshold)
            expectClose(found.f1, expected.f1)
            #expect(found.f1Threshold == expected.f1Threshold)
            expectClose(found.precision, expected.precision)
            expectClose(found.recall, expected.recall)
            expectClose(found.averagePrecision, expected.averagePrecision)
            expectClose(found.matthewsCorrelation, expected.matthewsCorrelation)
        }
    }

    @Test func thresholdsOfTheLargestSimilaritiesAreFinite() throws {
        let most = Float.greatestFiniteMagnitude
        let found = try BinaryClassification(
            similarities: [most, most.nextDown, -most], labels: [true, true, false])
        #expect(found.accuracy == 1 && found.accuracyThreshold.isFinite)
        #expect(found.f1 == 1 && abs(found.f1Threshold) < most / 2)
    }

    @Test func whatHasNoTwoLabelsIsAnError() {
        func expect(_ similarities: [Float], _ labels: [Bool], _ error: EvaluationError) {
            #expect(throws: error) {
                try BinaryClassification(similarities: similarities, labels: labels)
            }
        }
        expect([1], [true, false], .counts(1, 2))
        expect([1, 2], [true, true], .oneLabel(true))
        expect([1, 2], [false, false], .oneLabel(false))
        expect([], [], .oneLabel(false))
        expect([1, -.infinity], [true, false], .notFinite(-.infinity, index: 1))
    }

    @Test func rankingsAreMeasuredAsTheReferenceDoes() throws {
        #expect(known.rankings.count == 4)
        for expected in known.rankings {
            let depths = RetrievalMeasures.Depths(
                hits: expected.hits, reciprocalRank: expected.depths[0],
                discountedGain: expected.depths[1], averagePrecision: expected.depths[2])
            let found = try RetrievalMeasures(
                rankings: expected.rankings, relevant: expected.relevant.map { Set($0) },
                depths: depths)
            for (values, wanted) in [
                (found.accuracies, expected.accuracies), (found.precisions, expected.precisions),
                (found.recalls, expected.recalls),
                (
                    [found.reciprocalRank, found.discountedGain, found.averagePrecision],
                    expected.means
                ),
            ] {
                #expect(values.count == wanted.count)
                for (value, wanted) in zip(values, wanted) { expectClose(value, wanted) }
            }
        }
    }

    @Test func rankingsThatCannotBeMeasured() {
        func expect(
            _ rankings: [[Int]], _ relevant: [Set<Int>], _ depths: RetrievalMeasures.Depths,
            _ error: EvaluationError
        ) {
            #expect(throws: error) {
                try RetrievalMeasures(rankings: rankings, relevant: relevant, depths: depths)
            }
        }
        let usual = RetrievalMeasures.Depths()
        expect([[1]], [], usual, .counts(1, 0))
        expect([], [], usual, .noQueries)
        expect([[1], [2]], [[1], []], usual, .nothingRelevant(query: 1))
        expect([[1]], [[1]], RetrievalMeasures.Depths(hits: [0]), .depth(0))
        expect([[1]], [[1]], RetrievalMeasures.Depths(averagePrecision: -1), .depth(-1))
    }

    @Test func aRankingMayBeShorterThanADepth() throws {
        let found = try RetrievalMeasures(rankings: [[4], []], relevant: [[4], [5, 6]])
        #expect(found.accuracies == [0.5, 0.5, 0.5, 0.5])
        #expect(found.precisions == [0.5, 1.0 / 6, 0.1, 0.05])
        #expect(found.averagePrecision == 0.5)
    }
}
