internal import GRDB
package import SencFiles

/// Why an index cannot be read or written. What it held before is still there.
package enum IndexError: Diagnostic, Equatable {
    /// A directory that has something else in it, or no directory.
    case notAnIndex(path: String)
    /// Written by a later version of senc.
    case unknownVersion(Int, path: String)
    /// What its files say contradicts itself.
    case damaged(path: String, reason: String)
    /// Another process is writing it.
    case inUse(path: String)
    case failed(path: String, reason: String)
    /// Nothing below this path is in the index.
    case notIndexed(String, path: String)

    package var description: String {
        switch self {
        case .notAnIndex(let path): "not an index; senc index build makes one (\(path))"
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
        case .notAnIndex, .unknownVersion, .damaged: .badData
        case .notIndexed: .noInput
        case .inUse, .failed: .ioFailure
        }
    }

    /// What SQLite says of a database.
    init(_ error: DatabaseError, path: String) {
        let reason = (error.message ?? "\(error.resultCode)").onOneLine()
        self =
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_CONSTRAINT,
                .SQLITE_MISMATCH:
                .damaged(path: path, reason: reason)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .inUse(path: path)
            default: .failed(path: path, reason: reason)
            }
    }
}
