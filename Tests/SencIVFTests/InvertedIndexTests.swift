import SencFiles
import SencMath
import SencVectors
import TestSupport
import Testing

@testable import SencIVF

/// Searches in indexes that faiss wrote.
struct InvertedIndexTests {
    static let names = [
        "float32-ip", "float32-l2", "bytes-ip", "bytes-ip-residual", "bytes-l2",
        "bytes-l2-residual", "sparse-l2",
    ]

    @Test(arguments: names)
    func whatFaissWroteIsSearchedAlike(name: String) throws {
        let index = try InvertedIndex(path: Answers.path(name))
        #expect(index.defaultProbes == 3)
        #expect(index.isQuantized == name.hasPrefix("bytes"))
        let queries = try Answers.queries()
        for answers in try Answers.of(name) {
            let hits = try index.nearest(7, to: queries, probes: answers.probes)
            answers.expect(hits, index.metric, "\(name) \(answers.probes)")
            let alone = try (0..<queries.rows).flatMap {
                try index.nearest(
                    7, to: Matrix(rows: 1, columns: 12, elements: Array(queries[$0])),
                    probes: answers.probes, threads: 1)
            }
            #expect(alone == hits)
        }
    }

    @Test func manyQueriesAreAnsweredAsOne() throws {
        let matrix = clustered(3000, 33, clusters: 50, spread: 0.4, seed: 1)
        let directory = TemporaryDirectory()
        for code in [InvertedIndexSettings.Code.float32, .bytes] {
            for metric in [FAISSMetric.innerProduct, .l2] {
                var settings = InvertedIndexSettings()
                (settings.code, settings.metric, settings.lists) = (code, metric, 64)
                let index = try built(matrix, settings, directory)
                let queries = clustered(40, 33, clusters: 50, spread: 0.4, seed: 2)
                let hits = try index.nearest(10, to: queries, probes: 5, threads: 3)
                #expect(try hits == index.nearest(10, to: queries, probes: 5, threads: 1))
                for query in 0..<queries.rows {
                    let one = Matrix(rows: 1, columns: 33, elements: Array(queries[query]))
                    #expect(try index.nearest(10, to: one, probes: 5) == [hits[query]])
                }
            }
        }
    }

    @Test func ofAsCloseTheLowerIdComesFirst() throws {
        let row = [Float](repeating: 0.5, count: 4)
        let other = [Float](repeating: -0.5, count: 4)
        let matrix = Matrix(
            rows: 30, columns: 4, elements: (0..<30).flatMap { $0 % 3 == 0 ? other : row })
        var settings = InvertedIndexSettings()
        settings.lists = 2
        let index = try built(matrix, settings, TemporaryDirectory())
        let query = Matrix(rows: 1, columns: 4, elements: row)
        let hits = try index.nearest(5, to: query, probes: 2)
        #expect(hits.first?.map(\.index) == [1, 2, 4, 5, 7])
    }

    @Test(arguments: [InvertedIndexSettings.Code.float32, .bytes])
    func cosinesOfVectorsOfAnyLength(code: InvertedIndexSettings.Code) throws {
        let unit = clustered(800, 20, clusters: 10, spread: 0.5, seed: 11)
        var matrix = unit
        for row in 0..<matrix.rows where row % 7 > 0 {
            for column in 0..<20 { matrix[row, column] *= Float(row % 7) }
        }
        var settings = InvertedIndexSettings()
        (settings.code, settings.normalizes, settings.lists) = (code, true, 10)
        let index = try built(matrix, settings, TemporaryDirectory())
        var queries = clustered(6, 20, clusters: 10, spread: 0.5, seed: 12)
        for column in 0..<20 { queries[2, column] *= 100 }
        let exact = try StoredVectors(matrix).nearest(5, to: queries)
        let again = try index.nearest(
            5, to: queries, by: .cosine, probes: 10, rescoring: StoredVectors(matrix))
        #expect(again == exact)
        let found = try index.nearest(5, to: queries, by: .cosine, probes: 10)
        let tolerance: Float = code == .bytes ? 0.01 : 1e-6
        for (found, exact) in zip(found.joined(), exact.joined()) {
            #expect(abs(found.score - exact.score) < tolerance)
        }
    }

    @Test func thresholdsAndCountsHold() throws {
        let index = try InvertedIndex(path: Answers.path("float32-ip"))
        let queries = try Answers.queries()
        let all = try index.nearest(1000, to: queries, probes: 8)
        #expect(all.allSatisfy { $0.count == 300 })
        let close = try index.nearest(1000, to: queries, probes: 8, threshold: 0.9)
        #expect(close == all.map { $0.filter { $0.score >= 0.9 } })
        #expect(try index.nearest(0, to: queries) == [[Hit]](repeating: [], count: 9))
        #expect(try index.nearest(5, to: Matrix(rows: 0, columns: 12)).isEmpty)
        #expect(
            try index.nearest(5, to: queries, probes: .max)
                == index.nearest(5, to: queries, probes: 8))
        #expect(try index.nearest(5, to: queries) == index.nearest(5, to: queries, probes: 3))
    }

    @Test func scoringAgainIsExact() throws {
        let index = try InvertedIndex(path: Answers.path("bytes-ip"))
        let (queries, vectors) = (try Answers.queries(), try Answers.vectors())
        let hits = try index.nearest(
            5, to: queries, probes: 8, rescoring: vectors, oversampling: 4)
        #expect(try hits == vectors.nearest(5, to: queries, by: .dot))
        #expect(try hits != index.nearest(5, to: queries, probes: 8))
    }

    @Test func errors() throws {
        let path = Answers.path("sparse-l2")
        let index = try InvertedIndex(path: path)
        let queries = try Answers.queries()
        #expect(throws: InvertedIndexError.probes(0)) {
            try index.nearest(5, to: queries, probes: 0)
        }
        #expect(throws: SearchError.dimension(vectors: 12, queries: 3, source: path)) {
            try index.nearest(5, to: Matrix(rows: 1, columns: 3))
        }
        for similarity in [SimilarityFunction.cosine, .dot, .manhattan] {
            #expect(throws: InvertedIndexError.similarity(similarity, path: path)) {
                try index.nearest(5, to: queries, by: similarity)
            }
        }
        var infinite = queries
        infinite[4, 2] = .infinity
        #expect(throws: SearchError.queryNotFinite(4)) { try index.nearest(5, to: infinite) }
        let few = try Answers.vectors()
        let error = #expect(throws: InvertedIndexError.self) {
            try index.nearest(9, to: queries, probes: 40, rescoring: few)
        }
        guard case .unknownVector(let id, 300, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(id % 1000 == 0)
        #expect(throws: SearchError.dimension(vectors: 2, queries: 12, source: "")) {
            try index.nearest(
                9, to: queries, rescoring: StoredVectors(Matrix(rows: 9, columns: 2)))
        }
    }

    @Test func messages() {
        let errors: [InvertedIndexError] = [
            .lists(0, vectors: 5), .noVectors(source: "x"), .bits(source: "x"),
            .tooMany(9, source: "x"), .setting("rounds", -1, atLeast: 0), .probes(0),
            .similarity(.manhattan, path: "x"), .unknownVector(id: 7, vectors: 3, source: "x"),
            .notSeekable(path: "x"),
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
        #expect(errors.map(\.status).filter { $0 == .usage }.count == 5)
    }
}

/// An index of vectors, in a file of a directory.
func built(
    _ matrix: Matrix, _ settings: InvertedIndexSettings, _ directory: TemporaryDirectory,
    threads: Int? = nil
) throws -> InvertedIndex {
    let file = try OutputFile(path: directory.file("built.faiss"))
    try InvertedIndex.build(
        StoredVectors(matrix), settings: settings, to: file, threads: threads)
    try file.commit()
    return try InvertedIndex(path: directory.file("built.faiss"))
}
