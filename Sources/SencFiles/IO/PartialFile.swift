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

    let path: String
    let descriptor: Descriptor

    /// - Parameters:
    ///   - finalPath: links resolved.
    ///   - name: what errors call the output.
    ///   - start: go on after that many bytes of what an earlier process left.
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
        if removing, RegularFile.isName(path, of: descriptor) { Path.remove(path) }
        FileLock.release(descriptor)
    }

    /// Gives the file its final name, and what that had before the permissions of.
    func rename(to finalPath: String, named name: String) throws(FileError) {
        guard RegularFile.isName(path, of: descriptor) else { throw .inUse(path: name) }
        adoptPermissions(of: finalPath)
        guard Path.rename(path, to: finalPath) else { throw .writing(name) }
    }

    // MARK: - Opening

    private static func resume(
        _ path: String, at start: Int, named name: String, cutting: Bool
    ) throws(FileError) -> Descriptor {
        guard Path.exists(path) else {
            throw .notResumable(path: name, reason: "there is no \(path)")
        }
        let descriptor = try RegularFile.openForWriting(path)
        do throws(FileError) {
            guard try FileLock.take(descriptor, path: name),
                RegularFile.isName(path, of: descriptor)
            else { throw FileError.inUse(path: name) }
            guard let size = FileStatus(descriptor)?.size else { throw FileError.writing(name) }
            guard size >= start else {
                throw FileError.notResumable(
                    path: name, reason: "\(path) is shorter than was recorded")
            }
            guard !cutting || descriptor.truncate(to: start), descriptor.seek(to: start) else {
                throw FileError.writing(name)
            }
            return descriptor
        } catch {
            FileLock.release(descriptor)
            throw error
        }
    }

    private static func create(
        _ path: String, mode: Int, named name: String
    ) throws(FileError) -> Descriptor {
        for _ in 0..<maximumAttempts {
            let created: Descriptor?
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
        guard
            let descriptor = Descriptor(
                opening: FileName(path).cString, [.updating, .notWaiting, .notFollowing])
        else {
            if SystemError.last.isNotFound { return }
            throw .writing(path)
        }
        defer { FileLock.release(descriptor) }
        guard let status = FileStatus(descriptor) else { throw .writing(path) }
        guard status.kind == .regular else { throw .notRegular(path: path) }
        guard try FileLock.take(descriptor, path: name) else { throw .inUse(path: name) }
        guard !RegularFile.isName(path, of: descriptor) || Path.remove(path) else {
            throw .writing(path)
        }
    }

    // MARK: - Permissions

    /// A file system without permissions refuses; the file is good all the same.
    private func adoptPermissions(of finalPath: String) {
        guard let old = FileStatus(FileName(finalPath).cString, followingLinks: false),
            old.kind == .regular, let new = FileStatus(descriptor)
        else { return }
        if old.owner != new.owner || old.group != new.group,
            !descriptor.setOwner(old.owner, group: old.group)
        {
            _ = descriptor.setOwner(nil, group: old.group)
        }
        var permissions = old.permissions
        if FileStatus(descriptor)?.group != old.group {
            // Another group gets no more than everybody.
            permissions = permissions & ~0o070 | (permissions & 0o007) << 3
        }
        _ = descriptor.setPermissions(permissions)
    }
}
