import SencFiles
import SencInput

/// How texts lie in files, as far as that is said.
struct RecordLayout {
    /// The field or column of a record's text.
    var field: String?
    /// The format, if a file's name does not tell.
    var kind: RecordFormat.Kind?
    var details = RecordFormat.Details()
    /// Of texts without a byte order mark; UTF-8 if not given.
    var encoding: TextEncoding?

    /// Whether anything is said of records, not of their encoding alone.
    var describesRecords: Bool {
        field != nil || kind != nil || details != RecordFormat.Details()
    }

    /// - Parameter id: the field or column that names a record.
    /// - Throws: what `RecordFormat` throws.
    func format(path: String, id: String? = nil) throws -> RecordFormat {
        try RecordFormat(
            path: path, kind: kind, field: field, id: id, details: details, encoding: encoding)
    }

    /// What kind of file a path names.
    /// - Parameter hasFields: whether fields of it are asked for.
    func kind(of path: String, hasFields: Bool) throws -> RecordFormat.Kind {
        try kind ?? RecordFormat.kind(of: path, hasFields: hasFields, details: details)
    }

    /// A file that lies so, opened.
    func source(_ path: String) throws -> TextSource {
        try source([(path: path, format: format(path: path))])
    }

    /// Files that lie so, opened.
    func source(_ inputs: [(path: String, format: RecordFormat)]) throws -> TextSource {
        try TextSource(inputs, encoding: encoding, isQuotingTold: details.quoting != nil)
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
        ]
    }
}
