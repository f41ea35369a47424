#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Questions about paths, as strings (`FileName.string`).
package enum Path {
    package enum Kind: Equatable, Sendable {
        case file, directory, other
    }

    /// What is at `path`, links followed; `nil` if nothing is.
    package static func kind(of path: String) -> Kind? {
        var status = stat()
        guard stat(FileName(path).cString, &status) == 0 else { return nil }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        default: .other
        }
    }

    /// A regular file's size in bytes; `nil` for anything else.
    package static func size(of path: String) -> Int? {
        var status = stat()
        guard stat(FileName(path).cString, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return Int(status.st_size)
    }

    /// Whether there is something of this name, be it a link that leads nowhere or what may not be
    /// looked at.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(FileName(path).cString, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
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
        let name = FileName(path).cString
        guard lstat(name, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
            stat(name, &status) != 0, errno == ENOENT || errno == ENOTDIR
        else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let length = readlink(name, base, buffer.count)
            guard length >= 0 else { return nil }
            return FileName(bytes: Array(UnsafeRawBufferPointer(buffer).prefix(length))).string
        }
    }

    /// A regular file's size and time of last change, to tell whether it is still the same; `nil`
    /// for anything else.
    package static func stamp(of path: String) -> String? {
        var status = stat()
        guard stat(FileName(path).cString, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        #if os(Linux)
        let changed = status.st_mtim
        #else
        let changed = status.st_mtimespec
        #endif
        return "\(status.st_size) bytes of \(changed.tv_sec).\(changed.tv_nsec)"
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
        guard let result = realpath(FileName(path).cString, nil) else { return nil }
        defer { free(result) }
        return FileName(cString: result).string
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

    package static func environment(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
