/// The operating system refused a file.
public enum FileError: Diagnostic, Equatable {
    /// There is nothing of that name.
    case notFound(path: String)
    /// A link to what is not there.
    case brokenLink(path: String, target: String)
    /// What a download or a checkout left in place of the file.
    case impostor(path: String, problem: Message)
    /// A file without a byte where there must be some.
    case empty(path: String)
    /// `reason` is the system's.
    case notReadable(path: String, reason: Message)
    /// `reason` is the system's.
    case notWritable(path: String, reason: Message)
    /// A directory where texts or vectors of one file are read.
    case directory(path: String)
    /// A directory, socket or device where a regular file is needed.
    case notRegular(path: String)
    /// More bytes than a file of its kind may have.
    case tooLarge(path: String, bytes: Int, limit: Int)
    /// Another process is writing the file.
    case inUse(path: String)
    /// What has the name is not written to, since another file would change.
    case refused(path: String, reason: Message)
    /// A directory to be written that has something in it already.
    case notEmpty(path: String)
    /// What an earlier writer left cannot be resumed.
    case notResumable(path: String, reason: Message)

    public var message: Message {
        switch self {
        case .notFound(let path): "no such file (\(path))"
        case .brokenLink(let path, let target):
            "is a link to \(target.onOneLine()), which is not there (\(path))"
        case .impostor(let path, let problem): "\(problem) (\(path))"
        case .empty(let path): "the file is empty: its download or copy went wrong (\(path))"
        case .notReadable(let path, let reason): "cannot read: \(reason) (\(path))"
        case .notWritable(let path, let reason): "cannot write: \(reason) (\(path))"
        case .directory(let path):
            """
            a directory, where a file is needed; 'senc search' and 'senc index' read directories \
            (\(path))
            """
        case .notRegular(let path): "not a regular file (\(path))"
        case .tooLarge(let path, let bytes, let limit):
            "a file of \(bytes) bytes is over the limit of \(limit) (\(path))"
        case .inUse(let path): "another process is writing this file (\(path))"
        case .refused(let path, let reason):
            "cannot write: \(reason), so that another file would be changed; remove it (\(path))"
        case .notEmpty(let path):
            "the directory is not empty; name another, or one that is not there yet (\(path))"
        case .notResumable(let path, let reason): "cannot resume: \(reason) (\(path))"
        }
    }

    public var status: ExitStatus {
        switch self {
        case .notFound, .brokenLink, .notReadable, .notRegular, .directory: .noInput
        case .notWritable, .inUse, .refused, .notEmpty: .ioFailure
        case .notResumable, .impostor, .empty, .tooLarge: .badData
        }
    }

    /// What is there and may not be looked at; `nil` for what is not there.
    package var unreadablePath: String? {
        if case .notReadable(let path, _) = self { path } else { nil }
    }

    /// The error for a failed read of `path`, from `SystemError.last`.
    package static func reading(_ path: String) -> FileError {
        let error = SystemError.last
        guard error.isNowhere else { return .notReadable(path: path, reason: error.reason) }
        guard let link = Path.brokenLink(in: path) else { return .notFound(path: path) }
        return .brokenLink(path: link.path, target: link.target)
    }

    /// The error for a failed write of `path`, from `SystemError.last`.
    package static func writing(_ path: String) -> FileError {
        .notWritable(path: path, reason: SystemError.last.reason)
    }
}
