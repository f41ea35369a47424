#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The operating system refused a file.
public enum FileError: Diagnostic, Equatable {
    case notFound(path: String)
    case notReadable(path: String, reason: String)
    case notWritable(path: String, reason: String)
    /// A directory, socket or device where a regular file is needed.
    case notRegular(path: String)
    /// Another process is writing the file.
    case inUse(path: String)
    /// What an earlier writer left cannot be gone on with.
    case notResumable(path: String, reason: String)

    public var description: String {
        switch self {
        case .notFound(let path): "no such file (\(path))"
        case .notReadable(let path, let reason): "cannot read: \(reason) (\(path))"
        case .notWritable(let path, let reason): "cannot write: \(reason) (\(path))"
        case .notRegular(let path): "not a regular file (\(path))"
        case .inUse(let path): "another process is writing this file (\(path))"
        case .notResumable(let path, let reason): "cannot resume: \(reason) (\(path))"
        }
    }

    public var status: ExitStatus {
        switch self {
        case .notFound, .notReadable, .notRegular: .noInput
        case .notWritable, .inUse: .ioFailure
        case .notResumable: .badData
        }
    }

    /// The error for a failed read of `path`, from `errno`.
    package static func reading(_ path: String) -> FileError {
        errno == ENOENT || errno == ENOTDIR
            ? .notFound(path: path)
            : .notReadable(path: path, reason: String(cString: strerror(errno)))
    }

    /// The error for a failed write of `path`, from `errno`.
    package static func writing(_ path: String) -> FileError {
        .notWritable(path: path, reason: String(cString: strerror(errno)))
    }
}
