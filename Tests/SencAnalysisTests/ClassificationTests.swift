import Foundation
import SencAnalysis
import SencMath
import SencVectors
import TestSupport
import Testing

/// Logistic regression, against scikit-learn (`Goldens/make_classify.py`).
struct ClassificationTests {
    private struct Tasks: Decodable {
        let labels: [String]
        let two: [Int]
        let regressions: [Regression]
    }

    private struct Regression: Decodable {
        let regularization: Double
        let isBalanced: Bool
        let classes: [String]
        let weights, intercepts, probabilities, accuracies: [Double]
        /// The mean accuracy with scikit-learn's usual solver, which stops before the minimum.
        let usual: Double
        let results: [[Double]]
    }

    private let matrix: Matrix
    private let tasks: Tasks

    init() throws {
        matrix = try NPYFile(path: Goldens.path("classify/examples.npy")).matrix()
        tasks = try JSONDecoder().decode(
            Tasks.self, from: Data(Goldens.bytes("classify/tasks.json")))
    }

    /// The examples of a golden and its options.
    private func examples(
        of regression: Regression
    ) -> (vectors: StoredVectors, labels: [String], options: LogisticRegression.Options) {
        let rows = regression.classes.count == 2 ? tasks.two : Array(0..<matrix.rows)
        let options = LogisticRegression.Options(
            regularization: regression.regularization, isBalanced: regression.isBalanced)
        return (vectors(rows), rows.map { tasks.labels[$0] }, options)
    }

    private func vectors(_ rows: [Int]) -> StoredVectors {
        StoredVectors(
            Matrix(
                rows: rows.count, columns: matrix.columns, elements: rows.flatMap { matrix[$0] }))
    }

    private func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
        a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
    }

    @Test(arguments: 0..<6) func weightsAreScikitLearns(_ index: Int) throws {
        let expected = tasks.regressions[index]
        let (vectors, labels, options) = examples(of: expected)
        let model = try LogisticRegression(vectors, labels: labels, options: options)
        #expect(model.hasConverged && model.classes == expected.classes)
        #expect(largestDifference(model.weights, expected.weights) < 3e-5)
        #expect(largestDifference(model.intercepts, expected.intercepts) < 3e-5)
        let few = StoredVectors(
            Matrix(rows: 5, columns: 16, elements: (0..<5).flatMap { vectors[$0] }))
        let probabilities = try model.probabilities(of: few)
        #expect(largestDifference(probabilities.flatMap(\.self), expected.probabilities) < 1e-7)
        #expect(
            try model.predictions(of: few)
                == probabilities.map { $0.firstIndex(of: $0.max() ?? 0) ?? -1 })
    }

    @Test(arguments: 0..<6) func crossValidationIsScikitLearns(_ index: Int) throws {
        let expected = tasks.regressions[index]
        let (vectors, labels, options) = examples(of: expected)
        let result = try CrossValidation(vectors, labels: labels, options: options)
        #expect(largestDifference(result.foldAccuracies, expected.accuracies) < 1e-12)
        let mean = expected.accuracies.reduce(0, +) / 5
        #expect(abs(result.accuracy - mean) < 1e-12)
        #expect(abs(result.accuracy - expected.usual) < 0.01)
        #expect(result.deviation > 0 && result.deviation < 0.1)
        for (found, values) in zip(result.results, expected.results) {
            #expect(
                largestDifference(
                    [found.precision, found.recall, found.f1, Double(found.support)], values)
                    < 1e-12)
        }
    }

    @Test func weightsAreTheSameWithAnyNumberOfThreads() throws {
        let (vectors, labels, options) = examples(of: tasks.regressions[0])
        let one = try LogisticRegression(vectors, labels: labels, options: options, threads: 1)
        #expect(
            try LogisticRegression(vectors, labels: labels, options: options, threads: 3) == one)
        #expect(
            try LogisticRegression(
                classes: one.classes, dimension: 16, weights: one.weights,
                intercepts: one.intercepts) == one)
    }

    /// What is separable has its minimum far out, and equal examples none that tells them apart.
    @Test func extremeExamples() throws {
        let far = StoredVectors(
            Matrix(rows: 4, columns: 2, elements: [1e18, 0, 2e18, 1, -1e18, 0, -1e18, 1]))
        let model = try LogisticRegression(far, labels: ["a", "a", "b", "b"])
        #expect(try model.predictions(of: far) == [0, 0, 1, 1])
        let same = StoredVectors(Matrix(rows: 3, columns: 2, elements: [1, 2, 1, 2, 1, 2]))
        let equal = try LogisticRegression(same, labels: ["a", "b", "a"])
        #expect(equal.hasConverged)
        #expect(abs(try equal.probabilities(of: same)[0][0] - 2.0 / 3) < 1e-6)
        let strong = LogisticRegression.Options(regularization: 1e9)
        _ = try LogisticRegression(far, labels: ["a", "a", "b", "b"], options: strong)
    }

    @Test func examplesThatTeachNothingAreErrors() throws {
        let vectors = vectors([0, 1, 2])
        func expect(_ labels: [String], _ error: ClassificationError) {
            #expect(throws: error) { try LogisticRegression(vectors, labels: labels) }
        }
        expect(["a", "b"], .labelCount(2, vectors: 3))
        expect(["a", "a", "a"], .tooFewClasses(["a"]))
        for strength in [0, -1, .infinity, .nan] {
            #expect {
                try LogisticRegression(
                    vectors, labels: ["a", "b", "a"],
                    options: LogisticRegression.Options(regularization: strength))
            } throws: { error in
                if case .regularization = error as? ClassificationError { true } else { false }
            }
        }
        var bad = matrix
        bad[9, 3] = .nan
        #expect(throws: SearchError.notFinite(row: 9, source: "")) {
            try LogisticRegression(StoredVectors(bad), labels: tasks.labels)
        }
    }

    @Test func foldsThatCannotBeMadeAreErrors() throws {
        let vectors = vectors([0, 1, 2, 3, 4])
        let labels = ["a", "b", "a", "b", "a"]
        #expect(throws: ClassificationError.folds(1)) {
            try CrossValidation(vectors, labels: labels, folds: 1)
        }
        #expect(throws: ClassificationError.tooFewExamples(label: "b", count: 2, folds: 3)) {
            try CrossValidation(vectors, labels: labels, folds: 3)
        }
    }

    @Test func weightsThatDoNotFitAreErrors() throws {
        #expect(throws: ClassificationError.tooFewClasses(["a"])) {
            try LogisticRegression(
                classes: ["a"], dimension: 2, weights: [1, 2], intercepts: [1])
        }
        for (dimension, weights, intercept) in [
            (2, [1.0], 0.0), (0, [], 0), (.max, [1, 2], 0), (2, [1, .nan], 0), (1, [1], .infinity),
        ] {
            #expect(throws: ClassificationError.weights(classes: 2, dimension: dimension)) {
                try LogisticRegression(
                    classes: ["a", "b"], dimension: dimension, weights: weights,
                    intercepts: [intercept])
            }
        }
        let model = try LogisticRegression(
            classes: ["a", "b"], dimension: 2, weights: [1, 2], intercepts: [0])
        #expect(throws: SearchError.dimension(vectors: 2, queries: 16, source: "")) {
            try model.predictions(of: vectors([0]))
        }
    }
}
