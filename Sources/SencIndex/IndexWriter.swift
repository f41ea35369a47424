package import SencFiles
package import SencMath
internal import SencVectors

/// What is put into an index.
package enum IndexEntry: Sendable {
    /// A passage; `vector` is the row of its vector among those given, `nil` if the index has one.
    case passage(text: String, lines: ClosedRange<Int>, file: FileTree.File, vector: Int?)
    /// The passages of a file are reported, all of them or not.
    case end(FileTree.File, isComplete: Bool)
}

/// An index that is written; only one process at a time may.
///
/// Whoever searches sees the index as it was until `finish`. Passages added before are kept on the
/// disk all the same, so that if the process ends, another goes on: their files are not `outdated`
/// any more and their vectors known. The order on the disk: vectors, then the database that counts
/// them, so that whatever moment it is killed at, what the database counts is there.
package final class IndexWriter {
    private typealias FileState = IndexDatabase.FileState

    /// Files of vectors with fewer unused rows are left as they are.
    static let toleratedRows = 1024

    package let path: String
    package private(set) var summary: IndexSummary
    let database: IndexDatabase
    var vectors: VectorLog?
    var generation: Int
    private let lock: FileLock
    /// How files are cut into passages.
    private var cut: (FileTree.File) -> String = { _ in "" }
    /// The files that are growing, by their paths.
    private var growing: [FileName: Int64] = [:]
    /// Files that are no longer there, of the index as it is.
    private var gone: [Int] = []

    /// - Parameter summary: of the index to make if there is none; `nil` to make none.
    /// - Throws: `IndexError`, or `FileError` if a file cannot be read or written.
    package init(path: String, creating summary: IndexSummary? = nil) throws {
        if summary != nil { try Directory.make(path) }
        try IndexReader.refuseFile(path)
        self.path = path
        lock = try IndexFiles.lock(path)
        let database = try IndexDatabase(path: path, writing: true, creating: summary)
        let state = try database.write { db in
            try db.run("DELETE FROM file WHERE state = ?", [FileState.growing.rawValue])
            return try database.state(db)
        }
        self.database = database
        self.summary = state.summary
        generation = state.generation
        if generation > 0 {
            vectors = try IndexError.lost(path) {
                try VectorLog(
                    path: database.vectorPath(generation), state.summary.elementType,
                    dimension: state.summary.dimension, rows: state.rows)
            }
        }
        removeOldVectors()
    }

    // MARK: - What there is to do

    /// Which files are to be read, those that were staged before left out. What is in the index and
    /// not among the files will not be when the writer finishes.
    /// - Parameters:
    ///   - cut: how a file is cut into passages; those that were cut otherwise are outdated.
    ///   - scope: the paths, and those below them, that the files are all of; `nil` for everything.
    ///   - unseen: paths that could not be looked at: what the index has of them, and of what is
    ///     below them, stays.
    package func outdated(
        _ files: [FileTree.File], cut: @escaping (FileTree.File) -> String,
        scope: [FileName]? = nil, unseen: [FileName] = []
    ) throws -> [FileTree.File] {
        self.cut = cut
        try IndexFiles.narrow(path, to: files)
        return try database.write { db in
            var live: [FileName: Version] = [:]
            var staged: [FileName: Version] = [:]
            for row in try db.rows("SELECT id, path, size, changed, cut, state FROM file") {
                let version = Version(
                    id: try row.integer(0), size: try row.integer(2), changed: try row.integer(3),
                    cut: try row.text(4))
                if try row.integer(5) == FileState.live.rawValue {
                    live[FileName(try row.text(1))] = version
                } else {
                    staged[FileName(try row.text(1))] = version
                }
            }
            let result = files.filter { file in
                if live.removeValue(forKey: file.path)?.isOf(file, cut: cut(file)) == true {
                    return false
                }
                guard let version = staged[file.path], version.isOf(file, cut: cut(file)) else {
                    return true
                }
                staged[file.path] = nil
                return false
            }
            for version in staged.values {
                try db.run("DELETE FROM file WHERE id = ?", [version.id])
            }
            live = live.filter { path, _ in !unseen.contains { path.isAt(orBelow: $0) } }
            gone = live.filter { path, _ in
                scope?.contains { path.isAt(orBelow: $0) } ?? true
            }.map(\.value.id)
            return result
        }
    }

    /// The same where all files are cut in one way.
    package func outdated(
        _ files: [FileTree.File], cut: String, scope: [FileName]? = nil, unseen: [FileName] = []
    ) throws -> [FileTree.File] {
        try outdated(files, cut: { _ in cut }, scope: scope, unseen: unseen)
    }

    private struct Version {
        let id, size, changed: Int
        let cut: String

        func isOf(_ file: FileTree.File, cut: String) -> Bool {
            size == file.size && changed == file.changed && self.cut == cut
        }
    }

    /// Whether the index has a vector of a text.
    package func contains(_ text: String) throws -> Bool {
        try database.read { try textID(of: text, $0) != nil }
    }

    private func textID(of text: String, _ database: Database) throws -> Int? {
        try database.rows(
            "SELECT id FROM text WHERE hash = ? AND content = ?", [Self.hash(of: text), text]
        ).first?.integer(0)
    }

    private static func hash(of text: String) -> Int64 {
        var text = text
        return text.withUTF8 { bytes in
            var hash = XXHash64()
            hash.update(UnsafeRawBufferPointer(bytes))
            return Int64(bitPattern: hash.digest)
        }
    }

    // MARK: - Writing

    /// Puts passages into the index, to be seen when the writer finishes, and has them on the disk.
    /// - Parameter matrix: [vectors, dimension].
    package func add(_ entries: [IndexEntry], vectors matrix: Matrix) throws {
        try database.write { db in
            var rows: [Int] = []
            let start = vectors?.rows ?? 0
            for case .passage(let text, _, _, let vector?) in entries
            where try textID(of: text, db) == nil {
                try db.run(
                    "INSERT INTO text (row, hash, content) VALUES (?, ?, ?)",
                    [start + rows.count, Self.hash(of: text), text])
                rows.append(vector)
            }
            if !rows.isEmpty {
                let elements = rows.flatMap { matrix[$0] }
                try append(
                    Matrix(rows: rows.count, columns: matrix.columns, elements: elements), db)
            }
            for entry in entries { try add(entry, db) }
        }
        try vectors?.writeHeader()
    }

    private func append(_ matrix: Matrix, _ db: Database) throws {
        let vectors: VectorLog
        if let open = self.vectors {
            vectors = open
        } else {
            let encoding: VectorEncoding =
                switch summary.elementType {
                case .float32: .float32
                case .float16: .float16
                case .int8: .int8(try Calibration(vectors: matrix))
                case .binary: .binary
                }
            generation = 1
            vectors = try VectorLog(
                creating: database.vectorPath(generation), encoding,
                dimension: summary.dimension, permissions: IndexFiles.permissions(in: path))
            self.vectors = vectors
        }
        try vectors.append(matrix)
        try db.run("UPDATE state SET generation = ?, rows = ?", [generation, vectors.rows])
    }

    private func add(_ entry: IndexEntry, _ db: Database) throws {
        switch entry {
        case .passage(let text, let lines, let file, _):
            let id = try growingID(of: file, db)
            guard let textID = try textID(of: text, db) else {
                throw IndexError.damaged(path: path, reason: "a text has no vector")
            }
            try db.run(
                "INSERT INTO passage (file, text, first_line, last_line) VALUES (?, ?, ?, ?)",
                [id, textID, lines.lowerBound, lines.upperBound])
        case .end(let file, let isComplete):
            let id = try growingID(of: file, db)
            growing[file.path] = nil
            if isComplete {
                try db.run(
                    "UPDATE file SET state = ? WHERE id = ?", [FileState.staged.rawValue, id])
            } else {
                try db.run("DELETE FROM file WHERE id = ?", [id])
            }
        }
    }

    private func growingID(of file: FileTree.File, _ db: Database) throws -> Int64 {
        if let id = growing[file.path] { return id }
        try db.run(
            "INSERT INTO file (path, size, changed, cut, state) VALUES (?, ?, ?, ?, ?)",
            [file.path.string, file.size, file.changed, cut(file), FileState.growing.rawValue])
        growing[file.path] = db.lastInsertedRowID
        return db.lastInsertedRowID
    }

    /// Has all that was staged take the place of what is outdated or gone, at once.
    /// - Parameter settings: how the passages were made.
    /// - Returns: how many files are gone.
    @discardableResult
    package func finish(settings: String) throws -> Int {
        try database.write { db in
            for id in gone { try db.run("DELETE FROM file WHERE id = ?", [id]) }
            try db.run(
                """
                DELETE FROM file WHERE state = ? AND path IN (SELECT path FROM file WHERE state = ?)
                """, [FileState.live.rawValue, FileState.staged.rawValue])
            try db.run(
                "UPDATE file SET state = ? WHERE state = ?",
                [FileState.live.rawValue, FileState.staged.rawValue])
            try db.run("UPDATE state SET settings = ?", [settings])
        }
        summary.settings = settings
        try compactIfNeeded()
        return gone.count
    }

    /// Takes files out of the index.
    /// - Parameters:
    ///   - paths: of files, or of directories with all that is below them.
    ///   - settings: how the passages that are left were made.
    /// - Returns: how many there were.
    /// - Throws: `IndexError.notIndexed` if there are none at one of the paths; all are left then.
    package func remove(_ paths: [FileName], settings: String) throws -> Int {
        let count = try database.write { db in
            var count = 0
            for path in paths.map(\.string) {
                let start = Path.join(path, "")
                // What begins so comes before what has the next character in place of the slash.
                try db.run(
                    "DELETE FROM file WHERE path = ? OR (path >= ? AND path < ?)",
                    [path, start, String(decoding: start.utf8.dropLast(), as: UTF8.self) + "0"])
                guard db.changesCount > 0 else {
                    throw IndexError.notIndexed(path, path: self.path)
                }
                count += db.changesCount
            }
            try db.run("UPDATE state SET settings = ?", [settings])
            return count
        }
        summary.settings = settings
        try compactIfNeeded()
        return count
    }
}
