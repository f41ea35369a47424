import SencFiles

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Standard error: what the user is told beside the results.
enum Terminal {
    /// Takes the standard descriptors that the program was started without, lest the next file
    /// opened becomes one of them and messages are written into it. Using one stays an error.
    static func claimStandardDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Whether what is written can be drawn over.
    static var isInteractive: Bool {
        isatty(STDERR_FILENO) == 1 && Path.environment("TERM") != "dumb"
    }

    /// Whether something is there to be read on standard input that nobody types: a pipe, a socket,
    /// or a file with bytes left.
    static var hasInput: Bool {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0 else { return false }
        switch status.st_mode & S_IFMT {
        case S_IFIFO, S_IFSOCK: return true
        case S_IFREG: return lseek(STDIN_FILENO, 0, SEEK_CUR) < status.st_size
        default: return false
        }
    }

    /// Says of texts that are names of files that those were not read.
    static func hintAtFiles(named texts: [String], option: String) {
        for text in texts where Path.kind(of: text) == .file {
            report(
                "hint: \(text.quoted()) is a file's name, taken as a text; \(option) reads files")
        }
    }

    static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Whether results are for eyes.
    static var showsResults: Bool { isatty(STDOUT_FILENO) == 1 }

    /// A text of a file as it goes to standard output: as it is to a file or a pipe, and on one
    /// line with control characters escaped to a terminal, which would obey them.
    static func shown(_ text: String) -> String {
        showsResults ? text.onOneLine() : text
    }

    /// Prints one line under the program's name.
    static func report(_ text: String) {
        write("senc: " + text.onOneLine() + "\n")
    }

    /// Shows a passing line on a terminal, in place of the one before; none for an empty text.
    static func show(_ text: String) {
        if isInteractive { write("\r\u{1B}[K" + String(text.onOneLine().prefix(columns - 1))) }
    }

    /// A failure to write to standard error has nowhere to be told.
    static func write(_ text: String) {
        let stream = DescriptorStream(STDERR_FILENO, name: "standard error")
        try? stream.write(text)
        try? stream.flush()
    }

    static func standardOutput() -> DescriptorStream {
        DescriptorStream(STDOUT_FILENO, name: "standard output")
    }
}
