import SencFiles

/// In which encoding a page of the web is written.
extension TextEncoding {
    /// Bytes in which a page says it; the standard asks for 1024.
    private static let headBytes = 4096

    /// What a page says of its encoding by itself, and how long the byte order mark is that may say it.
    /// - Parameters:
    ///   - bytes: all of the page.
    ///   - given: what the user says.
    static func ofPage(_ bytes: [UInt8], given: TextEncoding?) -> (TextEncoding, mark: Int) {
        if let (encoding, length) = marked(bytes.prefix(markBytes)) { return (encoding, length) }
        if let encoding = given ?? declared(in: bytes.prefix(headBytes)) { return (encoding, 0) }
        let isUTF8 = UTF8Validation.firstInvalidOffset(in: bytes) == nil
        return (isUTF8 ? utf8 : TextEncoding("windows-1252") ?? utf8, 0)
    }

    /// The encoding that a `meta` element or an XML declaration names.
    private static func declared(in head: ArraySlice<UInt8>) -> TextEncoding? {
        let text = head.map(\.lowercased)
        var position = 0
        while let start = text[position...].firstIndex(of: UInt8(ascii: "<")) {
            let rest = text[start...]
            if rest.starts(with: "<!--".utf8) {
                guard let end = rest.firstRange(of: "-->".utf8) else { return nil }
                position = end.upperBound
                continue
            }
            position = start + 1
            let word: String? =
                rest.starts(with: "<meta".utf8)
                ? "charset" : rest.starts(with: "<?xml".utf8) ? "encoding" : nil
            guard let word, let end = rest.firstIndex(of: UInt8(ascii: ">")) else { continue }
            position = end
            if let name = value(of: word, in: rest[..<end]) { return ofPage(named: name) }
        }
        return nil
    }

    /// What follows a word and an equals sign, with or without quotes.
    private static func value(of word: String, in tag: ArraySlice<UInt8>) -> String? {
        var rest = tag
        while let found = rest.firstRange(of: word.utf8) {
            rest = rest[found.upperBound...]
            let behind = rest.drop(while: \.isWhiteSpace)
            guard behind.first == UInt8(ascii: "=") else { continue }
            let value = behind.dropFirst().drop { $0.isWhiteSpace || $0.isQuote }
                .prefix { !$0.isWhiteSpace && !$0.isQuote && $0 != UInt8(ascii: ";") }
            return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
        }
        return nil
    }

    /// The encoding that browsers take for a name.
    private static func ofPage(named name: String) -> TextEncoding? {
        switch name {
        case let name where name.hasPrefix("utf-16") || name.hasPrefix("utf-32"): utf8
        case "iso-8859-1", "iso8859-1", "latin1", "ascii", "us-ascii", "x-user-defined":
            TextEncoding("windows-1252")
        default: TextEncoding(name)
        }
    }
}

extension UInt8 {
    fileprivate var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }
}
