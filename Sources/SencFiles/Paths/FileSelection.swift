/// Which files of a directory are taken.
package struct FileSelection: Sendable, Equatable {
    /// Patterns (`PathPattern`), of which the last that matches a file, or else a directory that it
    /// is in, says whether it is taken; without any but negated ones, all are.
    package var include: [String]
    /// Patterns of files and directories that are left out, unless a later negated one matches.
    package var exclude: [String]
    /// Whether `.gitignore`, `.ignore` and a repository's `info/exclude` count.
    package var heedsIgnoreFiles: Bool
    /// Whether names that begin with a dot are taken, but git's own directory.
    package var takesHidden: Bool
    /// Whether the patterns are fnmatch(3)'s, as in the indexes of senc 0.1.
    package var hasShellPatterns: Bool

    package init(
        include: [String] = [], exclude: [String] = [], heedsIgnoreFiles: Bool = true,
        takesHidden: Bool = false, hasShellPatterns: Bool = false
    ) {
        (self.include, self.exclude) = (include, exclude)
        (self.heedsIgnoreFiles, self.takesHidden) = (heedsIgnoreFiles, takesHidden)
        self.hasShellPatterns = hasShellPatterns
    }
}

/// Patterns that are tried on paths, and which of them have matched any.
struct PatternList {
    private enum Pattern {
        case git(PathPattern)
        case shell(String)
    }

    private let texts: [String]
    private let patterns: [Pattern]
    private var hasMatched: [Bool]

    init(_ texts: [String], areShells: Bool) {
        self.texts = texts
        patterns = texts.map {
            areShells ? .shell($0) : .git(PathPattern(argument: FileName($0)))
        }
        hasMatched = [Bool](repeating: false, count: texts.count)
    }

    /// Whether a path that no pattern matches is one of those wanted: there are none that say what is.
    var isOpen: Bool {
        patterns.allSatisfy { if case .git(let pattern) = $0 { pattern.isNegated } else { false } }
    }

    /// What the last pattern that matches says; `nil` if none does.
    mutating func decision(_ path: FileName, name: FileName, isDirectory: Bool) -> Bool? {
        var result: Bool?
        for (index, pattern) in patterns.enumerated() {
            switch pattern {
            case .git(let pattern):
                guard
                    pattern.matches(
                        path: path.bytes, name: name.bytes[...], isDirectory: isDirectory)
                else { continue }
                result = !pattern.isNegated
            case .shell(let pattern):
                let text = pattern.utf8.contains(UInt8(ascii: "/")) ? path : name
                guard FileSystem.matches(pattern, text.cString) else { continue }
                result = true
            }
            hasMatched[index] = true
        }
        return result
    }

    /// The patterns that have matched nothing.
    var unused: [String] {
        zip(texts, hasMatched).filter { !$0.1 }.map(\.0)
    }
}
