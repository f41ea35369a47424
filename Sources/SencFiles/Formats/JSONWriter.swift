/// The white space between the members of an object or the elements of an array.
package enum JSONLayout: Sendable {
    /// None.
    case compact
    /// A space after each colon and comma.
    case spaced
    /// A line each, indented by that many spaces, and a space after each colon; the closing bracket
    /// is on a line of its own, indented by two less.
    case lines(Int)
}

/// A place for one JSON value, to be written as UTF-8. The text is JSON whatever is called: a value
/// that is written second replaces the first, and where none is written, `null` is.
package struct JSONWriter: ~Copyable {
    fileprivate var bytes: [UInt8] = []
    /// Where the value begins.
    private var start = 0
    fileprivate var layout = JSONLayout.compact

    fileprivate init() {}

    /// The text of one value.
    package static func bytes<Failure: Error>(
        _ write: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        var writer = JSONWriter()
        try writer.place(write)
        return writer.bytes
    }

    /// The text of one value, and a line feed.
    package static func line<Failure: Error>(
        _ write: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        var lines = JSONLines()
        try lines.append(write)
        return lines.bytes
    }

    /// The text of a file with one object, each of its members on a line.
    package static func file<Failure: Error>(
        _ body: (inout JSONObject) throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        try line { writer throws(Failure) in try writer.object(.lines(2), body) }
    }

    // MARK: - Values

    package mutating func value(_ value: some JSONValue) {
        value.write(to: &self)
    }

    package mutating func null() {
        literal("null")
    }

    /// - Parameter layout: that of what surrounds it, if not given.
    package mutating func object<Failure: Error>(
        _ layout: JSONLayout? = nil, _ body: (inout JSONObject) throws(Failure) -> Void
    ) throws(Failure) {
        var object = JSONObject(items: open("{", layout))
        defer { close("}", &object.items) }
        try body(&object)
    }

    package mutating func array<Failure: Error>(
        _ layout: JSONLayout? = nil, _ body: (inout JSONArray) throws(Failure) -> Void
    ) throws(Failure) {
        var array = JSONArray(items: open("[", layout))
        defer { close("]", &array.items) }
        try body(&array)
    }

    /// - Parameter write: writes one of the elements.
    package mutating func array<Element, Failure: Error>(
        _ elements: some Sequence<Element>, _ layout: JSONLayout? = nil,
        _ write: (inout JSONWriter, Element) throws(Failure) -> Void
    ) throws(Failure) {
        try array(layout) { array throws(Failure) in
            for element in elements {
                try array.append { writer throws(Failure) in try write(&writer, element) }
            }
        }
    }

    // MARK: - Text

    /// Gives out a place at the end, for one value.
    fileprivate mutating func place<Failure: Error>(
        _ write: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        start = bytes.count
        defer { if bytes.count == start { null() } }
        try write(&self)
    }

    private mutating func begin() {
        if bytes.count > start { bytes.removeLast(bytes.count - start) }
    }

    /// - Parameter layout: of what is within.
    private mutating func open(_ bracket: Unicode.Scalar, _ layout: JSONLayout?) -> JSONItems {
        begin()
        bytes.append(UInt8(ascii: bracket))
        var items = JSONItems(layout: layout ?? self.layout)
        swap(&bytes, &items.writer.bytes)
        return items
    }

    private mutating func close(_ bracket: Unicode.Scalar, _ items: inout JSONItems) {
        swap(&bytes, &items.writer.bytes)
        if case .lines(let indentation) = items.layout { breakLine(max(0, indentation - 2)) }
        bytes.append(UInt8(ascii: bracket))
    }

    fileprivate mutating func breakLine(_ indentation: Int) {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
    }

    /// A value that is written without quotes.
    mutating func literal(_ text: String) {
        begin()
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    mutating func copy(_ text: ArraySlice<UInt8>) {
        begin()
        bytes.append(contentsOf: text)
    }

    mutating func string(_ text: String) {
        begin()
        JSONEscapes.appendQuoted(text, to: &bytes)
    }
}

/// JSON values with a line feed after each.
package struct JSONLines: ~Copyable {
    private var writer = JSONWriter()

    package init() {}

    package var bytes: [UInt8] { writer.bytes }

    package mutating func append<Failure: Error>(
        _ write: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        defer { writer.bytes.append(UInt8(ascii: "\n")) }
        try writer.place(write)
    }

    package mutating func append(_ value: some JSONValue) {
        append { $0.value(value) }
    }

    package mutating func object<Failure: Error>(
        _ body: (inout JSONObject) throws(Failure) -> Void
    ) throws(Failure) {
        try append { writer throws(Failure) in try writer.object(nil, body) }
    }
}

// MARK: - Objects and arrays

/// What is between two brackets, and the white space and commas in it.
private struct JSONItems: ~Copyable {
    var writer = JSONWriter()
    let layout: JSONLayout
    private var isEmpty = true
    private var nextIndentation: Int?

    init(layout: JSONLayout) {
        self.layout = layout
        writer.layout = if case .lines = layout { .spaced } else { layout }
    }

    var isSpaced: Bool { if case .compact = layout { false } else { true } }

    mutating func breakLine(_ indentation: Int) {
        nextIndentation = indentation
    }

    /// Writes what is before an item.
    mutating func next() {
        if !isEmpty { writer.bytes.append(UInt8(ascii: ",")) }
        if let nextIndentation {
            writer.breakLine(nextIndentation)
        } else if case .lines(let indentation) = layout {
            writer.breakLine(indentation)
        } else if !isEmpty, isSpaced {
            writer.bytes.append(UInt8(ascii: " "))
        }
        (isEmpty, nextIndentation) = (false, nil)
    }
}

/// The members of an object that is being written. Keys are written as they come, also twice.
package struct JSONObject: ~Copyable {
    fileprivate var items: JSONItems

    package mutating func member<Failure: Error>(
        _ key: String, _ write: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        items.next()
        JSONEscapes.appendQuoted(key, to: &items.writer.bytes)
        items.writer.bytes.append(UInt8(ascii: ":"))
        if items.isSpaced { items.writer.bytes.append(UInt8(ascii: " ")) }
        try items.writer.place(write)
    }

    package mutating func member(_ key: String, _ value: some JSONValue) {
        member(key) { $0.value(value) }
    }

    /// A member that is left out if there is no value.
    package mutating func member(_ key: String, ifPresent value: (some JSONValue)?) {
        if let value { member(key, value) }
    }

    package mutating func object<Failure: Error>(
        _ key: String, _ layout: JSONLayout? = nil,
        _ body: (inout JSONObject) throws(Failure) -> Void
    ) throws(Failure) {
        try member(key) { writer throws(Failure) in try writer.object(layout, body) }
    }

    /// - Parameter write: writes one of the elements.
    package mutating func array<Element, Failure: Error>(
        _ key: String, _ elements: some Sequence<Element>, _ layout: JSONLayout? = nil,
        _ write: (inout JSONWriter, Element) throws(Failure) -> Void
    ) throws(Failure) {
        try member(key) { writer throws(Failure) in try writer.array(elements, layout, write) }
    }

    /// Has the next member begin a line, indented by that many spaces.
    package mutating func breakLine(_ indentation: Int = 0) {
        items.breakLine(indentation)
    }
}

/// The elements of an array that is being written.
package struct JSONArray: ~Copyable {
    fileprivate var items: JSONItems

    package mutating func append<Failure: Error>(
        _ write: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        items.next()
        try items.writer.place(write)
    }

    package mutating func append(_ value: some JSONValue) {
        append { $0.value(value) }
    }

    /// Has the next element begin a line, indented by that many spaces.
    package mutating func breakLine(_ indentation: Int = 0) {
        items.breakLine(indentation)
    }
}
