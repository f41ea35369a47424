import SencFiles

/// How the texts lie in an input.
package enum RecordFormat: Equatable, Sendable {
    /// A text a line.
    case text
    /// A JSON value a line (jsonlines.org). The names are as `JSONFields` reads them.
    case jsonLines(field: String, id: String?, missing: MissingField = .error)
    /// Values between delimiters under a header (RFC 4180). The names are columns'.
    /// - Parameter by: the delimiter; `nil` if the header is to tell it.
    case delimited(
        by: UInt8?, field: String, id: String?, quoting: Quoting = .double,
        missing: MissingField = .error)

    package enum Kind: String, CaseIterable, Sendable {
        case text, jsonl, csv, tsv
    }

    /// What quotes around a delimited value mean.
    package enum Quoting: String, CaseIterable, Sendable {
        /// They are part of the text.
        case none
        /// They are none of the text, and two of them within it are one.
        case double
    }

    /// What becomes of a record whose text or id is null or not there, or in delimited values is
    /// empty and without quotes.
    package enum MissingField: String, CaseIterable, Sendable {
        /// It ends the reading; an empty delimited value is an empty text.
        case error
        /// The record is none.
        case skip
        /// It is empty.
        case empty
    }

    /// How values lie in a kind, as far as it is said.
    package struct Details: Equatable, Sendable {
        package var delimiter: UInt8?
        package var quoting: Quoting?
        package var missing: MissingField?

        package init(
            delimiter: UInt8? = nil, quoting: Quoting? = nil, missing: MissingField? = nil
        ) {
            (self.delimiter, self.quoting, self.missing) = (delimiter, quoting, missing)
        }
    }

    /// What of the values there is where nothing is said.
    static func delimiter(of kind: Kind, _ details: Details) -> UInt8? {
        details.delimiter ?? (kind == .tsv ? UInt8(ascii: "\t") : nil)
    }

    static func quoting(of kind: Kind, _ details: Details) -> Quoting {
        details.quoting ?? (kind == .tsv ? .none : .double)
    }

    static func format(
        _ kind: Kind, _ field: String?, _ id: String?, _ details: Details
    ) throws(FormatFault) -> RecordFormat {
        let isDelimited = kind == .csv || kind == .tsv
        if !isDelimited, details.delimiter != nil {
            throw .optionOf(kind, option: "--delimiter")
        }
        if !isDelimited, details.quoting != nil { throw .optionOf(kind, option: "--quoting") }
        guard kind != .text, let field else {
            if let name = field ?? id { throw .fieldOfText(name) }
            if details.missing != nil { throw .optionOf(kind, option: "--missing") }
            return .text
        }
        let missing = details.missing ?? .error
        guard isDelimited else { return .jsonLines(field: field, id: id, missing: missing) }
        return .delimited(
            by: delimiter(of: kind, details), field: field, id: id,
            quoting: quoting(of: kind, details), missing: missing)
    }

    /// What the name of an input, or an option that is given, tells of its kind.
    package static func kind(
        of path: String, hasFields: Bool, details: Details = Details()
    ) throws(InputError) -> Kind {
        do {
            return try kind(of: path, hasFields ? "" : nil, details)
        } catch {
            throw .format(error, path: path == "-" ? "standard input" : path)
        }
    }

    static func kind(
        of path: String, _ field: String?, _ details: Details
    ) throws(FormatFault) -> Kind {
        var extensions = Path.lastComponent(of: path).lowercased().split(separator: ".").dropFirst()
        if let last = extensions.last, Compression.nameExtensions.contains(last) {
            extensions.removeLast()
        }
        switch extensions.last {
        case "jsonl", "ndjson": return .jsonl
        case "csv": return .csv
        case "tsv": return .tsv
        default: break
        }
        if let delimiter = details.delimiter {
            return delimiter == UInt8(ascii: "\t") ? .tsv : .csv
        }
        if field == nil { return .text }
        throw .unknown
    }
}

/// A text of an input and what the input calls it.
package struct Record: Equatable, Sendable {
    package var text: String
    /// The value of the id field, if one was asked for.
    package var id: String?

    package init(text: String, id: String? = nil) {
        self.text = text
        self.id = id
    }
}
