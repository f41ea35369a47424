/// A value in a parsed JSON document (RFC 8259).
///
/// Parsing writes one flat node a value and copies no strings, so a 30,000-word vocabulary is
/// ready in a millisecond and whatever is not asked for is never decoded.
package struct JSON: Sendable {
    package enum Kind: UInt8, Sendable {
        case null, bool, number, string, array, object
    }

    let document: JSONDocument
    let index: Int

    private var node: JSONDocument.Node { document.nodes[index] }

    package var kind: Kind { node.kind }

    package var isNull: Bool { kind == .null }

    package var bool: Bool? {
        kind == .bool ? document.source[Int(node.start)] == UInt8(ascii: "t") : nil
    }

    /// The number if it is written as an integer that fits.
    package var int: Int? {
        guard kind == .number else { return nil }
        return document.integer(in: node.range)
    }

    package var double: Double? {
        guard kind == .number else { return nil }
        return Double(String(decoding: document.source[node.range], as: UTF8.self))
    }

    package var string: String? {
        guard kind == .string else { return nil }
        return String(decoding: document.text(of: node), as: UTF8.self)
    }

    /// A number or boolean as it is written.
    package var literal: String? {
        guard kind == .number || kind == .bool else { return nil }
        return String(decoding: document.source[node.range], as: UTF8.self)
    }

    /// The UTF-8 of a string; `nil` if this is none.
    package var utf8: ArraySlice<UInt8>? {
        kind == .string ? document.text(of: node) : nil
    }

    /// Visits an array's elements in order. Visits nothing if this is no array.
    package func forEachElement<Failure: Error>(
        _ body: (JSON) throws(Failure) -> Void
    ) throws(Failure) {
        guard kind == .array else { return }
        let end = Int(node.next)
        var child = index + 1
        while child < end {
            try body(JSON(document: document, index: child))
            child = Int(document.nodes[child].next)
        }
    }

    /// The values of an array; `nil` if this is none.
    package var elements: [JSON]? {
        guard kind == .array else { return nil }
        var result: [JSON] = []
        var child = index + 1
        while child < Int(node.next) {
            result.append(JSON(document: document, index: child))
            child = Int(document.nodes[child].next)
        }
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
    /// if this is no object.
    /// - Parameter body: takes the key's UTF-8 bytes, valid for the call, and the value.
    package func forEachMember<Failure: Error>(
        _ body: (_ key: ArraySlice<UInt8>, _ value: JSON) throws(Failure) -> Void
    ) throws(Failure) {
        guard kind == .object else { return }
        let end = Int(node.next)
        var child = index + 1
        while child < end {
            let key = document.nodes[child]
            try body(document.text(of: key), JSON(document: document, index: child + 1))
            child = Int(document.nodes[child + 1].next)
        }
    }

    /// The number of an object's members or an array's elements, if none of them is itself an
    /// object or array; else more.
    package var memberCount: Int {
        let nodes = max(0, Int(node.next) - index - 1)
        return kind == .object ? nodes / 2 : nodes
    }

    /// The length of the value's text in the document.
    package var sourceCount: Int { node.range.count }

    /// Visits an object's members in order: `forEachMember` for tables of many thousand numbers.
    /// - Parameter body: takes the key's UTF-8 bytes, valid for the call, and the value if it is
    ///   written as an integer that fits.
    package func forEachIntegerMember<Failure: Error>(
        _ body: (_ key: UnsafeBufferPointer<UInt8>, _ value: Int?) throws(Failure) -> Void
    ) throws(Failure) {
        guard kind == .object else { return }
        let end = Int(node.next)
        try document.nodes.withUnsafeBufferPointer { nodes throws(Failure) in
            try document.source.withUnsafeBufferPointer { source throws(Failure) in
                var child = index + 1
                while child < end {
                    let key = nodes[child]
                    let value = nodes[child + 1]
                    let text = UnsafeBufferPointer(rebasing: source[key.range])
                    let number = UnsafeBufferPointer(rebasing: source[value.range])
                    let int = value.kind == .number ? JSONDocument.integer(number) : nil
                    if key.isEscaped {
                        let unescaped = Array(JSONParser.unescape(document.source[key.range]))
                        try unescaped.withUnsafeBufferPointer { text throws(Failure) in
                            try body(text, int)
                        }
                    } else {
                        try body(text, int)
                    }
                    child = Int(value.next)
                }
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
    /// The JSON document in a file.
    package init(path: String) throws {
        let file = try MappedFile(parsing: path)
        guard !file.bytes.isEmpty else { throw FileError.empty(path: path) }
        do {
            try self.init(parsing: Array(file.bytes))
        } catch {
            throw JSONFileError(path: path, reason: error)
        }
    }

    /// - Throws: `JSONError` if the bytes are not one JSON value in valid UTF-8, or pass a limit.
    package init(parsing source: [UInt8]) throws(JSONError) {
        var parser = JSONParser(source: source)
        try parser.parse()
        document = JSONDocument(source: source, nodes: parser.nodes)
        index = 0
    }
}

/// The source text and the nodes that stand for its values, parents before children.
final class JSONDocument: Sendable {
    struct Node: Sendable {
        var kind: JSON.Kind
        var isEscaped = false
        /// Where the value's text starts and ends; inside the quotes for a string.
        var start: UInt32
        var end: UInt32 = 0
        /// The index after the value's last descendant.
        var next: UInt32 = 0

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    let source: [UInt8]
    let nodes: [Node]

    init(source: [UInt8], nodes: [Node]) {
        self.source = source
        self.nodes = nodes
    }

    /// The bytes that a string stands for.
    func text(of node: Node) -> ArraySlice<UInt8> {
        let raw = source[node.range]
        return node.isEscaped ? JSONParser.unescape(raw) : raw
    }

    func integer(in range: Range<Int>) -> Int? {
        source.withUnsafeBufferPointer { Self.integer(UnsafeBufferPointer(rebasing: $0[range])) }
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
