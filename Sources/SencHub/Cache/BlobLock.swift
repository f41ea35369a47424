internal import SencFiles

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The right to write a blob, for as long as the object lives: no other process has it meanwhile.
final class BlobLock {
    private let descriptor: Int32

    /// - Parameter wait: called before waiting for another process.
    init(path: String, wait: () -> Void) throws(FileError) {
        try Directory.make(Path.parent(of: path) ?? ".")
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .writing(path) }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
        wait()
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw .writing(path) }
        }
    }

    deinit { close(descriptor) }
}
