import Foundation
import SencFiles
import SencMath
import SencVectors
import TestSupport
import Testing

/// Exact search, against the similarity of every pair.
struct NearestTests {
    static let metrics = SimilarityFunction.allCases
    let directory = TemporaryDirectory()

    static func expected(
        _ count: Int, _ vectors: [[Float]], _ query: [Float], _ metric: SimilarityFunction,
        threshold: Float = -.infinity
    ) -> [Hit] {
        let scores = vectors.map { metric(query, $0) }
        let order = scores.indices.filter { scores[$0] >= threshold }
            .sorted { (-scores[$0], $0) < (-scores[$1], $1) }
        return order.prefix(count).map { Hit(index: $0, score: scores[$0]) }
    }

    @Test(arguments: [false, true]) func manyThreadsMaySearchOneSet(ofBits: Bool) throws {
        let file = try stored(Matrix.uneven(9000, 40, seed: 1), ofBits ? .binary : .float32)
        let set =
            try ofBits ? StoredVectors(bits: file, dimension: 40) : StoredVectors(file)
        let queries = Matrix.uneven(9, 40, seed: 2)
        let expected = try set.nearest(12, to: queries, threads: 1)
        try WorkerPool(threads: 4).forEach(items: 8) { _, _ in
            let found = try set.nearest(12, to: queries, threads: 2)
            #expect(found == expected)
        }
    }

    @Test(arguments: metrics, [(1, 9), (3, 40), (40, 3), (9, 384)])
    func theBestOfAll(metric: SimilarityFunction, shape: (queries: Int, columns: Int)) throws {
        let vectors = Matrix.uneven(700, shape.columns, seed: 1)
        let queries = Matrix.uneven(shape.queries, shape.columns, seed: 2)
        let rows = (0..<vectors.rows).map { Array(vectors[$0]) }
        let found = try StoredVectors(vectors).nearest(12, to: queries, by: metric, threads: 2)
        for query in 0..<queries.rows {
            #expect(found[query] == Self.expected(12, rows, Array(queries[query]), metric))
        }
    }

    @Test(arguments: metrics) func neitherThreadsNorOtherQueriesChangeAnAnswer(
        metric: SimilarityFunction
    ) throws {
        let vectors = StoredVectors(Matrix.uneven(4200, 9, seed: 3))
        let queries = Matrix.uneven(260, 9, seed: 4)
        let all = try vectors.nearest(5, to: queries, by: metric, threads: 3)
        for query in [0, 255, 256] {
            let one = Matrix(rows: 1, columns: 9, elements: Array(queries[query]))
            #expect(try vectors.nearest(5, to: one, by: metric, threads: 1) == [all[query]])
        }
    }

    @Test(arguments: metrics) func rowsThatAreReadGiveTheAnswersOfMappedOnes(
        metric: SimilarityFunction
    ) throws {
        let matrix = Matrix.uneven(9001, 12, seed: 5)
        let ranges = try Calibration(vectors: matrix)
        for encoding in [VectorEncoding.float32, .float16, .int8(ranges)] {
            let mapped = try stored(matrix, encoding)
            let open = try NPYFile(path: mapped.path, takesVector: false, staysOpen: true)
            let files = try [open, mapped].map { try StoredVectors($0, calibration: ranges) }
            for queries in [1, 300] {
                let queries = Matrix.uneven(queries, 12, seed: 6)
                let found = try files.map {
                    try $0.nearest(7, to: queries, by: metric, threads: 2)
                }
                #expect(found[0] == found[1])
            }
        }
    }

    @Test func aFileThatIsCutWhileItIsReadIsAnError() throws {
        let path = try stored(Matrix.uneven(5000, 12, seed: 5), .float32).path
        let vectors = try StoredVectors(NPYFile(path: path, takesVector: false, staysOpen: true))
        #expect(truncate(path, 4096) == 0)
        let error = FileError.notReadable(path: path, reason: "it changed while it was read")
        #expect(throws: error) {
            try vectors.nearest(1, to: Matrix.uneven(1, 12, seed: 6))
        }
    }

    @Test(arguments: ["float32", "float16", "float64", "int8", "uint8"])
    func everyElementType(name: String) throws {
        let file = try NPYFile(path: Goldens.path("arrays/\(name)-F-1.npy"))
        let vectors = StoredVectors(file.matrix())
        let stored = try StoredVectors(file)
        let plain = try StoredVectors(NPYFile(path: Goldens.path("arrays/\(name)-C-1.npy")))
        for metric in Self.metrics {
            let queries = Matrix.uneven(6, 5, seed: 5)
            let found = try vectors.nearest(7, to: queries, by: metric)
            #expect(try stored.nearest(7, to: queries, by: metric) == found)
            #expect(try plain.nearest(7, to: queries, by: metric) == found)
        }
    }

    /// Bits score some rows far over or under what the vectors themselves do.
    @Test func theThresholdIsOfTheScoresAfterRescoring() throws {
        let fine = Matrix(
            rows: 3, columns: 8,
            elements: [
                // All signs as the query's, but far from it: 1 by bits, 0.52 by components.
                [8, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
                // Half the signs are others', of small components: 0 by bits, 0.99 by components.
                [1, 1, 1, 1, -0.1, -0.1, -0.1, -0.1],
                [-1, -1, -1, -1, -1, -1, -1, -1],
            ].flatMap { $0 as [Float] })
        let query = Matrix(
            rows: 1, columns: 8, elements: [1, 1, 1, 1, 0.01, 0.01, 0.01, 0.01])
        let bits = try StoredVectors(bits: stored(fine, .binary), dimension: 8)
        let coarse = try bits.nearest(3, to: query, by: .cosine)[0]
        #expect(coarse.map(\.index) == [0, 1, 2])
        #expect(coarse[1].score < 0.5 && coarse[0].score > 0.99)
        let found = try bits.nearest(
            3, to: query, by: .cosine, threshold: 0.7, rescoring: StoredVectors(fine),
            oversampling: 3)[0]
        #expect(found.map(\.index) == [1])
        let score = try #require(found.first?.score)
        #expect(score == SimilarityFunction.cosine(Array(fine[1]), Array(query[0])))
        // The threshold is met by the score itself, and by nothing over it.
        for (threshold, count) in [(score, 1), (score.nextUp, 0)] {
            #expect(
                try bits.nearest(
                    3, to: query, by: .cosine, threshold: threshold,
                    rescoring: StoredVectors(fine), oversampling: 3)[0].count == count)
        }
    }

    private func stored(_ matrix: Matrix, _ encoding: VectorEncoding) throws -> NPYFile {
        let path = directory.file("\(encoding.elementType).npy")
        let writer = try NPYWriter(path: path, columns: matrix.columns, encoding: encoding)
        try writer.append(matrix)
        try writer.finish()
        return try NPYFile(path: path)
    }

    @Test(arguments: metrics) func int8StandsForTheMiddlesOfItsSteps(
        metric: SimilarityFunction
    ) throws {
        var generator = SplitMix(seed: 6)
        let matrix = Matrix(rows: 200, columns: 50, elements: generator.floats(10000, in: -1...2))
        let calibration = try Calibration(vectors: matrix)
        let file = try stored(matrix, .int8(calibration))
        let vectors = try StoredVectors(file, calibration: calibration)
        let elements = file.matrix()
        let middles = (0..<200).map { row in
            (0..<50).map { column in
                let step = (calibration.maximums[column] - calibration.minimums[column]) / 255
                return calibration.minimums[column] + (elements[row, column] + 128.5) * step
            }
        }
        #expect(Tolerance.largestDifference(vectors[3], middles[3]) < 1e-6)
        #expect(Tolerance.largestDifference(vectors[3], matrix[3]) < 0.0061)
        let queries = Matrix.uneven(8, 50, seed: 7)
        let found = try vectors.nearest(5, to: queries, by: metric)
        for query in 0..<8 {
            let rows = (0..<200).map { vectors[$0] }
            #expect(found[query] == Self.expected(5, rows, Array(queries[query]), metric))
        }
    }

    @Test(arguments: metrics, [21, 64, 384]) func bitsAreVectorsOfOneAndMinusOne(
        metric: SimilarityFunction, columns: Int
    ) throws {
        let matrix = Matrix.uneven(600, columns, seed: 8)
        let vectors = try StoredVectors(bits: stored(matrix, .binary), dimension: columns)
        #expect(vectors[1] == matrix[1].map { $0 > 0 ? 1 : -1 })
        let queries = Matrix.uneven(7, columns, seed: 9)
        let found = try vectors.nearest(5, to: queries, by: metric, threads: 2)
        let rows = (0..<600).map { vectors[$0] }
        for query in 0..<7 {
            let signs = queries[query].map { $0 > 0 ? 1 : -1 as Float }
            let expected = Self.expected(5, rows, signs, metric)
            #expect(found[query].map(\.index) == expected.map(\.index))
            #expect(
                Tolerance.largestDifference(
                    found[query].map(\.score), expected.map(\.score)) < 1e-4)
        }
    }

    /// So many that lists of the best are cut many times, and so few bits that most rows tie.
    @Test(arguments: [1, 3]) func ofRowsWithAsManyBitsTheLowerComeFirst(threads: Int) throws {
        var generator = SplitMix(seed: 16)
        let matrix = Matrix(
            rows: 40_000, columns: 9, elements: generator.floats(360_000, in: -1...1))
        let vectors = try StoredVectors(bits: stored(matrix, .binary), dimension: 9)
        let queries = Matrix(rows: 70, columns: 9, elements: generator.floats(630, in: -1...1))
        let signs = (0..<matrix.rows).map { row in matrix[row].map { $0 > 0 } }
        for count in [5, 300] {
            let found = try vectors.nearest(count, to: queries, by: .dot, threads: threads)
            for query in [0, 69] {
                let wanted = queries[query].map { $0 > 0 }
                let differing = signs.map { zip($0, wanted).count { $0 != $1 } }
                let order = differing.indices.sorted {
                    (differing[$0], $0) < (differing[$1], $1)
                }
                #expect(found[query].map(\.index) == Array(order.prefix(count)))
            }
        }
    }

    @Test func rescoringGivesTheScoresOfTheFinerVectors() throws {
        var generator = SplitMix(seed: 10)
        let matrix = Matrix(rows: 300, columns: 64, elements: generator.floats(19200, in: -1...1))
        let fine = StoredVectors(matrix)
        let coarse = try StoredVectors(bits: stored(matrix, .binary), dimension: 64)
        let queries = Matrix(rows: 6, columns: 64, elements: generator.floats(384, in: -1...1))
        let found = try coarse.nearest(5, to: queries, rescoring: fine, oversampling: 60)
        #expect(try found == fine.nearest(5, to: queries))
    }

    @Test func thresholdsAndCounts() throws {
        let vectors = Matrix.uneven(100, 8, seed: 11)
        let stored = StoredVectors(vectors)
        let queries = Matrix.uneven(6, 8, seed: 12)
        let rows = (0..<100).map { Array(vectors[$0]) }
        for threshold in [0.5, 0, 2] as [Float] {
            let found = try stored.nearest(1000, to: queries, threshold: threshold)
            for query in 0..<6 {
                let expected = Self.expected(
                    100, rows, Array(queries[query]), .cosine, threshold: threshold)
                #expect(found[query] == expected)
            }
        }
        #expect(try stored.nearest(0, to: queries) == Array(repeating: [], count: 6))
        #expect(try stored.nearest(3, to: Matrix(rows: 0, columns: 8)).isEmpty)
        let none = StoredVectors(Matrix(rows: 0, columns: 8))
        #expect(try none.nearest(3, to: queries) == Array(repeating: [], count: 6))
    }

    @Test(arguments: metrics, [1, 8]) func whatIsNotFiniteIsAnError(
        metric: SimilarityFunction, queries: Int
    ) throws {
        let good = Matrix.uneven(200, 20, seed: 13)
        let query = Matrix.uneven(queries, 20, seed: 14)
        for value in [Float.nan, .infinity, -.infinity] {
            var bad = good
            bad[150, 7] = value
            bad[170, 7] = value
            #expect(throws: SearchError.notFinite(row: 150, source: "")) {
                try StoredVectors(bad).nearest(1, to: query, by: metric)
            }
            var badQuery = query
            badQuery[queries - 1, 3] = value
            #expect(throws: SearchError.queryNotFinite(queries - 1)) {
                try StoredVectors(good).nearest(1, to: badQuery, by: metric)
            }
        }
    }

    @Test func errors() throws {
        let vectors = StoredVectors(Matrix.uneven(30, 8, seed: 15))
        let query = Matrix(rows: 1, columns: 7)
        #expect(throws: SearchError.dimension(vectors: 8, queries: 7, source: "")) {
            try vectors.nearest(1, to: query)
        }
        let fewer = StoredVectors(Matrix.uneven(29, 8, seed: 15))
        #expect(
            throws: SearchError.rescoring(
                rows: 29, dimension: 8, wanted: 30, wantedDimension: 8, source: "")
        ) { try vectors.nearest(1, to: Matrix(rows: 1, columns: 8), rescoring: fewer) }
        let path = Goldens.path("arrays/int8-C-1.npy")
        let calibration = try Calibration(minimums: [0], maximums: [1])
        #expect(throws: SearchError.calibration(dimension: 5, ranges: 1, source: path)) {
            try StoredVectors(NPYFile(path: path), calibration: calibration)
        }
        #expect(throws: SearchError.bits(bytes: 5, dimension: 64, source: path)) {
            try StoredVectors(bits: NPYFile(path: path), dimension: 64)
        }
    }
}
