package import SencFiles
public import SencMath

/// Writes vectors, matrix by matrix, to a NumPy `.npy` file in C order.
///
/// The number of rows need not be known beforehand. The file appears under its name when it is
/// finished; a writer that is not finished leaves nothing.
public final class NPYWriter {
    private let file: OutputFile
    private let columns: Int
    private let encoding: VectorEncoding
    private var rows = 0

    /// Begins a file, under another name until it is finished.
    /// - Parameters:
    ///   - path: the file to write, replaced if it is there.
    ///   - columns: the vectors' dimension.
    ///   - encoding: what the file's elements are.
    /// - Throws: `FileError` if the file cannot be written.
    public convenience init(
        path: String, columns: Int, encoding: VectorEncoding = .float32
    ) throws {
        try self.init(path: path, columns: columns, encoding: encoding, isOurs: false)
    }

    /// - Parameter isOurs: whether senc made the name up, as `OutputFile` has it.
    package init(
        path: String, columns: Int, encoding: VectorEncoding = .float32, isOurs: Bool
    ) throws {
        self.columns = columns
        self.encoding = encoding
        file = try OutputFile(path: path, isOurs: isOurs)
        try file.write(header.bytes)
    }

    /// Begins a file that somebody else gives its name, when `complete` has been called.
    package init(to file: OutputFile, columns: Int, encoding: VectorEncoding = .float32) throws {
        self.columns = columns
        self.encoding = encoding
        self.file = file
        try file.write(header.bytes)
    }

    /// Writes the rows of a matrix behind those before it.
    /// - Precondition: the matrix has the writer's columns.
    public func append(_ matrix: Matrix) throws {
        precondition(matrix.columns == columns, "all rows of a file have one length")
        try file.write(encoding.encode(matrix))
        rows += matrix.rows
    }

    /// Completes the header and gives the file its name.
    public func finish() throws {
        try complete()
        try file.commit()
    }

    /// Completes the header.
    package func complete() throws {
        try file.overwriteStart(with: header.bytes)
    }

    private var header: NPYHeader {
        NPYHeader(vectors: encoding.elementType, rows: rows, dimension: columns)
    }
}
