internal import CSQLite
package import SencFiles

/// Why an index cannot be read or written. What it held before is still there.
package enum IndexError: Diagnostic, Equatable {
    /// A directory that has something else in it, or no directory.
    case notAnIndex(path: String)
    /// A file where an index, which is a directory, should be.
    case isAFile(path: String)
    /// A writer was killed in the middle of a transaction; what it left must be undone first.
    case needsRollback(path: String)
    /// The file of vectors is not what the database counts.
    case lostVectors(path: String, reason: Message)
    /// Written by a later version of senc.
    case unknownVersion(Int, path: String)
    /// What its files say contradicts itself.
    case damaged(path: String, reason: Message)
    /// Another process is writing it.
    case inUse(path: String)
    case failed(path: String, reason: Message)
    /// Nothing below this path is in the index.
    case notIndexed(String, path: String)

    package var message: Message {
        switch self {
        case .notAnIndex(let path): "not an index; senc index build makes one (\(path))"
        case .isAFile(let path):
            """
            this is a file, and an index is a directory; give the name of one that is not there yet \
            (\(path))
            """
        case .needsRollback(let path):
            "a writer of the index was killed; senc index build undoes what it left (\(path))"
        case .lostVectors(let path, let reason):
            "the index has lost its vectors, but none of the files it is of: \(reason) (\(path))"
        case .unknownVersion(let version, let path):
            "the index is of version \(version), which this senc does not know (\(path))"
        case .damaged(let path, let reason): "the index is damaged: \(reason) (\(path))"
        case .inUse(let path): "another process is writing the index (\(path))"
        case .failed(let path, let reason): "the index cannot be used: \(reason) (\(path))"
        case .notIndexed(let file, let path):
            "\(file.quoted(limit: 400)) is not in the index (\(path))"
        }
    }

    package var status: ExitStatus {
        switch self {
        case .notAnIndex, .isAFile, .unknownVersion, .damaged, .lostVectors: .badData
        case .notIndexed: .noInput
        case .inUse, .failed, .needsRollback: .ioFailure
        }
    }

    /// Has what goes wrong with the file of vectors told as the index's loss.
    static func lost<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as IndexError {
            throw error
        } catch let error as any Diagnostic where error.status != .ioFailure {
            throw IndexError.lostVectors(path: path, reason: error.message)
        }
    }

    /// What SQLite says of a database.
    init(_ error: DatabaseError, path: String) {
        let reason = error.message
        self =
            switch error.primaryCode {
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH:
                .damaged(path: path, reason: reason)
            case SQLITE_INTERRUPT:
                .damaged(path: path, reason: "a query of it does not end")
            case SQLITE_TOOBIG:
                .damaged(path: path, reason: "a value is too large")
            case _ where error.needsRollback: .needsRollback(path: path)
            case SQLITE_BUSY, SQLITE_LOCKED: .inUse(path: path)
            default: .failed(path: path, reason: reason)
            }
    }
}
