import SencFiles

/// Takes texts and other values out of JSON values.
///
/// A name is that of a member of the outermost object; if there is none, the part before its
/// first dot names a member that is an object itself, and the rest is looked for in there.
struct JSONFields {
    /// Names that are reported at most.
    private static let shownNames = 100

    var fields: [TableField]
    let missing: RecordFormat.MissingField

    /// - Parameter decoder: repairs and counts what is not UTF-8.
    /// - Returns: a value for each field, `nil` for an optional one that is not there; or `nil` if a
    ///   value is missing and such a record is none.
    func values(
        in line: UnsafeRawBufferPointer, _ decoder: inout TextDecoder
    ) throws(RecordFault) -> [String?]? {
        let json: JSON
        do {
            json = try Self.parse(line, &decoder)
        } catch {
            throw .malformedJSON(error)
        }
        // All are looked for before the first is read, so that every fault is reported.
        var members: [JSON?] = []
        for field in fields { members.append(try member(field, of: json)) }
        if missing == .skip,
            zip(fields, members).contains(where: { !$0.isOptional && !$0.isShown && $1 == nil })
        {
            return nil
        }
        var values: [String?] = []
        for (field, member) in zip(fields, members) {
            guard let member else {
                values.append(field.isOptional || field.isShown ? nil : "")
                continue
            }
            values.append(try Self.value(of: member, field, &decoder))
        }
        return values
    }

    /// The names of the members of an object and their values; none of any other value.
    func allValues(
        in line: UnsafeRawBufferPointer, _ decoder: inout TextDecoder
    ) throws(RecordFault) -> (names: [String], values: [String?]) {
        let json: JSON
        do {
            json = try Self.parse(line, &decoder)
        } catch {
            throw .malformedJSON(error)
        }
        var (names, values) = ([String](), [String?]())
        for (name, member) in json.members ?? [] {
            names.append(name)
            values.append(member.isNull ? nil : member.string ?? member.source)
            decoder.count(replacements: member.string == nil ? 0 : member.replacementCount)
        }
        return (names, values)
    }

    /// A line as a record keeps it that is written back with one more member.
    static func source(
        of line: UnsafeRawBufferPointer, adding name: String
    ) throws(RecordFault) -> Record.Source {
        // What is repaired was counted with the values.
        var decoder = TextDecoder()
        let text = decoder.decode(line)
        if (try? JSON(parsing: Array(text.utf8)))?[name] != nil { throw .existingColumn(name) }
        return .json(text)
    }

    private static func value(
        of member: JSON, _ field: TableField, _ decoder: inout TextDecoder
    ) throws(RecordFault) -> String {
        guard let string = member.string else {
            if field.isShown { return member.source }
            if field.isText { throw .notText(field: field.name, member.kind) }
            guard let literal = member.literal else {
                throw .notIdentifier(field: field.name, member.kind)
            }
            return literal
        }
        if field.isText { decoder.count(replacements: member.replacementCount) }
        return string
    }

    /// The names of the members of an object; empty for any other value.
    static func names(in line: UnsafeRawBufferPointer) -> [String] {
        var decoder = TextDecoder()
        return (try? parse(line, &decoder)).map(names) ?? []
    }

    /// Each once, and no more than are reported.
    private static func names(of json: JSON) -> [String] {
        var names: [String] = []
        json.forEachMember { key, _ in
            guard names.count < shownNames else { return }
            let name = String(decoding: key, as: UTF8.self)
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// The strings among the members of objects, a line each, by names.
    static func strings(
        _ names: [String], in lines: some Sequence<UnsafeRawBufferPointer>
    ) -> [[String]] {
        var decoder = TextDecoder()
        return lines.compactMap { line in
            guard let json = try? parse(line, &decoder) else { return nil }
            return names.map { json[$0]?.string ?? "" }
        }
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
    private func member(_ field: TableField, of json: JSON) throws(RecordFault) -> JSON? {
        var isNull = false
        for name in field.names {
            guard let found = Self.member(name, of: json) else { continue }
            if !found.isNull { return found }
            isNull = true
        }
        guard missing == .error, !field.isOptional, !field.isShown else { return nil }
        if isNull { throw .nullField(field.name) }
        throw .missingField(field.name, keys: Self.names(of: json))
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
