import SencFiles

/// Takes a text and an id out of JSON values.
///
/// A name is that of a member of the outermost object; if there is none, the part before its
/// first dot names a member that is an object itself, and the rest is looked for in there.
struct JSONFields {
    /// Names that are told at most.
    private static let shownNames = 100

    let field: String
    let id: String?
    let missing: RecordFormat.MissingField

    /// - Parameter decoder: repairs and counts what is not UTF-8.
    /// - Returns: `nil` if the text or the id is missing and such a record is none.
    func record(
        in line: UnsafeRawBufferPointer, _ decoder: inout TextDecoder
    ) throws(RecordFault) -> Record? {
        let json: JSON
        do {
            json = try Self.parse(line, &decoder)
        } catch {
            throw .malformedJSON(error)
        }
        let value = try member(field, of: json)
        // The id is looked at even if there is no text, so that its faults are reported.
        let name: JSON? = if let id { try member(id, of: json) } else { nil }
        if missing == .skip, value == nil || (id != nil && name == nil) { return nil }
        var text = ""
        if let value {
            guard let string = value.string else { throw .notText(field: field, value.kind) }
            text = string
            decoder.count(replacements: value.replacementCount)
        }
        guard let id else { return Record(text: text) }
        guard let name else { return Record(text: text, id: "") }
        guard let literal = name.string ?? name.literal else {
            throw .notIdentifier(field: id, name.kind)
        }
        return Record(text: text, id: literal)
    }

    /// The names of the members of an object; empty for any other value.
    static func names(in line: UnsafeRawBufferPointer) -> [String] {
        var decoder = TextDecoder()
        return (try? parse(line, &decoder)).map(names) ?? []
    }

    /// Each once, and no more than are told.
    private static func names(of json: JSON) -> [String] {
        var names: [String] = []
        json.forEachMember { key, _ in
            guard names.count < shownNames else { return }
            let name = String(decoding: key, as: UTF8.self)
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    private static func parse(
        _ line: UnsafeRawBufferPointer, _ decoder: inout TextDecoder
    ) throws(JSONError) -> JSON {
        do {
            return try JSON(parsing: Array(line))
        } catch .invalidUTF8 {
            return try JSON(parsing: Array(decoder.decode(line).utf8))
        }
    }

    /// - Returns: `nil` if the member is null or missing, where that is allowed.
    private func member(_ name: String, of json: JSON) throws(RecordFault) -> JSON? {
        if let found = Self.member(name, of: json), !found.isNull { return found }
        guard missing == .error else { return nil }
        if Self.member(name, of: json) != nil { throw .nullField(name) }
        throw .missingField(name, keys: Self.names(of: json))
    }

    private static func member(_ name: String, of json: JSON) -> JSON? {
        if let member = json[name] { return member }
        var json = json
        var rest = name[...]
        while true {
            guard let dot = rest.firstIndex(of: "."), let next = json[String(rest[..<dot])] else {
                return nil
            }
            json = next
            rest = rest[rest.index(after: dot)...]
            if let member = json[String(rest)] { return member }
        }
    }
}
