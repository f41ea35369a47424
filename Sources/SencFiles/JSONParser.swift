/// Turns JSON text into nodes, in one pass and without recursion.
struct JSONParser {
    static let maximumBytes = 1 << 30
    static let maximumDepth = 128

    let source: [UInt8]
    private(set) var nodes: [JSONDocument.Node] = []
    private var position = 0
    /// The indices of the arrays and objects that are still open, outermost first.
    private var open: [Int] = []

    init(source: [UInt8]) {
        self.source = source
    }

    mutating func parse() throws(JSONError) {
        guard source.count <= Self.maximumBytes else { throw .tooLarge(bytes: source.count) }
        if let offset = UTF8Validation.firstInvalidOffset(in: source) {
            throw .invalidUTF8(offset: offset)
        }
        nodes.reserveCapacity(source.count / 7)
        repeat { try parseValue() } while try advanceToNextValue()
        skipSpace()
        guard position == source.count else { throw .trailingBytes(offset: position) }
    }

    /// Reads a scalar whole, or only the opening of a container.
    private mutating func parseValue() throws(JSONError) {
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): try openContainer(.object)
        case UInt8(ascii: "["): try openContainer(.array)
        case UInt8(ascii: "\""): try parseString()
        case UInt8(ascii: "t"): try parseLiteral("true", .bool)
        case UInt8(ascii: "f"): try parseLiteral("false", .bool)
        case UInt8(ascii: "n"): try parseLiteral("null", .null)
        default: try parseNumber()
        }
    }

    /// Closes the containers that end here and moves to where the next value starts.
    /// - Returns: whether there is a next value.
    private mutating func advanceToNextValue() throws(JSONError) -> Bool {
        while let container = open.last {
            skipSpace()
            let byte = try peek()
            let isObject = nodes[container].kind == .object
            let isEmpty = container == nodes.count - 1
            if byte == UInt8(ascii: isObject ? "}" : "]") {
                position += 1
                open.removeLast()
                nodes[container].end = UInt32(position)
                nodes[container].next = UInt32(nodes.count)
                continue
            }
            if !isEmpty {
                guard byte == UInt8(ascii: ",") else { throw unexpected(byte) }
                position += 1
            }
            if isObject { try parseKey() }
            return true
        }
        return false
    }

    private mutating func openContainer(_ kind: JSON.Kind) throws(JSONError) {
        guard open.count < Self.maximumDepth else { throw .tooDeep(offset: position) }
        open.append(nodes.count)
        nodes.append(.init(kind: kind, start: UInt32(position)))
        position += 1
    }

    private mutating func parseKey() throws(JSONError) {
        skipSpace()
        let quote = try peek()
        guard quote == UInt8(ascii: "\"") else { throw unexpected(quote) }
        try parseString()
        skipSpace()
        let colon = try peek()
        guard colon == UInt8(ascii: ":") else { throw unexpected(colon) }
        position += 1
    }

    private mutating func parseString() throws(JSONError) {
        position += 1
        var node = JSONDocument.Node(kind: .string, start: UInt32(position))
        while true {
            skipPlainText()
            switch try peek() {
            case UInt8(ascii: "\""):
                node.end = UInt32(position)
                position += 1
                append(node)
                return
            case UInt8(ascii: "\\"):
                node.isEscaped = true
                try skipEscape()
            case 0..<0x20: throw .controlCharacter(offset: position)
            default: position += 1
            }
        }
    }

    /// Moves to the next byte that is not simply part of a string.
    private mutating func skipPlainText() {
        source.withUnsafeBufferPointer { bytes in
            var index = position
            while index < bytes.count, bytes[index] >= 0x20, bytes[index] != UInt8(ascii: "\""),
                bytes[index] != UInt8(ascii: "\\")
            {
                index += 1
            }
            position = index
        }
    }

    private mutating func skipEscape() throws(JSONError) {
        let start = position
        position += 1
        let letter = try peek()
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            let unit = try parseHexadecimal(escapeAt: start)
            if UTF16.isTrailSurrogate(unit) { throw .invalidEscape(offset: start) }
            guard UTF16.isLeadSurrogate(unit) else { return }
            guard source[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
                throw .invalidEscape(offset: start)
            }
            position += 2
            guard UTF16.isTrailSurrogate(try parseHexadecimal(escapeAt: start)) else {
                throw .invalidEscape(offset: start)
            }
        default: throw .invalidEscape(offset: start)
        }
    }

    private mutating func parseHexadecimal(escapeAt start: Int) throws(JSONError) -> UInt16 {
        guard position + 4 <= source.count,
            let unit = Self.hexadecimal(source[position..<(position + 4)])
        else { throw .invalidEscape(offset: start) }
        position += 4
        return unit
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt16? {
        var unit: UInt16 = 0
        for byte in digits {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// number = [ "-" ] int [ frac ] [ exp ]
    private mutating func parseNumber() throws(JSONError) {
        let start = position
        var node = JSONDocument.Node(kind: .number, start: UInt32(start))
        if try peek() == UInt8(ascii: "-") { position += 1 }
        let first = position < source.count ? source[position] : 0
        let digits = skipDigits()
        if digits == 0, position == start { throw unexpected(first) }
        guard digits == 1 || (digits > 1 && first != UInt8(ascii: "0")) else {
            throw .invalidNumber(offset: start)
        }
        if position < source.count, source[position] == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() > 0 else { throw .invalidNumber(offset: start) }
        }
        if position < source.count, source[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < source.count,
                source[position] == UInt8(ascii: "+") || source[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            guard skipDigits() > 0 else { throw .invalidNumber(offset: start) }
        }
        node.end = UInt32(position)
        append(node)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < source.count, (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= source[position] {
            position += 1
        }
        return position - start
    }

    private mutating func parseLiteral(
        _ literal: StaticString, _ kind: JSON.Kind
    ) throws(JSONError) {
        var node = JSONDocument.Node(kind: kind, start: UInt32(position))
        for index in 0..<literal.utf8CodeUnitCount {
            let byte = try peek()
            guard byte == literal.utf8Start[index] else { throw unexpected(byte) }
            position += 1
        }
        node.end = UInt32(position)
        append(node)
    }

    private mutating func append(_ node: JSONDocument.Node) {
        var node = node
        node.next = UInt32(nodes.count + 1)
        nodes.append(node)
    }

    private mutating func skipSpace() {
        while position < source.count {
            switch source[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard position < source.count else { throw .endOfInput }
        return source[position]
    }

    private func unexpected(_ byte: UInt8) -> JSONError {
        .unexpectedByte(byte, offset: position)
    }
}

extension JSONParser {
    /// The bytes that the inside of a checked string stands for.
    static func unescape(_ raw: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var result: [UInt8] = []
        result.reserveCapacity(raw.count)
        var rest = raw
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
                result.append(byte)
                continue
            }
            switch letter {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                var units = [hexadecimal(rest.prefix(4)) ?? 0]
                rest = rest.dropFirst(4)
                if UTF16.isLeadSurrogate(units[0]) {
                    units.append(hexadecimal(rest.dropFirst(2).prefix(4)) ?? 0)
                    rest = rest.dropFirst(6)
                }
                result += Array(String(decoding: units, as: UTF16.self).utf8)
            default: result.append(letter)
            }
        }
        return result[...]
    }
}
