internal import SencFiles

/// The names of a model's files: paths inside it, with `/` between folders.
enum FileName {
    static let maximumLength = 1024
    static let maximumComponentLength = 255

    /// Whether the name leads to a place inside the model's folder on every system.
    static func isSafe(_ name: some StringProtocol) -> Bool {
        name.utf8.count <= maximumLength
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\\" && $0.value != 0x7F }
            && name.parts(between: "/").allSatisfy {
                !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= maximumComponentLength
            }
    }

    /// The text with all but RFC 3986's unreserved characters escaped, to stand in a URL.
    /// - Parameter slash: whether `/` stays as it is.
    static func escaped(_ text: String, slash: Bool) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.unicodeScalars.append(UnicodeScalar(byte))
            case UInt8(ascii: "/") where slash: result += "/"
            default:
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
