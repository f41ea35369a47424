internal import CIconv
package import SencFiles

/// In what encoding a text is written, by a name that the system's iconv knows.
package struct TextEncoding: Equatable, Sendable {
    /// As it was given.
    package let name: String
    /// What iconv calls it.
    let systemName: String
    /// How many bytes a character takes at least, which are left out together where they are
    /// ill-formed.
    let unitBytes: Int

    package static let examples: Message =
        "latin1, windows-1252, utf-16le, shift_jis, gb18030 or koi8-r"
    private static let longestName = 40

    /// - Returns: `nil` if the system does not know the name.
    package init?(_ name: String) {
        // Other characters have a meaning of their own to iconv.
        guard !name.isEmpty, name.utf8.count <= Self.longestName,
            name.utf8.allSatisfy({ Self.mayBeInName($0) }),
            let systemName = Self.spellings(of: name).first(where: Self.isKnown)
        else { return nil }
        self.init(name: name, systemName: systemName)
    }

    private init(name: String, systemName: String) {
        (self.name, self.systemName) = (name, systemName)
        let (two, one) = (Self.byteCount("aa", in: systemName), Self.byteCount("a", in: systemName))
        unitBytes = max(1, two - one)
    }

    static let utf8 = TextEncoding(name: "utf-8", systemName: "UTF-8")

    /// Whether the bytes can be taken as they are.
    var isUTF8: Bool { systemName == "UTF-8" }

    /// What the bytes that a text starts with say of its encoding, and how many they are.
    static func marked(_ head: some Collection<UInt8>) -> (encoding: TextEncoding, length: Int)? {
        for (mark, name) in marks where head.starts(with: mark) {
            return (TextEncoding(name: name.lowercased(), systemName: name), mark.count)
        }
        return nil
    }

    /// Byte order marks; that of UTF-32LE begins with that of UTF-16LE.
    private static let marks: [([UInt8], String)] = [
        ([0xEF, 0xBB, 0xBF], "UTF-8"), ([0xFF, 0xFE, 0, 0], "UTF-32LE"),
        ([0, 0, 0xFE, 0xFF], "UTF-32BE"), ([0xFF, 0xFE], "UTF-16LE"), ([0xFE, 0xFF], "UTF-16BE"),
    ]

    /// The longest byte order mark.
    static let markBytes = 4

    private static func mayBeInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "+"):
            true
        default: false
        }
    }

    /// How iconvs may call an encoding that others write as `name`.
    private static func spellings(of name: String) -> [String] {
        let upper = name.uppercased()
        let compact = upper.filter { $0 != "-" && $0 != "_" }
        if let known = knownSpellings[compact] { return [known] }
        let dashed = upper.replacing("_", with: "-")
        return [name, upper, dashed, upper.replacing("-", with: "_"), compact]
    }

    /// Names that programs write in more ways than iconvs read.
    private static let knownSpellings = [
        "UTF8": "UTF-8", "UTF8SIG": "UTF-8", "UTF16LE": "UTF-16LE", "UTF16BE": "UTF-16BE",
        "UTF32LE": "UTF-32LE", "UTF32BE": "UTF-32BE", "LATIN1": "ISO-8859-1",
        "ISO88591": "ISO-8859-1", "WINDOWS1252": "CP1252", "ANSI": "CP1252",
        "MACROMAN": "MACINTOSH", "MACINTOSH": "MACINTOSH", "SHIFTJIS": "SHIFT_JIS",
        "SJIS": "SHIFT_JIS", "ASCII": "ASCII", "USASCII": "ASCII",
    ]

    private static func isKnown(_ name: String) -> Bool {
        let converter = iconv_open("UTF-8", name)
        guard iconv_is_open(converter) else { return false }
        iconv_close(converter)
        return true
    }

    /// How many bytes an encoding has for a text; 0 if it does not have it.
    private static func byteCount(_ text: String, in name: String) -> Int {
        let converter = iconv_open(name, "UTF-8")
        guard iconv_is_open(converter) else { return 0 }
        defer { iconv_close(converter) }
        let capacity = 64
        var text = Array(text.utf8CString)
        return text.withUnsafeMutableBufferPointer { text in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { output in
                var (input, inputLeft) = (text.baseAddress, text.count - 1)
                var (result, resultLeft) = (output.baseAddress, capacity)
                _ = iconv(converter, &input, &inputLeft, &result, &resultLeft)
                return capacity - resultLeft
            }
        }
    }
}
