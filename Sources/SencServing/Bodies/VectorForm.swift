import Senc
import SencFiles
import SencMath
import SencVectors

/// How a dialect writes a vector.
enum VectorForm: String, CaseIterable {
    case float, int8, uint8, binary, ubinary

    /// Whether the elements are bytes.
    var isBytes: Bool { self != .float }

    /// Whether it goes by the range of the model's components.
    var needsCalibration: Bool { self == .int8 || self == .uint8 }

    /// The vectors' elements as they are written.
    /// - Parameter model: for its range, by which 8-bit forms divide.
    func elements(_ vectors: Matrix, of model: ServedModel) throws -> [VectorElements] {
        switch self {
        case .float: return (0..<vectors.rows).map { .floats(vectors[$0]) }
        case .int8, .uint8:
            let calibration = try model.calibration(dimension: vectors.columns)
            let bytes = VectorEncoding.int8(calibration).encode(vectors)
            return rows(bytes, count: vectors.rows, isSigned: self == .int8) {
                self == .int8 ? $0 : $0 ^ 0x80
            }
        case .binary, .ubinary:
            let bytes = VectorEncoding.binary.encode(vectors)
            // Signed bytes are those less 128.
            return rows(bytes, count: vectors.rows, isSigned: self == .binary) {
                self == .binary ? $0 ^ 0x80 : $0
            }
        }
    }

    private func rows(
        _ bytes: [UInt8], count: Int, isSigned: Bool, _ transform: (UInt8) -> UInt8
    ) -> [VectorElements] {
        let size = bytes.count / max(count, 1)
        return (0..<count).map { row in
            .bytes(bytes[(row * size)..<((row + 1) * size)].map(transform), isSigned: isSigned)
        }
    }
}

/// The elements of one vector.
enum VectorElements {
    case floats(ArraySlice<Float>)
    case bytes([UInt8], isSigned: Bool)

    /// In Base64, floats as 32 bits, little-endian.
    var base64: String {
        switch self {
        case .floats(let floats):
            Base64.encode(
                VectorEncoding.float32.encode(
                    Matrix(rows: 1, columns: floats.count, elements: Array(floats))))
        case .bytes(let bytes, _): Base64.encode(bytes)
        }
    }
}

extension VectorElements: JSONValue {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .floats(let floats): writer.value(floats)
        case .bytes(let bytes, let isSigned):
            writer.value(bytes.map { isSigned ? Int(Int8(bitPattern: $0)) : Int($0) })
        }
    }
}
