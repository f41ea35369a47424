#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The regular files at some paths and in the directories below them, in the order of their names.
///
/// Left out are names that begin with a dot, links below the paths given, what is no regular file,
/// and directories with a file called `excludingDirectoriesWith`.
package struct FileTree: Sendable {
    package struct File: Equatable, Sendable {
        package let path: String
        /// In bytes.
        package let size: Int
        /// The time of the last change, in nanoseconds since 1970.
        package let changed: Int64

        package init(path: String, size: Int, changed: Int64) {
            (self.path, self.size, self.changed) = (path, size, changed)
        }
    }

    package private(set) var files: [File] = []
    /// What could not be looked into, and why; names that are not UTF-8 among them.
    package private(set) var failures: [FileError] = []

    private let include: [String]
    private let exclude: [String]
    private let mark: String?

    /// - Parameters:
    ///   - paths: files, which are always taken, and directories.
    ///   - include: patterns (fnmatch) of which the name of a file in a directory must match one,
    ///     or its path below the path given if the pattern has a slash; none for all files.
    ///   - exclude: patterns of which none may match a file or directory.
    /// - Throws: `FileError` if there is nothing at one of the paths.
    package init(
        _ paths: [String], include: [String] = [], exclude: [String] = [],
        excludingDirectoriesWith mark: String? = nil
    ) throws(FileError) {
        (self.include, self.exclude, self.mark) = (include, exclude, mark)
        var seen: Set<String> = []
        for path in paths {
            var status = stat()
            guard stat(path, &status) == 0 else { throw .reading(path) }
            switch status.st_mode & S_IFMT {
            case S_IFREG: files.append(File(path, status))
            case S_IFDIR: visit(path, below: "")
            default: throw .notRegular(path: path)
            }
        }
        files.removeAll { !seen.insert($0.path).inserted }
    }

    private mutating func visit(_ directory: String, below prefix: String) {
        if let mark, Path.exists(Path.join(directory, mark)) { return }
        guard let names = names(in: directory) else { return }
        for name in names where name.utf8.first != UInt8(ascii: ".") {
            let path = Path.join(directory, name)
            let below = Path.join(prefix, name)
            var status = stat()
            guard lstat(path, &status) == 0 else {
                failures.append(.reading(path))
                continue
            }
            let isDirectory = status.st_mode & S_IFMT == S_IFDIR
            guard isDirectory || status.st_mode & S_IFMT == S_IFREG,
                !matches(exclude, name, below)
            else { continue }
            if isDirectory {
                visit(path, below: below)
            } else if include.isEmpty || matches(include, name, below) {
                files.append(File(path, status))
            }
        }
    }

    private mutating func names(in directory: String) -> [String]? {
        guard let stream = opendir(directory) else {
            failures.append(.reading(directory))
            return nil
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let name {
                names.append(name)
            } else {
                failures.append(
                    .notReadable(path: directory, reason: "a file's name is not UTF-8"))
            }
        }
        return names.sorted()
    }

    private func matches(_ patterns: [String], _ name: String, _ path: String) -> Bool {
        patterns.contains { fnmatch($0, $0.utf8.contains(UInt8(ascii: "/")) ? path : name, 0) == 0 }
    }
}

extension FileTree.File {
    fileprivate init(_ path: String, _ status: stat) {
        #if os(Linux)
        let time = status.st_mtim
        #else
        let time = status.st_mtimespec
        #endif
        let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        self.init(
            path: path, size: Int(status.st_size),
            changed: overflow ? 0 : seconds &+ Int64(time.tv_nsec))
    }
}
