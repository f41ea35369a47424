#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system says of a file.
package struct FileStatus: Sendable {
    package enum Kind: Equatable, Sendable {
        case regular, directory, link, pipe, socket, device
    }

    /// A time since 1970.
    package struct Time: Equatable, Sendable {
        package let seconds: Int
        package let nanoseconds: Int
    }

    package let kind: Kind
    /// In bytes.
    package let size: Int
    /// When its bytes changed last.
    package let changed: Time
    /// How many names it has.
    package let nameCount: Int
    /// The lowest nine bits of its mode.
    package let permissions: Int
    package let owner: UInt32
    package let group: UInt32
    private let device: UInt64
    private let number: UInt64

    /// - Returns: `nil` if the system cannot say (`SystemError.last`).
    package init?(_ path: [CChar], followingLinks: Bool = true) {
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        self.init(status)
    }

    /// - Returns: `nil` if the system cannot say (`SystemError.last`).
    package init?(_ descriptor: Descriptor) {
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFLNK: .link
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            default: .device
            }
        size = Int(status.st_size)
        #if os(Linux)
        let time = status.st_mtim
        #else
        let time = status.st_mtimespec
        #endif
        changed = Time(seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec))
        nameCount = Int(status.st_nlink)
        permissions = Int(status.st_mode & 0o777)
        (owner, group) = (status.st_uid, status.st_gid)
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
    }

    /// Whether both are of one file, which may have several names.
    package func isSameFile(as other: FileStatus) -> Bool {
        number == other.number && device == other.device
    }
}
