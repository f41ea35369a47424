private import Synchronization

/// A file for what memory has no room for. Its name is removed as soon as it is made, so that it is
/// gone when the object or the process ends, however that comes.
package final class TemporaryFile: Sendable {
    /// Names that are tried, should others stand there.
    private static let maximumAttempts = 1000

    /// The directory, for errors.
    private let path: String
    private let descriptor: Descriptor
    private let end = Mutex(0)

    /// - Throws: `FileError.notWritable` if it cannot be made there.
    package init(in directory: String) throws(FileError) {
        path = directory
        for attempt in 0..<Self.maximumAttempts {
            let name = Path.join(directory, "senc-\(attempt)\(OutputFile.partialSuffix)")
            guard
                let opened = Descriptor(
                    opening: FileName(name).cString, [.updating, .new, .notFollowing],
                    permissions: 0o600)
            else {
                if SystemError.last.isThere { continue }
                throw .writing(directory)
            }
            descriptor = opened
            Path.remove(name)
            return
        }
        throw .writing(directory)
    }

    deinit { descriptor.close() }

    /// Adds bytes at the end.
    /// - Returns: where they begin.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) -> Int {
        try end.withLock { end throws(FileError) in
            let start = end
            guard descriptor.write(bytes, at: start) else { throw .writing(path) }
            end += bytes.count
            return start
        }
    }

    /// Fills a buffer with the bytes from a place on.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(FileError) {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            guard let count = descriptor.read(into: rest, at: offset + filled), count > 0 else {
                throw .reading(path)
            }
            filled += count
        }
    }
}
