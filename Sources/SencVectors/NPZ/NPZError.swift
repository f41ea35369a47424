public import SencFiles

/// Why a file cannot be used as an `.npz` archive of arrays.
public enum NPZError: Diagnostic, Equatable {
    /// The operating system refused the file.
    case file(FileError)
    /// What stands in the archive is at fault.
    case archive(NPZFault, path: String)
    /// What one of the arrays is.
    case array(NPYError)

    public var message: Message {
        switch self {
        case .file(let error): error.message
        case .archive(let fault, let path): "not a usable .npz file: \(fault) (\(path))"
        case .array(let error): error.message
        }
    }

    public var status: ExitStatus {
        switch self {
        case .file(let error): error.status
        case .archive: .badData
        case .array(let error): error.status
        }
    }
}
