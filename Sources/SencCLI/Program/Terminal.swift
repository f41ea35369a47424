import SencFiles
import SencInput

/// Standard error: what the user is told beside the results.
enum Terminal {
    /// Whether what is written can be drawn over.
    static var isInteractive: Bool {
        Descriptor.standardError.isTerminal && Environment.value("TERM") != "dumb"
    }

    /// Whether something is there to be read on standard input that nobody types: a pipe, a socket,
    /// or a file with bytes left.
    static var hasInput: Bool {
        let input = Descriptor.standardInput
        guard let status = FileStatus(input) else { return false }
        return switch status.kind {
        case .pipe, .socket: true
        case .regular: input.position ?? -1 < status.size
        case .directory, .link, .device: false
        }
    }

    /// Says of texts that are names of files that those were not read.
    static func hintAtFiles(named texts: [String], option: String) {
        for text in texts where Path.kind(of: text) == .file {
            report(
                "hint: \(text.quoted()) is a file's name, taken as a text; \(option) reads files")
        }
    }

    /// Says in which encoding a file was read that nothing names.
    static func reportEncoding(_ encoding: TextEncoding, of path: String) {
        report(
            """
            read as \(encoding.name), since it is not UTF-8; --encoding says otherwise (\(path))
            """)
    }

    /// Says how much of a file was not of its encoding.
    static func reportReplacements(_ count: Int, isUTF8: Bool = false, of path: String) {
        switch (count, isUTF8) {
        case (1, true): report("warning: 1 ill-formed UTF-8 sequence was replaced (\(path))")
        case (_, true):
            report("warning: \(count) ill-formed UTF-8 sequences were replaced (\(path))")
        case (1, false): report("warning: 1 ill-formed sequence was replaced (\(path))")
        case (_, false): report("warning: \(count) ill-formed sequences were replaced (\(path))")
        }
    }

    static var columns: Int { Descriptor.standardError.columns ?? 80 }

    /// Whether results are for eyes.
    static var showsResults: Bool { Descriptor.standardOutput.isTerminal }

    /// How wide the terminal is that results go to.
    static var resultColumns: Int { Descriptor.standardOutput.columns ?? 80 }

    /// A text of a file as it goes to standard output: as it is to a file or a pipe, and on one
    /// line with control characters escaped to a terminal, which would obey them.
    static func shown(_ text: String) -> String {
        showsResults ? text.onOneLine() : text
    }

    /// A report as it goes to standard output: in the user's language to a terminal, and the same in
    /// all languages to a file or a pipe.
    static func shown(_ message: Message) -> String {
        showsResults ? message.localized : message.description
    }

    /// Prints one line under the program's name, in the user's language.
    static func report(_ message: Message) {
        write("senc: " + message.localized.onOneLine() + "\n")
    }

    /// Brings the cursor to the start of its line, and clears that.
    static let clearLine = "\r\u{1B}[K"

    /// Shows a passing line on a terminal, in place of the one before; none for an empty text.
    static func show(_ text: String) {
        guard isInteractive else { return }
        if !text.isEmpty { Interruption.clearLineAtEnd() }
        write(clearLine + text.onOneLine().fitted(to: columns - 1))
    }

    /// A failure to write to standard error has nowhere to be told.
    static func write(_ text: String) {
        let stream = DescriptorStream(.standardError, name: "standard error")
        try? stream.write(text)
        try? stream.flush()
    }

    static func standardOutput() -> DescriptorStream {
        DescriptorStream(.standardOutput, name: "standard output")
    }
}
