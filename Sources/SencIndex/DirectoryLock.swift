internal import SencFiles

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The right to write in a directory, for as long as the object lives: no other process has it
/// meanwhile.
final class DirectoryLock {
    private let descriptor: Int32

    /// - Throws: `IndexError.inUse` if another process has it, `FileError` if there is no directory.
    init(path: String) throws {
        descriptor = open(FileName(path).cString, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError.reading(path) }
        guard try FileLock.take(descriptor, path: path) else { throw IndexError.inUse(path: path) }
    }

    deinit { if descriptor >= 0 { FileLock.release(descriptor) } }
}
