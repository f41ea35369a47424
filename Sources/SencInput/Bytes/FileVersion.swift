internal import SencFiles

/// What tells whether an open regular file is still as it was.
struct FileVersion: Equatable {
    /// In bytes.
    let size: Int
    /// The time of the last change of its bytes.
    private let changed: FileStatus.Time

    /// - Returns: `nil` for anything but a regular file.
    init?(_ status: FileStatus) {
        guard status.kind == .regular else { return nil }
        (size, changed) = (status.size, status.changed)
    }

    /// - Returns: `nil` for anything but a regular file, and if the system cannot say.
    init?(of descriptor: Descriptor) {
        guard let status = FileStatus(descriptor) else { return nil }
        self.init(status)
    }
}

/// Some bytes of a file as they were read, to tell a file that something was appended to from one
/// that was written anew.
struct FileSample {
    private static let byteCount = 4096

    private var offset = 0
    private var bytes: [UInt8] = []

    /// Remembers the start of what was read, until there is enough of it.
    mutating func remember(first read: UnsafeRawBufferPointer, at offset: Int) {
        guard bytes.count < Self.byteCount else { return }
        if bytes.isEmpty { self.offset = offset }
        bytes.append(contentsOf: read.prefix(Self.byteCount - bytes.count))
    }

    /// Remembers the end of what was read.
    mutating func remember(last read: UnsafeRawBufferPointer, at offset: Int) {
        let end = read.suffix(Self.byteCount)
        self.offset = offset + read.count - end.count
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: end)
    }

    /// Whether the file has the same bytes in the same place.
    func isStill(in descriptor: Descriptor) -> Bool {
        guard !bytes.isEmpty else { return true }
        let found = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            count = descriptor.read(into: UnsafeMutableRawBufferPointer(buffer), at: offset) ?? 0
        }
        return found == bytes
    }
}
