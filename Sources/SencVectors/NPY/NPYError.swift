public import SencFiles

/// Why a file cannot be used as a `.npy` matrix.
public enum NPYError: Diagnostic, Equatable {
    /// The operating system refused the file.
    case file(FileError)
    /// What stands in the file is at fault.
    case header(NPYFault, path: String)

    public var message: Message {
        switch self {
        case .file(let error): error.message
        case .header(let fault, let path): "not a usable .npy file: \(fault) (\(path))"
        }
    }

    public var status: ExitStatus {
        switch self {
        case .file(let error): error.status
        case .header: .badData
        }
    }
}
