/// The regular files at some paths and in the directories below them, in the order of their names'
/// bytes.
///
/// Left out are links below the paths given, anything but regular files, directories with a file
/// called `excludingDirectoriesWith`, and what the selection does not take: if it says nothing else,
/// names that begin with a dot and what ignore files name.
package struct FileTree: Sendable {
    package struct File: Equatable, Sendable {
        package let path: FileName
        /// In bytes.
        package let size: Int
        /// The time of the last change, in nanoseconds since 1970.
        package let changed: Int64

        package init(path: FileName, size: Int, changed: Int64) {
            (self.path, self.size, self.changed) = (path, size, changed)
        }
    }

    package private(set) var files: [File] = []
    /// What could not be looked into, and why.
    package private(set) var failures: [FileError] = []
    /// Patterns that matched nothing that was looked at.
    package private(set) var unusedPatterns: [(option: String, pattern: String)] = []

    private let selection: FileSelection
    private let mark: FileName?
    private var include: PatternList
    private var exclude: PatternList

    /// - Parameters:
    ///   - paths: files, which are always taken, and directories.
    ///   - selection: which files of directories are taken.
    /// - Throws: `FileError` if there is nothing at one of the paths.
    package init(
        _ paths: [FileName], _ selection: FileSelection = FileSelection(),
        excludingDirectoriesWith mark: String? = nil
    ) throws(FileError) {
        (self.selection, self.mark) = (selection, mark.map { FileName($0) })
        include = PatternList(selection.include, areShells: selection.hasShellPatterns)
        exclude = PatternList(selection.exclude, areShells: selection.hasShellPatterns)
        var seen: Set<FileName> = []
        for path in paths {
            guard let status = FileStatus(path.cString) else { throw .reading(path.string) }
            switch status.kind {
            case .regular: files.append(File(path, status))
            case .directory:
                let rules = selection.heedsIgnoreFiles ? IgnoreRules(startingAt: path) : nil
                visit(Place(path: path, below: FileName(bytes: []), isTaken: nil), rules)
            case .link, .pipe, .socket, .device: throw .notRegular(path: path.string)
            }
        }
        files.removeAll { !seen.insert($0.path).inserted }
        unusedPatterns =
            include.unused.map { ("--include", $0) } + exclude.unused.map { ("--exclude", $0) }
    }

    /// A directory.
    private struct Place {
        let path: FileName
        /// Its path from the one given on.
        let below: FileName
        /// What the patterns to include say of it; `nil` if nothing.
        let isTaken: Bool?
    }

    private mutating func visit(_ directory: Place, _ rules: IgnoreRules?) {
        if let mark,
            FileStatus(directory.path.appending(mark).cString, followingLinks: false) != nil
        {
            return
        }
        guard let names = names(in: directory.path) else { return }
        for name in names {
            let path = directory.path.appending(name)
            let below = directory.below.appending(name)
            guard let status = FileStatus(path.cString, followingLinks: false) else {
                failures.append(.reading(path.string))
                continue
            }
            let isDirectory = status.kind == .directory
            guard isDirectory || status.kind == .regular,
                !isLeftOut(name, below, isDirectory, rules)
            else { continue }
            // fnmatch's patterns choose files alone.
            let isTaken =
                isDirectory && selection.hasShellPatterns
                ? nil
                : include.decision(below, name: name, isDirectory: isDirectory)
                    ?? directory.isTaken
            if isDirectory {
                var rules = rules
                rules?.enter(path, below: below)
                visit(Place(path: path, below: below, isTaken: isTaken), rules)
            } else if isTaken ?? include.isOpen {
                files.append(File(path, status))
            }
        }
    }

    private mutating func isLeftOut(
        _ name: FileName, _ below: FileName, _ isDirectory: Bool, _ rules: IgnoreRules?
    ) -> Bool {
        let isHidden = name.bytes.first == UInt8(ascii: ".")
        // What git keeps is none of the files that it keeps it of.
        if isHidden, name == ".git", selection.heedsIgnoreFiles { return true }
        // In the indexes of senc 0.1 patterns were not tried on hidden names.
        if isHidden, selection.hasShellPatterns, !selection.takesHidden { return true }
        if exclude.decision(below, name: name, isDirectory: isDirectory) == true { return true }
        let ignored = rules?.ignores(below, name: name, isDirectory: isDirectory)
        // As in ripgrep, an ignore file can also have a hidden file taken.
        return ignored ?? (isHidden && !selection.takesHidden)
    }

    private mutating func names(in directory: FileName) -> [FileName]? {
        do {
            return try Directory.names(in: directory)
        } catch {
            failures.append(error)
            return nil
        }
    }
}

extension FileTree.File {
    fileprivate init(_ path: FileName, _ status: FileStatus) {
        let time = status.changed
        let (seconds, overflow) = Int64(time.seconds).multipliedReportingOverflow(by: 1_000_000_000)
        self.init(
            path: path, size: status.size,
            changed: overflow ? 0 : seconds &+ Int64(time.nanoseconds))
    }
}
