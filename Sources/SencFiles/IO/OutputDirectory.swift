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
    /// Where its files are until it appears.
    package let partialPath: String
    /// Of the partial directory, locked.
    private let descriptor: Descriptor
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
            let found = try Directory.names(in: FileName(finalPath), limit: 2)
            guard found.allSatisfy({ $0 == FileName(OutputFile.partialSuffix) }) else {
                throw .notEmpty(path: path)
            }
        case .file?, .other?:
            throw .notWritable(path: path, reason: SystemError.isNoDirectory.reason)
        }
        descriptor = try Self.create(partialPath, named: path)
    }

    deinit {
        if !isCommitted, RegularFile.isName(partialPath, of: descriptor) {
            Directory.empty(descriptor, depth: Self.maximumDepth)
            _ = FileSystem.removeDirectory(FileName(partialPath).cString)
        }
        FileLock.release(descriptor)
    }

    /// Writes a file, all of it on the disk when this is done.
    /// - Parameter name: one, or that of a directory and of a file in it.
    package func write(_ name: String, _ body: (OutputFile) throws -> Void) throws {
        let folder = Path.parent(of: name)
        if let folder {
            let made = FileSystem.makeDirectory(FileName(Path.join(partialPath, folder)).cString)
            guard made || SystemError.last.isThere else { throw FileError.writing(path) }
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
            guard Path.rename(partialPath, to: finalPath) else {
                throw SystemError.last.isNotEmpty ? .notEmpty(path: path) : .writing(path)
            }
        }
        isCommitted = true
    }

    private func moveUp(_ names: [String]) throws(FileError) {
        for (index, name) in names.enumerated() {
            let target = Path.join(finalPath, name)
            let isFree = !Path.exists(target)
            if isFree, Path.rename(Path.join(partialPath, name), to: target) { continue }
            let error = isFree ? FileError.writing(path) : .notEmpty(path: path)
            for name in names[..<index] {
                _ = Path.rename(Path.join(finalPath, name), to: Path.join(partialPath, name))
            }
            throw error
        }
        _ = FileSystem.removeDirectory(FileName(partialPath).cString)
    }

    // MARK: - The partial directory

    /// Makes the partial directory, in place of what a dead process left, and locks it.
    private static func create(_ path: String, named name: String) throws(FileError) -> Descriptor {
        for _ in 0..<maximumAttempts {
            let isNew = FileSystem.makeDirectory(FileName(path).cString)
            guard isNew || SystemError.last.isThere else { throw .writing(name) }
            try RegularFile.refuseLink(path)
            guard
                let descriptor = Descriptor(
                    opening: FileName(path).cString, [.directory, .notFollowing])
            else {
                if SystemError.last.isNotFound { continue }
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
                Directory.empty(descriptor, depth: maximumDepth)
                if !FileSystem.removeDirectory(FileName(path).cString),
                    !SystemError.last.isNotFound
                {
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
}
