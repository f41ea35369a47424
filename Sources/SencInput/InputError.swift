package import SencFiles

/// Why an input cannot be read to its end.
package enum InputError: Diagnostic, Equatable {
    /// The operating system refused the file.
    case file(FileError)
    /// The reader was asked to stop while it waited for more.
    case stopped(path: String)
    /// A gzip file ends inside a member.
    case truncatedGzip(path: String)
    /// A gzip file breaks its format or fails its checksum; the reason is zlib's.
    case corruptGzip(path: String, reason: String)
    case format(FormatFault, path: String)
    /// `line` is counted from 1.
    case record(RecordFault, path: String, line: Int)

    package var description: String {
        switch self {
        case .file(let error): error.description
        case .stopped(let path): "reading was stopped (\(path))"
        case .truncatedGzip(let path): "the gzip file ends too early (\(path))"
        case .corruptGzip(let path, let reason): "not a valid gzip file: \(reason) (\(path))"
        case .format(let fault, let path): "\(fault) (\(path))"
        case .record(let fault, let path, let line): "\(fault) (\(path), line \(line))"
        }
    }

    package var status: ExitStatus {
        switch self {
        case .file(let error): error.status
        case .stopped: .interrupted
        case .truncatedGzip, .corruptGzip, .record: .badData
        case .format: .usage
        }
    }
}
