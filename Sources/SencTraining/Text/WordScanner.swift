/// Finds the words of texts in their bytes.
///
/// A word is a run of letters, marks and digits; an apostrophe or a point between letters, and a
/// point or a comma between digits, belong to it, as in Unicode's word boundaries (Standard Annex
/// 29), whose dictionaries for languages without spaces are left out: an ideograph or a kana of
/// Hiragana is a word of its own.
package struct WordScanner: Sendable {
    /// What is between words.
    package enum Rule: String, Sendable, CaseIterable {
        /// Anything that is in no word of Unicode's.
        case unicode
        /// White space alone: the texts are cut already.
        case whitespace
    }

    package var rule: Rule
    package var lowercases: Bool
    /// Bytes that a word may have; what is longer is none.
    static let maximumBytes = 255

    package init(_ rule: Rule = .unicode, lowercases: Bool = true) {
        (self.rule, self.lowercases) = (rule, lowercases)
    }

    /// Calls `body` with each word of a text, which is valid during the call.
    /// - Parameter text: UTF-8; what is ill-formed is between words.
    package func forEachWord(
        of text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.maximumBytes) { word in
            var state = State(text: text, word: word)
            while state.position < text.count {
                let count = next(&state)
                if count > 0 { body(UnsafeBufferPointer(rebasing: word[..<count])) }
            }
        }
    }

    private struct State {
        let text: UnsafeBufferPointer<UInt8>
        let word: UnsafeMutableBufferPointer<UInt8>
        var position = 0
    }

    /// Takes the next word into the state's buffer.
    /// - Returns: its bytes; 0 if what was passed over holds none.
    private func next(_ state: inout State) -> Int {
        var count = 0
        var isTooLong = false
        var last = ScalarClass.other
        while state.position < state.text.count {
            let (scalar, length) = Self.scalar(state.text, at: state.position)
            var kind = scalarClass(scalar)
            if case .middle = kind {
                // Belongs to a word that goes on behind it.
                let behind = state.position + length
                let next =
                    behind < state.text.count
                    ? scalarClass(Self.scalar(state.text, at: behind).scalar) : .other
                kind = joins(scalar, last, next) ? last : .other
            }
            if kind == .other {
                state.position += length
                if count > 0 || isTooLong { break }
                continue
            }
            if kind == .alone, count > 0 { break }
            state.position += length
            if !append(scalar, from: state, length, &count) { isTooLong = true }
            last = kind
            if kind == .alone { break }
        }
        return isTooLong ? 0 : count
    }

    private func append(
        _ scalar: UInt32, from state: State, _ length: Int, _ count: inout Int
    ) -> Bool {
        if lowercases {
            if scalar < 0x80 {
                guard count < state.word.count else { return false }
                let isUpper = scalar >= 0x41 && scalar <= 0x5A
                state.word[count] = UInt8(truncatingIfNeeded: isUpper ? scalar | 0x20 : scalar)
                count += 1
                return true
            }
            if let lower = ScalarClasses.shared.lowercase(scalar) {
                for byte in lower {
                    guard count < state.word.count else { return false }
                    state.word[count] = byte
                    count += 1
                }
                return true
            }
        }
        guard count + length <= state.word.count else { return false }
        for offset in 0..<length {
            state.word[count + offset] = state.text[state.position - length + offset]
        }
        count += length
        return true
    }

    private func scalarClass(_ scalar: UInt32) -> ScalarClass {
        let kind = ScalarClasses.shared[scalar]
        guard rule == .whitespace else { return kind == .space ? .other : kind }
        return kind == .space ? .other : .letter
    }

    /// Whether what is between two scalars joins them to one word.
    private func joins(_ scalar: UInt32, _ before: ScalarClass, _ after: ScalarClass) -> Bool {
        switch scalar {
        case 0x2E: before == after && (before == .letter || before == .digit)  // .
        case 0x2C: before == .digit && after == .digit  // ,
        default: before == .letter && after == .letter
        }
    }

    /// The scalar at a place and its length in bytes; 0 and 1 for what is no UTF-8.
    private static func scalar(
        _ text: UnsafeBufferPointer<UInt8>, at position: Int
    ) -> (scalar: UInt32, length: Int) {
        let first = UInt32(text[position])
        if first < 0x80 { return (first, 1) }
        func continuation(_ offset: Int) -> UInt32? {
            guard position + offset < text.count, text[position + offset] & 0xC0 == 0x80 else {
                return nil
            }
            return UInt32(text[position + offset] & 0x3F)
        }
        switch first {
        case 0xC2...0xDF:
            guard let a = continuation(1) else { return (0, 1) }
            return ((first & 0x1F) << 6 | a, 2)
        case 0xE0...0xEF:
            guard let a = continuation(1), let b = continuation(2) else { return (0, 1) }
            let scalar = (first & 0xF) << 12 | a << 6 | b
            return scalar >= 0x800 && !(0xD800...0xDFFF ~= scalar) ? (scalar, 3) : (0, 1)
        case 0xF0...0xF4:
            guard let a = continuation(1), let b = continuation(2), let c = continuation(3) else {
                return (0, 1)
            }
            let scalar = (first & 7) << 18 | a << 12 | b << 6 | c
            return 0x10000...0x10FFFF ~= scalar ? (scalar, 4) : (0, 1)
        default: return (0, 1)
        }
    }
}

/// What a scalar is to words.
enum ScalarClass: UInt8 {
    case other, space, letter, digit
    /// Between parts of a word.
    case middle
    /// A word by itself.
    case alone
}

/// The classes of all scalars, and the lower case of those of the first planes' alphabets, looked up
/// once.
final class ScalarClasses: Sendable {
    static let shared = ScalarClasses()

    private static let tableCount = 0x10000
    private let classes: [ScalarClass]
    /// Of scalars below U+2000, where there is one.
    private let lowercases: [[UInt8]?]

    private init() {
        classes = (0..<UInt32(Self.tableCount)).map(Self.find)
        lowercases = (0..<UInt32(0x2000)).map(Self.findLowercase)
    }

    subscript(scalar: UInt32) -> ScalarClass {
        scalar < Self.tableCount ? classes[Int(scalar)] : Self.find(scalar)
    }

    /// The lower case of a scalar in UTF-8; `nil` if it is the scalar itself.
    func lowercase(_ scalar: UInt32) -> [UInt8]? {
        scalar < 0x2000 ? lowercases[Int(scalar)] : Self.findLowercase(scalar)
    }

    private static func findLowercase(_ value: UInt32) -> [UInt8]? {
        guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenLowercased else {
            return nil
        }
        return Array(scalar.properties.lowercaseMapping.utf8)
    }

    private static func find(_ value: UInt32) -> ScalarClass {
        guard let scalar = Unicode.Scalar(value) else { return .other }
        let properties = scalar.properties
        if properties.isWhitespace || value == 0 { return .space }
        switch value {
        case 0x27, 0x2E, 0x2C, 0xB7, 0x2019: return .middle  // ' . , · ’
        case 0x3041...0x309F: return .alone
        default: break
        }
        if properties.isIdeographic { return .alone }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark, .letterNumber, .connectorPunctuation:
            return .letter
        case .decimalNumber, .otherNumber: return .digit
        default: return .other
        }
    }
}
