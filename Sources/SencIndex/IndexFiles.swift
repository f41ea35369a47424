internal import SencFiles
internal import SencMath

/// The files in an index's directory, which whoever made it may have put there to have others
/// changed: they are looked at before SQLite opens any of them.
enum IndexFiles {
    /// The end of a journal of SQLite that names another one ("super-journal"), which it would
    /// delete: sqlite.org, "Atomic Commit In SQLite". No writer of indexes makes one.
    private static let superJournalMagic: [UInt8] = [
        0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7,
    ]
    /// Bytes 18 and 19 of a database say how it is written: 1 for a rollback journal.
    private static let writeMode = 18..<20

    static func journal(of database: String) -> String { database + "-journal" }

    /// The right to write in an index's directory.
    /// - Throws: `IndexError.inUse` if another process has it, `FileError` if there is no directory.
    static func lock(_ path: String) throws -> FileLock {
        guard let lock = try FileLock(directory: path) else { throw IndexError.inUse(path: path) }
        return lock
    }

    /// - Parameters:
    ///   - database: the path of the file.
    ///   - writing: whether it is to be opened for writing.
    /// - Throws: `IndexError.damaged` for what no writer of indexes leaves.
    static func check(_ database: String, in path: String, writing: Bool) throws {
        try check(database, called: IndexDatabase.name, in: path, writing: writing)
        for suffix in ["-wal", "-shm"] where Path.exists(database + suffix) {
            throw IndexError.damaged(
                path: path, reason: "there is a \(IndexDatabase.name)\(suffix), which no senc made")
        }
        if let bytes = start(of: database), bytes.count >= writeMode.upperBound,
            bytes[writeMode] != [1, 1]
        {
            throw IndexError.damaged(
                path: path, reason: "its database is written in a way that no senc does")
        }
        // SQLite creates and deletes it, whatever the connection was opened for.
        try check(
            journal(of: database), called: journal(of: IndexDatabase.name), in: path, writing: true)
        if end(of: journal(of: database)) == superJournalMagic {
            throw IndexError.damaged(
                path: path, reason: "its journal would have SQLite delete another file")
        }
    }

    /// Checks one of the files, if it is there.
    static func check(
        _ file: String, called name: String, in path: String, writing: Bool
    ) throws {
        guard let status = FileStatus(FileName(file).cString, followingLinks: false) else { return }
        let reason: Message
        switch status.kind {
        case .regular:
            guard writing, status.nameCount > 1 else { return }
            reason = "\(name) has other names (hard links), by which another file would be changed"
        // SQLite says itself that it cannot use one.
        case .directory: return
        case .link: reason = "\(name) is a link, by which another file would be changed"
        case .pipe, .socket, .device: reason = "\(name) is not a regular file"
        }
        throw IndexError.damaged(path: path, reason: reason)
    }

    // MARK: - Names

    private static let vectorPrefix = Array("vectors-".utf8)
    private static let vectorSuffixes =
        [".npy", ".npy.ranges.npy", ".npy.ranges.npy" + OutputFile.partialSuffix].map {
            Array($0.utf8)
        }
        + listSuffixes.flatMap { [$0, $0 + OutputFile.partialSuffix] }.map { Array($0.utf8) }
    /// Digits of a number that an `Int` holds.
    private static let maximumDigits = 18

    /// How the names of inverted lists end, behind the number of the file of vectors.
    private static let listSuffixes = SimilarityFunction.allCases.map(listSuffix)

    /// How the name of the inverted lists that are searched by a function ends.
    static func listSuffix(_ similarity: SimilarityFunction) -> String {
        ".\(similarity.rawValue).faiss"
    }

    /// The number of the file of vectors that a name in the directory is of, or of its ranges or
    /// lists; `nil` for any other name, compared byte by byte.
    static func generation(of name: String) -> Int? {
        let bytes = Array(name.utf8)
        guard bytes.starts(with: vectorPrefix) else { return nil }
        let digits = bytes[vectorPrefix.count...].prefix {
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
        }
        guard 1...maximumDigits ~= digits.count, digits.first != UInt8(ascii: "0"),
            vectorSuffixes.contains(where: { bytes[digits.endIndex...].elementsEqual($0) })
        else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    // MARK: - Permissions

    /// Those of the directory's files: the database's.
    static func permissions(in path: String) -> Int {
        database(in: path).map { $0.permissions & 0o666 } ?? 0o600
    }

    private static func database(in path: String) -> FileStatus? {
        FileStatus(FileName(Path.join(path, IndexDatabase.name)).cString, followingLinks: false)
    }

    /// Takes from all the files of an index the permissions that one of the files does not give
    /// whose texts it has: who may not read a file should not read its passages.
    static func narrow(_ path: String, to files: [FileTree.File]) throws {
        guard let database = database(in: path) else { return }
        var mode = database.permissions & 0o666
        for file in files {
            guard mode & 0o066 != 0 else { break }
            guard let status = FileStatus(file.path.cString) else { continue }
            var given = status.permissions
            // Another group is anybody.
            if status.group != database.group { given = given & ~0o070 | (given & 0o007) << 3 }
            mode &= given | 0o600
        }
        guard mode != database.permissions & 0o666,
            let names = try? Directory.names(in: FileName(path))
        else { return }
        let own = [IndexDatabase.name, journal(of: IndexDatabase.name)]
        for name in names.map(\.string) {
            guard own.contains(name) || generation(of: name) != nil else { continue }
            let file = Path.join(path, name)
            guard let descriptor = try? RegularFile.openForWriting(file) else { continue }
            defer { descriptor.close() }
            guard let status = FileStatus(descriptor),
                descriptor.setPermissions(status.permissions & mode & 0o666)
            else { throw FileError.writing(file) }
        }
    }

    private static func start(of file: String) -> [UInt8]? {
        bytes(of: file) { _ in 0 }
    }

    private static func end(of file: String) -> [UInt8]? {
        bytes(of: file) { max(0, $0 - superJournalMagic.count) }?.suffix(superJournalMagic.count)
    }

    /// Up to 20 bytes of a file; `nil` if it cannot be read.
    private static func bytes(of file: String, from start: (Int) -> Int) -> [UInt8]? {
        guard let descriptor = try? RegularFile.open(file) else { return nil }
        defer { descriptor.close() }
        guard let size = FileStatus(descriptor)?.size else { return nil }
        var bytes = [UInt8](repeating: 0, count: writeMode.upperBound)
        let count = bytes.withUnsafeMutableBytes { descriptor.read(into: $0, at: start(size)) }
        return count.map { Array(bytes.prefix($0)) }
    }
}
