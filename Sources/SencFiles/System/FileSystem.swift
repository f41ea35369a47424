#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
import MachO
#endif

/// Calls that change or look at names. Of what fails `SystemError.last` says why.
enum FileSystem {
    static func makeDirectory(_ path: [CChar]) -> Bool { mkdir(path, 0o777) == 0 }

    static func removeDirectory(_ path: [CChar]) -> Bool { rmdir(path) == 0 }

    static func remove(_ path: [CChar]) -> Bool { unlink(path) == 0 }

    /// Removes what has a name in an open directory.
    static func remove(_ name: [CChar], in directory: Descriptor, isDirectory: Bool) -> Bool {
        unlinkat(directory.number, name, isDirectory ? AT_REMOVEDIR : 0) == 0
    }

    static func rename(_ old: [CChar], to new: [CChar]) -> Bool { systemRename(old, new) == 0 }

    static func link(_ path: [CChar], to target: [CChar]) -> Bool { symlink(target, path) == 0 }

    static func isWritable(_ path: [CChar]) -> Bool { access(path, W_OK) == 0 }

    static func setPermissions(_ permissions: Int, of path: [CChar]) -> Bool {
        chmod(path, mode_t(permissions)) == 0
    }

    /// What a link leads to; `nil` if it is none.
    static func target(ofLink path: [CChar]) -> [UInt8]? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let length = readlink(path, base, buffer.count)
            return length < 0 ? nil : Array(UnsafeRawBufferPointer(buffer).prefix(length))
        }
    }

    /// The absolute path with all links followed; `nil` if nothing is there.
    static func resolved(_ path: [CChar]) -> [UInt8]? {
        guard let result = realpath(path, nil) else { return nil }
        defer { free(result) }
        return Array(UnsafeRawBufferPointer(start: result, count: strlen(result)))
    }

    /// The names of what is in a directory, in no order, `.` and `..` left out.
    /// - Parameter limit: how many are read at most.
    /// - Returns: `nil` if the directory cannot be read.
    static func names(in directory: [CChar], limit: Int) -> [[UInt8]]? {
        opendir(directory).map { names($0, limit: limit) }
    }

    static func names(in directory: Descriptor) -> [[UInt8]]? {
        guard let copy = Descriptor(opening: [0x2E, 0], .directory, in: directory) else {
            return nil
        }
        return fdopendir(copy.number).map { names($0, limit: .max) }
    }

    #if os(Linux)
    private typealias Stream = OpaquePointer
    #else
    private typealias Stream = UnsafeMutablePointer<DIR>
    #endif

    private static func names(_ stream: Stream, limit: Int) -> [[UInt8]] {
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return names }
        while names.count < limit, let entry = readdir(stream) {
            // An entry ends behind its name, wherever its type does.
            let start = UnsafeRawPointer(entry) + offset
            let count = strlen(start.assumingMemoryBound(to: CChar.self))
            let name = Array(UnsafeRawBufferPointer(start: start, count: count))
            if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
        }
        return names
    }

    /// Whether fnmatch(3) finds that a pattern matches.
    static func matches(_ pattern: String, _ name: [CChar]) -> Bool {
        fnmatch(pattern, name, 0) == 0
    }

    /// The path of the running program.
    static var executable: [CChar]? {
        #if os(Linux)
        return Array("/proc/self/exe".utf8CString)
        #else
        var size: UInt32 = 0
        _NSGetExecutablePath(nil, &size)
        var path = [CChar](repeating: 0, count: Int(size) + 1)
        return _NSGetExecutablePath(&path, &size) == 0 ? path : nil
        #endif
    }
}

private func systemRename(_ old: [CChar], _ new: [CChar]) -> Int32 { rename(old, new) }
