import SencFiles
public import SencMath

/// A matrix in a NumPy `.npy` file (format versions 1.0 to 3.0, numpy.lib.format), mapped into
/// memory: float64, float32, float16, int8 or uint8, in C or Fortran order.
public final class NPYFile: Sendable {
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    public let elementType: NPYElementType
    public let rows: Int
    public let columns: Int
    /// Whether the file has columns one after the other, and not rows.
    public let isFortranOrder: Bool
    package let path: String
    /// The elements in the file's own order.
    nonisolated(unsafe) let data: UnsafeRawBufferPointer
    /// Keeps the memory of `data` alive.
    let owner: any AnyObject & Sendable

    /// - Throws: `NPYError` if the file cannot be read, its header breaks the format, or it does
    ///   not have just the bytes that its shape needs.
    public convenience init(path: String) throws(NPYError) {
        try self.init(path: path, rows: nil)
    }

    /// The first rows of a file in C order that another process may be adding rows to: how many its
    /// header counts does not matter.
    /// - Throws: `NPYError` if the file has fewer.
    package convenience init(path: String, rows: Int?) throws(NPYError) {
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        try self.init(bytes: file.bytes, owner: file, path: path, rows: rows)
    }

    /// - Parameters:
    ///   - bytes: all of the file.
    ///   - owner: keeps their memory alive.
    ///   - path: what errors call the file.
    ///   - firstRows: how many rows there are, if the header is not to be asked.
    init(
        bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable, path: String,
        rows firstRows: Int? = nil
    ) throws(NPYError) {
        self.owner = owner
        self.path = path
        do throws(NPYFault) {
            let range = try Self.headerRange(in: bytes)
            let header = try NPYHeaderParser(parsing: Array(bytes[range]))
            var data = UnsafeRawBufferPointer(rebasing: bytes[range.upperBound...])
            let counted: Int
            (elementType, isFortranOrder, counted, columns) = try Self.check(header)
            rows = firstRows ?? counted
            let needed = try Self.size([rows, columns, elementType.size])
            if firstRows != nil, data.count > needed, !isFortranOrder {
                data = UnsafeRawBufferPointer(rebasing: data[..<needed])
            }
            guard needed == data.count else {
                throw .sizeMismatch(needed: needed, found: data.count)
            }
            self.data = data
        } catch {
            throw .header(error, path: path)
        }
    }

    /// A copy of the elements' bytes, row after row.
    public var bytes: [UInt8] {
        withExtendedLifetime(owner) {
            guard isFortranOrder else { return Array(data) }
            let size = elementType.size
            var bytes: [UInt8] = []
            bytes.reserveCapacity(data.count)
            for row in 0..<rows {
                for column in 0..<columns {
                    let start = (column * rows + row) * size
                    bytes.append(contentsOf: data[start..<(start + size)])
                }
            }
            return bytes
        }
    }

    /// A copy of some rows' bytes, in C order.
    /// - Precondition: the file is in C order and has the rows.
    package func bytes(ofRows chosen: some Sequence<Int>) -> [UInt8] {
        let size = columns * elementType.size
        return withExtendedLifetime(owner) {
            chosen.flatMap { data[($0 * size)..<(($0 + 1) * size)] }
        }
    }

    /// The elements as floats: those of float64 rounded to the nearest, all others as they are.
    public func matrix() -> Matrix {
        Matrix(
            rows: rows, columns: columns,
            elements: withExtendedLifetime(owner) {
                isFortranOrder
                    ? (0..<rows).flatMap { row in
                        (0..<columns).map { float(at: $0 * rows + row) }
                    } : (0..<rows * columns).map(float(at:))
            })
    }

    @inline(__always)
    private func float(at index: Int) -> Float {
        switch elementType {
        case .float64:
            let bits = data.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
            return Float(Double(bitPattern: UInt64(littleEndian: bits)))
        case .float32:
            let bits = data.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
            return Float(bitPattern: UInt32(littleEndian: bits))
        case .float16:
            let bits = data.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
            return Float(float16: UInt16(littleEndian: bits))
        case .int8: return Float(Int8(bitPattern: data[index]))
        case .uint8: return Float(data[index])
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
    ) throws(NPYFault) -> (NPYElementType, isFortranOrder: Bool, rows: Int, columns: Int) {
        guard let name = header.elementType else { throw .missingEntry("descr") }
        guard let isFortranOrder = header.isFortranOrder else {
            throw .missingEntry("fortran_order")
        }
        guard let shape = header.shape else { throw .missingEntry("shape") }
        guard let type = NPYElementType(rawValue: name) else { throw .unsupportedElement(name) }
        guard shape.count == 2 else { throw .dimensions(shape.count) }
        guard shape[1] > 0 else { throw .noColumns }
        return (type, isFortranOrder, shape[0], shape[1])
    }

    private static func size(_ factors: [Int]) throws(NPYFault) -> Int {
        var size = 1
        for factor in factors {
            let (product, overflow) = size.multipliedReportingOverflow(by: factor)
            if overflow { throw .tooLarge }
            size = product
        }
        return size
    }
}
