internal import SencFiles

/// The start of a file of vectors as nearest-neighbor benchmarks and libraries exchange them: `.fbin`
/// of float32, `.f16bin`, `.i8bin` and `.u8bin` (big-ann-benchmarks, DiskANN, cuVS, usearch).
///
/// The number of rows and of columns, little-endian, then the rows without gaps.
package struct BinHeader: Equatable, Sendable {
    package static let maximumRows = Int(UInt32.max)

    package let rows: UInt32
    package let columns: UInt32

    /// The header of a file of vectors: a binary one has a column for eight components.
    /// - Precondition: `rows` is at most `maximumRows`, and there are so many columns at most.
    package init(vectors: VectorElementType, rows: Int, dimension: Int) {
        self.rows = UInt32(rows)
        let isBinary = vectors == .binary
        columns = UInt32(isBinary ? vectors.bytesPerVector(dimension: dimension) : dimension)
    }

    /// What a file's name says of its elements; `nil` of other names.
    package static func elements(ofFile path: String) -> VectorElementType? {
        switch Path.lastComponent(of: path).split(separator: ".").last?.lowercased() {
        case "fbin": return .float32
        case "f16bin": return .float16
        case "i8bin": return .int8
        case "u8bin": return .binary
        default: return nil
        }
    }

    /// 8 bytes.
    package var bytes: [UInt8] {
        [rows, columns].flatMap { number in
            (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
    }
}
