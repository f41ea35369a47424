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
    /// What is added to a file's name while it is being written.
    package static let partialSuffix = ".partial"

    /// The file's name as given, for errors.
    private let path: String
    private let finalPath: String
    /// Where the bytes go until `commit`; `finalPath` itself for a device.
    private let partialPath: String
    private let descriptor: Int32
    private let stream: DescriptorStream
    private var isCommitted = false

    /// Bytes in the file, those before a resumption included.
    package private(set) var count: Int
    /// Whether a file that is not committed is left under its partial name, to be resumed.
    package var keepsPartial = false
    /// Whether the file can be gone on with later: it is no device or pipe.
    package var isResumable: Bool { partialPath != finalPath }

    /// Whether `overwriteStart` can be done: it is no pipe or terminal.
    package var isSeekable: Bool { lseek(descriptor, 0, SEEK_CUR) >= 0 }

    /// - Parameter resumingAt: go on with the partial file that an earlier writer kept, after so
    ///   many bytes of it; the rest is dropped.
    /// - Throws: `FileError.inUse` if another process writes the same file, and
    ///   `FileError.notResumable` if the partial file is not there or too short.
    package init(path: String, resumingAt start: Int? = nil) throws(FileError) {
        let kind = Path.kind(of: path)
        if kind == .directory {
            throw .notWritable(path: path, reason: String(cString: strerror(EISDIR)))
        }
        let isDirect = kind == .other
        self.path = path
        finalPath = Path.resolved(path) ?? path
        partialPath = isDirect ? finalPath : finalPath + Self.partialSuffix
        count = start ?? 0
        if start != nil, Path.kind(of: partialPath) != .file {
            throw .notResumable(path: path, reason: "there is no \(partialPath)")
        }
        descriptor = open(partialPath, O_WRONLY | (isDirect ? 0 : O_CREAT) | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .writing(path) }
        stream = DescriptorStream(descriptor, name: path)
        guard !isDirect else { return }
        do {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                keepsPartial = true
                throw FileError.inUse(path: path)
            }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw FileError.writing(path) }
            guard Int(status.st_size) >= count else {
                keepsPartial = true
                throw FileError.notResumable(
                    path: path, reason: "\(partialPath) is shorter than was recorded")
            }
            guard ftruncate(descriptor, off_t(count)) == 0,
                lseek(descriptor, off_t(count), SEEK_SET) == off_t(count)
            else { throw FileError.writing(path) }
        }
    }

    deinit {
        if !isCommitted, !keepsPartial, partialPath != finalPath { unlink(partialPath) }
        close(descriptor)
    }

    package func write(_ bytes: some Collection<UInt8>) throws(FileError) {
        try stream.write(bytes)
        count += bytes.count
    }

    package func flush() throws(FileError) {
        try stream.flush()
    }

    /// Sees to it that all that was written is on the disk.
    package func synchronize() throws(FileError) {
        try flush()
        guard partialPath == finalPath || fsync(descriptor) == 0 else { throw .writing(path) }
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
        try synchronize()
        if partialPath != finalPath {
            guard rename(partialPath, finalPath) == 0 else { throw .writing(path) }
        }
        isCommitted = true
    }

    /// Gives a partial file that was left complete its name; nothing if it has it already.
    package static func commitPartial(of path: String) throws(FileError) {
        let finalPath = Path.resolved(path) ?? path
        let partialPath = finalPath + partialSuffix
        guard Path.kind(of: partialPath) != nil else { return }
        guard rename(partialPath, finalPath) == 0 else { throw .writing(path) }
    }

    /// Removes a file; nothing if it is not there.
    package static func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .writing(path) }
    }
}
