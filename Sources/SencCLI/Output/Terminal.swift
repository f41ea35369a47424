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
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Prints one line under the program's name.
    static func report(_ text: String) {
        write("senc: " + text + "\n")
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
