import Foundation
import SencAnalysis
import SencMath
import SencVectors
import TestSupport
import Testing

/// Projections to the plane, against scikit-learn (`Goldens/make_projections.py`).
struct ProjectionTests {
    private struct Golden: Decodable {
        let directions: [[Double]]
        let variances: [Double]
        let ratios: [Double]
        let neighbors: Int
        let perplexity: Double
        /// Trustworthiness.
        let pca: Double
        let tsne: Double
    }

    private static let names = ["digits", "400", "20", "9"]
    private let goldens: [String: Golden]

    init() throws {
        goldens = try JSONDecoder().decode(
            [String: Golden].self, from: Data(Goldens.bytes("projections/projections.json")))
    }

    private func vectors(_ name: String) throws -> StoredVectors {
        guard let count = Int(name) else {
            return try StoredVectors(NPYFile(path: Goldens.path("projections/\(name).npy")))
        }
        let all = try NPYFile(path: Goldens.path("corpus/vectors.npy")).matrix()
        return StoredVectors(
            Matrix(
                rows: count, columns: all.columns,
                elements: Array(all.elements.prefix(count * all.columns))))
    }

    @Test(arguments: names) func principalComponentsAreScikitLearns(name: String) throws {
        let golden = try #require(goldens[name])
        let vectors = try vectors(name)
        for threads in [1, 3] {
            let found = try PrincipalComponents(vectors, components: 5, threads: threads)
            for (direction, expected) in zip(found.directions, golden.directions) {
                let error = zip(direction, expected).map { abs($0 - $1) }.max() ?? .infinity
                #expect(error < 1e-10)
            }
            for (variance, expected) in zip(found.variances, golden.variances) {
                #expect(abs(variance - expected) < 1e-11 * expected)
            }
            for (ratio, expected) in zip(found.varianceRatios, golden.ratios) {
                #expect(abs(ratio - expected) < 1e-11)
            }
        }
        let points = try PrincipalComponents.plane(of: vectors)
        let trust = try vectors.trustworthiness(of: points, neighbors: golden.neighbors)
        #expect(abs(trust - golden.pca) < 1e-6)
    }

    @Test func everyComponentIsOrthogonalToTheRest() throws {
        let equal = Matrix(rows: 6, columns: 4, elements: Array(repeating: 0.25, count: 24))
        var corners = Matrix(rows: 8, columns: 8)
        for row in 0..<8 { corners[row, row] = 1 }
        for vectors in [
            equal, corners, try NPYFile(path: Goldens.path("corpus/vectors.npy")).matrix(),
        ] {
            let count = min(vectors.rows, vectors.columns)
            let found = try PrincipalComponents(StoredVectors(vectors), components: count)
            for (row, direction) in found.directions.enumerated() {
                for other in 0...row {
                    let product = zip(direction, found.directions[other]).reduce(0) {
                        $0 + $1.0 * $1.1
                    }
                    #expect(abs(product - (row == other ? 1 : 0)) < 1e-10)
                }
            }
            let sum = found.varianceRatios.reduce(0, +)
            #expect(vectors == equal ? sum == 0 : abs(sum - 1) < 1e-12)
        }
    }

    @Test(arguments: names) func neighborsAreKeptAsWellAsByScikitLearn(name: String) throws {
        let golden = try #require(goldens[name])
        let vectors = try vectors(name)
        let found = try TSNE(vectors, perplexity: golden.perplexity)
        let trust = try vectors.trustworthiness(
            of: found.coordinates, neighbors: golden.neighbors)
        #expect(trust >= golden.tsne - 0.01, "\(trust) for \(golden.tsne)")
    }

    @Test func pointsAreTheSameForASeedWhateverTheThreads() throws {
        let vectors = try vectors("400")
        let one = try TSNE(vectors, seed: 3, iterations: 300, threads: 1)
        let three = try TSNE(vectors, seed: 3, iterations: 300, threads: 3)
        #expect(one.coordinates == three.coordinates)
        let other = try TSNE(vectors, seed: 4, iterations: 300)
        #expect(one.coordinates != other.coordinates)
    }

    @Test(arguments: 0..<12) func aFewVectorsHavePlaces(count: Int) throws {
        let all = try NPYFile(path: Goldens.path("corpus/vectors.npy")).matrix()
        let few = Matrix(
            rows: count, columns: all.columns,
            elements: Array(all.elements.prefix(count * all.columns)))
        let equal = Matrix(
            rows: count, columns: 3, elements: Array(repeating: 0.5, count: 3 * count))
        for vectors in [few, equal] {
            let found = try TSNE(StoredVectors(vectors))
            #expect(found.coordinates.rows == count && found.coordinates.columns == 2)
            #expect(found.coordinates.elements.allSatisfy { abs($0) < 1e4 }, "\(found)")
            #expect(found.perplexity >= 1)
            #expect(found.perplexity <= max(1, Double(count) / 3))
            let places = Set((0..<count).map { Array(found.coordinates[$0]) })
            #expect(places.count == (vectors == few ? count : min(count, 1)))
            let plane = try PrincipalComponents.plane(of: StoredVectors(vectors))
            #expect(plane.elements.allSatisfy(\.isFinite) && plane.rows == count)
        }
        let narrow = StoredVectors(
            Matrix(rows: count, columns: 1, elements: (0..<count).map { Float($0) }))
        #expect(try TSNE(narrow).coordinates.elements.allSatisfy(\.isFinite))
        #expect(try PrincipalComponents.plane(of: narrow).elements.allSatisfy(\.isFinite))
    }

    @Test func equalVectorsAreOnePointAndChangeNothing() throws {
        let few = try NPYFile(path: Goldens.path("corpus/vectors.npy")).matrix()
        let once = Matrix(rows: 40, columns: 24, elements: Array(few.elements.prefix(40 * 24)))
        let twice = Matrix(rows: 80, columns: 24, elements: once.elements + once.elements)
        let points = try TSNE(StoredVectors(once), iterations: 100).coordinates.elements
        #expect(
            try TSNE(StoredVectors(twice), iterations: 100).coordinates.elements == points + points)
    }

    @Test func progressGrowsToItsEnd() throws {
        var parts: [Double] = []
        _ = try TSNE(vectors("20"), iterations: 10) { parts.append($0) }
        #expect(parts == parts.sorted() && parts.last == 1)
    }

    @Test func errors() throws {
        let vectors = try vectors("20")
        for perplexity in [0.5, -1, .nan, .infinity] {
            #expect(throws: ProjectionError.self) { try TSNE(vectors, perplexity: perplexity) }
        }
        for components in [0, -1, 21] {
            #expect(
                throws: ProjectionError.components(components, vectors: 20, dimension: 24)
            ) { try PrincipalComponents(vectors, components: components) }
        }
        let points = Matrix(rows: 20, columns: 2)
        #expect(throws: ProjectionError.neighbors(10, points: 20)) {
            try vectors.trustworthiness(of: points, neighbors: 10)
        }
        #expect(throws: ProjectionError.points(19, vectors: 20)) {
            try vectors.trustworthiness(of: Matrix(rows: 19, columns: 2))
        }
        var bad = Matrix(rows: 9, columns: 3)
        bad[5, 1] = .nan
        let error = SearchError.notFinite(row: 5, source: "")
        #expect(throws: error) { try TSNE(StoredVectors(bad)) }
        #expect(throws: error) { try PrincipalComponents(StoredVectors(bad), components: 2) }
        let one = Matrix(rows: 1, columns: 1, elements: [.infinity])
        #expect(throws: SearchError.notFinite(row: 0, source: "")) { try TSNE(StoredVectors(one)) }
        let components = try PrincipalComponents(vectors, components: 1)
        #expect(throws: SearchError.dimension(vectors: 24, queries: 3, source: "")) {
            try components.coordinates(of: StoredVectors(bad))
        }
    }
}
