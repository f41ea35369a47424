import SencFiles

/// Takes a text and an id out of JSON values.
///
/// A name is that of a member of the outermost object; if there is none, the part before its
/// first dot names a member that is an object itself, and the rest is looked for in there.
struct JSONFields {
    let field: String
    let id: String?

    /// - Parameter line: well-formed UTF-8.
    func record(in line: [UInt8]) throws(RecordFault) -> Record {
        let json: JSON
        do {
            json = try JSON(parsing: line)
        } catch {
            throw .malformedJSON(error)
        }
        let value = try member(field, of: json)
        guard let text = value.string else { throw .notText(field: field, value.kind) }
        guard let id else { return Record(text: text) }
        let name = try member(id, of: json)
        guard let literal = name.string ?? name.literal else {
            throw .notIdentifier(field: id, name.kind)
        }
        return Record(text: text, id: literal)
    }

    private func member(_ name: String, of json: JSON) throws(RecordFault) -> JSON {
        var json = json
        var rest = name[...]
        while true {
            if let member = json[String(rest)] { return member }
            guard let dot = rest.firstIndex(of: "."), let next = json[String(rest[..<dot])] else {
                throw .missingField(name)
            }
            json = next
            rest = rest[rest.index(after: dot)...]
        }
    }
}
