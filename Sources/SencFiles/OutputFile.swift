#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that appears whole under its name or not at all: it is written beside it, then renamed.
///
/// A name that stands for a device or a pipe is written to directly.
package final class OutputFile: OutputStream {
    private let path: String
    /// Where the bytes go until `commit`; `path` itself for a device.
    private let partialPath: String
    private let descriptor: Int32
    private let stream: DescriptorStream
    private var isCommitted = false

    package init(path: String) throws(FileError) {
        let kind = Path.kind(of: path)
        if kind == .directory { throw .notRegular(path: path) }
        let isDirect = kind == .other
        self.path = path
        partialPath = isDirect ? path : path + ".partial-\(getpid())"
        let flags = isDirect ? O_WRONLY : O_WRONLY | O_CREAT | O_TRUNC
        descriptor = open(partialPath, flags | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .writing(path) }
        stream = DescriptorStream(descriptor, name: path)
    }

    deinit {
        close(descriptor)
        if !isCommitted, partialPath != path { unlink(partialPath) }
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
        if partialPath != path {
            guard fsync(descriptor) == 0, rename(partialPath, path) == 0 else {
                throw .writing(path)
            }
        }
        isCommitted = true
    }
}
