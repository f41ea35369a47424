package import SencMath

/// Rows of an id and a vector as PostgreSQL's `COPY … FROM STDIN WITH (FORMAT BINARY)` takes them
/// (its documentation, "COPY", "Binary Format"), vectors as pgvector's types are received.
///
/// | elements | type of the column |
/// |---|---|
/// | float32 | `vector` |
/// | float16 | `halfvec` |
/// | binary | `bit` of the dimension |
package struct PostgreSQLRows: Sendable {
    /// What the column of ids has.
    package enum ID: String, CaseIterable, Sendable {
        case text, bigint
    }

    /// Of pgvector's `vector` and `halfvec`.
    package static let maximumDimension = 16_000
    package static let elementTypes: [VectorElementType] = [.float32, .float16, .binary]

    /// What stands before the first row: a signature, flags, and no extension.
    package static let header =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
    /// What stands behind the last one.
    package static let trailer: [UInt8] = [0xFF, 0xFF]

    private let encoding: VectorEncoding
    private let dimension: Int
    private let vectorBytes: Int

    /// - Precondition: the elements are among `elementTypes`, the dimension is at most
    ///   `maximumDimension`.
    package init(_ encoding: VectorEncoding, dimension: Int) {
        self.encoding = encoding
        self.dimension = dimension
        vectorBytes = encoding.elementType.bytesPerVector(dimension: dimension)
    }

    /// The rows of vectors with the numbers from `first` on as ids, of the type `bigint`.
    package func bytes(_ matrix: Matrix, first: Int) -> [UInt8] {
        bytes(matrix) { row, bytes in
            Self.append(Int32(8), to: &bytes)
            Self.append(Int64(first + row), to: &bytes)
        }
    }

    /// The rows of vectors with ids.
    /// - Parameters:
    ///   - ids: as many as there are vectors.
    ///   - first: the number of the first row, for an error.
    /// - Throws: `PostgreSQLError` for one that the type does not have.
    package func bytes(
        _ matrix: Matrix, ids: [String], as type: ID, first: Int
    ) throws(PostgreSQLError) -> [UInt8] {
        var numbers: [Int64] = []
        for (row, id) in ids.enumerated() {
            switch type {
            case .text:
                if id.utf8.contains(0) { throw .zero(row: first + row) }
            case .bigint:
                guard let number = Int64(id) else { throw .notInteger(id, row: first + row) }
                numbers.append(number)
            }
        }
        return bytes(matrix) { row, bytes in
            guard type == .bigint else {
                Self.append(Int32(ids[row].utf8.count), to: &bytes)
                bytes += ids[row].utf8
                return
            }
            Self.append(Int32(8), to: &bytes)
            Self.append(numbers[row], to: &bytes)
        }
    }

    private func bytes(
        _ matrix: Matrix, appendID: (_ row: Int, inout [UInt8]) -> Void
    ) -> [UInt8] {
        let vectors = encoding.encode(matrix)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(matrix.rows * (vectorBytes + 32))
        for row in 0..<matrix.rows {
            Self.append(Int16(2), to: &bytes)
            appendID(row, &bytes)
            append(vectors[row * vectorBytes..<(row + 1) * vectorBytes], to: &bytes)
        }
        return bytes
    }

    /// Appends a vector behind its size, its numbers the highest byte first.
    private func append(_ vector: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        Self.append(Int32(4 + vectorBytes), to: &bytes)
        guard encoding.elementType != .binary else {
            Self.append(Int32(dimension), to: &bytes)
            bytes += vector
            return
        }
        Self.append(Int16(dimension), to: &bytes)
        Self.append(Int16(0), to: &bytes)
        let size = vectorBytes / dimension
        for start in stride(from: vector.startIndex, to: vector.endIndex, by: size) {
            for byte in (start..<start + size).reversed() { bytes.append(vector[byte]) }
        }
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }
}
