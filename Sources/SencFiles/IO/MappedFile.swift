/// The bytes of a regular file, mapped read-only for as long as the object lives; or bytes that
/// were made of a file's, in memory of their own.
///
/// Pages are read when first touched, so opening costs the same for any size. If another process
/// cuts the file meanwhile, touching what is gone raises SIGBUS; `MappedRanges` tells a program's
/// handler which file it was.
package final class MappedFile: Sendable {
    package let path: String
    /// Valid while the object lives. An empty file has an empty buffer.
    package nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    private let isMapped: Bool
    /// Of the file, if it stays open.
    private let descriptor: Descriptor?

    /// - Parameter staysOpen: whether it can also be read.
    package init(path: String, staysOpen: Bool = false) throws(FileError) {
        let descriptor = try RegularFile.open(path)
        var isKept = false
        defer { if !isKept { descriptor.close() } }
        guard let count = FileStatus(descriptor)?.size else { throw .reading(path) }
        self.path = path
        isMapped = true
        self.descriptor = staysOpen && count > 0 ? descriptor : nil
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let bytes = Memory.map(descriptor, count: count) else { throw .reading(path) }
        self.bytes = bytes
        isKept = staysOpen
        MappedRanges.add(bytes, of: path)
    }

    /// - Parameter path: the file that the bytes are from.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        (isMapped, descriptor) = (false, nil)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        memory.copyBytes(from: bytes)
        self.bytes = UnsafeRawBufferPointer(memory)
    }

    /// - Parameters:
    ///   - path: the file that the bytes were made of.
    ///   - memory: from `allocate`, of which the object becomes the owner.
    ///   - count: how many bytes of it count.
    package init(path: String, owning memory: UnsafeMutableRawBufferPointer, count: Int) {
        precondition(count <= memory.count)
        self.path = path
        (isMapped, descriptor) = (false, nil)
        bytes = UnsafeRawBufferPointer(start: memory.baseAddress, count: count)
    }

    /// The file's start as text, invalid UTF-8 replaced.
    /// - Parameter limit: in bytes.
    package func text(limit: Int) -> String {
        withExtendedLifetime(self) { String(decoding: bytes.prefix(limit), as: UTF8.self) }
    }

    /// Whether the file can also be read.
    package var isOpen: Bool { descriptor != nil }

    /// Reads bytes to `memory`. Those of a file that is gone through once are there sooner so than by
    /// touching all of its pages, each of which has to be mapped and unmapped.
    /// - Precondition: the file is open, and `range` is within `bytes`.
    package func read(
        _ range: Range<Int>, to memory: UnsafeMutableRawPointer
    ) throws(FileError) {
        guard let descriptor, range.lowerBound >= 0, range.upperBound <= bytes.count else {
            preconditionFailure("bytes of an open file")
        }
        var filled = 0
        while filled < range.count {
            let rest = UnsafeMutableRawBufferPointer(
                start: memory + filled, count: range.count - filled)
            guard let count = descriptor.read(into: rest, at: range.lowerBound + filled) else {
                throw .reading(path)
            }
            guard count > 0 else {
                throw .notReadable(path: path, reason: "it changed while it was read")
            }
            filled += count
        }
    }

    /// Releases the memory behind some bytes, which will be read anew when next touched.
    /// - Precondition: `range` is within `bytes`.
    package func release(_ range: Range<Int>) {
        guard isMapped, bytes.baseAddress != nil else { return }
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        Memory.release(bytes, range)
    }

    deinit {
        descriptor?.close()
        if !isMapped {
            bytes.deallocate()
        } else if bytes.baseAddress != nil {
            MappedRanges.remove(bytes)
            Memory.unmap(bytes)
        }
    }
}
