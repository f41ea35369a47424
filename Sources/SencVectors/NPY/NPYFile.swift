import SencFiles
public import SencMath

/// A matrix in a NumPy `.npy` file (format versions 1.0 to 3.0, numpy.lib.format), mapped into
/// memory: float32, float16, int8 or uint8 in C order.
public final class NPYFile: Sendable {
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    public let elementType: NPYElementType
    public let rows: Int
    public let columns: Int
    private let file: MappedFile
    private let dataStart: Int

    /// - Throws: `NPYError` if the file cannot be read, its header breaks the format, or it does
    ///   not have just the bytes that its shape needs.
    public init(path: String) throws(NPYError) {
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        do {
            let range = try Self.headerRange(in: file.bytes)
            let header = try NPYHeaderParser(parsing: Array(file.bytes[range]))
            dataStart = range.upperBound
            (elementType, rows, columns) = try Self.check(header)
            try Self.checkSize(
                [rows, columns, elementType.size], found: file.bytes.count - dataStart)
        } catch {
            throw .header(error, path: path)
        }
    }

    /// A copy of the elements' bytes, row after row.
    public var bytes: [UInt8] {
        withData { Array($0) }
    }

    /// The elements as floats, which hold each exactly.
    public func matrix() -> Matrix {
        Matrix(rows: rows, columns: columns, elements: withData { floats(in: $0) })
    }

    private func floats(in data: UnsafeRawBufferPointer) -> [Float] {
        switch elementType {
        case .float32:
            (0..<rows * columns).map { index in
                let bits = data.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            }
        case .float16:
            (0..<rows * columns).map { index in
                let bits = data.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
                return Float(float16: UInt16(littleEndian: bits))
            }
        case .int8: data.map { Float(Int8(bitPattern: $0)) }
        case .uint8: data.map { Float($0) }
        }
    }

    private func withData<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withExtendedLifetime(file) {
            body(UnsafeRawBufferPointer(rebasing: file.bytes[dataStart...]))
        }
    }

    /// Where the header's dictionary is.
    private static func headerRange(
        in bytes: UnsafeRawBufferPointer
    ) throws(NPYFault) -> Range<Int> {
        guard bytes.starts(with: magic) else { throw .notNPY }
        guard bytes.count >= 8 else { throw .truncated(bytes: bytes.count) }
        guard 1...3 ~= bytes[6], bytes[7] == 0 else {
            throw .unsupportedVersion(major: bytes[6], minor: bytes[7])
        }
        let start = bytes[6] == 1 ? 10 : 12
        guard bytes.count >= start else { throw .truncated(bytes: bytes.count) }
        let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= NPYHeaderParser.maximumBytes else { throw .headerTooLong(bytes: length) }
        guard bytes.count - start >= length else { throw .truncated(bytes: bytes.count) }
        return start..<(start + length)
    }

    private static func check(
        _ header: NPYHeaderParser
    ) throws(NPYFault) -> (NPYElementType, rows: Int, columns: Int) {
        guard let name = header.elementType else { throw .missingEntry("descr") }
        guard let isFortranOrder = header.isFortranOrder else {
            throw .missingEntry("fortran_order")
        }
        guard let shape = header.shape else { throw .missingEntry("shape") }
        guard let type = NPYElementType(rawValue: name) else { throw .unsupportedElement(name) }
        if isFortranOrder { throw .fortranOrder }
        guard shape.count == 2 else { throw .dimensions(shape.count) }
        guard shape[1] > 0 else { throw .noColumns }
        return (type, shape[0], shape[1])
    }

    private static func checkSize(_ factors: [Int], found: Int) throws(NPYFault) {
        var needed = 1
        for factor in factors {
            let (product, overflow) = needed.multipliedReportingOverflow(by: factor)
            if overflow { throw .tooLarge }
            needed = product
        }
        guard needed == found else { throw .sizeMismatch(needed: needed, found: found) }
    }
}
