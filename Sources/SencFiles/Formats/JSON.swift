/// A value in a parsed JSON document (RFC 8259).
///
/// Parsing writes four or eight bytes a value and copies no strings, so a 30,000-word vocabulary is
/// ready in a millisecond, whatever is not asked for is never decoded, and a document of many
/// values takes at most five times its size.
///
/// As Python's reader does, it takes `NaN`, `Infinity` and `-Infinity` for numbers, which have no
/// value here, and surrogates that are not a pair, which become U+FFFD.
package struct JSON: Sendable {
    package enum Kind: UInt8, Sendable {
        case null, bool, number, string, array, object
    }

    let document: JSONDocument
    let index: Int

    package var kind: Kind { document.kind(at: index) }

    package var isNull: Bool { kind == .null }

    package var bool: Bool? {
        kind == .bool ? document.source[document.start(of: index)] == UInt8(ascii: "t") : nil
    }

    /// The number if it is written as an integer that fits.
    package var int: Int? {
        guard kind == .number else { return nil }
        return document.source.withUnsafeBufferPointer {
            JSONDocument.integer(UnsafeBufferPointer(rebasing: $0[document.word(at: index)]))
        }
    }

    /// The number; `nil` for `NaN` and the infinities, too.
    package var double: Double? {
        guard kind == .number, let literal, literal.utf8.last.map(JSONParser.isDigit) == true
        else { return nil }
        return Double(literal)
    }

    package var string: String? {
        utf8.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The value as it is written; a string without its quotes.
    package var source: String {
        String(decoding: document.source[document.range(at: index)], as: UTF8.self)
    }

    /// A number or boolean as it is written.
    package var literal: String? {
        guard kind == .number || kind == .bool else { return nil }
        return String(decoding: document.source[document.word(at: index)], as: UTF8.self)
    }

    /// The UTF-8 of a string; `nil` if this is none.
    package var utf8: ArraySlice<UInt8>? {
        kind == .string ? document.text(at: index) : nil
    }

    /// How many U+FFFD in a string stand for surrogates that are not a pair.
    package var replacementCount: Int {
        guard kind == .string else { return 0 }
        let (range, isEscaped) = document.string(at: index)
        return isEscaped ? JSONEscapes.decode(document.source[range]).replacements : 0
    }

    /// Visits an array's elements in order. Visits nothing if this is not an array.
    package func forEachElement<Failure: Error>(
        _ body: (JSON) throws(Failure) -> Void
    ) throws(Failure) {
        guard kind == .array else { return }
        let end = document.next(after: index)
        var child = index + 2
        while child < end {
            try body(JSON(document: document, index: child))
            child = document.next(after: child)
        }
    }

    /// The values of an array; `nil` if this is none.
    package var elements: [JSON]? {
        guard kind == .array else { return nil }
        var result: [JSON] = []
        forEachElement { result.append($0) }
        return result
    }

    /// The members of an object in the order written, duplicates included; `nil` if this is none.
    package var members: [(key: String, value: JSON)]? {
        guard kind == .object else { return nil }
        var result: [(key: String, value: JSON)] = []
        forEachMember { key, value in
            result.append((String(decoding: key, as: UTF8.self), value))
        }
        return result
    }

    /// Visits an object's members in order without making strings of their keys. Visits nothing
    /// if this is not an object.
    /// - Parameter body: takes the key's UTF-8 bytes, valid for the call, and the value.
    package func forEachMember<Failure: Error>(
        _ body: (_ key: ArraySlice<UInt8>, _ value: JSON) throws(Failure) -> Void
    ) throws(Failure) {
        guard kind == .object else { return }
        let end = document.next(after: index)
        var child = index + 2
        while child < end {
            try body(document.text(at: child), JSON(document: document, index: child + 1))
            child = document.next(after: child + 1)
        }
    }

    /// The number of an object's members or an array's elements, if none of them is itself an
    /// object or array; else more.
    package var memberCount: Int {
        guard kind == .object || kind == .array else { return 0 }
        let words = document.next(after: index) - index - 2
        return kind == .object ? words / 2 : words
    }

    /// The length of the value's text in the document, with what stands before the next value.
    package var sourceCount: Int {
        let next = document.next(after: index)
        let end = next < document.words.count ? document.start(of: next) : document.source.count
        return end - document.start(of: index)
    }

    /// The numbers of an array of nothing else, without the memory that `elements` takes; `nil` if
    /// this is anything else.
    package var numbers: [Double]? {
        guard kind == .array else { return nil }
        var result: [Double] = []
        var isPlain = true
        forEachElement { element in
            if isPlain, let number = element.double {
                result.append(number)
            } else {
                isPlain = false
            }
        }
        return isPlain ? result : nil
    }

    /// Visits an object's members in order: `forEachMember` for tables of many thousand numbers.
    /// - Parameter body: takes the key's UTF-8 bytes, valid for the call, and the value if it is
    ///   written as an integer that fits.
    package func forEachIntegerMember<Failure: Error>(
        _ body: (_ key: UnsafeBufferPointer<UInt8>, _ value: Int?) throws(Failure) -> Void
    ) throws(Failure) {
        guard kind == .object else { return }
        let end = document.next(after: index)
        try document.source.withUnsafeBufferPointer { source throws(Failure) in
            var child = index + 2
            while child < end {
                let (range, isEscaped) = JSONDocument.string(
                    in: source, at: document.start(of: child))
                let value = JSON(document: document, index: child + 1)
                let int =
                    value.kind == .number
                    ? JSONDocument.integer(
                        UnsafeBufferPointer(rebasing: source[document.word(at: child + 1)])) : nil
                if isEscaped {
                    try document.text(at: child).withUnsafeBufferPointer {
                        text throws(Failure) in
                        try body(text, int)
                    }
                } else {
                    try body(UnsafeBufferPointer(rebasing: source[range]), int)
                }
                child = document.next(after: child + 1)
            }
        }
    }

    /// The member of that name, the last if there are several, as other readers have it.
    package subscript(key: String) -> JSON? {
        var result: JSON?
        forEachMember { name, value in
            if name.count == key.utf8.count, name.elementsEqual(key.utf8) { result = value }
        }
        return result
    }
}

extension JSON {
    /// The most bytes of a document.
    package static let maximumBytes = JSONParser.maximumBytes
    /// The most bytes of a file that configures something, as against one that holds data.
    package static let maximumConfigurationBytes = 1 << 25

    /// - Throws: `JSONError` if the bytes are not one JSON value in valid UTF-8, or pass a limit.
    package init(parsing source: [UInt8]) throws(JSONError) {
        var parser = JSONParser(source: source)
        try parser.parse()
        document = JSONDocument(source: source, words: parser.words)
        index = 0
    }
}

extension JSON.Kind: Localizable {
    package var message: Message {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
