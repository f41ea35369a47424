import SencFiles
public import SencMath

/// A matrix in a NumPy `.npy` file (format versions 1.0 to 3.0, numpy.lib.format), mapped into
/// memory: float64, float32, float16, int8 or uint8, in C or Fortran order. Those in big-endian
/// byte order are copied.
public final class NPYFile: Sendable {
    /// The most components of a vector. A file without rows may claim any number of columns, for
    /// which memory would be taken all the same.
    static let maximumColumns = 1 << 24
    /// The most bytes before a file's elements.
    static let longestHead = 12 + NPYHeaderParser.maximumBytes
    fileprivate static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// What the file's elements are.
    public let elementType: NPYElementType
    /// How many rows the array's shape has: vectors, as `senc encode` writes them.
    public let rows: Int
    /// How many columns the array's shape has: components of a vector, or bytes of one of bits.
    public let columns: Int
    /// Whether the file has columns one after the other, and not rows.
    public let isFortranOrder: Bool
    package let path: String
    /// The elements in the file's own order.
    nonisolated(unsafe) let data: UnsafeRawBufferPointer
    /// Keeps the memory of `data` alive.
    let owner: any AnyObject & Sendable

    /// Maps a file of a two-dimensional array. Nothing but its header is read.
    /// - Throws: `NPYError` if the file cannot be read, its header breaks the format, or it does
    ///   not have just the bytes that its shape needs.
    public convenience init(path: String) throws(NPYError) {
        try self.init(path: path, rows: nil)
    }

    /// - Parameters:
    ///   - takesVector: whether an array of one dimension is a matrix of one row.
    ///   - staysOpen: whether its rows are read from the file where they are gone through once.
    package convenience init(
        path: String, takesVector: Bool, staysOpen: Bool = false
    ) throws(NPYError) {
        try self.init(path: path, rows: nil, takesVector: takesVector, staysOpen: staysOpen)
    }

    /// The first rows of a file in C order that another process may be adding rows to: how many its
    /// header counts does not matter.
    /// - Throws: `NPYError` if the file has fewer.
    package convenience init(
        path: String, rows: Int?, takesVector: Bool = false, staysOpen: Bool = false
    ) throws(NPYError) {
        let file: MappedFile
        do {
            file = try MappedFile(path: path, staysOpen: staysOpen)
        } catch {
            throw .file(error)
        }
        try self.init(
            bytes: file.bytes, owner: file, path: path, rows: rows, takesVector: takesVector)
    }

    /// - Parameters:
    ///   - bytes: all of the file.
    ///   - owner: keeps their memory alive.
    ///   - path: what errors call the file.
    ///   - firstRows: how many rows there are, if the header is not to be asked.
    ///   - takesVector: whether an array of one dimension is a matrix of one row.
    init(
        bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable, path: String,
        rows firstRows: Int? = nil, takesVector: Bool = false
    ) throws(NPYError) {
        self.path = path
        do throws(NPYFault) {
            let shape = try Shape(
                headerOf: bytes, firstRows: firstRows, takesVector: takesVector)
            var data = UnsafeRawBufferPointer(rebasing: bytes[shape.start...])
            if firstRows != nil, data.count > shape.size, !shape.isFortranOrder {
                data = UnsafeRawBufferPointer(rebasing: data[..<shape.size])
            }
            guard shape.size == data.count else {
                throw .sizeMismatch(needed: shape.size, found: data.count)
            }
            (elementType, isFortranOrder) = (shape.elementType, shape.isFortranOrder)
            (rows, columns) = (shape.rows, shape.columns)
            if shape.isBigEndian {
                let copy = try Self.swapped(data, elementType, owner)
                (self.data, self.owner) = (UnsafeRawBufferPointer(copy.bytes), copy)
            } else {
                (self.data, self.owner) = (data, owner)
            }
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

    /// The elements with their bytes in the other order.
    private static func swapped(
        _ data: UnsafeRawBufferPointer, _ type: NPYElementType, _ owner: AnyObject
    ) throws(NPYFault) -> HeapBytes {
        guard let copy = HeapBytes(count: data.count) else { throw .noMemory(data.count) }
        withExtendedLifetime(owner) {
            for start in stride(from: 0, to: data.count, by: type.size) {
                for index in 0..<type.size {
                    copy.bytes[start + index] = data[start + type.size - 1 - index]
                }
            }
        }
        return copy
    }

    /// Checks the start of a file before the rest of it is there.
    /// - Parameter size: of the whole file, in bytes.
    static func check(
        headerOf start: UnsafeRawBufferPointer, size: Int
    ) throws(NPYFault) {
        let shape = try Shape(headerOf: start)
        guard shape.size == size - shape.start else {
            throw .sizeMismatch(needed: shape.size, found: size - shape.start)
        }
    }
}

/// What a header says, checked.
private struct Shape {
    let elementType: NPYElementType
    let isBigEndian: Bool
    let isFortranOrder: Bool
    let rows: Int
    let columns: Int
    /// Where the elements start, and how many bytes they need.
    let start: Int
    let size: Int

    /// - Parameters:
    ///   - firstRows: how many rows there are, if the header is not to be asked.
    ///   - takesVector: whether an array of one dimension is a matrix of one row.
    init(
        headerOf bytes: UnsafeRawBufferPointer, firstRows: Int? = nil, takesVector: Bool = false
    ) throws(NPYFault) {
        let range = try Self.headerRange(in: bytes)
        let header = try NPYHeaderParser(parsing: Array(bytes[range]))
        guard let name = header.elementType else { throw .missingEntry("descr") }
        guard let isFortranOrder = header.isFortranOrder else {
            throw .missingEntry("fortran_order")
        }
        guard var shape = header.shape else { throw .missingEntry("shape") }
        if takesVector, shape.count == 1 { shape.insert(1, at: 0) }
        guard let (type, isBigEndian) = NPYElementType.parse(name) else {
            throw .unsupportedElement(name)
        }
        guard shape.count == 2 else { throw .dimensions(shape.count) }
        guard shape[1] > 0 else { throw .noColumns }
        guard shape[1] <= NPYFile.maximumColumns else { throw .tooManyColumns(shape[1]) }
        (elementType, self.isBigEndian, self.isFortranOrder) = (type, isBigEndian, isFortranOrder)
        (rows, columns, start) = (max(firstRows ?? shape[0], 0), shape[1], range.upperBound)
        size = try Self.product([rows, columns, type.size])
    }

    /// Where the header's dictionary is.
    private static func headerRange(
        in bytes: UnsafeRawBufferPointer
    ) throws(NPYFault) -> Range<Int> {
        guard bytes.starts(with: NPYFile.magic) else { throw .notNPY }
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

    private static func product(_ factors: [Int]) throws(NPYFault) -> Int {
        var size = 1
        for factor in factors {
            let (product, overflow) = size.multipliedReportingOverflow(by: factor)
            if overflow { throw .tooLarge }
            size = product
        }
        return size
    }
}
