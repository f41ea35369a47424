/// Writing JSON, piece by piece, to UTF-8 bytes.
package struct JSONText {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func append(raw text: some StringProtocol) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A string in quotes. What JSON forbids is escaped, and what it allows and a terminal obeys:
    /// DEL, the controls from U+0080 to U+009F, line and paragraph separators, and what turns the
    /// direction of writing.
    package mutating func append(string: some StringProtocol) {
        bytes.append(UInt8(ascii: "\""))
        var previous: UInt8 = 0
        var beforePrevious: UInt8 = 0
        for byte in string.utf8 {
            defer { (beforePrevious, previous) = (previous, byte) }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: append(raw: "\\n")
            case 0x0D: append(raw: "\\r")
            case 0x09: append(raw: "\\t")
            case 0..<0x20:
                append(escaped: UInt32(byte))
            case 0x7F: append(escaped: 0x7F)
            case 0x80...0xBF where Self.isControl(beforePrevious, previous, byte):
                bytes.removeLast(previous < 0xC0 ? 2 : 1)
                append(
                    escaped: previous < 0xC0
                        ? 0x2000 | UInt32(previous & 0x3F) << 6 | UInt32(byte & 0x3F)
                        : UInt32(previous & 0x1F) << 6 | UInt32(byte & 0x3F))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(escaped scalar: UInt32) {
        let digits = String(scalar, radix: 16)
        append(raw: "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
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

    /// The shortest number that reads back bit-equal; null for what JSON has no number for.
    package mutating func append(number: Float) {
        append(raw: number.isFinite ? number.description : "null")
    }

    package mutating func append(number: Double) {
        append(raw: number.isFinite ? number.description : "null")
    }

    package mutating func append<Element>(
        array: some Sequence<Element>, _ appendElement: (inout JSONText, Element) -> Void
    ) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for element in array {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            appendElement(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}
