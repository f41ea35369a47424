import Senc
import SencFiles
import SencInput
import SencMath
import SencVectors

/// Vectors that a command reads from files: `.npy`, or `.npz`, of which `FILE.npz:NAME` chooses one
/// array; word vectors, whose words are their texts; or, where nothing else can be meant, text.
/// Several files are one matrix, row after row.
enum VectorFile {
    /// Whether a name is that of a file of vectors.
    static func isName(_ path: String) -> Bool {
        path.hasSuffix(".npy") || path.hasSuffix(".npz") || path.contains(".npz:")
            || NamedVectors.isName(path)
    }

    /// Whether a name is that of a file that may hold vectors as text.
    static func isTextName(_ path: String) -> Bool {
        [".jsonl", ".ndjson", ".csv"].contains { path.hasSuffix($0) }
    }

    /// The queries in files of numbers or of text; an array of one dimension is one query.
    static func queries(_ paths: [String]) throws -> Matrix {
        let parts = try paths.map { path in
            if NamedVectors.isName(path) { return try NamedVectors(words: path).matrix }
            return isTextName(path)
                ? try Matrix(vectorText: path) : try open(path, takesVector: true).matrix()
        }
        return try joined(parts, paths)
    }

    static func joined(_ parts: [Matrix], _ paths: [String]) throws -> Matrix {
        guard let first = parts.first, parts.count > 1 else {
            return parts.first ?? Matrix(rows: 0, columns: 1)
        }
        for (part, path) in zip(parts, paths) where part.columns != first.columns {
            throw SearchError.otherDimension(
                part.columns, wanted: first.columns, source: path)
        }
        return Matrix(
            rows: parts.reduce(0) { $0 + $1.rows }, columns: first.columns,
            elements: parts.flatMap(\.elements))
    }

    /// - Parameter takesVector: whether an array of one dimension is a matrix of one row.
    static func open(_ path: String, takesVector: Bool = false) throws -> NPYFile {
        if path.hasSuffix(".npz") {
            return try NPZFile(path: path).onlyArray(takesVector: takesVector)
        }
        if Path.kind(of: path) == nil, let colon = path.lastIndex(of: ":") {
            let name = String(path[path.index(after: colon)...])
            return try NPZFile(path: String(path[..<colon]))
                .array(named: name, takesVector: takesVector)
        }
        return try NPYFile(path: path, takesVector: takesVector, staysOpen: true)
    }

    /// Vectors to be searched by queries of a dimension: of bytes, eight of whose bits make a
    /// component each if that gives the dimension; int8 by the ranges that lie beside the file, as
    /// `senc encode` leaves them, if there are any.
    /// - Parameters:
    ///   - dimension: that of the first file's rows if not given.
    ///   - ranges: a file of ranges instead.
    /// - Returns: the vectors, and which file each is of.
    static func vectors(
        _ paths: [String], dimension: Int? = nil, ranges: String? = nil
    ) throws -> (vectors: StoredVectors, places: RowPlaces) {
        var places = RowPlaces()
        if let words = try NamedVectors(wordsOf: paths) {
            return (StoredVectors(words.matrix), words.places)
        }
        if paths.contains(where: isTextName) {
            guard paths.allSatisfy(isTextName) else {
                throw UsageError("give vectors as numbers or as text, not both")
            }
            let parts = try paths.map { try Matrix(vectorText: $0) }
            for (part, path) in zip(parts, paths) { places.append(path, count: part.rows) }
            return (StoredVectors(try joined(parts, paths)), places)
        }
        let files = try paths.map { try open($0) }
        for (file, path) in zip(files, paths) { places.append(path, count: file.rows) }
        let calibration = try calibration(of: files, paths, ranges)
        let file = try NPYFile.joining(files)
        let dimension = dimension ?? file.columns
        if file.elementType == .uint8, file.columns != dimension,
            file.columns == VectorElementType.binary.bytesPerVector(dimension: dimension)
        {
            return (try StoredVectors(bits: file, dimension: dimension), places)
        }
        return (try StoredVectors(file, calibration: calibration), places)
    }

    /// Some rows of files, in memory of their own.
    static func vectors(_ paths: [String], rows: [Int]) throws -> StoredVectors {
        let files = try paths.map { try open($0) }
        return try StoredVectors(
            NPYFile.joining(files).selecting(rows: rows),
            calibration: calibration(of: files, paths, nil))
    }

    /// What the elements of int8 files stand for.
    private static func calibration(
        of files: [NPYFile], _ paths: [String], _ ranges: String?
    ) throws -> Calibration? {
        guard files.first?.elementType == .int8 else { return nil }
        if let ranges { return try Calibration(path: ranges) }
        let calibrations = try paths.map { path in
            let beside = path + Calibration.suffix
            return Path.kind(of: beside) == .file ? try Calibration(path: beside) : nil
        }
        for (calibration, path) in zip(calibrations, paths) where calibration != calibrations[0] {
            throw JobError.otherRanges(path: path)
        }
        return calibrations.first ?? nil
    }

    /// The ids of vectors, as `senc encode --id-field` leaves them in FILE.ids; `nil` if there are
    /// none.
    static func ids(of places: RowPlaces) throws -> [String]? {
        let beside = places.paths.map { $0 + ".ids" }
        let missing = beside.filter { Path.kind(of: $0) != .file }
        guard missing.count < beside.count else { return nil }
        if let path = missing.first { throw FileError.notFound(path: path) }
        let ids = try TextSource(beside.map { (path: $0, format: RecordFormat.text) }).allTexts()
        guard ids.count == places.count else {
            throw JobError.idsOfVectors(
                ids: ids.count, vectors: places.count, path: beside.joined(separator: ", "))
        }
        return ids
    }

    /// Warns of a file of ids that stays beside vectors which are written without any: it may be the
    /// user's own, and so is not removed.
    static func reportEarlierIDs(of path: String) {
        let beside = path + ".ids"
        guard Path.kind(of: beside) == .file else { return }
        Terminal.report(
            """
            warning: the ids in \(beside) are of an earlier file; remove them if they are not those of \
            the new vectors
            """)
    }

    /// - Parameter own: of a model whose vectors are compared with those of files.
    /// - Throws: `ModelStampError` if, by what is kept beside one, another model made it.
    static func check(_ paths: [String], own: () throws -> ModelStamp) throws {
        let known = paths.compactMap { path in VectorRecord(of: path).map { (path, $0.stamp) } }
        guard !known.isEmpty else { return }
        let own = try own()
        for (path, stamp) in known { try own.checkModel(against: stamp, path: path) }
    }

    /// - Parameters:
    ///   - stored: of vectors, or what was made of some, that those of files are used with.
    ///   - path: where those are.
    /// - Throws: `ModelStampError` if, by what is kept beside one, another model made it.
    static func check(_ paths: [String], against stored: ModelStamp, path: String) throws {
        for other in paths {
            guard let stamp = VectorRecord(of: other)?.stamp else { continue }
            try stamp.checkModel(against: stored, path: path)
        }
    }

    /// - Throws: `ModelStampError` if, by what is kept beside them, not one model made all files.
    static func requireOneModel(_ paths: [String]) throws {
        let known = paths.compactMap { path in
            VectorRecord(of: path).map { (path: path, stamp: $0.stamp) }
        }
        guard let first = known.first else { return }
        for other in known.dropFirst() {
            guard let difference = first.stamp.modelDifference(from: other.stamp) else { continue }
            throw ModelStampError.twoModels(
                first.stamp.model, other.stamp.model, difference: difference, path: first.path,
                otherPath: other.path)
        }
    }

    /// What made the vectors of files, if that was kept beside each and is one and the same.
    static func stamp(of paths: [String]) -> ModelStamp? {
        let stamps = paths.map { VectorRecord(of: $0)?.stamp }
        guard let first = stamps.first ?? nil else { return nil }
        return stamps.allSatisfy { $0.map { $0.difference(from: first) == nil } ?? false }
            ? first : nil
    }

    /// The file with the texts of a file of vectors, by its name.
    static func textPath(of path: String) -> String {
        let suffix = [".npy", ".faiss"].first(where: path.hasSuffix) ?? ""
        return path.dropLast(suffix.count) + ".txt"
    }
}
