#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A directory that appears whole under its name or not at all.
///
/// One that is not there yet is written beside its name, then renamed. One that is there, and must
/// be empty, stays what it is, for it may be a mount or somebody's working directory: its files are
/// written in a directory of their own in it and moved up at the end, the one that must not be seen
/// without the others last.
package final class OutputDirectory {
    /// Directories within it that have files.
    private static let maximumDepth = 2
    /// How often the partial directory may be taken away by others between making and locking it.
    private static let maximumAttempts = 100

    /// The directory's name as given, for errors.
    private let path: String
    private let finalPath: String
    private let isThere: Bool
    private let partialPath: String
    /// Of the partial directory, locked.
    private let descriptor: Int32
    /// What is in the partial directory, in the order of making.
    private var names: [String] = []
    private var isCommitted = false
    /// Bytes of all files that were closed.
    package private(set) var byteCount = 0

    /// - Parameter path: of nothing, or of an empty directory; links are followed.
    /// - Throws: `FileError.notEmpty`, `FileError.inUse` if another process writes it, and
    ///   `FileError.notWritable` if it is not a directory or cannot be made.
    package init(path: String) throws(FileError) {
        self.path = path
        var plain = path
        while plain.utf8.count > 1, plain.utf8.last == UInt8(ascii: "/") { plain.removeLast() }
        finalPath = try OutputFile.target(of: plain)
        switch Path.kind(of: finalPath) {
        case nil:
            isThere = false
            partialPath = finalPath + OutputFile.partialSuffix
        case .directory?:
            isThere = true
            partialPath = Path.join(finalPath, OutputFile.partialSuffix)
            let found = try FileTree.names(in: FileName(finalPath), limit: 2)
            guard found.allSatisfy({ $0 == FileName(OutputFile.partialSuffix) }) else {
                throw .notEmpty(path: path)
            }
        case .file?, .other?:
            throw .notWritable(path: path, reason: String(cString: strerror(ENOTDIR)))
        }
        descriptor = try Self.create(partialPath, named: path)
    }

    deinit {
        if !isCommitted, RegularFile.isName(partialPath, of: descriptor) {
            Self.removeContents(of: descriptor, depth: Self.maximumDepth)
            rmdir(FileName(partialPath).cString)
        }
        FileLock.release(descriptor)
    }

    /// Writes a file, all of it on the disk when this is done.
    /// - Parameter name: one, or that of a directory and of a file in it.
    package func write(_ name: String, _ body: (OutputFile) throws -> Void) throws {
        let folder = Path.parent(of: name)
        if let folder {
            let made = mkdir(FileName(Path.join(partialPath, folder)).cString, 0o777)
            guard made == 0 || errno == EEXIST else { throw FileError.writing(path) }
        }
        let file = try OutputFile(path: Path.join(partialPath, name), isOurs: true)
        try body(file)
        try file.commit()
        byteCount += file.count
        let top = folder ?? name
        if !names.contains(top) { names.append(top) }
    }

    /// Makes the directory appear under its name with all its files.
    /// - Parameter last: of the files in an empty directory that was there, the one that appears
    ///   when all others are in their places.
    /// - Throws: `FileError`, after which nothing has appeared.
    package func commit(last: String) throws(FileError) {
        guard RegularFile.isName(partialPath, of: descriptor) else { throw .inUse(path: path) }
        if isThere {
            try moveUp(names.filter { $0 != last } + [last])
        } else {
            guard systemRename(partialPath, finalPath) == 0 else {
                throw errno == ENOTEMPTY || errno == EEXIST
                    ? .notEmpty(path: path) : .writing(path)
            }
        }
        isCommitted = true
    }

    private func moveUp(_ names: [String]) throws(FileError) {
        for (index, name) in names.enumerated() {
            let target = Path.join(finalPath, name)
            let isFree = !Path.exists(target)
            if isFree, systemRename(Path.join(partialPath, name), target) == 0 { continue }
            let error = isFree ? FileError.writing(path) : .notEmpty(path: path)
            for name in names[..<index] {
                _ = systemRename(Path.join(finalPath, name), Path.join(partialPath, name))
            }
            throw error
        }
        rmdir(FileName(partialPath).cString)
    }

    // MARK: - The partial directory

    /// Makes the partial directory, in place of what a dead process left, and locks it.
    private static func create(_ path: String, named name: String) throws(FileError) -> Int32 {
        for _ in 0..<maximumAttempts {
            let isNew = mkdir(FileName(path).cString, 0o777) == 0
            guard isNew || errno == EEXIST else { throw .writing(name) }
            try RegularFile.refuseLink(path)
            let descriptor = open(
                FileName(path).cString, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else {
                if errno == ENOENT { continue }
                throw .writing(path)
            }
            var isLocked = false
            do throws(FileError) {
                isLocked = try FileLock.take(descriptor, path: name)
            } catch {
                FileLock.release(descriptor)
                throw error
            }
            let isCurrent = RegularFile.isName(path, of: descriptor)
            if isNew, isLocked, isCurrent { return descriptor }
            if !isNew, isLocked, isCurrent {
                removeContents(of: descriptor, depth: maximumDepth)
                if rmdir(FileName(path).cString) != 0, errno != ENOENT {
                    let error = FileError.writing(path)
                    FileLock.release(descriptor)
                    throw error
                }
            }
            FileLock.release(descriptor)
            if !isLocked { throw .inUse(path: name) }
        }
        throw .inUse(path: name)
    }

    /// Removes what is in a directory, following no links.
    /// - Parameter depth: how deep directories are emptied.
    private static func removeContents(of descriptor: Int32, depth: Int) {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else { return }
        var names: [FileName] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                FileName(bytes: Array(bytes.prefix { $0 != 0 }))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        closedir(stream)
        for name in names where unlinkat(descriptor, name.cString, 0) != 0 && depth > 1 {
            let inner = openat(
                descriptor, name.cString, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard inner >= 0 else { continue }
            removeContents(of: inner, depth: depth - 1)
            close(inner)
            unlinkat(descriptor, name.cString, AT_REMOVEDIR)
        }
    }
}

private func systemRename(_ old: String, _ new: String) -> Int32 {
    rename(FileName(old).cString, FileName(new).cString)
}
