/// The right to an open file or directory among all processes (flock), for as long as the object
/// lives.
package final class FileLock {
    private let descriptor: Descriptor

    /// - Returns: `nil` if another process has the right to the directory.
    /// - Throws: `FileError` if there is no directory, or the file system has no locks.
    package init?(directory path: String) throws(FileError) {
        guard let descriptor = Descriptor(opening: FileName(path).cString, .directory) else {
            throw .reading(path)
        }
        self.descriptor = descriptor
        guard try Self.take(descriptor, path: path) else { return nil }
    }

    /// Makes the file if it is not there.
    /// - Parameter wait: called before waiting for another process.
    package init(file path: String, wait: () -> Void) throws(FileError) {
        try Directory.makeAll(Path.parent(of: path) ?? ".")
        descriptor = try RegularFile.openForWriting(path, creating: true)
        if try Self.take(descriptor, path: path) { return }
        wait()
        _ = try Self.take(descriptor, waiting: true, path: path)
    }

    deinit { Self.release(descriptor) }

    /// - Parameter waiting: whether to wait for whoever has it.
    /// - Returns: whether it was got.
    /// - Throws: `FileError` if the file system has no locks.
    static func take(
        _ descriptor: Descriptor, waiting: Bool = false, path: String
    ) throws(FileError) -> Bool {
        guard let isTaken = descriptor.lock(waiting: waiting) else { throw .writing(path) }
        return isTaken
    }

    /// Gives the lock back and closes the descriptor. Closing alone would not do: a process that
    /// was started meanwhile has a copy of the descriptor until it becomes another program, and the
    /// lock lasts as long as a copy does.
    static func release(_ descriptor: Descriptor) {
        descriptor.unlock()
        descriptor.close()
    }
}
