/// What the lines of a Markdown file begin with.
extension Substring.UTF8View {
    /// Whether a block that ends a list without a blank line begins here.
    var beginsBlock: Bool { heading != nil || isRule || fence != nil }

    /// The character and the count of a fence that code begins with.
    var fence: (character: UInt8, count: Int)? {
        guard let first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else {
            return nil
        }
        let count = prefix { $0 == first }.count
        guard count >= 3 else { return nil }
        // Code within a line may begin so, too.
        if first == UInt8(ascii: "`"), dropFirst(count).contains(first) { return nil }
        return (first, count)
    }

    /// The text of a heading that begins with number signs.
    var heading: String? {
        let sign = UInt8(ascii: "#")
        let level = prefix { $0 == sign }.count
        var rest = dropFirst(level)
        guard 1...6 ~= level, rest.isEmpty || rest.first?.isWhiteSpace == true else { return nil }
        rest = Substring(rest).trimmedMarkdown
        // Signs at the end stand behind a space.
        let signs = rest.reversed().prefix { $0 == sign }.count
        let text = rest.dropLast(signs)
        if signs > 0, text.isEmpty || text.last?.isWhiteSpace == true { rest = text }
        return String(Substring(Substring(rest).trimmedMarkdown))
    }

    /// Whether a line is a rule: three or more of a sign.
    var isRule: Bool {
        guard let first, "*-_".utf8.contains(first) else { return false }
        var count = 0
        for byte in self where !byte.isWhiteSpace {
            guard byte == first else { return false }
            count += 1
        }
        return count >= 3
    }

    /// Whether a line makes a heading of the one above it.
    var isUnderline: Bool {
        guard let first, first == UInt8(ascii: "=") || first == UInt8(ascii: "-"), count >= 2 else {
            return false
        }
        return allSatisfy { $0 == first }
    }

    /// Whether an item of a list begins here: a sign or a number, and white space.
    var isListItem: Bool {
        let digits = prefix { 0x30...0x39 ~= $0 }.count
        let marks = digits == 0 ? "-*+" : ".)"
        let rest = dropFirst(digits)
        guard digits <= 9, let mark = rest.first, marks.utf8.contains(mark) else { return false }
        return rest.dropFirst().first?.isWhiteSpace ?? true
    }

    /// Whether a line says where a link leads: `[name]: address`.
    var isLinkDefinition: Bool {
        guard first == UInt8(ascii: "["), let end = firstIndex(of: UInt8(ascii: "]")) else {
            return false
        }
        let rest = self[end...].dropFirst()
        // A footnote is text.
        return rest.first == UInt8(ascii: ":") && dropFirst().first != UInt8(ascii: "^")
            && rest.count > 1
    }
}

extension StringProtocol {
    /// The bytes without white space at both ends.
    var trimmedMarkdown: Substring.UTF8View {
        let bytes = Substring(self).utf8
        let start = bytes.drop(while: \.isWhiteSpace)
        guard let last = start.lastIndex(where: { !$0.isWhiteSpace }) else {
            return start.prefix(0)
        }
        return start[...last]
    }
}

extension String {
    /// Longer lines and targets of links are left as they are.
    private static let longestLine = 1 << 16
    private static let longestTarget = 2048

    /// The line without comments, and with the texts of links and images in their places.
    var withoutMarkdownLinks: String {
        let bytes = Array(utf8)
        guard bytes.count <= Self.longestLine,
            bytes.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "<") })
        else { return self }
        var result: [UInt8] = []
        var dropped: Set<Int> = []
        /// Where in the result brackets are open.
        var open: [Int] = []
        /// Whether no comment ends in the rest of the line.
        var isOpenComment = false
        var position = 0
        while position < bytes.count {
            var end = position + 1
            switch bytes[position] {
            case UInt8(ascii: "\\"): end = min(position + 2, bytes.count)
            case UInt8(ascii: "`"): end = bytes.endOfCode(at: position)
            case UInt8(ascii: "<") where bytes[position...].starts(with: "<!--".utf8):
                guard !isOpenComment else { break }
                if let close = bytes[(position + 4)...].firstRange(of: "-->".utf8) {
                    position = close.upperBound
                    continue
                }
                isOpenComment = true
            case UInt8(ascii: "["): open.append(result.count)
            case UInt8(ascii: "]"):
                guard let start = open.popLast() else { break }
                guard let close = bytes.endOfTarget(at: end, limit: Self.longestTarget) else {
                    break
                }
                dropped.insert(start)
                if start > 0, result[start - 1] == UInt8(ascii: "!") { dropped.insert(start - 1) }
                position = close
                continue
            default: break
            }
            result += bytes[position..<end]
            position = end
        }
        return String(decoding: result.without(dropped), as: UTF8.self)
    }
}

extension [UInt8] {
    fileprivate func without(_ offsets: Set<Int>) -> [UInt8] {
        offsets.isEmpty ? self : enumerated().filter { !offsets.contains($0.offset) }.map(\.element)
    }

    /// Where code that backticks begin ends: behind as many, or else behind the first ones.
    fileprivate func endOfCode(at start: Int) -> Int {
        let tick = UInt8(ascii: "`")
        let body = self[start...].firstIndex { $0 != tick } ?? count
        var position = body
        while let next = self[position...].firstIndex(of: tick) {
            let end = self[next...].firstIndex { $0 != tick } ?? count
            if end - next == body - start { return end }
            position = end
        }
        return body
    }

    /// Where the target of a link ends, `(address)` or `[name]`; `nil` if there is none.
    fileprivate func endOfTarget(at start: Int, limit: Int) -> Int? {
        guard start < count else { return nil }
        let open = self[start]
        guard open == UInt8(ascii: "(") || open == UInt8(ascii: "[") else { return nil }
        let close = open == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "]")
        var depth = 0
        for position in start..<Swift.min(start + limit, count) {
            if self[position] == open { depth += 1 }
            if self[position] == close { depth -= 1 }
            if depth == 0 { return position + 1 }
        }
        return nil
    }
}
