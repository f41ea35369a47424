import SencFiles

/// How the texts lie in an input.
package enum RecordFormat: Equatable, Sendable {
    /// A text a line.
    case text
    /// A JSON value a line (jsonlines.org). The names are as `JSONFields` reads them.
    /// - Parameter field: the text's; `nil` if it is to be found.
    case jsonLines(field: String?, id: String?, missing: MissingField = .error)
    /// Values between delimiters under a header (RFC 4180). The names are columns'.
    /// - Parameters:
    ///   - by: the delimiter; `nil` if the header is to tell it.
    ///   - field: the text's; `nil` if it is to be found.
    ///   - quoting: `nil` for none between tabs, and else double.
    ///   - likely: the delimiter that is tried first.
    ///   - header: whether the first row names the columns.
    case delimited(
        by: UInt8?, field: String?, id: String?, quoting: Quoting? = .double,
        missing: MissingField = .error, likely: UInt8 = UInt8(ascii: ","),
        header: TableHeader = .unlessValues)
    /// One of those two, as the first byte tells that is not white space.
    case either(field: String?, id: String?, missing: MissingField = .error)

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
        /// Whether delimited values have no header; `false` if they are to tell.
        package var hasNoHeader = false

        package init(
            delimiter: UInt8? = nil, quoting: Quoting? = nil, missing: MissingField? = nil,
            hasNoHeader: Bool = false
        ) {
            (self.delimiter, self.quoting, self.missing) = (delimiter, quoting, missing)
            self.hasNoHeader = hasNoHeader
        }
    }

    /// What of the values there is where nothing is said.
    private static func quoting(of kind: Kind, _ details: Details) -> Quoting? {
        if let quoting = details.quoting { return quoting }
        guard kind == .tsv else { return .double }
        return details.delimiter == nil ? nil : RecordFormat.Quoting.none
    }

    /// The format without a field or id, for a kind that is not told.
    var missing: MissingField {
        switch self {
        case .text: .error
        case .jsonLines(_, _, let missing), .delimited(_, _, _, _, let missing, _, _),
            .either(_, _, let missing):
            missing
        }
    }

    /// The field of the text and that of the id, as far as they are given.
    var names: (field: String?, id: String?) {
        switch self {
        case .text: (nil, nil)
        case .jsonLines(let field, let id, _), .delimited(_, let field, let id, _, _, _, _),
            .either(let field, let id, _):
            (field, id)
        }
    }

    /// Whether the text is in a field that is to be found.
    package var needsField: Bool { self != .text && names.field == nil }

    /// Whether quotes may be part of the values.
    package var mayHavePlainQuotes: Bool {
        if case .delimited(_, _, _, let quoting, _, _, _) = self {
            quoting != .some(.double)
        } else {
            false
        }
    }

    static func format(
        _ kind: Kind, _ field: String?, _ id: String?, _ shown: [String], _ details: Details
    ) throws(FormatFault) -> RecordFormat {
        let isDelimited = kind == .csv || kind == .tsv
        if !isDelimited, details.delimiter != nil {
            throw .optionOf(kind, option: "--delimiter")
        }
        if !isDelimited, details.quoting != nil { throw .optionOf(kind, option: "--quoting") }
        if !isDelimited, details.hasNoHeader { throw .optionOf(kind, option: "--no-header") }
        guard kind != .text else {
            if let name = field ?? id ?? shown.first { throw .fieldOfText(name) }
            if details.missing != nil { throw .optionOf(kind, option: "--missing") }
            return .text
        }
        let missing = details.missing ?? .error
        guard isDelimited else { return .jsonLines(field: field, id: id, missing: missing) }
        return .delimited(
            by: details.delimiter, field: field, id: id, quoting: quoting(of: kind, details),
            missing: missing, likely: UInt8(ascii: kind == .tsv ? "\t" : ","),
            header: details.hasNoHeader ? .absent : .unlessValues)
    }

    /// What the name of an input, or an option that is given, tells of its kind.
    /// - Parameter hasFields: whether fields of it are asked for.
    /// - Returns: `nil` if it has fields, and nothing more is told.
    package static func kind(
        of path: String, hasFields: Bool, details: Details = Details()
    ) -> Kind? {
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
        if details.quoting != nil || details.hasNoHeader, hasFields { return .csv }
        return hasFields ? nil : .text
    }
}

/// A text of an input and what the input calls it.
package struct Record: Equatable, Sendable {
    package var text: String
    /// The value of the id field, if one was asked for.
    package var id: String?
    /// The values of the fields that are shown, in their order; empty ones where there are none.
    package var shown: [String] = []
    /// What the input has of the record, if that was asked for.
    package var source: Source?

    /// A record as it is in its input.
    package enum Source: Equatable, Sendable {
        /// It is a text and nothing else.
        case text
        /// The value of each column of a table.
        case values([String], columns: [String])
        /// A JSON value as it is written.
        case json(String)

        /// About how much memory it takes.
        package var byteCount: Int {
            switch self {
            case .text: 0
            case .values(let values, _): values.reduce(0) { $0 + $1.utf8.count }
            case .json(let line): line.utf8.count
            }
        }
    }

    package init(text: String, id: String? = nil, source: Source? = nil) {
        (self.text, self.id, self.source) = (text, id, source)
    }
}
