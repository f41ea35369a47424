internal import CSenc
internal import SencMath
internal import SencVectors

/// Rows of vectors in the caller's memory, their sizes checked.
struct VectorRows: @unchecked Sendable {
    let name: String
    let count: Int
    let dimension: Int
    let type: VectorElementType
    let stride: Int
    /// What int8 components stand for, where they do not stand for themselves.
    let calibration: Calibration?
    private let data: UnsafeMutableRawPointer?

    /// More components are a mistake.
    private static let maximumDimension = 1 << 24

    /// - Parameter name: what errors call them.
    /// - Throws: `CallError`, or `CalibrationError` for ranges.
    init(_ vectors: UnsafePointer<senc_vectors>?, _ name: String) throws {
        guard let vectors = vectors?.pointee else { throw CallError.isNull(name) }
        guard vectors.count >= 0 else {
            throw CallError.mistake("\(name): count \(vectors.count) is negative")
        }
        guard 1...Int64(Self.maximumDimension) ~= vectors.dimension else {
            throw CallError.mistake(
                """
                \(name): dimension \(vectors.dimension) is outside 1 to \(Self.maximumDimension)
                """)
        }
        guard let type = Self.elementType(vectors.type) else {
            throw CallError.mistake("\(name): type \(vectors.type) is not one of 1 to 4")
        }
        (count, dimension) = (Int(vectors.count), Int(vectors.dimension))
        (self.name, self.type, data) = (name, type, vectors.data)
        let rowBytes = type.bytesPerVector(dimension: dimension)
        stride = vectors.stride == 0 ? rowBytes : Int(vectors.stride)
        guard stride >= rowBytes else {
            throw CallError.mistake(
                "\(name): stride \(stride) is less than the \(rowBytes) bytes of a row")
        }
        guard !count.multipliedReportingOverflow(by: stride).overflow else {
            throw CallError.mistake("\(name): \(count) rows of \(stride) bytes are too many")
        }
        guard data != nil || count == 0 else { throw CallError.isNull("\(name): data") }
        let ranges = (vectors.minimums, vectors.maximums)
        guard type == .int8, let minimums = ranges.0, let maximums = ranges.1 else {
            guard ranges.0 == nil, ranges.1 == nil else {
                throw CallError.mistake("\(name): int8 takes minimums and maximums, no other type")
            }
            calibration = nil
            return
        }
        calibration = try Calibration(
            minimums: Array(UnsafeBufferPointer(start: minimums, count: dimension)),
            maximums: Array(UnsafeBufferPointer(start: maximums, count: dimension)))
    }

    private static func elementType(_ number: Int32) -> VectorElementType? {
        switch number {
        case status(SENC_FLOAT32): .float32
        case status(SENC_FLOAT16): .float16
        case status(SENC_INT8): .int8
        case status(SENC_BINARY): .binary
        default: nil
        }
    }

    private var rowBytes: Int { type.bytesPerVector(dimension: dimension) }

    // MARK: - Written

    /// How vectors become rows.
    /// - Throws: `CallError` for int8 without ranges.
    func encoding() throws -> VectorEncoding {
        switch type {
        case .float32: return .float32
        case .float16: return .float16
        case .binary: return .binary
        case .int8:
            guard let calibration else {
                throw CallError.mistake("\(name): int8 needs minimums and maximums")
            }
            return .int8(calibration)
        }
    }

    /// - Parameters:
    ///   - bytes: of one row.
    ///   - row: within 0..<count.
    func write(_ bytes: UnsafeRawBufferPointer, row: Int) {
        precondition(bytes.count == rowBytes && row < count, "a row of these")
        guard let data, let start = bytes.baseAddress else { return }
        (data + row * stride).copyMemory(from: start, byteCount: bytes.count)
    }

    // MARK: - Read

    /// Keeps nothing: the caller's memory is there for the call.
    private final class Caller: Sendable {}

    /// The rows to search in, where they are.
    /// - Throws: `CallError` if there are gaps between them.
    func stored() throws -> StoredVectors {
        guard stride == rowBytes else {
            throw CallError.mistake(
                """
                \(name): rows to be searched follow each other without gaps, at a stride of \
                \(rowBytes) bytes, not \(stride)
                """)
        }
        let bytes = UnsafeRawBufferPointer(start: data, count: count * rowBytes)
        guard let element else {
            return StoredVectors(
                bits: BitRows(
                    rows: count, bytesPerRow: rowBytes, bytes: bytes, owner: Caller()),
                dimension: dimension, source: name)
        }
        return try StoredVectors(
            rows: count, columns: dimension, element: element, bytes: bytes, owner: Caller(),
            calibration: calibration, source: name)
    }

    /// Some of the rows as floats.
    /// - Parameter range: within 0..<count.
    /// - Throws: `CallError` for bits.
    func matrix(_ range: Range<Int>) throws -> Matrix {
        guard let element else {
            throw CallError.mistake("\(name): cannot be of bits here")
        }
        var elements: [Float] = []
        elements.reserveCapacity(range.count * dimension)
        // With gaps row by row, else all at once.
        let step = stride == rowBytes ? max(range.count, 1) : 1
        for start in Swift.stride(from: range.lowerBound, to: range.upperBound, by: step) {
            let bytes = UnsafeRawBufferPointer(
                start: data.map { $0 + start * stride }, count: step * rowBytes)
            let rows = try StoredVectors(
                rows: step, columns: dimension, element: element, bytes: bytes, owner: Caller(),
                calibration: calibration, source: name)
            for row in 0..<step { elements += rows[row] }
        }
        return Matrix(rows: range.count, columns: dimension, elements: elements)
    }

    /// Some of the rows as floats.
    /// - Parameter range: within 0..<count.
    /// - Throws: `CallError` for bits, `SearchError.notFinite` for what no similarity has.
    func finiteMatrix(_ range: Range<Int>) throws -> Matrix {
        let rows = try matrix(range)
        for row in 0..<rows.rows where !rows[row].allSatisfy(\.isFinite) {
            throw SearchError.notFinite(row: range.lowerBound + row, source: name)
        }
        return rows
    }

    private var element: RowSet.Element? {
        switch type {
        case .float32: .float32
        case .float16: .float16
        case .int8: .int8
        case .binary: nil
        }
    }
}
