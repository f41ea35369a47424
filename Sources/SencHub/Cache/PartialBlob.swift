internal import SencFiles

/// A blob that is being fetched, beside its final name until it is whole and its hash is right.
/// What is there of it stays if the process ends.
final class PartialBlob {
    static let suffix = ".incomplete"
    private static let readSize = 1 << 20

    private let path: String
    private let partialPath: String
    private let file: HubFile
    private let descriptor: Descriptor
    private var hash: RunningHash
    /// Bytes that are there, all of them hashed.
    private(set) var count = 0

    /// Goes on with what an earlier process left. Only for the holder of the blob's lock.
    /// - Throws: `FileError`, `HubError` if the system does not hash.
    init(path: String, for file: HubFile) throws {
        self.path = path
        self.file = file
        partialPath = path + Self.suffix
        hash = try file.hash.running(size: file.size)
        try Directory.makeAll(Path.parent(of: path) ?? ".")
        descriptor = try RegularFile.openForWriting(partialPath, creating: true)
        try hashWhatIsThere()
        if count > file.size { try restart() }
    }

    deinit { descriptor.close() }

    private func hashWhatIsThere() throws {
        var buffer = [UInt8](repeating: 0, count: Self.readSize)
        while count <= file.size {
            guard let got = buffer.withUnsafeMutableBytes({ descriptor.read(into: $0) }) else {
                throw FileError.reading(partialPath)
            }
            guard got > 0 else { return }
            try buffer.withUnsafeBytes {
                try hash.update(UnsafeRawBufferPointer(rebasing: $0[..<got]))
            }
            count += got
        }
    }

    /// Forgets what is there.
    func restart() throws {
        guard descriptor.truncate(to: 0), descriptor.seek(to: 0) else {
            throw FileError.writing(partialPath)
        }
        hash = try file.hash.running(size: file.size)
        count = 0
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard descriptor.write(bytes) else { throw FileError.writing(partialPath) }
        try hash.update(bytes)
        count += bytes.count
    }

    /// Gives the blob its name if it is what it should be.
    /// - Throws: `HubError.wrongHash`, `FileError`.
    func commit() throws {
        let digits = try hash.digits()
        guard digits == file.hash.digits else {
            throw HubError.wrongHash(digits, expected: file.hash.digits, file: file.name)
        }
        guard descriptor.synchronize(), Path.rename(partialPath, to: path) else {
            throw FileError.writing(path)
        }
    }

    func remove() { Path.remove(partialPath) }
}
