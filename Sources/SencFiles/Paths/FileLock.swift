#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The right to an open file or directory among all processes (flock).
package enum FileLock {
    /// - Parameter waiting: whether to wait for whoever has it.
    /// - Returns: whether it was got.
    /// - Throws: `FileError` if the file system has no locks.
    package static func take(
        _ descriptor: Int32, waiting: Bool = false, path: String
    ) throws(FileError) -> Bool {
        while flock(descriptor, LOCK_EX | (waiting ? 0 : LOCK_NB)) != 0 {
            if errno == EWOULDBLOCK { return false }
            guard errno == EINTR else { throw .writing(path) }
        }
        return true
    }

    /// Gives the lock back and closes the descriptor. Closing alone would not do: a process that
    /// was started meanwhile has a copy of the descriptor until it becomes another program, and the
    /// lock lasts as long as a copy does.
    package static func release(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
