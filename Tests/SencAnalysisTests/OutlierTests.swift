import Foundation
import SencAnalysis
import SencMath
import SencVectors
import TestSupport
import Testing

/// Outliers and analogies, against scikit-learn and gensim (`Goldens/make_classify.py`).
struct OutlierTests {
    private struct Tasks: Decodable {
        let outliers: [Outliers]
        let analogies: [Analogy]
    }

    private struct Outliers: Decodable {
        let neighbors: Int
        let factors: [Double]
    }

    private struct Analogy: Decodable {
        let rows, indices: [Int]
        let scores: [Float]
    }

    private let matrix: Matrix
    private let vectors: StoredVectors
    private let tasks: Tasks

    init() throws {
        matrix = try NPYFile(path: Goldens.path("classify/examples.npy")).matrix()
        vectors = StoredVectors(matrix)
        tasks = try JSONDecoder().decode(
            Tasks.self, from: Data(Goldens.bytes("classify/tasks.json")))
    }

    @Test func factorsAreScikitLearns() throws {
        for expected in tasks.outliers {
            for threads in [1, 2] {
                let factors = try vectors.localOutlierFactors(
                    neighbors: expected.neighbors, threads: threads)
                #expect(
                    zip(factors, expected.factors).allSatisfy { abs($0 - $1) < 1e-11 * $1 })
                #expect(factors.count == expected.factors.count)
            }
        }
    }

    @Test func aVectorFarFromAllOthersIsAnOutlier() throws {
        var elements: [Float] = []
        for index in 0..<30 { elements += [1, Float(index) / 1000, 0] }
        elements += [0, 0, -1]
        let factors = try StoredVectors(Matrix(rows: 31, columns: 3, elements: elements))
            .localOutlierFactors(neighbors: 100)
        #expect(factors.allSatisfy { $0 <= factors[30] })
        let same = StoredVectors(
            Matrix(rows: 4, columns: 2, elements: Array(repeating: 0.3, count: 8)))
        #expect(try same.localOutlierFactors(neighbors: 2).allSatisfy { abs($0 - 1) < 1e-4 })
        let zeros = StoredVectors(Matrix(rows: 3, columns: 2))
        #expect(try zeros.localOutlierFactors().allSatisfy { abs($0 - 1) < 1e-12 })
    }

    @Test func analogiesAreGensims() throws {
        for expected in tasks.analogies {
            let rows = expected.rows
            let found = try vectors.analogies(
                vectors[rows[0]], minus: vectors[rows[1]], plus: vectors[rows[2]],
                excluding: Set(rows), count: 7)
            #expect(found.map(\.index) == expected.indices)
            #expect(Tolerance.largestDifference(found.map(\.score), expected.scores) < 1e-6)
        }
        let all = try vectors.analogies(
            vectors[0], minus: vectors[0], plus: vectors[4], excluding: [4], count: .max)
        #expect(all.count == 239 && !all.contains { $0.index == 4 })
    }

    @Test func errors() throws {
        #expect(throws: CorpusError.neighbors(0, vectors: 240)) {
            try vectors.localOutlierFactors(neighbors: 0)
        }
        let one = StoredVectors(Matrix(rows: 1, columns: 2, elements: [1, 2]))
        #expect(throws: CorpusError.neighbors(20, vectors: 1)) { try one.localOutlierFactors() }
        var bad = matrix
        bad[200, 2] = .infinity
        #expect(throws: SearchError.notFinite(row: 200, source: "")) {
            try StoredVectors(bad).localOutlierFactors()
        }
        #expect(throws: SearchError.dimension(vectors: 16, queries: 2, source: "")) {
            try vectors.analogies([1, 2], minus: vectors[0], plus: vectors[1])
        }
        #expect(throws: SearchError.queryNotFinite(1)) {
            try vectors.analogies(
                vectors[0], minus: [Float](repeating: .nan, count: 16), plus: vectors[1])
        }
    }
}
