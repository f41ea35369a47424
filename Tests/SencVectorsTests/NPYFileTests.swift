import SencFiles
import SencMath
import SencVectors
import TestSupport
import Testing

struct NPYFileTests {
    let directory = TemporaryDirectory()

    @Test(arguments: ["version2", "version3"])
    func readsEveryVersion(name: String) throws {
        let file = try VectorEncodingTests.golden(name)
        #expect(try file.bytes == VectorEncodingTests.golden("vectors").bytes)
    }

    @Test(
        arguments: [
            ("vectors", .float32, 21), ("float16", .float16, 21), ("int8", .int8, 21),
            ("binary", .uint8, 3),
        ] as [(String, NPYElementType, Int)])
    func readsEveryElementType(name: String, type: NPYElementType, columns: Int) throws {
        let file = try VectorEncodingTests.golden(name)
        #expect(file.elementType == type)
        #expect([file.rows, file.columns] == [40, columns])
        #expect(file.matrix().rows == 40)
    }

    @Test func theHeaderIsNumPysByteForByte() throws {
        for (name, type) in [
            ("vectors", .float32), ("float16", .float16), ("int8", .int8), ("binary", .binary),
        ] as [(String, VectorElementType)] {
            let path = "vector-elements/\(name).npy"
            let header = NPYHeader(vectors: type, rows: 40, dimension: 21)
            #expect(try Array(Goldens.bytes(path).prefix(128)) == header.bytes)
        }
    }

    @Test func theHeaderHasOneSize() {
        for (rows, columns) in [(0, 1), (Int.max, Int.max)] {
            let header = NPYHeader(elementType: .float32, rows: rows, columns: columns)
            #expect(header.bytes.count == NPYHeader.size)
            #expect(header.bytes.last == UInt8(ascii: "\n"))
        }
    }

    @Test func aWrittenFileIsNumPysByteForByte() throws {
        let vectors = try VectorEncodingTests.golden("vectors").matrix()
        let ranges = try Calibration(path: Goldens.path("vector-elements/ranges.npy"))
        for (name, encoding) in [
            ("vectors", .float32), ("float16", .float16), ("int8", .int8(ranges)),
            ("binary", .binary),
        ] as [(String, VectorEncoding)] {
            let writer = try NPYWriter(
                path: directory.file("a.npy"), columns: 21, encoding: encoding)
            for rows in [0..<13, 13..<13, 13..<40] {
                let elements = Array(vectors.elements[rows.lowerBound * 21..<rows.upperBound * 21])
                try writer.append(Matrix(rows: rows.count, columns: 21, elements: elements))
            }
            try writer.finish()
            let path = "vector-elements/\(name).npy"
            #expect(try directory.read("a.npy") == Goldens.bytes(path))
        }
    }

    @Test func aFileThatIsNotThere() {
        #expect(throws: NPYError.file(.notFound(path: "/nowhere.npy"))) {
            try NPYFile(path: "/nowhere.npy")
        }
    }
}
