/// The start of a `.npy` file that holds a matrix (format version 1.0, numpy.lib.format), byte for byte as NumPy writes it.
///
/// It has one size whatever the shape, so that the number of rows may be filled in last.
public struct NPYHeader: Equatable, Sendable {
    /// The bytes of a header; the data follow.
    public static let size = 128

    /// What the elements are.
    public var elementType: NPYElementType
    /// The first number of the shape.
    public var rows: Int
    /// The second number of the shape.
    public var columns: Int
    /// Whether columns follow each other, and not rows.
    public var isFortranOrder = false

    /// A header for a matrix in C order.
    public init(elementType: NPYElementType, rows: Int, columns: Int) {
        self.elementType = elementType
        self.rows = rows
        self.columns = columns
    }

    /// The header of a file of vectors: a binary one has a column for eight components.
    public init(vectors: VectorElementType, rows: Int, dimension: Int) {
        switch vectors {
        case .float32: self.init(elementType: .float32, rows: rows, columns: dimension)
        case .float16: self.init(elementType: .float16, rows: rows, columns: dimension)
        case .int8: self.init(elementType: .int8, rows: rows, columns: dimension)
        case .binary:
            self.init(
                elementType: .uint8, rows: rows,
                columns: vectors.bytesPerVector(dimension: dimension))
        }
    }

    /// `NPYHeader.size` bytes.
    public var bytes: [UInt8] {
        let prefix = [0x93] + Array("NUMPY".utf8) + [1, 0]
        var text =
            "{'descr': '\(elementType.rawValue)', 'fortran_order': \(isFortranOrder ? "True" : "False"), "
        text += "'shape': (\(rows), \(columns)), }"
        let length = Self.size - prefix.count - 2
        // Two numbers of 19 digits leave room for the line's end.
        text += String(repeating: " ", count: length - 1 - text.utf8.count) + "\n"
        return prefix + [UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
    }
}
