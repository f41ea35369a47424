/// A piece of a pattern with wildcards, each of which matches some bytes of a path.
enum WildcardToken: Sendable, Equatable {
    case byte(UInt8)
    /// Any byte but a slash: `?`.
    case any
    /// One of 256 bytes, never a slash: `[…]`.
    case oneOf(ByteSet)
    /// Any bytes but slashes: `*`.
    case star
    /// Any bytes: `**`.
    case doubleStar
    /// Nothing, or any bytes up to a slash: `**/`.
    case directories

    private static let slash = UInt8(ascii: "/")
    private static let asterisk = UInt8(ascii: "*")
    private static let backslash = UInt8(ascii: "\\")

    static func isSpecial(_ byte: UInt8) -> Bool {
        byte == asterisk || byte == backslash || byte == UInt8(ascii: "?")
            || byte == UInt8(ascii: "[")
    }

    /// - Parameter literalCount: the characters before the first special one. git compares those by
    ///   themselves, so that `**` right behind them counts as if it came after a slash.
    /// - Returns: `nil` if the pattern breaks off in a class or after a backslash.
    static func tokens(of pattern: [UInt8], literalCount: Int) -> [WildcardToken]? {
        var tokens: [WildcardToken] = []
        var position = 0
        while position < pattern.count {
            let byte = pattern[position]
            switch byte {
            case asterisk:
                let start = position
                while position < pattern.count, pattern[position] == asterisk { position += 1 }
                let rest = pattern[position...]
                let isBetweenSlashes =
                    position - start > 1
                    && (start == 0 || start == literalCount || pattern[start - 1] == slash)
                    && (rest.isEmpty || rest.first == slash
                        || rest.starts(with: [backslash, slash]))
                if !isBetweenSlashes {
                    tokens.append(.star)
                } else if rest.first == slash {
                    tokens.append(.directories)
                    position += 1
                } else {
                    tokens.append(.doubleStar)
                }
                continue
            case UInt8(ascii: "?"): tokens.append(.any)
            case backslash:
                position += 1
                guard position < pattern.count else { return nil }
                tokens.append(.byte(pattern[position]))
            case UInt8(ascii: "["):
                guard let (set, end) = ByteSet.parse(pattern, from: position + 1) else {
                    return nil
                }
                tokens.append(.oneOf(set))
                position = end
            default: tokens.append(.byte(byte))
            }
            position += 1
        }
        return tokens
    }

    /// Whether the tokens match all of a text: the offsets that the first of them can lead to are
    /// carried on token by token.
    static func match(_ tokens: [WildcardToken], _ text: [UInt8]) -> Bool {
        var reached = [Bool](repeating: false, count: text.count + 1)
        reached[0] = true
        // The offsets reached are all in here.
        var range = 0...0
        for token in tokens {
            guard let next = token.advance(&reached, range, text) else { return false }
            range = next
        }
        return reached[text.count]
    }

    /// Has the offsets that this token leads to take the place of those reached before it.
    /// - Returns: a range with all of them; `nil` if there are none.
    private func advance(
        _ reached: inout [Bool], _ range: ClosedRange<Int>, _ text: [UInt8]
    ) -> ClosedRange<Int>? {
        let end = text.count
        switch self {
        case .byte, .any, .oneOf:
            var (first, last) = (Int.max, 0)
            for offset in stride(
                from: min(range.upperBound, end - 1), through: range.lowerBound, by: -1)
            {
                let leads = reached[offset] && takes(text[offset])
                reached[offset + 1] = leads
                if leads { (first, last) = (offset + 1, max(last, offset + 1)) }
            }
            reached[range.lowerBound] = false
            return first <= last ? first...last : nil
        case .star, .doubleStar:
            var last = range.upperBound
            for offset in range.lowerBound..<end {
                if offset > last { break }
                guard reached[offset], self == .doubleStar || text[offset] != Self.slash else {
                    continue
                }
                reached[offset + 1] = true
                last = max(last, offset + 1)
            }
            return range.lowerBound...last
        case .directories:
            guard let start = range.first(where: { reached[$0] }) else { return nil }
            var last = range.upperBound
            for offset in start..<max(start, end) where text[offset] == Self.slash {
                reached[offset + 1] = true
                last = max(last, offset + 1)
            }
            return range.lowerBound...last
        }
    }

    private func takes(_ byte: UInt8) -> Bool {
        switch self {
        case .byte(let wanted): byte == wanted
        case .any: byte != Self.slash
        case .oneOf(let set): byte != Self.slash && set.contains(byte)
        case .star, .doubleStar, .directories: false
        }
    }
}

/// A set of bytes: a class of a pattern, such as `[a-z]`, `[!0-9]` or `[[:alpha:]_]`.
struct ByteSet: Sendable, Equatable {
    private var words = SIMD4<UInt64>(repeating: 0)

    func contains(_ byte: UInt8) -> Bool {
        words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1
    }

    private mutating func insert(_ byte: UInt8) {
        words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
    }

    /// - Parameter start: behind the opening bracket.
    /// - Returns: the set, and where its closing bracket is; `nil` if there is none, or if it names
    ///   an unknown class.
    static func parse(_ pattern: [UInt8], from start: Int) -> (ByteSet, end: Int)? {
        func byte(_ position: Int) -> UInt8? {
            position < pattern.count ? pattern[position] : nil
        }
        var set = ByteSet()
        var position = start
        let isNegated = byte(position) == UInt8(ascii: "!") || byte(position) == UInt8(ascii: "^")
        if isNegated { position += 1 }
        // The start of a range that may follow.
        var previous: UInt8?
        // A closing bracket that comes first is one of the set.
        var isFirst = true
        while true {
            guard let current = byte(position) else { return nil }
            if current == UInt8(ascii: "]"), !isFirst { break }
            isFirst = false
            switch current {
            case UInt8(ascii: "\\"):
                position += 1
                guard let escaped = byte(position) else { return nil }
                set.insert(escaped)
                previous = escaped
            case UInt8(ascii: "-"):
                guard let low = previous, let next = byte(position + 1), next != UInt8(ascii: "]")
                else {
                    set.insert(current)
                    previous = current
                    break
                }
                position += 1
                var high = next
                if high == UInt8(ascii: "\\") {
                    position += 1
                    guard let escaped = byte(position) else { return nil }
                    high = escaped
                }
                if low <= high { for byte in low...high { set.insert(byte) } }
                previous = nil
            case UInt8(ascii: "[") where byte(position + 1) == UInt8(ascii: ":"):
                let first = position + 2
                guard let end = pattern[first...].firstIndex(of: UInt8(ascii: "]")) else {
                    return nil
                }
                guard end > first, pattern[end - 1] == UInt8(ascii: ":") else {
                    set.insert(current)
                    previous = current
                    break
                }
                guard let isMember = characterClass(pattern[first..<(end - 1)]) else { return nil }
                for byte in UInt8.min...UInt8.max where isMember(byte) { set.insert(byte) }
                position = end
                previous = nil
            default:
                set.insert(current)
                previous = current
            }
            position += 1
        }
        if isNegated { set.words = ~set.words }
        return (set, position)
    }

    /// POSIX's classes in ASCII.
    private static func characterClass(_ name: ArraySlice<UInt8>) -> ((UInt8) -> Bool)? {
        func isUpper(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte }
        func isLower(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte }
        func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            isUpper(byte) || isLower(byte) || isDigit(byte)
        }
        return switch String(decoding: name, as: UTF8.self) {
        case "alnum": isAlphanumeric
        case "alpha": { isUpper($0) || isLower($0) }
        case "blank": { $0 == 0x20 || $0 == 0x09 }
        case "cntrl": { $0 < 0x20 || $0 == 0x7F }
        case "digit": isDigit
        case "graph": { 0x21...0x7E ~= $0 }
        case "lower": isLower
        case "print": { 0x20...0x7E ~= $0 }
        case "punct": { 0x21...0x7E ~= $0 && !isAlphanumeric($0) }
        case "space": { $0 == 0x20 || 0x09...0x0D ~= $0 }
        case "upper": isUpper
        case "xdigit": { isDigit($0) || 0x41...0x46 ~= $0 || 0x61...0x66 ~= $0 }
        default: nil
        }
    }
}
