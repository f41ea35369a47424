/// Opening files whose names come from data, or which may have been put where senc looks: what
/// stands there may be a pipe, a device or a link to something else.
package enum RegularFile {
    /// Opens a regular file for reading, links followed. A pipe is refused, not waited for.
    package static func open(_ path: String) throws(FileError) -> Descriptor {
        guard let descriptor = Descriptor(opening: FileName(path).cString, .notWaiting) else {
            throw .reading(path)
        }
        do throws(FileError) {
            _ = try status(of: descriptor, path)
            return descriptor
        } catch {
            descriptor.close()
            throw error
        }
    }

    /// Opens a regular file to be written where it is.
    /// - Parameter creating: whether it is made if it is not there.
    /// - Throws: `FileError.refused` for a link, and for a file that has other names (hard links):
    ///   another file would be changed.
    package static func openForWriting(
        _ path: String, creating: Bool = false
    ) throws(FileError) -> Descriptor {
        let options: Descriptor.Options = [.updating, .notWaiting, .notFollowing]
        guard
            let descriptor = Descriptor(
                opening: FileName(path).cString, creating ? options.union(.creating) : options)
        else { throw SystemError.last.isLink ? .link(path) : .writing(path) }
        do throws(FileError) {
            guard try status(of: descriptor, path).nameCount <= 1 else {
                throw FileError.refused(path: path, reason: "it has other names (hard links)")
            }
            return descriptor
        } catch {
            descriptor.close()
            throw error
        }
    }

    /// Makes a file that is not there yet; not by way of a link.
    /// - Returns: `nil` if there is something of the name.
    /// - Parameter mode: its permissions, less those of the process's mask.
    package static func create(_ path: String, mode: Int) throws(FileError) -> Descriptor? {
        if let descriptor = Descriptor(
            opening: FileName(path).cString, [.updating, .new, .notFollowing], permissions: mode)
        {
            return descriptor
        }
        guard SystemError.last.isThere else { throw .writing(path) }
        return nil
    }

    /// Whether a name, links not followed, is that of an open file.
    package static func isName(_ path: String, of descriptor: Descriptor) -> Bool {
        guard let named = FileStatus(FileName(path).cString, followingLinks: false),
            let opened = FileStatus(descriptor)
        else { return false }
        return named.isSameFile(as: opened)
    }

    /// - Throws: `FileError.refused` if the name is that of a link.
    package static func refuseLink(_ path: String) throws(FileError) {
        if FileStatus(FileName(path).cString, followingLinks: false)?.kind == .link {
            throw .link(path)
        }
    }

    private static func status(
        of descriptor: Descriptor, _ path: String
    ) throws(FileError) -> FileStatus {
        guard let status = FileStatus(descriptor) else { throw .reading(path) }
        guard status.kind == .regular else { throw .notRegular(path: path) }
        return status
    }
}

extension FileError {
    fileprivate static func link(_ path: String) -> FileError {
        .refused(path: path, reason: "it is a link")
    }
}
