package import SencFiles

/// Why a file cannot be used as a FAISS index.
package enum FAISSError: Diagnostic, Equatable {
    /// The operating system refused the file.
    case file(FileError)
    /// What stands in the file is at fault.
    case content(FAISSFault, path: String)

    package var message: Message {
        switch self {
        case .file(let error): error.message
        case .content(let fault, let path): "not a usable FAISS index: \(fault) (\(path))"
        }
    }

    package var status: ExitStatus {
        switch self {
        case .file(let error): error.status
        case .content: .badData
        }
    }
}
