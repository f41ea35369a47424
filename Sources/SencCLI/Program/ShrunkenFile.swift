import SencFiles
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that another process cuts while it is mapped: what is gone cannot be read any more, which
/// the system tells by SIGBUS. The program ends with one line that names the file.
enum ShrunkenFile {
    private static let isTold = Atomic(false)

    /// Nothing in the handler may allocate, lock or be initialized.
    static func watch() {
        MappedRanges.prepare()
        isTold.store(false, ordering: .relaxed)
        var action = sigaction()
        action.sa_flags = Int32(SA_SIGINFO)
        let handler:
            @convention(c) (
                Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?
            ) -> Void = { _, information, _ in
                ShrunkenFile.end(at: information.map { address(of: $0) } ?? 0)
            }
        #if canImport(Glibc)
        action.__sigaction_handler.sa_sigaction = handler
        #elseif canImport(Musl)
        action.__sa_handler.sa_sigaction = handler
        #else
        action.__sigaction_u.__sa_sigaction = handler
        #endif
        sigaction(SIGBUS, &action, nil)
    }

    private static func end(at address: UInt) {
        let (isMapped, path) = MappedRanges.file(at: address)
        guard isMapped else {
            // Some other fault, which is to end the process as it would have.
            signal(SIGBUS, SIG_DFL)
            raise(SIGBUS)
            return
        }
        if isTold.exchange(true, ordering: .relaxed) {
            // Another thread is ending the process.
            while true { pause() }
        }
        write("senc: error: a file changed while it was read")
        if let path {
            write(" (")
            _ = systemWrite(STDERR_FILENO, path, strlen(path))
            write(")")
        }
        write("\n")
        _exit(ExitStatus.ioFailure.rawValue)
    }

    private static func write(_ text: StaticString) {
        _ = systemWrite(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }
}

/// Where the fault was.
private func address(of information: UnsafeMutablePointer<siginfo_t>) -> UInt {
    #if canImport(Glibc)
    UInt(bitPattern: information.pointee._sifields._sigfault.si_addr)
    #elseif canImport(Musl)
    UInt(bitPattern: information.pointee.__si_fields.__sigfault.si_addr)
    #else
    UInt(bitPattern: information.pointee.si_addr)
    #endif
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
