/// The escapes in JSON's strings, read and written.
enum JSONEscapes {
    /// U+FFFD, which stands for half a surrogate pair.
    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    /// The bytes that the inside of a checked string stands for, and how many surrogates that are
    /// no pair were replaced.
    static func decode(_ raw: ArraySlice<UInt8>) -> (text: [UInt8], replacements: Int) {
        var text: [UInt8] = []
        text.reserveCapacity(raw.count)
        var replacements = 0
        var position = raw.startIndex
        while position < raw.endIndex {
            let byte = raw[position]
            guard byte == UInt8(ascii: "\\"), position + 1 < raw.endIndex else {
                text.append(byte)
                position += 1
                continue
            }
            let letter = raw[position + 1]
            guard letter == UInt8(ascii: "u") else {
                text.append(control(letter))
                position += 2
                continue
            }
            let unit = unit(in: raw, at: position) ?? 0
            position += 6
            if UTF16.isLeadSurrogate(unit), let trail = self.unit(in: raw, at: position),
                UTF16.isTrailSurrogate(trail)
            {
                position += 6
                text += Array(String(decoding: [unit, trail], as: UTF16.self).utf8)
            } else if let scalar = Unicode.Scalar(unit) {
                text += Array(String(scalar).utf8)
            } else {
                replacements += 1
                text += replacement
            }
        }
        return (text, replacements)
    }

    /// The value of `\uXXXX` at a place; `nil` if that is not there.
    static func unit(in text: ArraySlice<UInt8>, at start: Int) -> UInt16? {
        guard start + 6 <= text.endIndex, text[start] == UInt8(ascii: "\\"),
            text[start + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for byte in text[(start + 2)..<(start + 6)] {
            guard let digit = digit(byte) else { return nil }
            unit = unit << 4 | digit
        }
        return unit
    }

    private static func digit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte) - 0x61 + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte) - 0x41 + 10
        default: nil
        }
    }

    private static func control(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    // MARK: - Writing

    /// Adds a string in quotes. What JSON forbids is escaped, and what it allows and a terminal
    /// obeys: DEL, the controls from U+0080 to U+009F, line and paragraph separators, and what turns
    /// the direction of writing.
    static func appendQuoted(_ string: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var previous: UInt8 = 0
        var beforePrevious: UInt8 = 0
        for byte in string.utf8 {
            defer { (beforePrevious, previous) = (previous, byte) }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20, 0x7F: append(escaped: UInt32(byte), to: &bytes)
            case 0x80...0xBF where isControl(beforePrevious, previous, byte):
                bytes.removeLast(previous < 0xC0 ? 2 : 1)
                append(
                    escaped: previous < 0xC0
                        ? 0x2000 | UInt32(previous & 0x3F) << 6 | UInt32(byte & 0x3F)
                        : UInt32(previous & 0x1F) << 6 | UInt32(byte & 0x3F), to: &bytes)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func append(escaped scalar: UInt32, to bytes: inout [UInt8]) {
        let digits = String(scalar, radix: 16)
        bytes += ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8
    }

    /// Whether the last two or three bytes of UTF-8 are a control character over U+007F, or one
    /// of U+061C, U+200E, U+200F, U+2028 to U+202E and U+2066 to U+2069.
    private static func isControl(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch (second, third) {
        case (0xC2, 0x80...0x9F), (0xD8, 0x9C): true
        case (0x80, 0x8E...0x8F), (0x80, 0xA8...0xAE), (0x81, 0xA6...0xA9): first == 0xE2
        default: false
        }
    }
}
