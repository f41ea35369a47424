/// A value that can be written as JSON.
package protocol JSONValue {
    func write(to writer: inout JSONWriter)
}

extension String: JSONValue {
    package func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Bool: JSONValue {
    package func write(to writer: inout JSONWriter) { writer.literal(self ? "true" : "false") }
}

extension Int: JSONValue {
    package func write(to writer: inout JSONWriter) { writer.literal(description) }
}

extension Int32: JSONValue {
    package func write(to writer: inout JSONWriter) { writer.literal(description) }
}

extension Float: JSONValue {
    /// The shortest number that reads back bit-equal; `null` for what JSON has no number for.
    package var jsonText: String { isFinite ? description : "null" }

    package func write(to writer: inout JSONWriter) { writer.literal(jsonText) }
}

extension Double: JSONValue {
    /// As for `Float`.
    package var jsonText: String { isFinite ? description : "null" }

    package func write(to writer: inout JSONWriter) { writer.literal(jsonText) }
}

extension Optional: JSONValue where Wrapped: JSONValue {
    /// `null` for `nil`.
    package func write(to writer: inout JSONWriter) {
        if let self { self.write(to: &writer) } else { writer.null() }
    }
}

extension Array: JSONValue where Element: JSONValue {
    package func write(to writer: inout JSONWriter) { self[...].write(to: &writer) }
}

extension ArraySlice: JSONValue where Element: JSONValue {
    package func write(to writer: inout JSONWriter) {
        writer.array { array in for element in self { array.append(element) } }
    }
}

extension JSON: JSONValue {
    /// As it was written, white space included.
    package func write(to writer: inout JSONWriter) {
        let range = document.range(at: index)
        let quote = kind == .string ? 1 : 0
        writer.copy(document.source[(range.lowerBound - quote)..<(range.upperBound + quote)])
    }
}
