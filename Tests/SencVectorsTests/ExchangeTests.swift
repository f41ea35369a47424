import Foundation
import SencMath
import SencVectors
import TestSupport
import Testing

/// Files for other programs equal those that these write themselves (`Goldens/make_exchange.py`).
struct ExchangeTests {
    private static let rows = 12

    private func golden(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: Goldens.path("exchange/\(name)"))))
    }

    private func vectors() throws -> Matrix {
        let all = try VectorEncodingTests.golden("vectors").matrix()
        let count = Self.rows * all.columns
        return Matrix(
            rows: Self.rows, columns: all.columns, elements: Array(all.elements.prefix(count)))
    }

    @Test(
        arguments: [
            ("vector", .float32), ("halfvec", .float16), ("bit", .binary),
        ] as [(String, VectorEncoding)])
    func rowsAreAsPostgreSQLCopiesThem(name: String, encoding: VectorEncoding) throws {
        let matrix = try vectors()
        let rows = PostgreSQLRows(encoding, dimension: matrix.columns)
        let bytes = rows.bytes(matrix, first: 0)
        let copied = try golden(name + ".pgcopy")
        #expect(PostgreSQLRows.header + bytes + PostgreSQLRows.trailer == copied)
    }

    @Test func idsAreTextOrNumbers() throws {
        let matrix = try vectors()
        let rows = PostgreSQLRows(.float32, dimension: matrix.columns)
        let texts = (0..<Self.rows).map { "n°\($0)" }
        let bytes = try rows.bytes(matrix, ids: texts, as: .text, first: 0)
        let copied = try golden("text.pgcopy")
        #expect(PostgreSQLRows.header + bytes + PostgreSQLRows.trailer == copied)
        let numbers = (7..<7 + Self.rows).map(String.init)
        #expect(
            try rows.bytes(matrix, ids: numbers, as: .bigint, first: 0)
                == rows.bytes(matrix, first: 7))
    }

    @Test func idsThatColumnsDoNotHoldAreRefused() {
        let matrix = Matrix(rows: 2, columns: 1, elements: [1, 2])
        let rows = PostgreSQLRows(.float32, dimension: 1)
        for id in ["", "x", "1.5", "9223372036854775808"] {
            #expect(throws: PostgreSQLError.notInteger(id, row: 6)) {
                try rows.bytes(matrix, ids: ["-9223372036854775808", id], as: .bigint, first: 5)
            }
        }
        #expect(throws: PostgreSQLError.zero(row: 5)) {
            try rows.bytes(matrix, ids: ["a\0", "b"], as: .text, first: 5)
        }
    }

    @Test(
        arguments: [
            ("float32.fbin", .float32), ("int8.i8bin", .int8), ("binary.u8bin", .binary),
        ] as [(String, VectorElementType)])
    func headersAreAsUsearchWritesThem(name: String, elements: VectorElementType) throws {
        let header = BinHeader(vectors: elements, rows: Self.rows, dimension: 21)
        let file = try golden(name)
        #expect(Array(file.prefix(8)) == header.bytes)
        #expect(file.count == 8 + Self.rows * elements.bytesPerVector(dimension: 21))
        #expect(BinHeader.elements(ofFile: name) == elements)
        #expect(BinHeader.elements(ofFile: name.uppercased()) == elements)
    }
}
