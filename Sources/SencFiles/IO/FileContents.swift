/// Reading whole files that have a limit into memory, where they can neither shrink nor change.
package enum FileContents {
    /// A regular file's bytes.
    /// - Parameter limit: the most bytes. A file is refused by its size, before any is read.
    /// - Throws: `FileError`, `.tooLarge` over the limit.
    package static func bytes(of path: String, limit: Int) throws(FileError) -> [UInt8] {
        let descriptor = try RegularFile.open(path)
        defer { descriptor.close() }
        guard let size = FileStatus(descriptor)?.size else { throw .reading(path) }
        guard size <= limit else { throw .tooLarge(path: path, bytes: size, limit: limit) }
        // It may have become shorter.
        guard let bytes = descriptor.bytes(size) else { throw .reading(path) }
        return bytes
    }
}

extension JSON {
    /// The JSON document in a file.
    /// - Parameter limit: the most bytes; a larger file is refused before any of it is read.
    /// - Throws: `FileError`, `JSONFileError`.
    package init(path: String, limit: Int = maximumConfigurationBytes) throws {
        let bytes = try FileContents.bytes(parsing: path, limit: limit)
        do {
            try self.init(parsing: bytes)
        } catch {
            throw JSONFileError(path: path, reason: error)
        }
    }
}
