import SencFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A line of a file is no text.
struct LineTooLong: Diagnostic {
    let limit: Int
    let path: String

    var description: String { "a line is over the limit of \(limit) bytes (\(path))" }
    var status: ExitStatus { .badData }
}

/// The lines of a file, read as they are asked for.
///
/// A line ends in LF or CR LF; a last line without either counts. A byte order mark at the start
/// is no text. Ill-formed UTF-8 is replaced by U+FFFD, one for each maximal subpart (Unicode
/// Standard, section 3.9), and counted.
final class LineReader {
    private static let chunkSize = 1 << 18
    /// A longer line is an error: it is no text, and may never end.
    private static let maximumLineBytes = 1 << 28

    let path: String
    /// The file's size if it is a regular file.
    let size: Int?
    private(set) var bytesRead = 0
    private(set) var replacementCount = 0

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    private var isAtStart = true

    /// - Parameter path: `-` stands for standard input.
    init(path: String) throws(FileError) {
        let isStandardInput = path == "-"
        self.path = isStandardInput ? "standard input" : path
        descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .reading(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .reading(self.path) }
        if status.st_mode & S_IFMT == S_IFDIR { throw .notRegular(path: path) }
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The next line, without its end; `nil` after the last.
    /// - Throws: `FileError` or `LineTooLong`.
    func next() throws -> String? {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = decode(buffer[position..<end])
                position = end + 1
                return line
            }
            searched = buffer.count
            if isAtEnd {
                guard position < buffer.count else { return nil }
                let line = decode(buffer[position...])
                position = buffer.count
                return line
            }
            searched -= position
            guard searched <= Self.maximumLineBytes else {
                throw LineTooLong(limit: Self.maximumLineBytes, path: path)
            }
            try fill()
        }
    }

    /// Drops what was read and reads more behind it.
    private func fill() throws(FileError) {
        buffer.removeFirst(position)
        position = 0
        let kept = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: Self.chunkSize))
        var count: Int
        repeat {
            count = buffer.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress.map { $0 + kept }, Self.chunkSize)
            }
        } while count < 0 && errno == EINTR
        guard count >= 0 else { throw .reading(path) }
        buffer.removeLast(Self.chunkSize - count)
        bytesRead += count
        isAtEnd = count == 0
    }

    private func decode(_ line: ArraySlice<UInt8>) -> String {
        var line = line
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        if isAtStart {
            isAtStart = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        replacementCount += UTF8Validation.invalidSequenceCount(in: line)
        return String(decoding: line, as: UTF8.self)
    }
}
