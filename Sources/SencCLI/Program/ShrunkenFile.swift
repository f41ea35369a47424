import SencFiles
import Synchronization

/// A file that another process cuts while it is mapped: what is gone cannot be read any more, which
/// the system tells by SIGBUS. The program ends with one line that names the file.
enum ShrunkenFile {
    private static let isTold = Atomic(false)

    /// Nothing in the handler may allocate, lock or be initialized.
    static func watch() {
        MappedRanges.prepare()
        isTold.store(false, ordering: .relaxed)
        Signals.handleMissingMemory { ShrunkenFile.end(at: $0) }
    }

    private static func end(at address: UInt) {
        let (isMapped, path) = MappedRanges.file(at: address)
        guard isMapped else {
            // Some other fault, which is to end the process as it would have.
            Signals.failForMissingMemory()
            return
        }
        if isTold.exchange(true, ordering: .relaxed) {
            // Another thread is ending the process.
            Signals.waitForEnd()
        }
        Signals.write("senc: error: a file changed while it was read")
        if let path {
            Signals.write(" (")
            Signals.write(cString: path)
            Signals.write(")")
        }
        Signals.write("\n")
        Signals.exit(.ioFailure)
    }
}
