internal import SencFiles

/// The right to write a blob, for as long as the object lives: no other process has it meanwhile.
final class BlobLock {
    private let descriptor: Int32

    /// - Parameter wait: called before waiting for another process.
    init(path: String, wait: () -> Void) throws(FileError) {
        try Directory.make(Path.parent(of: path) ?? ".")
        descriptor = try RegularFile.openForWriting(path, creating: true)
        if try FileLock.take(descriptor, path: path) { return }
        wait()
        _ = try FileLock.take(descriptor, waiting: true, path: path)
    }

    deinit { FileLock.release(descriptor) }
}
