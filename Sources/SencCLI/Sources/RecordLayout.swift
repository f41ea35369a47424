import SencFiles
import SencInput

/// How texts lie in files, as far as that is said.
struct RecordLayout {
    /// The field or column of a record's text.
    var field: String?
    /// The format, if a file's name does not tell.
    var kind: RecordFormat.Kind?
    var details = RecordFormat.Details()
    /// Of texts without a byte order mark; recognized if not given.
    var encoding: TextEncoding?

    /// Whether anything is said of records, not of their encoding alone.
    var describesRecords: Bool {
        field != nil || kind != nil || details != RecordFormat.Details()
    }

    /// - Parameters:
    ///   - id: the field or column that names a record.
    ///   - shown: others whose values are shown.
    /// - Throws: what `RecordFormat` throws.
    func format(path: String, id: String? = nil, shown: [String] = []) throws -> RecordFormat {
        try RecordFormat(
            path: path, kind: kind, field: field, id: id, shown: shown, details: details)
    }

    /// What kind of file a path names.
    /// - Parameter hasFields: whether fields of it are asked for.
    /// - Returns: `nil` if its first byte is to tell.
    func kind(of path: String, hasFields: Bool) -> RecordFormat.Kind? {
        kind ?? RecordFormat.kind(of: path, hasFields: hasFields, details: details)
    }

    /// Files that lie so, opened.
    /// - Parameter request: what is asked of records beside their texts.
    func source(_ paths: [String], _ request: RecordRequest = RecordRequest()) throws -> TextSource
    {
        try source(
            paths.map { path in
                let format = try format(path: path, id: request.id, shown: request.shown)
                return (path: path, format: format)
            }, request)
    }

    func source(
        _ inputs: [(path: String, format: RecordFormat)], _ request: RecordRequest = RecordRequest()
    ) throws -> TextSource {
        try TextSource(
            inputs, encoding: encoding, isQuotingTold: details.quoting != nil,
            isFormatTold: kind != nil, request)
    }

    /// A file of rows with several values, opened.
    func table(
        _ path: String, _ fields: [TableField], _ header: TableHeader
    ) throws -> TableReader {
        try TableReader(
            path: path, kind: kind, fields: fields, header: header, details: details,
            encoding: encoding, isStopped: { Interruption.isAsked })
    }

    /// What is said beside field and format, for the identity of a job.
    var identity: [String: String?] {
        [
            "delimiter": details.delimiter.map { String($0) },
            "quoting": details.quoting?.rawValue, "missing": details.missing?.rawValue,
            "encoding": encoding?.name,
            "header": details.hasNoHeader ? "none" : nil,
        ]
    }
}
