/// The source text, checked, and where its values are, parents before children.
///
/// A value has a word: where its text starts, at the quote for a string. An array or object has
/// another behind it: the index of the word after its last descendant. What kind a value is and
/// where a scalar ends are read in the text when asked for.
final class JSONDocument: Sendable {
    let source: [UInt8]
    let words: [UInt32]

    init(source: [UInt8], words: [UInt32]) {
        self.source = source
        self.words = words
    }

    func start(of index: Int) -> Int { Int(words[index]) }

    func kind(at index: Int) -> JSON.Kind {
        switch source[start(of: index)] {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }

    /// The index of the value after this one and its descendants.
    func next(after index: Int) -> Int {
        switch source[start(of: index)] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): Int(words[index + 1])
        default: index + 1
        }
    }

    /// Where the text of a number or of `true`, `false`, `null` is.
    func word(at index: Int) -> Range<Int> {
        let start = start(of: index)
        var end = start
        while end < source.count, Self.isInWord(source[end]) { end += 1 }
        return start..<end
    }

    /// Where a string's text is, without the quotes, and whether anything in it is escaped.
    func string(at index: Int) -> (range: Range<Int>, isEscaped: Bool) {
        source.withUnsafeBufferPointer { Self.string(in: $0, at: start(of: index)) }
    }

    /// The bytes that a string stands for.
    func text(at index: Int) -> ArraySlice<UInt8> {
        let (range, isEscaped) = string(at: index)
        return isEscaped ? JSONEscapes.decode(source[range]).text[...] : source[range]
    }

    /// Where a value's text is; a string's without its quotes.
    func range(at index: Int) -> Range<Int> {
        switch kind(at: index) {
        case .string: return string(at: index).range
        case .null, .bool, .number: return word(at: index)
        case .array, .object: break
        }
        let start = start(of: index)
        let end = source.withUnsafeBufferPointer { source in
            var (position, depth) = (start, 0)
            repeat {
                switch source[position] {
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
                case UInt8(ascii: "\""):
                    position = Self.string(in: source, at: position).range.upperBound
                default: break
                }
                position += 1
            } while depth > 0 && position < source.count
            return position
        }
        return start..<end
    }

    /// As `string(at:)`, of the string whose first quote is at `quote`.
    static func string(
        in source: UnsafeBufferPointer<UInt8>, at quote: Int
    ) -> (range: Range<Int>, isEscaped: Bool) {
        var end = quote + 1
        var isEscaped = false
        while end < source.count, source[end] != UInt8(ascii: "\"") {
            if source[end] == UInt8(ascii: "\\") {
                isEscaped = true
                end += 1
            }
            end += 1
        }
        return ((quote + 1)..<end, isEscaped)
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// The value of a number's text if that is an integer that fits.
    static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        var magnitude = 0
        let isNegative = text.first == UInt8(ascii: "-")
        for index in (isNegative ? 1 : 0)..<text.count {
            let digit = Int(text[index]) - Int(UInt8(ascii: "0"))
            guard digit >= 0, digit <= 9 else { return nil }
            let (tens, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            magnitude = sum
        }
        return isNegative ? -magnitude : magnitude
    }
}
