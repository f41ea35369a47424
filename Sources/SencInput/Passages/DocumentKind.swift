/// The kind of a file whose text is not what stands in it line by line.
package enum DocumentKind: String, CaseIterable, Sendable {
    case markdown, html, pdf

    /// How many of a file's first bytes tell its kind.
    private static let headBytes = 1024

    /// The kind that a name tells, the end of a compressed file's name aside.
    package init?(name: String) {
        var parts = name.utf8.split(separator: UInt8(ascii: ".")).dropFirst().map {
            String(decoding: $0, as: UTF8.self).lowercased()
        }
        if let last = parts.last, Compression.nameExtensions.contains(last[...]) {
            parts.removeLast()
        }
        switch parts.last {
        case "md", "markdown", "mdown", "mkd": self = .markdown
        case "html", "htm", "xhtml": self = .html
        case "pdf": self = .pdf
        default: return nil
        }
    }

    /// The kind that a regular file's name and its first bytes tell; `nil` for any other file.
    package init?(ofFile path: String) throws(InputError) {
        let name = DocumentKind(name: path)
        if name == .markdown || name == .html {
            self = name ?? .html
            return
        }
        let head = try ByteSource(path: path, isRegular: true).bytes(limit: Self.headBytes)
        // Some programs write something before the mark.
        if head.starts(with: Self.pdfMark) || (name == .pdf && head.hasPDFMark) {
            self = .pdf
        } else if Self.isHTML(head) {
            self = .html
        } else {
            return nil
        }
    }

    fileprivate static let pdfMark = Array("%PDF-".utf8)

    /// Whether a file begins as pages of the web do.
    private static func isHTML(_ head: [UInt8]) -> Bool {
        var start = head[...]
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
        let text = start.drop(while: \.isWhiteSpace).prefix(20).map { $0.lowercased }
        return text.starts(with: "<!doctype html".utf8) || text.starts(with: "<html>".utf8)
            || text.starts(with: "<html ".utf8)
    }
}

extension ByteSource {
    /// The first bytes, fewer than `limit` if there are no more.
    func bytes(limit: Int) throws(InputError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(limit, 1), alignment: 16)
        defer { buffer.deallocate() }
        var count = 0
        while count < limit {
            let read = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            if read == 0 { break }
            count += read
        }
        return Array(buffer[..<count])
    }
}

extension [UInt8] {
    fileprivate var hasPDFMark: Bool { firstRange(of: DocumentKind.pdfMark) != nil }
}

extension UInt8 {
    /// ASCII's letters in lower case.
    var lowercased: UInt8 { 0x41...0x5A ~= self ? self + 0x20 : self }
}
