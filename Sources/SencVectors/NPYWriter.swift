internal import SencFiles
public import SencMath

/// Writes a matrix row by row to a NumPy `.npy` file: 32-bit floats, little-endian, C order
/// (format version 1.0, numpy.lib.format).
///
/// The number of rows need not be known beforehand. The file appears under its name when it is
/// finished; a writer that is not finished leaves nothing.
public final class NPYWriter {
    private let file: OutputFile
    private let columns: Int
    private var rows = 0

    /// - Parameters:
    ///   - path: the file to write, replaced if it is there.
    ///   - columns: the length of each row.
    /// - Throws: `FileError` if the file cannot be written.
    public init(path: String, columns: Int) throws {
        self.columns = columns
        file = try OutputFile(path: path)
        try file.write(Self.header(rows: 0, columns: columns))
    }

    /// - Precondition: the matrix has the writer's columns.
    public func append(_ matrix: Matrix) throws {
        precondition(matrix.columns == columns, "all rows of a file have one length")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(matrix.elements.count * 4)
        for element in matrix.elements {
            let bits = element.bitPattern.littleEndian
            withUnsafeBytes(of: bits) { bytes.append(contentsOf: $0) }
        }
        try file.write(bytes)
        rows += matrix.rows
    }

    /// Completes the header and gives the file its name.
    public func finish() throws {
        try file.overwriteStart(with: Self.header(rows: rows, columns: columns))
        try file.commit()
    }

    /// The header, of the same size for any number of rows.
    static func header(rows: Int, columns: Int) -> [UInt8] {
        let size = 128
        var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        let prefixSize = 10
        text += String(repeating: " ", count: size - prefixSize - 1 - text.utf8.count) + "\n"
        let length = UInt16(text.utf8.count)
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
            + Array(text.utf8)
    }
}
