#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a program does when the system signals something.
package enum Signals {
    /// Has a write over the limit on the sizes of files fail like any other, and one to a pipe that
    /// nobody reads end the process, also if who started it ignores the signal.
    package static func prepareForWriting() {
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_DFL)
    }

    /// Has an interrupt from the terminal or a polite kill call a function, which gets the signal's
    /// number; a parent may have left them blocked.
    /// - Parameter unlessIgnored: whether one that the parent has the process ignore still is.
    package static func handleInterruptions(
        unlessIgnored: Bool = false, _ handler: @escaping @convention(c) (Int32) -> Void
    ) {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        for number in [SIGINT, SIGTERM] {
            var earlier = sigaction()
            if unlessIgnored, sigaction(number, nil, &earlier) == 0, isIgnored(earlier) { continue }
            signal(number, handler)
        }
    }

    /// A text for a handler to write, which is there to the end.
    package static func lasting(_ text: String) -> UnsafeMutablePointer<CChar>? { strdup(text) }

    /// Has a signal do what it does of itself, the next time.
    package static func restoreDefault(_ number: Int32) { signal(number, SIG_DFL) }

    nonisolated(unsafe) private static var missingMemoryHandler: (@convention(c) (UInt) -> Void)?

    /// Has a touch of mapped memory that is no longer there (SIGBUS) call a function, which gets the
    /// address. Nothing in it may allocate, lock or be initialized.
    package static func handleMissingMemory(_ handler: @escaping @convention(c) (UInt) -> Void) {
        missingMemoryHandler = handler
        var action = sigaction()
        action.sa_flags = Int32(SA_SIGINFO)
        let handler:
            @convention(c) (
                Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?
            ) -> Void = { _, information, _ in
                Signals.missingMemoryHandler?(information.map { address(of: $0) } ?? 0)
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

    // MARK: - In a handler

    /// Ends the process as the signal of missing memory does of itself.
    package static func failForMissingMemory() {
        signal(SIGBUS, SIG_DFL)
        raise(SIGBUS)
    }

    /// Ends the process as a signal does of itself, once its handler is over.
    package static func end(by number: Int32) {
        signal(number, SIG_DFL)
        raise(number)
    }

    package static func write(_ text: StaticString) {
        _ = systemWrite(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }

    package static func write(cString text: UnsafePointer<CChar>) {
        _ = systemWrite(STDERR_FILENO, text, strlen(text))
    }

    /// Ends the process at once.
    package static func exit(_ status: ExitStatus) -> Never { _exit(status.rawValue) }

    /// Waits for another thread to end the process.
    package static func waitForEnd() -> Never {
        while true { pause() }
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

private func isIgnored(_ action: sigaction) -> Bool {
    #if canImport(Glibc)
    let handler = action.__sigaction_handler.sa_handler
    #elseif canImport(Musl)
    let handler = action.__sa_handler.sa_handler
    #else
    let handler = action.__sigaction_u.__sa_handler
    #endif
    // Functions cannot be compared.
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
