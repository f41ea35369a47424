/// Checks JSON text and notes where its values are, in one pass and without recursion.
struct JSONParser {
    static let maximumBytes = 1 << 30
    static let maximumDepth = 128
    /// Of a document: the scalars, and twice the arrays and objects. 512 MiB.
    static let maximumWords = 1 << 27

    let source: [UInt8]
    /// As `JSONDocument` has them.
    private(set) var words: [UInt32] = []
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
        // No value has fewer bytes than words. Growing would take both the old and the new memory;
        // what is reserved and not written takes none.
        words.reserveCapacity(min(source.count, Self.maximumWords))
        repeat { try parseValue() } while try advanceToNextValue()
        skipSpace()
        guard position == source.count else { throw .trailingBytes(offset: position) }
    }

    /// Reads a scalar whole, or only the opening of a container.
    private mutating func parseValue() throws(JSONError) {
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"), UInt8(ascii: "["): try openContainer()
        case UInt8(ascii: "\""): try parseString()
        case UInt8(ascii: "t"): try parseLiteral("true")
        case UInt8(ascii: "f"): try parseLiteral("false")
        case UInt8(ascii: "n"): try parseLiteral("null")
        case UInt8(ascii: "N"): try parseLiteral("NaN")
        case UInt8(ascii: "I"): try parseLiteral("Infinity")
        default: try parseNumber()
        }
    }

    /// Closes the containers that end here and moves to where the next value starts.
    /// - Returns: whether there is a next value.
    private mutating func advanceToNextValue() throws(JSONError) -> Bool {
        while let container = open.last {
            skipSpace()
            let byte = try peek()
            let isObject = source[Int(words[container])] == UInt8(ascii: "{")
            let isEmpty = container == words.count - 2
            if byte == UInt8(ascii: isObject ? "}" : "]") {
                position += 1
                open.removeLast()
                words[container + 1] = UInt32(words.count)
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

    private mutating func openContainer() throws(JSONError) {
        guard open.count < Self.maximumDepth else { throw .tooDeep(offset: position) }
        open.append(words.count)
        try append(position)
        try append(0)
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
        try append(position)
        position += 1
        while true {
            skipPlainText()
            switch try peek() {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"):
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
            guard JSONEscapes.unit(in: source[start...], at: start) != nil else {
                throw .invalidEscape(offset: start)
            }
            position = start + 6
        default: throw .invalidEscape(offset: start)
        }
    }

    /// number = [ "-" ] int [ frac ] [ exp ]
    private mutating func parseNumber() throws(JSONError) {
        let start = position
        if try peek() == UInt8(ascii: "-") {
            position += 1
            if position < source.count, source[position] == UInt8(ascii: "I") {
                try parseLiteral("Infinity", from: start)
                return
            }
        }
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
        try append(start)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < source.count, Self.isDigit(source[position]) { position += 1 }
        return position - start
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    /// - Parameter start: where the value begins, if it does so before the literal.
    private mutating func parseLiteral(
        _ literal: StaticString, from start: Int? = nil
    ) throws(JSONError) {
        try append(start ?? position)
        for index in 0..<literal.utf8CodeUnitCount {
            let byte = try peek()
            guard byte == literal.utf8Start[index] else { throw unexpected(byte) }
            position += 1
        }
    }

    private mutating func append(_ word: Int) throws(JSONError) {
        guard words.count < Self.maximumWords else { throw .tooManyValues(offset: position) }
        words.append(UInt32(word))
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
