import SencMath
import SencVectors
import TestSupport
import Testing

struct CalibrationTests {
    let directory = TemporaryDirectory()

    @Test func rangesAreThoseOfTheVectors() throws {
        let vectors = try VectorEncodingTests.golden("vectors").matrix()
        let first = Matrix(
            rows: 20, columns: vectors.columns,
            elements: Array(vectors.elements.prefix(20 * vectors.columns)))
        let expected = try Calibration(path: Goldens.path("vector-elements/ranges.npy"))
        #expect(try Calibration(vectors: first) == expected)
    }

    @Test func isReadAsItWasWritten() throws {
        let calibration = try Calibration(minimums: [-1, 0.1, 2], maximums: [1, 0.3, 2])
        try calibration.write(path: directory.file("ranges.npy"))
        #expect(try Calibration(path: directory.file("ranges.npy")) == calibration)
    }

    @Test func tooFewVectors() {
        for rows in 0...1 {
            #expect(throws: CalibrationError.tooFewVectors(rows)) {
                try Calibration(vectors: Matrix(rows: rows, columns: 2))
            }
        }
    }

    @Test func anotherShape() throws {
        #expect(throws: CalibrationError.shape(rows: 40, columns: 21)) {
            try Calibration(path: Goldens.path("vector-elements/vectors.npy"))
        }
        #expect(throws: CalibrationError.shape(rows: 2, columns: 0)) {
            try Calibration(minimums: [], maximums: [])
        }
    }

    @Test(
        arguments: [
            (1, 0), (0, Float.infinity), (-.infinity, 0), (-3e38, 3e38), (.infinity, .infinity),
        ] as [(Float, Float)])
    func rangesThatAreNone(minimum: Float, maximum: Float) {
        #expect(
            throws: CalibrationError.range(component: 1, minimum: minimum, maximum: maximum)
        ) {
            try Calibration(minimums: [0, minimum], maximums: [1, maximum])
        }
    }

    @Test func notANumberAmongTheVectors() {
        for row in 0..<3 {
            var vectors = Matrix(rows: 3, columns: 2)
            vectors[row, 1] = .nan
            #expect(throws: CalibrationError.self) { try Calibration(vectors: vectors) }
        }
    }
}
