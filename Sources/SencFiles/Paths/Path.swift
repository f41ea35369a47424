/// Questions about paths, as strings (`FileName.string`), and changes of names.
package enum Path {
    package enum Kind: Equatable, Sendable {
        case file, directory, other
    }

    /// What is at `path`, links followed; `nil` if nothing is.
    package static func kind(of path: String) -> Kind? {
        guard let status = FileStatus(FileName(path).cString) else { return nil }
        return switch status.kind {
        case .regular: .file
        case .directory: .directory
        case .link, .pipe, .socket, .device: .other
        }
    }

    /// A regular file's size in bytes; `nil` for anything else.
    package static func size(of path: String) -> Int? {
        regularFile(path)?.size
    }

    private static func regularFile(_ path: String) -> FileStatus? {
        FileStatus(FileName(path).cString).flatMap { $0.kind == .regular ? $0 : nil }
    }

    /// Whether there is something of this name, be it a link that leads nowhere or what may not be
    /// looked at.
    package static func exists(_ path: String) -> Bool {
        FileStatus(FileName(path).cString, followingLinks: false) != nil
            || !SystemError.last.isNowhere
    }

    /// The first link on the way to `path` that is broken, and where it leads; `nil` if there
    /// is none.
    package static func brokenLink(in path: String) -> (path: String, target: String)? {
        for end in path.utf8.indices.dropFirst() where path.utf8[end] == UInt8(ascii: "/") {
            let part = String(path[..<end])
            if let target = targetOfBrokenLink(part) { return (part, target) }
        }
        return targetOfBrokenLink(path).map { (path, $0) }
    }

    private static func targetOfBrokenLink(_ path: String) -> String? {
        let name = FileName(path).cString
        guard FileStatus(name, followingLinks: false)?.kind == .link, FileStatus(name) == nil,
            SystemError.last.isNowhere
        else { return nil }
        return target(ofLink: path)
    }

    /// What a link leads to; `nil` for anything else.
    package static func target(ofLink path: String) -> String? {
        FileSystem.target(ofLink: FileName(path).cString).map { FileName(bytes: $0).string }
    }

    /// A regular file's size and time of last change, to tell whether it is still the same; `nil`
    /// for anything else.
    package static func stamp(of path: String) -> String? {
        regularFile(path).map {
            "\($0.size) bytes of \($0.changed.seconds).\($0.changed.nanoseconds)"
        }
    }

    /// Gives what has a name another one, in place of what has that.
    /// - Returns: whether that succeeded (`SystemError.last`).
    package static func rename(_ old: String, to new: String) -> Bool {
        FileSystem.rename(FileName(old).cString, to: FileName(new).cString)
    }

    /// Makes a link.
    /// - Returns: whether that succeeded (`SystemError.last`).
    package static func link(_ path: String, to target: String) -> Bool {
        FileSystem.link(FileName(path).cString, to: FileName(target).cString)
    }

    /// - Returns: whether that succeeded (`SystemError.last`).
    package static func setPermissions(_ permissions: Int, of path: String) -> Bool {
        FileSystem.setPermissions(permissions, of: FileName(path).cString)
    }

    /// Takes a name from a file.
    /// - Returns: whether that succeeded (`SystemError.last`).
    @discardableResult
    package static func remove(_ path: String) -> Bool {
        FileSystem.remove(FileName(path).cString)
    }

    private static let slash = UInt8(ascii: "/")

    package static func join(_ directory: String, _ name: String) -> String {
        if directory.isEmpty { return name }
        return directory.utf8.last == slash ? directory + name : directory + "/" + name
    }

    /// The directory that holds `path`; `nil` for the root and for a bare name.
    package static func parent(of path: String) -> String? {
        let bytes = path.utf8
        guard let end = bytes.dropLast(bytes.last == slash ? 1 : 0).lastIndex(of: slash) else {
            return nil
        }
        if end == bytes.startIndex { return bytes.count > 1 ? "/" : nil }
        return String(path[..<end])
    }

    package static func lastComponent(of path: String) -> String {
        path.utf8.split(separator: slash).last.flatMap { String($0) } ?? path
    }

    /// The absolute path of the running program, links resolved.
    package static var executable: String? {
        FileSystem.executable.flatMap { FileSystem.resolved($0) }.map { FileName(bytes: $0).string }
    }

    /// The absolute path with all links followed; `nil` if nothing is there.
    package static func resolved(_ path: String) -> String? {
        FileSystem.resolved(FileName(path).cString).map { FileName(bytes: $0).string }
    }

    /// The absolute path of something that is there, links followed.
    package static func existing(_ path: String) throws(FileError) -> String {
        guard let resolved = resolved(path) else { throw .reading(path) }
        return resolved
    }

    /// The absolute path, with links followed as far as it leads to something.
    package static func absolute(_ path: String) throws(FileError) -> String {
        if let resolved = resolved(path) { return resolved }
        guard let directory = resolved(parent(of: path) ?? ".") else { throw .reading(path) }
        return join(directory, lastComponent(of: path))
    }

    /// A path from the working directory on, if it is below that; else as it is.
    package static func shortened(_ path: FileName) -> FileName {
        resolved(".").map { path.shortened(from: FileName($0)) } ?? path
    }

    /// Whether the user may write to what is there.
    package static func isWritable(_ path: String) -> Bool {
        FileSystem.isWritable(FileName(path).cString)
    }
}
