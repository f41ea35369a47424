import SencFiles

/// The command line asks for something that makes no sense.
struct UsageError: Diagnostic {
    let description: String
    let status = ExitStatus.usage

    init(_ description: String) {
        self.description = description
    }
}
