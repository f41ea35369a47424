internal import SencFiles
public import SencMath

/// Vectors to search in, used where they are stored, such as a mapped file.
///
/// | elements | a component |
/// |---|---|
/// | float32, float16, int8, uint8 | the number itself |
/// | int8 with a `Calibration` | the middle of its step: minimum + (element + 128 + ½) step |
/// | bits | 1 where the bit is set, else -1 |
public struct StoredVectors: Sendable {
    package enum Contents: Sendable {
        case rows(RowSet)
        case bits(BitRows)
    }

    /// How many vectors there are.
    public let count: Int
    /// Components of a vector; of bits, bits.
    public let dimension: Int
    package let contents: Contents
    /// What errors call them; may be empty.
    package let source: String

    /// The rows of a matrix, copied once.
    public init(_ matrix: Matrix) {
        count = matrix.rows
        dimension = matrix.columns
        contents = .rows(RowSet(matrix))
        source = ""
    }

    /// Rows where they lie.
    /// - Parameter source: what errors call them; may be empty.
    package init(_ rows: RowSet, source: String) {
        count = rows.rows
        dimension = rows.columns
        contents = .rows(rows)
        self.source = source
    }

    /// Rows of bytes or floats where they lie.
    /// - Parameters:
    ///   - bytes: `rows * columns` elements, at any alignment.
    ///   - owner: keeps the memory of `bytes` alive and unchanged.
    ///   - calibration: what int8 elements stand for; not for others.
    /// - Throws: `SearchError.calibration` if it has another dimension.
    package init(
        rows: Int, columns: Int, element: RowSet.Element, bytes: UnsafeRawBufferPointer,
        owner: any AnyObject & Sendable, calibration: Calibration?, source: String
    ) throws(SearchError) {
        if let calibration, calibration.dimension != columns {
            throw .calibration(dimension: columns, ranges: calibration.dimension, source: source)
        }
        let ranges = element == .int8 ? calibration : nil
        self.init(
            RowSet(
                rows: rows, columns: columns, element: element, bytes: bytes, owner: owner,
                scales: ranges?.steps, offsets: ranges?.middles), source: source)
    }

    /// Rows of bits where they lie.
    /// - Parameter dimension: of the vectors; a row has a byte for each eight.
    package init(bits: BitRows, dimension: Int, source: String) {
        count = bits.rows
        self.dimension = dimension
        contents = .bits(bits)
        self.source = source
    }

    /// The rows of a `.npy` file.
    /// - Parameters:
    ///   - file: its rows are used in place; in float64 or Fortran order they are copied.
    ///   - calibration: what int8 elements stand for; not for others.
    /// - Throws: `SearchError.calibration` if it has another dimension.
    public init(_ file: NPYFile, calibration: Calibration? = nil) throws(SearchError) {
        let element: RowSet.Element
        switch file.elementType {
        case .float32: element = .float32
        case .float16: element = .float16
        case .int8: element = .int8
        case .uint8: element = .uint8
        case .float64:
            self.init(RowSet(file.matrix()), source: file.path)
            return
        }
        let (data, owner) = file.rowsInOrder
        try self.init(
            rows: file.rows, columns: file.columns, element: element, bytes: data, owner: owner,
            calibration: calibration, source: file.path)
    }

    /// Vectors of bits, as `VectorEncoding.binary` makes them.
    /// - Parameters:
    ///   - file: of uint8, its rows used in place.
    ///   - dimension: of the vectors; a row of the file has a byte for each eight.
    /// - Throws: `SearchError.bits` if the file is not of that many bytes.
    public init(bits file: NPYFile, dimension: Int) throws(SearchError) {
        let bytes = VectorElementType.binary.bytesPerVector(dimension: max(dimension, 1))
        guard file.elementType == .uint8, file.columns == bytes else {
            throw .bits(
                bytes: file.columns * file.elementType.size, dimension: dimension,
                source: file.path)
        }
        count = file.rows
        self.dimension = dimension
        source = file.path
        let (data, owner) = file.rowsInOrder
        contents = .bits(BitRows(rows: count, bytesPerRow: bytes, bytes: data, owner: owner))
    }

    /// One vector as floats.
    /// - Precondition: there is such a row.
    public subscript(row: Int) -> [Float] {
        switch contents {
        case .rows(let rows):
            return [Float](unsafeUninitializedCapacity: dimension) { buffer, initialized in
                if let base = buffer.baseAddress { rows.copy(rows: row..<(row + 1), to: base) }
                initialized = dimension
            }
        case .bits(let rows):
            let bytes = rows[row]
            return (0..<dimension).map { bytes[$0 / 8] << UInt8($0 % 8) & 0x80 == 0 ? -1 : 1 }
        }
    }
}

extension NPYFile {
    /// The elements row after row, and what keeps them alive.
    fileprivate var rowsInOrder: (UnsafeRawBufferPointer, any AnyObject & Sendable) {
        guard isFortranOrder else { return (data, owner) }
        let copy = MappedFile(path: path, bytes: bytes)
        return (copy.bytes, copy)
    }
}

extension Calibration {
    /// [dimension]: what an element of 0 stands for.
    fileprivate var middles: [Float] {
        zip(minimums, steps).map { $0 + 128.5 * $1 }
    }
}
