#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that appears whole under its name or not at all: it is written beside it, then renamed.
///
/// A name that stands for a device or a pipe is written to directly. A link stays: what it points
/// to is replaced.
package final class OutputFile: OutputStream {
    /// The file's name as given, for errors.
    private let path: String
    private let finalPath: String
    /// Where the bytes go until `commit`; `finalPath` itself for a device.
    private let partialPath: String
    private let descriptor: Int32
    private let stream: DescriptorStream
    private var isCommitted = false

    package init(path: String) throws(FileError) {
        let kind = Path.kind(of: path)
        if kind == .directory {
            throw .notWritable(path: path, reason: String(cString: strerror(EISDIR)))
        }
        let isDirect = kind == .other
        self.path = path
        finalPath = Path.resolved(path) ?? path
        partialPath = isDirect ? finalPath : finalPath + ".partial-\(getpid())"
        let flags = isDirect ? O_WRONLY : O_WRONLY | O_CREAT | O_TRUNC
        descriptor = open(partialPath, flags | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .writing(path) }
        stream = DescriptorStream(descriptor, name: path)
    }

    deinit {
        close(descriptor)
        if !isCommitted, partialPath != finalPath { unlink(partialPath) }
    }

    package func write(_ bytes: some Sequence<UInt8>) throws(FileError) {
        try stream.write(bytes)
    }

    package func flush() throws(FileError) {
        try stream.flush()
    }

    /// Replaces the bytes at the start of the file.
    package func overwriteStart(with bytes: [UInt8]) throws(FileError) {
        try flush()
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw .writing(path)
        }
    }

    /// Makes the file appear under its name, all of it on the disk.
    package func commit() throws(FileError) {
        try flush()
        if partialPath != finalPath {
            guard fsync(descriptor) == 0, rename(partialPath, finalPath) == 0 else {
                throw .writing(path)
            }
        }
        isCommitted = true
    }
}
