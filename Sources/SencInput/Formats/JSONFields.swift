import SencFiles

/// Takes a text and an id out of JSON values.
///
/// A name is that of a member of the outermost object; if there is none, the part before its
/// first dot names a member that is an object itself, and the rest is looked for in there.
struct JSONFields {
    let field: String
    let id: String?

    /// - Parameter decoder: repairs and counts what is not UTF-8.
    func record(
        in line: UnsafeRawBufferPointer, _ decoder: inout TextDecoder
    ) throws(RecordFault) -> Record {
        let json: JSON
        do {
            json = try parse(line, &decoder)
        } catch {
            throw .malformedJSON(error)
        }
        let value = try member(field, of: json)
        guard let text = value.string else { throw .notText(field: field, value.kind) }
        decoder.count(replacements: value.replacementCount)
        guard let id else { return Record(text: text) }
        let name = try member(id, of: json)
        guard let literal = name.string ?? name.literal else {
            throw .notIdentifier(field: id, name.kind)
        }
        return Record(text: text, id: literal)
    }

    private func parse(
        _ line: UnsafeRawBufferPointer, _ decoder: inout TextDecoder
    ) throws(JSONError) -> JSON {
        do {
            return try JSON(parsing: Array(line))
        } catch .invalidUTF8 {
            return try JSON(parsing: Array(decoder.decode(line).utf8))
        }
    }

    private func member(_ name: String, of json: JSON) throws(RecordFault) -> JSON {
        if let member = json[name] { return member }
        var json = json
        var rest = name[...]
        while true {
            guard let dot = rest.firstIndex(of: "."), let next = json[String(rest[..<dot])] else {
                throw .missingField(name)
            }
            json = next
            rest = rest[rest.index(after: dot)...]
            if let member = json[String(rest)] { return member }
        }
    }
}
