import Foundation
import SencMath
import SencVectors
import TestSupport
import Testing

@testable import SencAnalysis

/// Tasks on many vectors, against sentence-transformers and scikit-learn
/// (`Goldens/make_corpus.py`).
struct CorpusTests {
    private struct Tasks: Decodable {
        let communities: [[Int]]
        let pairs: [[Double]]
        let inertias: [String: [String: Double]]
    }

    private let matrix: Matrix
    private let vectors: StoredVectors
    private let tasks: Tasks

    init() throws {
        matrix = try NPYFile(path: Goldens.path("corpus/vectors.npy")).matrix()
        vectors = StoredVectors(matrix)
        tasks = try JSONDecoder().decode(
            Tasks.self, from: Data(Goldens.bytes("corpus/tasks.json")))
    }

    @Test func pairsAreSentenceTransformers() throws {
        let pairs = try vectors.closestPairs(60, threads: 2)
        #expect(
            pairs.map { [$0.first, $0.second] } == tasks.pairs.map { [Int($0[1]), Int($0[2])] })
        let scores = tasks.pairs.map { Float($0[0]) }
        #expect(Tolerance.largestDifference(pairs.map(\.score), scores) < 1e-6)
        let threshold = pairs[30].score
        #expect(try vectors.closestPairs(1000, threshold: threshold, threads: 1).count == 31)
        #expect(try vectors.closestPairs(0).isEmpty)
    }

    @Test(arguments: SimilarityFunction.allCases) func pairsAreTheBestOfAll(
        metric: SimilarityFunction
    ) throws {
        let few = Matrix.uneven(70, 6, seed: 20)
        var all: [Pair] = []
        for first in 0..<70 {
            for second in (first + 1)..<70 {
                all.append(
                    Pair(first: first, second: second, score: metric(few[first], few[second])))
            }
        }
        all.sort { (-$0.score, $0.first, $0.second) < (-$1.score, $1.first, $1.second) }
        #expect(try StoredVectors(few).closestPairs(90, by: metric) == Array(all.prefix(90)))
    }

    @Test func communitiesAreSentenceTransformers() throws {
        for threads in [1, 2] {
            let found = try vectors.communities(threshold: 0.8, minimumSize: 8, threads: threads)
            #expect(found == tasks.communities)
        }
        #expect(throws: CorpusError.communitySize(0)) { try vectors.communities(minimumSize: 0) }
    }

    @Test func duplicatesAreCloseToWhatIsKeptAndNothingElseIs() throws {
        let threshold: Float = 0.85
        let groups = try vectors.duplicates(threshold: threshold)
        let kept = groups.map(\.kept)
        #expect(kept == kept.sorted() && kept.count < 400 && kept.count > 12)
        #expect(groups.reduce(0) { $0 + 1 + $1.duplicates.count } == 400)
        for (index, row) in kept.enumerated() {
            for other in kept[..<index] {
                #expect(cosineSimilarity(matrix[row], matrix[other]) < threshold)
            }
            for duplicate in groups[index].duplicates {
                #expect(duplicate.index > row)
                #expect(duplicate.score >= threshold)
                #expect(duplicate.score == cosineSimilarity(matrix[row], matrix[duplicate.index]))
            }
        }
    }

    @Test(arguments: ["vectors", "iris", "wine"]) func inertiaIsNoWorseThanScikitLearns(
        _ name: String
    ) throws {
        let matrix = try NPYFile(path: Goldens.path("corpus/\(name).npy")).matrix()
        let inertias = try #require(tasks.inertias[name])
        for (clusters, inertia) in inertias {
            let count = Int(clusters) ?? 0
            let result = try KMeans(StoredVectors(matrix), clusters: count)
            #expect(result.inertia <= inertia * 1.001)
            #expect(result.centroids.rows == count)
            #expect(Set(result.labels) == Set(0..<count))
            let sum = (0..<matrix.rows).reduce(0.0) { sum, row in
                let distance = SimilarityFunction.euclidean(
                    matrix[row], result.centroids[result.labels[row]])
                return sum + Double(distance) * Double(distance)
            }
            #expect(abs(sum - result.inertia) < 1e-6 * sum)
        }
    }

    @Test func clustersAreTheSameForASeedWhateverTheThreads() throws {
        let one = try KMeans(vectors, clusters: 7, seed: 3, restarts: 2, threads: 1)
        let three = try KMeans(vectors, clusters: 7, seed: 3, restarts: 2, threads: 3)
        #expect(one.labels == three.labels)
        #expect(one.centroids == three.centroids)
    }

    /// The numbers of the authors' own program for the seed 1234567.
    @Test func seedsGiveTheNumbersOfSplitMix64() {
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func equalVectorsMakeAsManyClustersAsAreAskedFor() throws {
        let same = StoredVectors(
            Matrix(rows: 5, columns: 3, elements: Array(repeating: 0.5, count: 15)))
        let equal = try KMeans(same, clusters: 5, restarts: 1)
        #expect(equal.inertia == 0)
        // A cluster that no vector is nearest to has one of them as its centroid all the same.
        #expect(equal.centroids.rows == 5 && equal.centroids.elements.allSatisfy { $0 == 0.5 })
        #expect(try KMeans(vectors, clusters: 400, restarts: 1).inertia < 1e-6)
    }

    @Test func errors() throws {
        #expect(throws: CorpusError.clusters(401, vectors: 400)) {
            try KMeans(vectors, clusters: 401)
        }
        #expect(throws: CorpusError.clusters(0, vectors: 400)) {
            try KMeans(vectors, clusters: 0)
        }
        #expect(throws: CorpusError.restarts(0)) {
            try KMeans(vectors, clusters: 2, restarts: 0)
        }
        var bad = matrix
        bad[300, 2] = .nan
        let stored = StoredVectors(bad)
        let error = SearchError.notFinite(row: 300, source: "")
        #expect(throws: error) { try stored.closestPairs(3) }
        #expect(throws: error) { try stored.communities() }
        #expect(throws: error) { try stored.duplicates() }
        #expect(throws: error) { try KMeans(stored, clusters: 2) }
    }
}
