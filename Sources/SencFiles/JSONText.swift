/// Writing JSON, piece by piece, to UTF-8 bytes.
package struct JSONText {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func append(raw text: some StringProtocol) {
        bytes.append(contentsOf: text.utf8)
    }

    /// A string in quotes, with what JSON forbids escaped and all else as it is.
    package mutating func append(string: some StringProtocol) {
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: append(raw: "\\n")
            case 0x0D: append(raw: "\\r")
            case 0x09: append(raw: "\\t")
            case 0..<0x20:
                append(raw: byte < 0x10 ? "\\u000" : "\\u00")
                append(raw: String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
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
