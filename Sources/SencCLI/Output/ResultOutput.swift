import SencFiles

/// Where a command's results go, all of them at once: a file, which appears whole, or standard
/// output.
struct ResultOutput {
    private let path: String?

    init(_ path: String?) {
        self.path = path
    }

    func write(_ bytes: [UInt8]) throws {
        guard let path else {
            let output = Terminal.standardOutput()
            try output.write(bytes)
            return try output.flush()
        }
        let file = try OutputFile(path: path)
        try file.write(bytes)
        try file.commit()
    }
}
