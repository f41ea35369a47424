#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Opening files whose names come from data, or which may have been put where senc looks: what
/// stands there may be a pipe, a device or a link to something else.
package enum RegularFile {
    /// Opens a regular file for reading, links followed. A pipe is refused, not waited for.
    package static func open(_ path: String) throws(FileError) -> Int32 {
        let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .reading(path) }
        do throws(FileError) {
            _ = try status(of: descriptor, path)
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Opens a regular file to be written where it is.
    /// - Parameter creating: whether it is made if it is not there.
    /// - Throws: `FileError.refused` for a link, and for a file that has other names (hard links):
    ///   another file would be changed.
    package static func openForWriting(
        _ path: String, creating: Bool = false
    ) throws(FileError) -> Int32 {
        let flags = O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | (creating ? O_CREAT : 0)
        let descriptor = systemOpen(path, flags)
        guard descriptor >= 0 else { throw errno == ELOOP ? .link(path) : .writing(path) }
        do throws(FileError) {
            guard try status(of: descriptor, path).st_nlink <= 1 else {
                throw FileError.refused(path: path, reason: "it has other names (hard links)")
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Makes a file that is not there yet; not by way of a link.
    /// - Returns: `nil` if there is something of the name.
    /// - Parameter mode: its permissions, less those of the process's mask.
    package static func create(_ path: String, mode: Int) throws(FileError) -> Int32? {
        let descriptor = systemOpen(
            path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(mode & 0o777))
        guard descriptor < 0 else { return descriptor }
        guard errno == EEXIST else { throw .writing(path) }
        return nil
    }

    /// Whether a name, links not followed, is that of an open file.
    package static func isName(_ path: String, of descriptor: Int32) -> Bool {
        var (named, opened) = (stat(), stat())
        return lstat(FileName(path).cString, &named) == 0 && fstat(descriptor, &opened) == 0
            && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
    }

    /// - Throws: `FileError.refused` if the name is that of a link.
    package static func refuseLink(_ path: String) throws(FileError) {
        var status = stat()
        if lstat(FileName(path).cString, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
            throw .link(path)
        }
    }

    private static func status(of descriptor: Int32, _ path: String) throws(FileError) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .reading(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
        return status
    }
}

extension FileError {
    fileprivate static func link(_ path: String) -> FileError {
        .refused(path: path, reason: "it is a link")
    }
}

private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t = 0o666) -> Int32 {
    open(FileName(path).cString, flags, mode)
}
