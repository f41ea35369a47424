#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Questions about paths, which are plain strings.
package enum Path {
    package enum Kind: Equatable, Sendable {
        case file, directory, other
    }

    /// What is at `path`, links followed; `nil` if nothing is.
    package static func kind(of path: String) -> Kind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        default: .other
        }
    }

    /// A regular file's size in bytes; `nil` for anything else.
    package static func size(of path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Whether there is something of this name, be it a link that leads nowhere or what may not be
    /// looked at.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
    }

    /// The first link on the way to `path` that leads to nothing, and where it leads; `nil` if there
    /// is none.
    package static func brokenLink(in path: String) -> (path: String, target: String)? {
        for end in path.utf8.indices.dropFirst() where path.utf8[end] == UInt8(ascii: "/") {
            let part = String(path[..<end])
            if let target = targetOfBrokenLink(part) { return (part, target) }
        }
        return targetOfBrokenLink(path).map { (path, $0) }
    }

    private static func targetOfBrokenLink(_ path: String) -> String? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
            stat(path, &status) != 0, errno == ENOENT || errno == ENOTDIR
        else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let length = readlink(path, base, buffer.count)
            guard length >= 0 else { return nil }
            return String(decoding: UnsafeRawBufferPointer(buffer).prefix(length), as: UTF8.self)
        }
    }

    /// A regular file's size and time of last change, to tell whether it is still the same; `nil`
    /// for anything else.
    package static func stamp(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        #if os(Linux)
        let changed = status.st_mtim
        #else
        let changed = status.st_mtimespec
        #endif
        return "\(status.st_size) bytes of \(changed.tv_sec).\(changed.tv_nsec)"
    }

    package static func join(_ directory: String, _ name: String) -> String {
        if directory.isEmpty { return name }
        return endsWithSlash(directory) ? directory + name : directory + "/" + name
    }

    /// The directory that holds `path`; `nil` for the root and for a bare name.
    package static func parent(of path: String) -> String? {
        let bytes = path.utf8.dropLast(endsWithSlash(path) ? 1 : 0)
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        if slash == path.startIndex { return path.utf8.count > 1 ? "/" : nil }
        return String(decoding: path.utf8[..<slash], as: UTF8.self)
    }

    package static func lastComponent(of path: String) -> String {
        path.utf8.split(separator: UInt8(ascii: "/")).last.map {
            String(decoding: $0, as: UTF8.self)
        } ?? path
    }

    private static func endsWithSlash(_ path: String) -> Bool {
        path.utf8.last == UInt8(ascii: "/")
    }

    /// The absolute path of the running program, links resolved.
    package static var executable: String? {
        #if os(Linux)
        return resolved("/proc/self/exe")
        #else
        var size: UInt32 = 0
        _NSGetExecutablePath(nil, &size)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(size) + 1) {
            buffer in
            guard let base = buffer.baseAddress, _NSGetExecutablePath(base, &size) == 0 else {
                return nil
            }
            return resolved(String(cString: base))
        }
        #endif
    }

    /// The absolute path with all links followed; `nil` if nothing is there.
    package static func resolved(_ path: String) -> String? {
        guard let result = realpath(path, nil) else { return nil }
        defer { free(result) }
        return String(cString: result)
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
    package static func shortened(_ path: String) -> String {
        guard let directory = resolved(".").map({ join($0, "") }),
            path.startsWithBytes(of: directory)
        else { return path }
        return String(decoding: path.utf8.dropFirst(directory.utf8.count), as: UTF8.self)
    }

    package static func environment(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
