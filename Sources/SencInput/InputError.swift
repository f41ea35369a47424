package import SencFiles

/// Why an input cannot be read to its end.
package enum InputError: Diagnostic, Equatable {
    /// The operating system refused the file.
    case file(FileError)
    /// The reader was asked to stop while it waited for more.
    case stopped(path: String)
    /// The file was cut or written anew while it was read.
    case changed(path: String)
    /// A gzip file ends inside a member.
    case truncatedGzip(path: String)
    /// A gzip file breaks its format or fails its checksum; the reason is zlib's.
    case corruptGzip(path: String, reason: Message)
    /// A compressed file ends too early.
    case truncated(Compression, path: String)
    /// A compressed file breaks its format or fails its checksum; the reason is the library's.
    case corrupt(Compression, path: String, reason: Message)
    /// The library that reads a compressed file cannot be loaded.
    case noLibrary(Compression, path: String)
    /// The system does not convert an encoding that a byte order mark or the caller names.
    case noConverter(encoding: String, path: String)
    /// A file of some kind, named with its article, where a text is needed.
    case notText(Message, path: String)
    /// JSON that is one value, where each line is to be a record.
    case json(isArray: Bool, path: String)
    case document(DocumentFault, path: String)
    case format(FormatFault, path: String)
    /// `line` is counted from 1.
    case record(RecordFault, path: String, line: Int)

    package var message: Message {
        switch self {
        case .file(let error): error.message
        case .stopped(let path): "reading was stopped (\(path))"
        case .changed(let path):
            "the file was changed while it was read; read it again when it is whole (\(path))"
        case .truncatedGzip(let path): "the gzip file ends too early (\(path))"
        case .corruptGzip(let path, let reason): "not a valid gzip file: \(reason) (\(path))"
        case .truncated(let kind, let path): "the \(kind.rawValue) file ends too early (\(path))"
        case .corrupt(let kind, let path, let reason):
            "not a valid \(kind.rawValue) file: \(reason) (\(path))"
        case .noLibrary(let kind, let path):
            """
            \(kind.rawValue) files are read with the system's \(kind.library), which cannot be \
            loaded; install it, or decompress the file (\(path))
            """
        case .noConverter(let encoding, let path):
            "the system's iconv does not read \(encoding); convert the file to UTF-8 (\(path))"
        case .notText(let kind, let path): "not text but \(kind) (\(path))"
        case .json(let isArray, let path):
            isArray
                ? """
                an array of JSON and not JSON Lines; \(JSONShape.linesCommand(isArray: true, path: path)) \
                makes a line of each element, --input-format lines takes its lines as they are \
                (\(path))
                """
                : """
                JSON over several lines and not JSON Lines; \
                \(JSONShape.linesCommand(isArray: false, path: path)) makes a line of each value, \
                --input-format lines takes its lines as they are (\(path))
                """
        case .document(let fault, let path): "\(fault) (\(path))"
        case .format(let fault, let path): "\(fault) (\(path))"
        case .record(let fault, let path, let line): "\(fault) (\(path), line \(line))"
        }
    }

    package var status: ExitStatus {
        switch self {
        case .file(let error): error.status
        case .stopped: .interrupted
        case .changed: .ioFailure
        case .truncatedGzip, .corruptGzip, .truncated, .corrupt, .notText, .json,
            .record:
            .badData
        case .noLibrary, .noConverter: .noInput
        case .document(let fault, _): fault.status
        case .format: .usage
        }
    }
}
