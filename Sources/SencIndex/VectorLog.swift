internal import SencFiles
internal import SencMath
internal import SencVectors

/// A `.npy` file that rows are added to at its end. Whoever reads it knows from elsewhere how many
/// count; its header says so too, a moment later.
final class VectorLog {
    private static let copiedRows = 4096

    let path: String
    let encoding: VectorEncoding
    private(set) var rows: Int
    private let dimension: Int
    private let descriptor: Descriptor

    /// Makes a file without rows, in place of what a writer that was killed left of that name.
    /// - Parameter permissions: of the files.
    init(
        creating path: String, _ encoding: VectorEncoding, dimension: Int, permissions: Int
    ) throws {
        let ranges = Self.ranges(of: path)
        try OutputFile.remove(ranges)
        if case .int8(let calibration) = encoding {
            try calibration.write(path: ranges, isOurs: true)
            _ = Path.setPermissions(permissions, of: ranges)
        }
        (self.path, self.encoding, self.dimension, rows) = (path, encoding, dimension, 0)
        try OutputFile.remove(path)
        guard let descriptor = try RegularFile.create(path, mode: permissions) else {
            throw FileError.inUse(path: path)
        }
        self.descriptor = descriptor
        try writeHeader()
    }

    /// Opens a file and forgets the rows behind those that count.
    init(
        path: String, _ elementType: VectorElementType, dimension: Int, rows: Int
    ) throws {
        _ = try Self.read(path, elementType, dimension: dimension, rows: rows)
        encoding =
            switch elementType {
            case .float32: .float32
            case .float16: .float16
            case .int8: .int8(try Calibration(path: Self.ranges(of: path)))
            case .binary: .binary
            }
        (self.path, self.dimension, self.rows) = (path, dimension, rows)
        descriptor = try RegularFile.openForWriting(path)
        guard descriptor.truncate(to: size) else { throw FileError.writing(path) }
        try writeHeader()
    }

    deinit { descriptor.close() }

    /// The rows that count, mapped into memory.
    static func read(
        _ path: String, _ elementType: VectorElementType, dimension: Int, rows: Int
    ) throws -> StoredVectors {
        for name in [path, ranges(of: path)] {
            try IndexFiles.check(
                name, called: Path.lastComponent(of: name), in: Path.parent(of: path) ?? ".",
                writing: false)
        }
        let file = try NPYFile(path: path, rows: rows, staysOpen: true)
        let expected = NPYHeader(vectors: elementType, rows: rows, dimension: dimension)
        guard file.elementType == expected.elementType, file.columns == expected.columns,
            !file.isFortranOrder
        else { throw FileError.notReadable(path: path, reason: "not the vectors of the index") }
        switch elementType {
        case .binary: return try StoredVectors(bits: file, dimension: dimension)
        case .int8:
            return try StoredVectors(
                file, calibration: Calibration(path: Self.ranges(of: path)))
        case .float32, .float16: return try StoredVectors(file)
        }
    }

    static func ranges(of path: String) -> String { path + Calibration.suffix }

    /// Puts rows behind the others, all of them on the disk.
    func append(_ matrix: Matrix) throws {
        try write(encoding.encode(matrix))
        try synchronize()
    }

    /// Puts rows of another file of the same elements behind the others, all of them on the disk.
    func append(rows chosen: [Int], of other: VectorLog) throws {
        let file = try NPYFile(path: other.path, rows: other.rows)
        for start in stride(from: 0, to: chosen.count, by: Self.copiedRows) {
            let part = chosen[start..<min(start + Self.copiedRows, chosen.count)]
            guard part.allSatisfy({ 0..<other.rows ~= $0 }) else {
                throw FileError.notReadable(path: other.path, reason: "it has too few rows")
            }
            try write(file.bytes(ofRows: part))
        }
        try synchronize()
    }

    private func synchronize() throws {
        guard descriptor.synchronize() else { throw FileError.writing(path) }
    }

    private func write(_ bytes: [UInt8]) throws {
        guard bytes.withUnsafeBytes({ descriptor.write($0, at: size) }) else {
            throw FileError.writing(path)
        }
        rows += bytes.count / encoding.elementType.bytesPerVector(dimension: dimension)
    }

    /// Has the header count all rows, for others who read the file.
    func writeHeader() throws {
        let header = NPYHeader(vectors: encoding.elementType, rows: rows, dimension: dimension)
        guard header.bytes.withUnsafeBytes({ descriptor.write($0, at: 0) }) else {
            throw FileError.writing(path)
        }
    }

    private var size: Int {
        NPYHeader.size + rows * encoding.elementType.bytesPerVector(dimension: dimension)
    }
}
