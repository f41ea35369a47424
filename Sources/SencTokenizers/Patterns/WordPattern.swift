/// The expressions by which well-known models split text, matched without an engine for them.
///
/// They read, with the alternatives in this order:
///
///     contraction | opener? letters | digits | ' '? others newlines? | blank newlines | blanks
///
/// and what they match, they match everywhere: the matches cover the text.
struct WordPattern: Sendable, Equatable {
    /// Contractions are in either case, and ſ is an s.
    let foldsCase: Bool
    /// Letters may have any character but a letter, a digit and a newline before them, not only a
    /// space.
    let opensLoosely: Bool
    /// The most digits in a match; `nil` if there is no limit and a space may precede them.
    let maximumDigits: Int?
    /// Newlines belong to the punctuation and blanks before them.
    let takesNewlines: Bool

    /// GPT-2's, and so the one of `ByteLevel`.
    static let gpt2 = WordPattern(
        foldsCase: false, opensLoosely: false, maximumDigits: nil, takesNewlines: false)
    static let llama3 = WordPattern(
        foldsCase: true, opensLoosely: true, maximumDigits: 3, takesNewlines: true)
    static let qwen2 = WordPattern(
        foldsCase: true, opensLoosely: true, maximumDigits: 1, takesNewlines: true)

    /// The known patterns by their expressions.
    static let known: [String: WordPattern] = {
        func modern(_ digits: String) -> String {
            #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"# + digits
                + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
        }
        return [
            #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: gpt2,
            modern(#"\p{N}{1,3}"#): llama3,
            modern(#"\p{N}"#): qwen2,
        ]
    }()

    /// Visits the matches in `range` of a text, which is taken for the whole of it.
    func forEachMatch(
        in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
    ) {
        CharacterKind.table.withUnsafeBufferPointer { table in
            var scanner = WordScanner(
                bytes: text, end: range.upperBound, table: table, pattern: self)
            var position = range.lowerBound
            while position < range.upperBound {
                let end = scanner.matchEnd(from: position)
                body(position..<end)
                position = end
            }
        }
    }
}

/// What the known expressions distinguish.
enum CharacterKind: UInt8 {
    case letter, number, newline, space, other

    static let tableCount: UInt32 = 0x3400
    static let table: [CharacterKind] = (0..<tableCount).map { kind(of: $0) }

    static func kind(of scalar: UInt32) -> CharacterKind {
        if Scalars.isLetter(scalar) { return .letter }
        if scalar == 0x0A || scalar == 0x0D { return .newline }
        if Scalars.isWhitespace(scalar) { return .space }
        return Scalars.isNumber(scalar) ? .number : .other
    }
}

private struct WordScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    let end: Int
    let table: UnsafeBufferPointer<CharacterKind>
    let pattern: WordPattern

    /// The kind of the character at `position`, which must not be the end, and where it ends.
    @inline(__always)
    private func character(at position: Int) -> (kind: CharacterKind, end: Int) {
        let (scalar, length) = bytes.scalar(at: position)
        let kind =
            scalar < CharacterKind.tableCount
            ? table[Int(scalar)] : CharacterKind.kind(of: scalar)
        return (kind, min(position + length, end))
    }

    /// Where the characters of a kind end that begin at `position`.
    @inline(__always)
    private func run(of kind: CharacterKind, from position: Int, atMost limit: Int = .max) -> Int {
        var position = position
        var count = 0
        while position < end, count < limit {
            let next = character(at: position)
            if next.kind != kind { break }
            position = next.end
            count += 1
        }
        return position
    }

    mutating func matchEnd(from start: Int) -> Int {
        let first = character(at: start)
        if bytes[start] == UInt8(ascii: "'"), let end = contractionEnd(from: start + 1) {
            return end
        }
        // Letters, perhaps with something before them.
        if first.kind == .letter { return run(of: .letter, from: first.end) }
        let isSpace = bytes[start] == UInt8(ascii: " ")
        let next = first.end < end ? character(at: first.end) : nil
        if pattern.opensLoosely ? first.kind == .space || first.kind == .other : isSpace,
            let next, next.kind == .letter
        {
            return run(of: .letter, from: next.end)
        }
        if first.kind == .number {
            return run(of: .number, from: start, atMost: pattern.maximumDigits ?? .max)
        }
        if isSpace, pattern.maximumDigits == nil, let next, next.kind == .number {
            return run(of: .number, from: next.end)
        }
        if first.kind == .other || (isSpace && next?.kind == .other) {
            let others = run(of: .other, from: first.end)
            return pattern.takesNewlines ? run(of: .newline, from: others) : others
        }
        return blanksEnd(from: start)
    }

    /// White space: up to its last newline; else all but the last blank, which belongs to the word
    /// that follows; else the blank.
    private func blanksEnd(from start: Int) -> Int {
        var position = start
        var last = start
        var lastNewlineEnd = start
        while position < end {
            let next = character(at: position)
            guard next.kind == .space || next.kind == .newline else { break }
            last = position
            position = next.end
            if next.kind == .newline { lastNewlineEnd = position }
        }
        if pattern.takesNewlines, lastNewlineEnd > start { return lastNewlineEnd }
        return position == end || last == start ? position : last
    }

    /// Where a contraction ends of which the apostrophe is before `start`.
    private func contractionEnd(from start: Int) -> Int? {
        guard start < end else { return nil }
        let fold: UInt8 = pattern.foldsCase ? 0x20 : 0
        let first = bytes[start] | (bytes[start] < 0x80 ? fold : 0)
        switch first {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
            return start + 1
        case UInt8(ascii: "r"), UInt8(ascii: "v"), UInt8(ascii: "l"):
            guard start + 1 < end else { return nil }
            let expected = first == UInt8(ascii: "l") ? UInt8(ascii: "l") : UInt8(ascii: "e")
            return bytes[start + 1] | fold == expected ? start + 2 : nil
        // ſ
        case 0xC5 where pattern.foldsCase && start + 1 < end && bytes[start + 1] == 0xBF:
            return start + 2
        default: return nil
        }
    }
}
