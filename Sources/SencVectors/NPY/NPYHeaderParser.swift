/// Reads the dictionary of a `.npy` header: a Python literal with the entries `descr` (a string),
/// `fortran_order` (a boolean) and `shape` (a tuple of integers), each once, in any order.
struct NPYHeaderParser {
    /// NumPy refuses headers of more than 10,000 bytes unless told that the file is trusted.
    static let maximumBytes = 10_000

    private let text: [UInt8]
    private var position = 0

    private(set) var elementType: String?
    private(set) var isFortranOrder: Bool?
    private(set) var shape: [Int]?

    /// - Parameter text: the dictionary and the space behind it.
    init(parsing text: [UInt8]) throws(NPYFault) {
        self.text = text
        try expect("{")
        while !accept("}") {
            try parseEntry()
            if accept(",") { continue }
            try expect("}")
            break
        }
        skipSpace()
        guard position == text.count else { throw .malformed(offset: position) }
    }

    private mutating func parseEntry() throws(NPYFault) {
        let key = try parseString()
        try expect(":")
        let isRepeated: Bool
        switch key {
        case "descr":
            isRepeated = elementType != nil
            guard !comesNext("["), !comesNext("(") else { throw .structuredElements }
            elementType = try parseString()
        case "fortran_order":
            isRepeated = isFortranOrder != nil
            isFortranOrder = try parseBool()
        case "shape":
            isRepeated = shape != nil
            shape = try parseTuple()
        default: throw .unknownEntry(key)
        }
        if isRepeated { throw .repeatedEntry(key) }
    }

    /// A string between single or double quotes, without escapes.
    private mutating func parseString() throws(NPYFault) -> String {
        skipSpace()
        guard position < text.count, text[position] == 0x22 || text[position] == 0x27,
            let end = text[(position + 1)...].firstIndex(of: text[position])
        else { throw .malformed(offset: position) }
        let inside = text[(position + 1)..<end]
        position = end + 1
        return String(decoding: inside, as: UTF8.self)
    }

    private mutating func parseBool() throws(NPYFault) -> Bool {
        if accept("True") { return true }
        try expect("False")
        return false
    }

    private mutating func parseTuple() throws(NPYFault) -> [Int] {
        try expect("(")
        var numbers: [Int] = []
        while !accept(")") {
            numbers.append(try parseInteger())
            if accept(",") { continue }
            // A comma makes the tuple of one number.
            guard numbers.count > 1 else { throw .malformed(offset: position) }
            try expect(")")
            break
        }
        return numbers
    }

    private mutating func parseInteger() throws(NPYFault) -> Int {
        skipSpace()
        let start = position
        var value = 0
        while position < text.count, (0x30...0x39).contains(text[position]) {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Int(text[position]) - 0x30)
            if overflow || carry { throw .tooLarge }
            value = sum
            position += 1
        }
        guard position > start else { throw .malformed(offset: start) }
        return value
    }

    private mutating func expect(_ symbol: String) throws(NPYFault) {
        guard accept(symbol) else { throw .malformed(offset: position) }
    }

    private mutating func comesNext(_ symbol: String) -> Bool {
        skipSpace()
        return text[position...].starts(with: symbol.utf8)
    }

    /// Moves over `symbol` if it comes next, space aside.
    private mutating func accept(_ symbol: String) -> Bool {
        guard comesNext(symbol) else { return false }
        position += symbol.utf8.count
        return true
    }

    private mutating func skipSpace() {
        while position < text.count, text[position] == 0x20 || text[position] == 0x0A {
            position += 1
        }
    }
}
