internal import SencFiles
public import SencMath

/// How vectors become the elements of a file. Bytes are little-endian, vector after vector.
///
/// | case | element | made of a component x |
/// |---|---|---|
/// | `float32` | 32-bit float | x itself |
/// | `float16` | IEEE 754 binary16 | the nearest, of two as near the even one, as NumPy's `astype` |
/// | `int8` | signed byte | see `Calibration` |
/// | `binary` | bit | whether x > 0; the first of eight is the highest of its byte, and bits past the dimension are 0, as `numpy.packbits` |
///
/// `int8` and `binary` equal the "int8" and "ubinary" of sentence-transformers' (6.2)
/// `quantize_embeddings`.
public enum VectorEncoding: Sendable {
    /// As the matrix has them: 4 bytes a component.
    case float32
    /// 2 bytes a component, of 11 significant bits.
    case float16
    /// 1 byte a component, by the ranges of vectors like these.
    case int8(Calibration)
    /// 1 bit a component.
    case binary

    /// What the elements are, without the calibration.
    public var elementType: VectorElementType {
        switch self {
        case .float32: .float32
        case .float16: .float16
        case .int8: .int8
        case .binary: .binary
        }
    }

    /// The bytes of all rows.
    /// - Precondition: the matrix has the calibration's dimension, if there is one.
    public func encode(_ matrix: Matrix) -> [UInt8] {
        matrix.elements.withUnsafeBufferPointer { encode($0, columns: matrix.columns) }
    }

    /// The bytes of rows that are one after the other in memory.
    /// - Parameter elements: [rows, columns].
    package func encode(_ elements: UnsafeBufferPointer<Float>, columns: Int) -> [UInt8] {
        let rows = columns > 0 ? elements.count / columns : 0
        let count = rows * elementType.bytesPerVector(dimension: columns)
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            switch self {
            case .float32: Self.writeFloat32(elements, to: bytes)
            case .float16: Self.writeFloat16(elements, to: bytes)
            case .int8(let calibration): calibration.quantize(elements, into: bytes)
            case .binary: Self.writeBits(elements, columns: columns, to: bytes)
            }
            initialized = count
        }
    }

    private static func writeFloat32(
        _ elements: UnsafeBufferPointer<Float>, to bytes: UnsafeMutableRawBufferPointer
    ) {
        let words = bytes.bindMemory(to: UInt32.self)
        for index in elements.indices {
            words[index] = elements[index].bitPattern.littleEndian
        }
    }

    private static func writeFloat16(
        _ elements: UnsafeBufferPointer<Float>, to bytes: UnsafeMutableRawBufferPointer
    ) {
        let halves = bytes.bindMemory(to: UInt16.self)
        for index in elements.indices {
            halves[index] = elements[index].float16Bits.littleEndian
        }
    }

    private static func writeBits(
        _ elements: UnsafeBufferPointer<Float>, columns: Int,
        to bytes: UnsafeMutableRawBufferPointer
    ) {
        var next = 0
        for start in stride(from: 0, to: elements.count, by: columns) {
            var column = 0
            while column + 8 <= columns {
                var byte: UInt8 = 0
                for bit in 0..<8 {
                    byte = byte << 1 | (elements[start + column + bit] > 0 ? 1 : 0)
                }
                bytes[next] = byte
                next += 1
                column += 8
            }
            guard column < columns else { continue }
            var byte: UInt8 = 0
            for bit in 0..<(columns - column) where elements[start + column + bit] > 0 {
                byte |= 0x80 >> UInt8(bit)
            }
            bytes[next] = byte
            next += 1
        }
    }
}

/// What the elements of stored vectors are.
public enum VectorElementType: String, CaseIterable, Sendable {
    /// 4 bytes a component.
    case float32
    /// 2 bytes a component.
    case float16
    /// 1 byte a component.
    case int8
    /// A bit a component, eight a byte.
    case binary

    /// The bytes of one vector.
    public func bytesPerVector(dimension: Int) -> Int {
        switch self {
        case .float32: dimension * 4
        case .float16: dimension * 2
        case .int8: dimension
        case .binary: dimension / 8 + (dimension % 8 > 0 ? 1 : 0)
        }
    }
}
