internal import CZlib
internal import SencFiles
public import SencMath

/// Writes matrices to a NumPy `.npz` file, stored as by `numpy.savez`.
///
/// The file appears under its name when it is finished; a writer that is not finished leaves
/// nothing.
public final class NPZWriter {
    private let file: OutputFile
    private var directory: [UInt8] = []
    private var names: Set<String> = []

    /// Begins a file, under another name until it is finished.
    /// - Parameter path: the file to write, replaced if it is there.
    /// - Throws: `FileError` if the file cannot be written.
    public init(path: String) throws {
        file = try OutputFile(path: path)
    }

    /// Writes vectors as one array, in the form of an encoding.
    /// - Parameters:
    ///   - matrix: [vectors, dimension].
    ///   - name: the array's name, without `.npy`.
    ///   - encoding: what the array's elements are.
    /// - Precondition: no array before it has its name, and it has at most 65,531 bytes.
    public func append(
        _ matrix: Matrix, named name: String, encoding: VectorEncoding = .float32
    ) throws {
        let header = NPYHeader(
            vectors: encoding.elementType, rows: matrix.rows, dimension: matrix.columns)
        try append(header.bytes + encoding.encode(matrix), named: name)
    }

    /// Writes a matrix as one array of any element type, in either order.
    /// - Parameters:
    ///   - matrix: the array; `encoding` makes vectors of it, this its numbers.
    ///   - name: the array's name, without `.npy`.
    ///   - elementType: as for `Matrix.writeNPY`.
    ///   - isFortranOrder: column after column, and not row after row.
    public func append(
        _ matrix: Matrix, named name: String, elementType: NPYElementType,
        isFortranOrder: Bool = false
    ) throws {
        try append(matrix.npyBytes(elementType, isFortranOrder: isFortranOrder), named: name)
    }

    /// - Parameter content: all of a `.npy` file.
    private func append(_ content: [UInt8], named name: String) throws {
        precondition(names.insert(name).inserted, "each array has a name of its own")
        let checksum = content.withUnsafeBytes {
            crc32_z(0, $0.bindMemory(to: UInt8.self).baseAddress, $0.count)
        }
        let entry = Array((name + ".npy").utf8)
        precondition(entry.count <= Int(UInt16.max), "the name of an array is short")
        let start = file.count
        // Version 4.5 for ZIP64, name in UTF-8, stored, 1 January 1980, sizes in the ZIP64 field.
        let common =
            bytes(of: 45, 2) + bytes(of: 0x800, 2) + bytes(of: 0, 2) + bytes(of: 0, 2)
            + bytes(of: 0x21, 2) + bytes(of: Int(checksum), 4) + bytes(of: 0xFFFF_FFFF, 4)
            + bytes(of: 0xFFFF_FFFF, 4) + bytes(of: entry.count, 2)
        let sizes = bytes(of: content.count, 8) + bytes(of: content.count, 8)
        try file.write(bytes(of: 0x0403_4B50, 4) + common + bytes(of: 20, 2))
        try file.write(entry + bytes(of: 1, 2) + bytes(of: 16, 2) + sizes)
        try file.write(content)
        directory += bytes(of: 0x0201_4B50, 4) + bytes(of: 45, 2) + common + bytes(of: 28, 2)
        directory += [UInt8](repeating: 0, count: 10) + bytes(of: 0xFFFF_FFFF, 4) + entry
        directory += bytes(of: 1, 2) + bytes(of: 24, 2) + sizes + bytes(of: start, 8)
    }

    /// Writes the archive's list and gives the file its name.
    public func finish() throws {
        let start = file.count
        try file.write(directory)
        let end = file.count
        var tail =
            bytes(of: 0x0606_4B50, 4) + bytes(of: 44, 8) + bytes(of: 45, 2) + bytes(of: 45, 2)
        tail += bytes(of: 0, 8) + bytes(of: names.count, 8) + bytes(of: names.count, 8)
        tail += bytes(of: directory.count, 8) + bytes(of: start, 8)
        tail += bytes(of: 0x0706_4B50, 4) + bytes(of: 0, 4) + bytes(of: end, 8) + bytes(of: 1, 4)
        tail += bytes(of: 0x0605_4B50, 4) + bytes(of: 0, 4) + bytes(of: 0xFFFF, 2)
        tail += bytes(of: 0xFFFF, 2) + bytes(of: 0xFFFF_FFFF, 4) + bytes(of: 0xFFFF_FFFF, 4)
        try file.write(tail + bytes(of: 0, 2))
        try file.commit()
    }

    /// A number, the lowest byte first.
    private func bytes(of number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
