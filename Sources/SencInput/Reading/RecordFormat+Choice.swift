extension RecordFormat {
    /// Decides how to read an input.
    /// - Parameters:
    ///   - path: whose name tells the kind, what tells of compression at its end aside.
    ///   - kind: the kind, if the name is not to be asked.
    ///   - field: the field with the text; `nil` if it is to be found.
    ///   - id: the field with the record's id.
    ///   - shown: other fields that are asked for.
    ///   - details: what is said of the values; they are delimited if a delimiter is.
    /// - Throws: `InputError.format`.
    package init(
        path: String, kind: Kind? = nil, field: String? = nil, id: String? = nil,
        shown: [String] = [], details: Details = Details()
    ) throws(InputError) {
        let hasFields = field != nil || id != nil || !shown.isEmpty
        guard let kind = kind ?? Self.kind(of: path, hasFields: hasFields, details: details)
        else {
            self = .either(field: field, id: id, missing: details.missing ?? .error)
            return
        }
        do {
            self = try Self.format(kind, field, id, shown, details)
        } catch {
            throw .format(error, path: path == "-" ? "standard input" : path)
        }
    }
}
