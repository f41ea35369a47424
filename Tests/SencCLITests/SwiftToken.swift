/// A piece of a file of Swift, as far as it matters to where texts for users stand.
struct SwiftToken {
    enum Kind {
        case word, sign, newline
        /// A literal of text, with its value as `Message` has it.
        case literal(Literal)
    }

    struct Literal {
        /// With `%1`, `%2` … in place of the values.
        var key = ""
        /// The code of each value, in the bytes of the file.
        var values: [Range<Int>] = []
    }

    let kind: Kind
    /// Of a word, or of a sign: one of an operator's, brackets and the like by themselves.
    let text: String
    let range: Range<Int>

    /// - Parameter range: all of a file, or the code of a value.
    static func all(in bytes: [UInt8], _ range: Range<Int>) -> [SwiftToken] {
        var reader = Reader(bytes: bytes, position: range.lowerBound)
        var tokens: [SwiftToken] = []
        while reader.position < range.upperBound {
            if let token = reader.next() { tokens.append(token) }
        }
        return tokens
    }

    private struct Reader {
        let bytes: [UInt8]
        var position: Int

        private static let quotes = Array("\"\"\"".utf8)
        private static let operators = Set("=+-*/<>!&|^~%?".utf8)

        private var byte: UInt8 { bytes[position] }

        private func starts(with text: [UInt8]) -> Bool {
            bytes[position...].starts(with: text)
        }

        /// The token here; `nil` for a space or a comment, which is left behind.
        mutating func next() -> SwiftToken? {
            let start = position
            func token(_ kind: Kind) -> SwiftToken {
                let range = start..<position
                return SwiftToken(
                    kind: kind, text: String(decoding: bytes[range], as: UTF8.self), range: range)
            }
            switch byte {
            case UInt8(ascii: " "):
                position += 1
                return nil
            case UInt8(ascii: "\n"):
                position += 1
                return token(.newline)
            case UInt8(ascii: "/") where starts(with: Array("//".utf8)):
                while position < bytes.count, byte != UInt8(ascii: "\n") { position += 1 }
                return nil
            case UInt8(ascii: "#") where starts(with: Array("#\"".utf8)):
                repeat { position += 1 } while !starts(with: Array("\"#".utf8))
                position += 2
                return token(.sign)
            case UInt8(ascii: "\""):
                let literal = literal()
                return token(.literal(literal))
            case let byte where Self.isLetter(byte):
                while position < bytes.count, Self.isLetter(self.byte) { position += 1 }
                return token(.word)
            case let byte where Self.operators.contains(byte):
                while position < bytes.count, Self.operators.contains(self.byte) { position += 1 }
                return token(.sign)
            default:
                position += 1
                return token(.sign)
            }
        }

        private static func isLetter(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
                true
            default: false
            }
        }

        private mutating func literal() -> Literal {
            let isLong = starts(with: Self.quotes)
            let end = isLong ? Self.quotes : [UInt8(ascii: "\"")]
            position += isLong ? 4 : 1
            var (literal, key, lines) = (Literal(), [UInt8](), [Int]())
            if isLong { lines.append(0) }
            while !starts(with: end) {
                if byte == UInt8(ascii: "\\") {
                    position += 1
                    escape(&literal, &key, &lines)
                } else {
                    if byte == UInt8(ascii: "\n") { lines.append(key.count + 1) }
                    key.append(byte)
                    position += 1
                }
            }
            position += end.count
            if isLong { Self.removeIndentation(of: &key, lines) }
            literal.key = String(decoding: key, as: UTF8.self)
            return literal
        }

        /// Takes spaces away from the lines of a literal, as many as its last one has.
        private static func removeIndentation(of key: inout [UInt8], _ lines: [Int]) {
            let indentation = key.count - (lines.last ?? 0)
            key.removeLast(indentation + (lines.count > 1 ? 1 : 0))
            for line in lines.dropLast().reversed() {
                let spaces = key[line...].prefix(indentation).prefix { $0 == UInt8(ascii: " ") }
                key.removeSubrange(line..<line + spaces.count)
            }
        }

        /// What stands behind a backslash.
        private mutating func escape(
            _ literal: inout Literal, _ key: inout [UInt8], _ lines: inout [Int]
        ) {
            let letter = byte
            position += 1
            switch letter {
            case UInt8(ascii: "("):
                let start = position
                skipValue()
                literal.values.append(start..<position - 1)
                key += Array("%\(literal.values.count)".utf8)
            case UInt8(ascii: "u"):
                let start = position + 1
                while byte != UInt8(ascii: "}") { position += 1 }
                let digits = String(decoding: bytes[start..<position], as: UTF8.self)
                let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
                key += Array(String(Character(scalar)).utf8)
                position += 1
            case UInt8(ascii: "\n"): lines.append(key.count)
            case UInt8(ascii: "n"): key.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "t"): key.append(UInt8(ascii: "\t"))
            case UInt8(ascii: "r"): key.append(UInt8(ascii: "\r"))
            case UInt8(ascii: "0"): key.append(0)
            default: key.append(letter)
            }
        }

        /// Moves behind the bracket that ends a value.
        private mutating func skipValue() {
            var depth = 1
            while depth > 0 {
                guard let token = next(), case .sign = token.kind else { continue }
                if token.text == "(" { depth += 1 }
                if token.text == ")" { depth -= 1 }
            }
        }
    }
}
