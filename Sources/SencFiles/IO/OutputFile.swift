/// A file that appears whole under its name or not at all: it is written beside it, then renamed.
///
/// A name that stands for a device or a pipe is written to directly. A link that the user names
/// stays: what it points to is replaced, or made if it is not there. A file that is replaced hands
/// its permissions on, and its owner and group as far as that is allowed.
package final class OutputFile: OutputStream {
    /// What is added to a file's name while it is being written.
    package static let partialSuffix = PartialFile.suffix

    /// The file's name as given, for errors.
    package let path: String
    private let finalPath: String
    /// Where the bytes go until `commit`; `nil` for a device or pipe.
    private let partial: PartialFile?
    private let descriptor: Descriptor
    private let stream: DescriptorStream
    private var isCommitted = false

    /// Bytes in the file, those before a resumption included.
    package private(set) var count: Int
    /// Whether a file that is not committed is left under its partial name, to be resumed.
    package var keepsPartial = false
    /// Whether the file can be resumed later: it is not a device or pipe.
    package var isResumable: Bool { partial != nil }

    /// Whether `overwriteStart` can be done: it is not a pipe or terminal.
    package var isSeekable: Bool { descriptor.position != nil }

    /// - Parameters:
    ///   - resumingAt: go on with the partial file that an earlier writer kept, after that many bytes
    ///     of it; the rest is dropped.
    ///   - isOurs: whether the name is one that senc made up, as that of a journal beside an
    ///     output. It is then always a file's own: a link, device or pipe is refused.
    /// - Throws: `FileError.inUse` if another process writes the same file, `FileError.refused` if
    ///   another file would be changed, and `FileError.notResumable` if the partial file is not
    ///   there or too short.
    package init(
        path: String, resumingAt start: Int? = nil, isOurs: Bool = false
    ) throws(FileError) {
        let kind = Path.kind(of: path)
        if kind == .directory {
            throw .notWritable(path: path, reason: SystemError.isDirectory.reason)
        }
        if isOurs {
            try RegularFile.refuseLink(path)
            if kind == .other { throw .notRegular(path: path) }
        }
        self.path = path
        finalPath = try Self.target(of: path)
        count = start ?? 0
        if kind == .other {
            partial = nil
            guard let opened = Descriptor(opening: FileName(finalPath).cString, .writing) else {
                throw .writing(path)
            }
            descriptor = opened
        } else {
            let partial = try PartialFile(of: finalPath, named: path, resumingAt: start)
            self.partial = partial
            descriptor = partial.descriptor
        }
        stream = DescriptorStream(descriptor, name: path)
    }

    deinit {
        if let partial {
            partial.close(removing: !isCommitted && !keepsPartial)
        } else {
            descriptor.close()
        }
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
        guard partial == nil || descriptor.synchronize() else { throw .writing(path) }
    }

    /// Replaces the bytes at the start of the file.
    package func overwriteStart(with bytes: [UInt8]) throws(FileError) {
        try flush()
        guard bytes.withUnsafeBytes({ descriptor.write($0, at: 0) }) else { throw .writing(path) }
    }

    /// To write bytes at their places in the file, whatever has been written before; several threads
    /// may do so at once. Valid while the file is.
    /// - Precondition: `isSeekable`.
    package func places() throws(FileError) -> OutputPlaces {
        try flush()
        return OutputPlaces(descriptor: descriptor, path: path)
    }

    /// Makes the file appear under its name, all of it on the disk.
    package func commit() throws(FileError) {
        try synchronize()
        try partial?.rename(to: finalPath, named: path)
        isCommitted = true
    }

    /// Gives a partial file that was left complete its name; nothing if it has it already.
    package static func commitPartial(of path: String) throws(FileError) {
        let finalPath = try target(of: path)
        guard Path.exists(finalPath + partialSuffix) else { return }
        let partial = try PartialFile(of: finalPath, named: path, resumingAt: 0, cutting: false)
        defer { partial.close(removing: false) }
        try partial.rename(to: finalPath, named: path)
    }

    /// Removes a file; nothing if it is not there.
    package static func remove(_ path: String) throws(FileError) {
        guard Path.remove(path) || SystemError.last.isNotFound else { throw .writing(path) }
    }

    // MARK: - Names

    /// Links that lead on to others are followed no further.
    private static let maximumLinks = 40

    /// The name that a file gets that is written to a path: what links lead to, be it there or not.
    /// - Throws: `FileError` if they lead in a circle.
    package static func target(of path: String) throws(FileError) -> String {
        if let resolved = Path.resolved(path) { return resolved }
        var name = path
        for _ in 0..<maximumLinks {
            guard let next = Path.target(ofLink: name) else { return name }
            name =
                next.utf8.first == UInt8(ascii: "/")
                ? next : Path.join(Path.parent(of: name) ?? "", next)
        }
        throw .notWritable(path: path, reason: SystemError.tooManyLinks.reason)
    }
}

/// Where an output file's bytes are to be.
package struct OutputPlaces: Sendable {
    fileprivate let descriptor: Descriptor
    fileprivate let path: String

    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
        guard descriptor.write(bytes, at: offset) else { throw .writing(path) }
    }
}
