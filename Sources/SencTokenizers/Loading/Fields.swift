import SencFiles

/// A JSON object of a named file, read field by field; a field that is wrong is an error that
/// tells file and field.
struct Fields {
    let json: JSON
    let path: String
    /// Where in the file, as `model.`; empty at the top.
    let prefix: String

    init(_ json: JSON, path: String, name: String = "") throws(TokenizerError) {
        guard json.kind == .object else {
            let field = name.isEmpty ? TokenizerError.wholeFile : name
            throw .wrongField(path: path, field: field, expected: "an object")
        }
        self.json = json
        self.path = path
        prefix = name.isEmpty ? "" : name + "."
    }

    /// The value of a field; `nil` if it is not there or null.
    subscript(field: String) -> JSON? {
        guard let value = json[field], !value.isNull else { return nil }
        return value
    }

    func required(_ field: String) throws(TokenizerError) -> JSON {
        guard let value = self[field] else {
            throw .missingField(path: path, field: prefix + field)
        }
        return value
    }

    func object(_ field: String) throws(TokenizerError) -> Fields? {
        guard let value = self[field] else { return nil }
        return try Fields(value, path: path, name: prefix + field)
    }

    func array(_ field: String) throws(TokenizerError) -> [JSON]? {
        guard let value = self[field] else { return nil }
        guard let elements = value.elements else { throw wrong(field, "an array") }
        return elements
    }

    func string(_ field: String) throws(TokenizerError) -> String? {
        guard let value = self[field] else { return nil }
        guard let string = value.string else { throw wrong(field, "a string") }
        return string
    }

    func bool(_ field: String) throws(TokenizerError) -> Bool? {
        guard let value = self[field] else { return nil }
        guard let bool = value.bool else { throw wrong(field, "true or false") }
        return bool
    }

    /// A number from 0 to 2³¹ - 1.
    func count(_ field: String) throws(TokenizerError) -> Int32? {
        guard let value = self[field] else { return nil }
        guard let int = value.int, int >= 0, let count = Int32(exactly: int) else {
            throw wrong(field, "a number from 0 to \(Int32.max)")
        }
        return count
    }

    func wrong(_ field: String, _ expected: Message) -> TokenizerError {
        .wrongField(path: path, field: prefix + field, expected: expected)
    }
}
