/// The name or path of a file as the operating system has it: bytes, of which two that differ are
/// two names, also where their text is canonically equal, and which need not be UTF-8.
///
/// Most code has paths as strings. A string stands for every name (`string`), and `init(_:)` gives
/// the name back: what is ill-formed in UTF-8 is written as private-use scalars, U+10FF80 to
/// U+10FFFF for the bytes 0x80 to 0xFF, and so are the bytes of those scalars themselves.
package struct FileName: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// - Parameter pointer: to bytes that end in 0.
    package init(cString pointer: UnsafePointer<CChar>) {
        var bytes: [UInt8] = []
        var next = pointer
        while next.pointee != 0 {
            bytes.append(UInt8(bitPattern: next.pointee))
            next += 1
        }
        self.bytes = bytes
    }

    /// The name that a string stands for.
    package init(_ string: String) {
        guard string.unicodeScalars.contains(where: { EscapedByte.value(of: $0) != nil }) else {
            bytes = Array(string.utf8)
            return
        }
        var bytes: [UInt8] = []
        for scalar in string.unicodeScalars {
            if let byte = EscapedByte.value(of: scalar) {
                bytes.append(byte)
            } else {
                bytes += Array(String(scalar).utf8)
            }
        }
        self.bytes = bytes
    }

    /// The string that stands for the name within senc and its indexes; for the name itself if that
    /// is UTF-8. It is shown by `onOneLine`.
    package var string: String {
        if let text, !text.unicodeScalars.contains(where: { EscapedByte.value(of: $0) != nil }) {
            return text
        }
        var result = String.UnicodeScalarView()
        bytes.withUnsafeBufferPointer { bytes in
            var position = 0
            while position < bytes.count {
                let (length, isValid) =
                    bytes[position] < 0x80
                    ? (1, true) : UTF8Validation.sequence(at: position, in: bytes)
                let part = bytes[position..<(position + length)]
                let scalars = String(decoding: part, as: UTF8.self).unicodeScalars
                if isValid, !scalars.contains(where: { EscapedByte.value(of: $0) != nil }) {
                    result.append(contentsOf: scalars)
                } else {
                    for byte in part {
                        EscapedByte.scalar(for: byte).map { result.append($0) }
                    }
                }
                position += length
            }
        }
        return String(result)
    }

    /// The name as text; `nil` if it is not UTF-8.
    package var text: String? { String(validating: bytes, as: UTF8.self) }

    /// The bytes as C has them.
    package var cString: [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }
}

extension FileName: CustomStringConvertible {
    /// The name to be shown, in one line: control characters escaped, and as `\x` with two digits
    /// what is not UTF-8.
    package var description: String { string.onOneLine() }
}

extension FileName: Comparable {
    package static func < (first: FileName, second: FileName) -> Bool {
        first.bytes.lexicographicallyPrecedes(second.bytes)
    }
}

extension FileName: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        self.init(text)
    }
}

extension FileName {
    private static let slash = UInt8(ascii: "/")

    /// The path of something in the directory of this path.
    package func appending(_ name: FileName) -> FileName {
        if bytes.isEmpty { return name }
        let separator = bytes.last == Self.slash ? [] : [Self.slash]
        return FileName(bytes: bytes + separator + name.bytes)
    }

    /// What follows the last slash, slashes at the end aside.
    package var lastComponent: FileName {
        guard let end = bytes.lastIndex(where: { $0 != Self.slash }) else { return self }
        let start = bytes[...end].lastIndex(of: Self.slash).map { $0 + 1 } ?? 0
        return FileName(bytes: Array(bytes[start...end]))
    }

    /// Whether this is the path, or that of something below it.
    package func isAt(orBelow path: FileName) -> Bool {
        guard bytes.starts(with: path.bytes) else { return false }
        return bytes.count == path.bytes.count || path.bytes.last == Self.slash
            || bytes[path.bytes.count] == Self.slash
    }

    /// The path from a directory on, if it is below that; else as it is.
    package func shortened(from directory: FileName) -> FileName {
        guard self != directory, isAt(orBelow: directory) else { return self }
        let rest = bytes.dropFirst(directory.bytes.count).drop { $0 == Self.slash }
        return rest.isEmpty ? self : FileName(bytes: Array(rest))
    }
}

extension String {
    /// An argument that is a text: what was not UTF-8 is U+FFFD, as everywhere that text is read.
    package var repaired: String {
        let name = FileName(self)
        return name.bytes.count == utf8.count ? self : String(decoding: name.bytes, as: UTF8.self)
    }
}

extension FileName: JSONValue {
    /// A string, or if the name is not UTF-8 an object `{"bytes":"…"}` with its bytes in Base64.
    package func write(to writer: inout JSONWriter) {
        if let text { return writer.value(text) }
        writer.object { $0.member("bytes", Base64.encode(bytes)) }
    }
}

extension JSON {
    /// A name as it is written.
    package var name: FileName? {
        if let string { return FileName(bytes: Array(string.utf8)) }
        return self["bytes"]?.utf8.flatMap(Base64.decode).map(FileName.init(bytes:))
    }
}
