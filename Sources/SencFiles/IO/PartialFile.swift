#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An output while it is being written, under a name of its own beside the final one; locked, so
/// that no other process writes it.
///
/// What stands under that name is never written over: a fresh start makes a new file in its place,
/// and a resumption wants a regular file with no other name.
struct PartialFile {
    /// Has senc's name in it: what stands there is taken for what a killed process left, so no file
    /// of a user's may be called so by chance.
    static let suffix = ".senc-partial"
    /// How often a file may be taken away by others between opening and locking it.
    private static let maximumAttempts = 100
    private static let permissions: mode_t = 0o777

    let path: String
    let descriptor: Int32

    /// - Parameters:
    ///   - finalPath: links resolved.
    ///   - name: what errors call the output.
    ///   - start: go on after so many bytes of what an earlier process left.
    ///   - cutting: whether what is behind them is dropped.
    init(
        of finalPath: String, named name: String, resumingAt start: Int? = nil, cutting: Bool = true
    ) throws(FileError) {
        path = finalPath + Self.suffix
        if let start {
            descriptor = try Self.resume(path, at: start, named: name, cutting: cutting)
        } else {
            // What replaces a private file is never readable by others.
            let isReplacing = Path.kind(of: finalPath) == .file
            descriptor = try Self.create(path, mode: isReplacing ? 0o600 : 0o666, named: name)
        }
    }

    func close(removing: Bool) {
        if removing, RegularFile.isName(path, of: descriptor) {
            unlink(FileName(path).cString)
        }
        FileLock.release(descriptor)
    }

    /// Gives the file its final name, and what that had before the permissions of.
    func rename(to finalPath: String, named name: String) throws(FileError) {
        guard RegularFile.isName(path, of: descriptor) else { throw .inUse(path: name) }
        adoptPermissions(of: finalPath)
        guard systemRename(path, finalPath) == 0 else { throw .writing(name) }
    }

    // MARK: - Opening

    private static func resume(
        _ path: String, at start: Int, named name: String, cutting: Bool
    ) throws(FileError) -> Int32 {
        guard Path.exists(path) else {
            throw .notResumable(path: name, reason: "there is no \(path)")
        }
        let descriptor = try RegularFile.openForWriting(path)
        do throws(FileError) {
            guard try FileLock.take(descriptor, path: name),
                RegularFile.isName(path, of: descriptor)
            else { throw FileError.inUse(path: name) }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw FileError.writing(name) }
            guard Int(status.st_size) >= start else {
                throw FileError.notResumable(
                    path: name, reason: "\(path) is shorter than was recorded")
            }
            guard !cutting || ftruncate(descriptor, off_t(start)) == 0,
                lseek(descriptor, off_t(start), SEEK_SET) == off_t(start)
            else { throw FileError.writing(name) }
            return descriptor
        } catch {
            FileLock.release(descriptor)
            throw error
        }
    }

    private static func create(
        _ path: String, mode: Int, named name: String
    ) throws(FileError) -> Int32 {
        for _ in 0..<maximumAttempts {
            let created: Int32?
            do throws(FileError) {
                created = try RegularFile.create(path, mode: mode)
            } catch {
                throw .writing(name)
            }
            guard let descriptor = created else {
                try removeAbandoned(path, named: name)
                continue
            }
            // Another process may have locked it, or removed it as abandoned, in between.
            if try FileLock.take(descriptor, path: name), RegularFile.isName(path, of: descriptor) {
                return descriptor
            }
            FileLock.release(descriptor)
        }
        throw .inUse(path: name)
    }

    /// Removes what a dead process left.
    private static func removeAbandoned(_ path: String, named name: String) throws(FileError) {
        try RegularFile.refuseLink(path)
        let descriptor = open(
            FileName(path).cString, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw .writing(path)
        }
        defer { FileLock.release(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .writing(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
        guard try FileLock.take(descriptor, path: name) else { throw .inUse(path: name) }
        guard !RegularFile.isName(path, of: descriptor) || unlink(FileName(path).cString) == 0
        else {
            throw .writing(path)
        }
    }

    // MARK: - Permissions

    /// A file system without permissions refuses; the file is good all the same.
    private func adoptPermissions(of finalPath: String) {
        var (old, new) = (stat(), stat())
        guard lstat(FileName(finalPath).cString, &old) == 0, old.st_mode & S_IFMT == S_IFREG,
            fstat(descriptor, &new) == 0
        else { return }
        if old.st_uid != new.st_uid || old.st_gid != new.st_gid,
            fchown(descriptor, old.st_uid, old.st_gid) != 0
        {
            _ = fchown(descriptor, uid_t.max, old.st_gid)
        }
        var mode = old.st_mode & Self.permissions
        if fstat(descriptor, &new) != 0 || new.st_gid != old.st_gid {
            // Another group gets no more than everybody.
            mode = mode & ~0o070 | (mode & 0o007) << 3
        }
        fchmod(descriptor, mode)
    }
}

private func systemRename(_ old: String, _ new: String) -> Int32 {
    rename(FileName(old).cString, FileName(new).cString)
}
