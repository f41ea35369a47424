import SencFiles

extension DocumentKind {
    /// How many of a file's first bytes tell its kind.
    private static let headBytes = 1024

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
    static func isHTML(_ head: some Collection<UInt8>) -> Bool {
        var start = Array(head.prefix(headBytes))[...]
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

extension DocumentKind {
    /// Whether the system has what reads such documents.
    package var isReadable: Bool {
        switch self {
        case .markdown: true
        case .html: HTMLLibrary.system != nil
        case .pdf: ChildProcess.find(PDFLines.program) != nil
        }
    }
}
