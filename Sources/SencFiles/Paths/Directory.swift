/// Making, reading and emptying directories.
package enum Directory {
    /// Makes a directory.
    /// - Returns: whether it was not there yet.
    @discardableResult
    package static func make(_ path: String) throws(FileError) -> Bool {
        if FileSystem.makeDirectory(FileName(path).cString) { return true }
        guard SystemError.last.isThere else { throw .writing(path) }
        return false
    }

    /// Makes a directory and those above it, as far as they are not there.
    package static func makeAll(_ path: String) throws(FileError) {
        if FileSystem.makeDirectory(FileName(path).cString) || SystemError.last.isThere { return }
        guard SystemError.last.isNotFound, let parent = Path.parent(of: path) else {
            throw .writing(path)
        }
        try makeAll(parent)
        try make(path)
    }

    /// The names of what is in a directory, in the order of their bytes.
    /// - Parameter limit: how many are read at most.
    package static func names(
        in directory: FileName, limit: Int = .max
    ) throws(FileError) -> [FileName] {
        guard let names = FileSystem.names(in: directory.cString, limit: limit) else {
            throw .reading(directory.string)
        }
        return names.map(FileName.init(bytes:)).sorted()
    }

    /// Removes what is in a directory, following no links.
    /// - Parameter depth: how deep directories are emptied.
    static func empty(_ directory: Descriptor, depth: Int) {
        guard let names = FileSystem.names(in: directory) else { return }
        for name in names.map({ FileName(bytes: $0).cString })
        where !FileSystem.remove(name, in: directory, isDirectory: false) && depth > 1 {
            guard
                let inner = Descriptor(
                    opening: name, [.directory, .notFollowing], in: directory)
            else { continue }
            empty(inner, depth: depth - 1)
            inner.close()
            _ = FileSystem.remove(name, in: directory, isDirectory: true)
        }
    }
}
