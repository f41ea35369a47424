import CZlib
import SencFiles

/// The bytes of a file or of standard input, one after the other; those of a compressed file
/// decompressed.
///
/// A compressed file is recognized by its first bytes, whatever its name. Memory does not grow with the
/// file.
///
/// A regular file is read as it was when it was opened. What is appended to it meanwhile is not
/// read; that it was cut or changed is an error at its end.
package final class ByteSource {
    /// What one call of the operating system is asked for at most; macOS refuses 2 GiB.
    private static let longestRead = 1 << 30
    /// Milliseconds between two questions whether to stop.
    private static let longestWait = 100

    private enum Coding {
        case unknown
        case plain
        case gzip(GzipDecoder)
        case compressed(CompressedBytes)
    }

    /// What errors call the input: the file's path, or "standard input".
    package let path: String
    /// The size on the disk in bytes if the input is a regular file.
    package let size: Int?
    /// How many bytes were taken from the file as it is on the disk, compressed or not.
    package private(set) var bytesRead = 0
    /// How many bytes were handed out, those of a compressed file decompressed.
    private(set) var bytesGiven = 0

    private let descriptor: Descriptor
    private let isStopped: () -> Bool
    private var coding = Coding.unknown
    /// The bytes read to tell the coding that are not handed out yet.
    private var head: ArraySlice<UInt8> = []
    /// What the file was when it was opened; `nil` for anything but a regular file.
    private let version: FileVersion?
    /// Where in the file reading started.
    private let start: Int
    private var firstBytes = FileSample()
    private var lastBytes = FileSample()

    /// Opens a file without reading from it.
    /// - Parameters:
    ///   - path: `-` stands for standard input.
    ///   - isRegular: whether the file must be a regular one, since its name comes from data or a
    ///     directory; a pipe or device that a user names is read.
    ///   - isStopped: is asked now and then while there is nothing to read.
    package init(
        path: String, isRegular: Bool = false, isStopped: @escaping () -> Bool = { false }
    ) throws(InputError) {
        self.isStopped = isStopped
        let isStandardInput = path == "-" && !isRegular
        self.path = isStandardInput ? "standard input" : path
        if isStandardInput {
            descriptor = .standardInput
        } else if isRegular {
            do throws(FileError) {
                descriptor = try RegularFile.open(path)
            } catch {
                throw .file(error)
            }
        } else if let opened = Descriptor(opening: FileName(path).cString) {
            descriptor = opened
        } else {
            throw .file(.reading(path))
        }
        guard let status = FileStatus(descriptor) else { throw .file(.reading(self.path)) }
        if status.kind == .directory { throw .file(.directory(path: self.path)) }
        version = FileVersion(status)
        size = version?.size
        // A shell may have read some of its standard input already.
        start = isStandardInput && version != nil ? descriptor.position ?? 0 : 0
    }

    deinit {
        if descriptor != .standardInput { descriptor.close() }
    }

    /// Reads the next bytes, as many as are there without waiting for more.
    /// - Parameter buffer: where they go, not empty.
    /// - Returns: how many bytes were read; 0 at the end alone.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        if case .unknown = coding { try recognize() }
        let count = try readDecoded(into: buffer)
        bytesGiven += count
        return count
    }

    private func readDecoded(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(InputError) -> Int {
        switch coding {
        case .gzip(let decoder):
            return try decoder.read(into: buffer, from: self)
        case .compressed(let bytes):
            return try bytes.read(into: buffer, from: self)
        case .plain, .unknown:
            guard head.isEmpty else {
                let count = min(head.count, buffer.count)
                buffer.copyBytes(from: head.prefix(count))
                head.removeFirst(count)
                return count
            }
            return try readFile(into: buffer)
        }
    }

    /// How many of the bytes read are those that were handed out, or made what was.
    var bytesTaken: Int {
        let waiting =
            switch coding {
            case .unknown, .plain: head.count
            case .gzip(let decoder): decoder.waitingBytes
            case .compressed(let bytes): bytes.waitingBytes
            }
        return bytesRead - waiting
    }

    /// Reads the bytes as they are on the disk.
    /// - Returns: how many; 0 at the end alone.
    func readFile(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        let limit = min(buffer.count, Self.longestRead, left)
        try awaitBytes()
        let place = UnsafeMutableRawBufferPointer(rebasing: buffer[..<limit])
        guard let count = limit > 0 ? descriptor.read(into: place) : 0 else {
            throw .file(.reading(path))
        }
        if count == 0 { try checkUnchanged() }
        if count > 0 {
            let read = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            firstBytes.remember(first: read, at: start + bytesRead)
            lastBytes.remember(last: read, at: start + bytesRead)
        }
        bytesRead += count
        return count
    }

    /// How many bytes there were when the file was opened and are not read yet. Files of a kernel's,
    /// such as those below `/proc`, say that they are empty and are not.
    private var left: Int {
        guard let size, size > 0 else { return .max }
        return max(0, size - start - bytesRead)
    }

    /// Compares a regular file with what it was when it was opened.
    ///
    /// One that has grown, and begins and ends with the same bytes as far as it was read, was
    /// appended to and is as good.
    /// - Throws: `InputError.changed`.
    package func checkUnchanged() throws(InputError) {
        guard let version, version.size > 0, let now = FileVersion(of: descriptor),
            now != version
        else { return }
        guard now.size > version.size, firstBytes.isStill(in: descriptor),
            lastBytes.isStill(in: descriptor)
        else { throw .changed(path: path) }
    }

    /// Whether this is the same state of a file as another source's.
    package func isSameVersion(as other: ByteSource) -> Bool { version == other.version }

    /// Returns when a read would not have to wait.
    private func awaitBytes() throws(InputError) {
        guard size == nil else { return }
        while !descriptor.awaitInput(milliseconds: Self.longestWait) {
            if isStopped() { throw .stopped(path: path) }
        }
    }

    /// Reads the first bytes and decides by them.
    private func recognize() throws(InputError) {
        let start = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Compression.magicBytes, alignment: 1)
        defer { start.deallocate() }
        var count = 0
        while count < start.count {
            let read = try readFile(into: UnsafeMutableRawBufferPointer(rebasing: start[count...]))
            if read == 0 { break }
            count += read
        }
        head = Array(start[..<count])[...]
        switch Compression(head: head) {
        case nil: coding = .plain
        case .gzip: coding = .gzip(try GzipDecoder(head: Array(head), path: path))
        case let compression?:
            coding = .compressed(
                try CompressedBytes(compression, head: Array(head), path: path))
        }
    }
}
