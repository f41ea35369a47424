/// The kind of a file whose text is not what stands in it line by line.
package enum DocumentKind: String, CaseIterable, Sendable {
    case markdown, html, pdf

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
}
