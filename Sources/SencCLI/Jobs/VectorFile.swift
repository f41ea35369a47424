import SencFiles
import SencMath
import SencVectors

/// Vectors that a command reads from a file: `.npy`, or `.npz`, of which `FILE.npz:NAME` chooses one
/// array; or, where nothing else can be meant, text.
enum VectorFile {
    /// Whether a name is that of a file of vectors.
    static func isName(_ path: String) -> Bool {
        path.hasSuffix(".npy") || path.hasSuffix(".npz") || path.contains(".npz:")
    }

    /// Whether a name is that of a file that may hold vectors as text.
    static func isTextName(_ path: String) -> Bool {
        [".jsonl", ".ndjson", ".csv"].contains { path.hasSuffix($0) }
    }

    /// The vectors of a file of numbers or of text.
    static func matrix(_ path: String) throws -> Matrix {
        isTextName(path) ? try Matrix(vectorText: path) : try open(path).matrix()
    }

    static func open(_ path: String) throws -> NPYFile {
        if path.hasSuffix(".npz") { return try NPZFile(path: path).onlyArray() }
        if Path.kind(of: path) == nil, let colon = path.lastIndex(of: ":") {
            let name = String(path[path.index(after: colon)...])
            return try NPZFile(path: String(path[..<colon])).array(named: name)
        }
        return try NPYFile(path: path)
    }

    /// Vectors to be searched by queries of a dimension: of bytes, eight of whose bits make a
    /// component each if that gives the dimension; int8 by the ranges that lie beside the file, as
    /// `senc encode` leaves them, if there are any.
    /// - Parameter ranges: a file of ranges instead.
    static func vectors(
        _ path: String, dimension: Int, ranges: String? = nil
    ) throws -> StoredVectors {
        if isTextName(path) { return StoredVectors(try Matrix(vectorText: path)) }
        let file = try open(path)
        if file.elementType == .uint8, file.columns != dimension,
            file.columns == VectorElementType.binary.bytesPerVector(dimension: dimension)
        {
            return try StoredVectors(bits: file, dimension: dimension)
        }
        guard file.elementType == .int8 else { return try StoredVectors(file) }
        let beside = path + ".ranges.npy"
        let place = ranges ?? (Path.kind(of: beside) == .file ? beside : nil)
        return try StoredVectors(file, calibration: place.map { try Calibration(path: $0) })
    }
}
