/// The patterns of a file such as `.gitignore`, the last of which that matches counts.
struct IgnoreFile: Sendable {
    /// What no such file is longer than; of a longer one the start counts.
    private static let maximumBytes = 1 << 20

    let patterns: [PathPattern]

    /// - Returns: `nil` if there is no such regular file, or nothing in it.
    init?(_ path: FileName) {
        guard let text = Self.contents(of: path) else { return nil }
        let content = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
        patterns = content.split(separator: UInt8(ascii: "\n"))
            .compactMap { PathPattern(ignoreLine: $0) }
        if patterns.isEmpty { return nil }
    }

    /// Whether a path is ignored; `nil` if no pattern matches it.
    func ignores(path: ArraySlice<UInt8>, name: ArraySlice<UInt8>, isDirectory: Bool) -> Bool? {
        patterns.last { $0.matches(path: path, name: name, isDirectory: isDirectory) }
            .map { !$0.isNegated }
    }

    /// The start of a regular file; `nil` if it cannot be read.
    static func contents(of path: FileName) -> [UInt8]? {
        guard let descriptor = Descriptor(opening: path.cString, .notWaiting) else { return nil }
        defer { descriptor.close() }
        guard let status = FileStatus(descriptor), status.kind == .regular else { return nil }
        return descriptor.bytes(min(max(status.size, 0), maximumBytes))
    }
}
