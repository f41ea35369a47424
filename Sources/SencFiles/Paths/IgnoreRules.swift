/// What ignore files say of what is in a directory: `.ignore` and `.gitignore` there and in the
/// directories above it, up to the git repository's own, and the repository's `info/exclude`.
///
/// As in ripgrep, any `.ignore` outranks any `.gitignore`, and those `info/exclude`; of the files of
/// a name the deepest that has a say counts. `.gitignore` counts outside of repositories, too; a
/// user's global excludes do not.
struct IgnoreRules {
    private struct Level {
        /// How many bytes of a path below it are before its part within the directory.
        let prefix: Int
        let ignore: IgnoreFile?
        let gitIgnore: IgnoreFile?
        let exclude: IgnoreFile?
    }

    /// From the outermost directory to this one.
    private var levels: [Level] = []
    /// The absolute path of the directory that the walk began at.
    private var base: [UInt8] = []

    /// The rules of a directory that a walk begins at, with those of the directories above it if it
    /// is in a git repository.
    init(startingAt directory: FileName) {
        guard let resolved = FileSystem.resolved(directory.cString).map(FileName.init(bytes:))
        else { return }
        var above: [FileName] = []
        var path = resolved
        while !Self.isRepository(path) {
            guard let parent = path.parent else {
                // It is in no repository.
                above = []
                break
            }
            above.append(parent)
            path = parent
        }
        // Paths within the directory are reported from it on, which those above it see as longer.
        for directory in above.reversed() { enter(directory, prefix: directory.bytes.count) }
        base = resolved.bytes
        enter(resolved, prefix: base.count)
    }

    /// Adds what a directory below the first says.
    /// - Parameter below: its path from the first on.
    mutating func enter(_ directory: FileName, below: FileName) {
        enter(directory, prefix: base.count + 1 + below.bytes.count)
    }

    private mutating func enter(_ directory: FileName, prefix: Int) {
        var exclude: IgnoreFile?
        if Self.isRepository(directory) {
            // Another repository's rules end here.
            levels = levels.filter { $0.ignore != nil }.map {
                Level(prefix: $0.prefix, ignore: $0.ignore, gitIgnore: nil, exclude: nil)
            }
            exclude = Self.excludePath(of: directory).flatMap { IgnoreFile($0) }
        }
        let level = Level(
            prefix: prefix, ignore: IgnoreFile(directory.appending(".ignore")),
            gitIgnore: IgnoreFile(directory.appending(".gitignore")), exclude: exclude)
        if level.ignore != nil || level.gitIgnore != nil || exclude != nil { levels.append(level) }
    }

    /// Whether something is ignored; `nil` if nothing is said of it.
    /// - Parameters:
    ///   - below: its path from the directory on that the walk began at.
    ///   - name: its last component.
    func ignores(_ below: FileName, name: FileName, isDirectory: Bool) -> Bool? {
        guard !levels.isEmpty else { return nil }
        let separator = base.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]
        let path = base + separator + below.bytes
        for file in [\Level.ignore, \.gitIgnore, \.exclude] {
            for level in levels.reversed() {
                guard let rules = level[keyPath: file] else { continue }
                let part = path.dropFirst(level.prefix).drop { $0 == UInt8(ascii: "/") }
                if let answer = rules.ignores(
                    path: part, name: name.bytes[...], isDirectory: isDirectory)
                {
                    return answer
                }
            }
        }
        return nil
    }

    private static func isRepository(_ directory: FileName) -> Bool {
        FileStatus(directory.appending(".git").cString, followingLinks: false) != nil
    }

    /// Where a repository's `info/exclude` is; `.git` may be a file that says where it lies, as in
    /// submodules and other working trees.
    private static func excludePath(of repository: FileName) -> FileName? {
        let git = repository.appending(".git")
        guard let status = FileStatus(git.cString) else { return nil }
        guard status.kind != .directory else { return git.appending("info/exclude") }
        guard let place = line(of: git, after: "gitdir: ") else { return nil }
        let directory = place.isAbsolute ? place : repository.appending(place)
        guard let common = line(of: directory.appending("commondir"), after: "") else {
            return directory.appending("info/exclude")
        }
        return (common.isAbsolute ? common : directory.appending(common))
            .appending("info/exclude")
    }

    private static func line(of file: FileName, after start: String) -> FileName? {
        guard let text = IgnoreFile.contents(of: file), text.starts(with: start.utf8) else {
            return nil
        }
        let rest = text.dropFirst(start.utf8.count).prefix { $0 != 0x0A && $0 != 0x0D && $0 != 0 }
        return rest.isEmpty ? nil : FileName(bytes: Array(rest))
    }
}

extension FileName {
    fileprivate var isAbsolute: Bool { bytes.first == UInt8(ascii: "/") }

    /// The directory above an absolute path without a slash at its end; `nil` for the root.
    fileprivate var parent: FileName? {
        guard bytes.count > 1, let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
            return nil
        }
        return FileName(bytes: Array(bytes[..<max(slash, 1)]))
    }
}
