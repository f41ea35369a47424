#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Descriptor {
    /// Takes the standard descriptors that the program was started without, lest the next file
    /// opened becomes one of them and messages are written into it. Using one stays an error.
    package static func claimStandard() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(number, F_GETFD) < 0 {
            _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    package var isTerminal: Bool { isatty(number) == 1 }

    /// A terminal's width in characters; `nil` if it does not say.
    package var columns: Int? {
        var size = winsize()
        guard ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
