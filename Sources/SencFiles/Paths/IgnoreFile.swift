#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

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
        // Without O_NONBLOCK, opening a named pipe waits for a writer.
        let descriptor = open(path.cString, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        let size = min(max(Int(status.st_size), 0), maximumBytes)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let read = systemRead(
                    descriptor, buffer.baseAddress.map { $0 + count }, size - count)
                if read < 0, errno == EINTR { continue }
                failed = read < 0
                guard read > 0 else { break }
                count += read
            }
        }
        return failed ? nil : bytes
    }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int)
    -> Int
{
    read(descriptor, bytes, count)
}
