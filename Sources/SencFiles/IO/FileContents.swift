#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reading whole files that have a limit into memory, where they can neither shrink nor change.
package enum FileContents {
    /// A regular file's bytes.
    /// - Parameter limit: the most bytes. A file is refused by its size, before any is read.
    /// - Throws: `FileError`, `.tooLarge` over the limit.
    package static func bytes(of path: String, limit: Int) throws(FileError) -> [UInt8] {
        // Without O_NONBLOCK, opening a named pipe waits for a writer.
        let descriptor = open(FileName(path).cString, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .reading(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .reading(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
        let size = Int(status.st_size)
        guard size <= limit else { throw .tooLarge(path: path, bytes: size, limit: limit) }
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let place = buffer.baseAddress.map { $0 + count }
                let taken = read(descriptor, place, size - count)
                if taken < 0, errno == EINTR { continue }
                if taken < 0 { failure = .reading(path) }
                // The file may have become shorter.
                if taken <= 0 { break }
                count += taken
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
