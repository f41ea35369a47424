import SencFiles

/// How the texts lie in an input.
package enum RecordFormat: Equatable, Sendable {
    /// A text a line.
    case text
    /// A JSON value a line (jsonlines.org). The names are as `JSONFields` reads them.
    case jsonLines(field: String, id: String?)
    /// Values between delimiters under a header (RFC 4180). The names are columns'.
    case delimited(by: UInt8, field: String, id: String?)

    package enum Kind: String, CaseIterable, Sendable {
        case text, jsonl, csv, tsv
    }

    /// Decides how to read an input.
    /// - Parameters:
    ///   - path: whose name tells the kind if a field is asked for, `.gz` at its end aside.
    ///   - kind: the kind, if the name is not to be asked.
    ///   - field: the field with the text.
    ///   - id: the field with the record's id.
    /// - Throws: `InputError.format`.
    package init(
        path: String, kind: Kind? = nil, field: String? = nil, id: String? = nil
    ) throws(InputError) {
        do {
            let kind = if let kind { kind } else { try Self.kind(of: path, field) }
            self = try Self.format(kind, field, id)
        } catch {
            throw .format(error, path: path == "-" ? "standard input" : path)
        }
    }

    private static func format(
        _ kind: Kind, _ field: String?, _ id: String?
    ) throws(FormatFault) -> RecordFormat {
        if kind == .text {
            if let name = field ?? id { throw .fieldOfText(name) }
            return .text
        }
        guard let field else { throw .fieldNeeded(kind) }
        return switch kind {
        case .csv: .delimited(by: UInt8(ascii: ","), field: field, id: id)
        case .tsv: .delimited(by: UInt8(ascii: "\t"), field: field, id: id)
        case .jsonl, .text: .jsonLines(field: field, id: id)
        }
    }

    private static func kind(of path: String, _ field: String?) throws(FormatFault) -> Kind {
        if field == nil { return .text }
        var extensions = Path.lastComponent(of: path).lowercased().split(separator: ".").dropFirst()
        if extensions.last == "gz" { extensions.removeLast() }
        switch extensions.last {
        case "jsonl", "ndjson": return .jsonl
        case "csv": return .csv
        case "tsv": return .tsv
        default: throw .unknown
        }
    }
}
