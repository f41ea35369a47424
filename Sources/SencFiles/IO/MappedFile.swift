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

    package init(path: String) throws(FileError) {
        let descriptor = try RegularFile.open(path)
        defer { descriptor.close() }
        guard let count = FileStatus(descriptor)?.size else { throw .reading(path) }
        self.path = path
        isMapped = true
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let bytes = Memory.map(descriptor, count: count) else { throw .reading(path) }
        self.bytes = bytes
        MappedRanges.add(bytes, of: path)
    }

    /// - Parameter path: the file that the bytes are from.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        isMapped = false
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
        isMapped = false
        bytes = UnsafeRawBufferPointer(start: memory.baseAddress, count: count)
    }

    /// The file's start as text, invalid UTF-8 replaced.
    /// - Parameter limit: in bytes.
    package func text(limit: Int) -> String {
        withExtendedLifetime(self) { String(decoding: bytes.prefix(limit), as: UTF8.self) }
    }

    /// Releases the memory behind some bytes, which will be read anew when next touched.
    /// - Precondition: `range` is within `bytes`.
    package func release(_ range: Range<Int>) {
        guard isMapped, bytes.baseAddress != nil else { return }
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        Memory.release(bytes, range)
    }

    deinit {
        if !isMapped {
            bytes.deallocate()
        } else if bytes.baseAddress != nil {
            MappedRanges.remove(bytes)
            Memory.unmap(bytes)
        }
    }
}
