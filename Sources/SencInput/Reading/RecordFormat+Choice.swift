extension RecordFormat {
    /// Decides how to read an input.
    /// - Parameters:
    ///   - path: whose name tells the kind, what tells of compression at its end aside.
    ///   - kind: the kind, if the name is not to be asked.
    ///   - field: the field with the text.
    ///   - id: the field with the record's id.
    ///   - details: what is said of the values; they are delimited if a delimiter is.
    ///   - encoding: in which a file is read to tell of its fields in an error.
    /// - Throws: `InputError`.
    package init(
        path: String, kind: Kind? = nil, field: String? = nil, id: String? = nil,
        details: Details = Details(), encoding: TextEncoding? = nil
    ) throws(InputError) {
        let fault: FormatFault
        do {
            let kind = try kind ?? Self.kind(of: path, field, details)
            guard kind != .text, field == nil else {
                self = try Self.format(kind, field, id, details)
                return
            }
            let names = try RecordReader.fieldNames(
                path: path, kind: kind, details: details, encoding: encoding)
            fault = .fieldNeeded(kind, names: names)
        } catch let error as FormatFault {
            fault = error
        } catch let error as InputError {
            throw error
        } catch {
            fault = .unknown
        }
        throw .format(fault, path: path == "-" ? "standard input" : path)
    }
}
