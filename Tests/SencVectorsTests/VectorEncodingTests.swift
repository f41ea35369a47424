import SencMath
import SencVectors
import TestSupport
import Testing

/// Elements equal those of NumPy and sentence-transformers (`Goldens/make_vector_elements.py`).
struct VectorEncodingTests {
    static func golden(_ name: String) throws -> NPYFile {
        try NPYFile(path: Goldens.path("vector-elements/\(name).npy"))
    }

    @Test func float32IsTheVectorsThemselves() throws {
        let vectors = try Self.golden("vectors")
        #expect(VectorEncoding.float32.encode(vectors.matrix()) == vectors.bytes)
    }

    @Test(arguments: [("vectors", "float16"), ("corners", "corners-float16")])
    func float16IsAsNumPyRounds(source: String, expected: String) throws {
        let bytes = VectorEncoding.float16.encode(try Self.golden(source).matrix())
        #expect(try bytes == Self.golden(expected).bytes)
    }

    @Test func int8IsAsSentenceTransformersQuantizes() throws {
        let calibration = try Calibration(path: Goldens.path("vector-elements/ranges.npy"))
        let bytes = VectorEncoding.int8(calibration).encode(try Self.golden("vectors").matrix())
        #expect(try bytes == Self.golden("int8").bytes)
    }

    @Test func binaryIsAsNumPyPacksBits() throws {
        let bytes = VectorEncoding.binary.encode(try Self.golden("vectors").matrix())
        #expect(try bytes == Self.golden("binary").bytes)
    }

    @Test func notANumberIsTheLeastInt8AndNoBit() throws {
        let matrix = Matrix(rows: 1, columns: 1, elements: [.nan])
        let calibration = try Calibration(minimums: [0], maximums: [1])
        #expect(VectorEncoding.int8(calibration).encode(matrix) == [0x80])
        #expect(VectorEncoding.binary.encode(matrix) == [0])
    }

    @Test(arguments: [(1, 1), (7, 1), (8, 1), (9, 2), (384, 48)])
    func binaryVectorsTakeAByteForEightComponents(dimension: Int, bytes: Int) {
        #expect(VectorElementType.binary.bytesPerVector(dimension: dimension) == bytes)
        let matrix = Matrix(
            rows: 2, columns: dimension, elements: Array(repeating: 1, count: 2 * dimension))
        let encoded = VectorEncoding.binary.encode(matrix)
        #expect(encoded.count == 2 * bytes)
        #expect(encoded.reduce(0) { $0 + $1.nonzeroBitCount } == 2 * dimension)
    }

    @Test func noVectorsAreNoBytes() throws {
        let calibration = try Calibration(minimums: [0, 0], maximums: [1, 1])
        for encoding in [.float32, .float16, .int8(calibration), .binary] as [VectorEncoding] {
            #expect(encoding.encode(Matrix(rows: 0, columns: 2)).isEmpty)
        }
    }
}
