import ArgumentParser
import SencFiles
import SencInput

extension RecordFormat.Kind: ExpressibleByArgument {
    /// - Parameter argument: `lines` is another name for `text`.
    public init?(argument: String) {
        self.init(rawValue: argument == "lines" ? RecordFormat.Kind.text.rawValue : argument)
    }

    public static var allValueStrings: [String] { allCases.map(\.rawValue) + ["lines"] }
}

extension RecordFormat.Quoting: ExpressibleByArgument {}
extension RecordFormat.MissingField: ExpressibleByArgument {}

/// In which encoding texts are.
struct TextEncodingOptions: ParsableArguments {
    @Option(
        name: .customLong("encoding"),
        help: ArgumentHelp(
            "The encoding of texts that are not UTF-8 and have no byte order mark: latin1, "
                + "windows-1252, utf-16le, shift_jis, or another name that iconv knows.",
            valueName: "name"))
    var name: String?

    /// `nil` if nothing is said.
    var encoding: TextEncoding? { name.flatMap { TextEncoding($0) } }

    func validate() throws {
        guard let name, TextEncoding(name) == nil else { return }
        throw UsageError(
            "--encoding: no encoding \(name.quoted()) is known; such as \(TextEncoding.examples)")
    }
}

/// How texts lie in a file.
struct LayoutOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read JSON Lines, CSV or TSV, and take the text from this field or column.",
            valueName: "name"))
    var field: String?

    @Option(
        help: """
            How the texts are laid out, if the file's name does not tell; text, or lines, takes \
            the lines of any file as they are.
            """)
    var inputFormat: RecordFormat.Kind?

    @Option(
        help: ArgumentHelp(
            "What is between the values of CSV or TSV: a character, or tab; if not given, the "
                + "header of CSV tells whether it is a comma, a semicolon, a tab or |.",
            valueName: "character"))
    var delimiter: String?

    @Option(
        help: """
            Whether double quotes around a value of CSV or TSV are part of it, none, or not, \
            double; double for CSV and none for TSV if not given.
            """)
    var quoting: RecordFormat.Quoting?

    @Option(
        help: """
            What to do with a record whose text or id is null or not there: error, skip it, or \
            take it as empty. In CSV and TSV an empty value without quotes counts as such for skip.
            """)
    var missing: RecordFormat.MissingField?

    @OptionGroup var encodingOptions: TextEncodingOptions

    /// Of texts without a byte order mark; `nil` for UTF-8.
    var encoding: TextEncoding? { encodingOptions.encoding }

    func validate() throws {
        if delimiter != nil, delimiterByte == nil {
            throw UsageError("--delimiter must be one ASCII character, such as ';', or tab")
        }
    }

    /// Whether anything is said of records, not of their encoding alone.
    var describesRecords: Bool {
        field != nil || inputFormat != nil || details != RecordFormat.Details()
    }

    /// - Parameter id: the field or column that names a record.
    /// - Throws: what `RecordFormat` throws.
    func format(path: String, id: String? = nil) throws -> RecordFormat {
        try RecordFormat(
            path: path, kind: inputFormat, field: field, id: id, details: details,
            encoding: encoding)
    }

    /// A file that lies so, opened.
    func source(_ path: String) throws -> TextSource {
        try source([(path: path, format: format(path: path))])
    }

    /// - Throws: `UsageError` if any of these was given, which is for `what` alone.
    func checkUnused(for what: String) throws {
        let given = [
            ("--field", field != nil), ("--input-format", inputFormat != nil),
            ("--delimiter", delimiter != nil), ("--quoting", quoting != nil),
            ("--missing", missing != nil),
        ]
        if let name = given.first(where: \.1)?.0 {
            throw UsageError("\(name) is for files of \(what)")
        }
    }

    /// A file of rows with several values, opened.
    func table(
        _ path: String, _ fields: [TableField], _ header: TableHeader
    ) throws -> TableReader {
        try TableReader(
            path: path, kind: inputFormat, fields: fields, header: header, details: details,
            encoding: encoding, isStopped: { Interruption.isAsked })
    }

    /// What kind of file a path names.
    /// - Parameter hasFields: whether fields of it are asked for.
    func kind(of path: String, hasFields: Bool) throws -> RecordFormat.Kind {
        try inputFormat ?? RecordFormat.kind(of: path, hasFields: hasFields, details: details)
    }

    /// Files that lie so, opened.
    func source(_ inputs: [(path: String, format: RecordFormat)]) throws -> TextSource {
        try TextSource(inputs, encoding: encoding, isQuotingTold: quoting != nil)
    }

    /// What was given beside field and format, in words; empty if nothing was.
    var summary: String {
        [
            ("delimiter", delimiterByte.map { String($0) }), ("quoting", quoting?.rawValue),
            ("missing", missing?.rawValue), ("encoding", encoding?.name),
        ].compactMap { name, value in value.map { "\(name) \($0)" } }.joined(separator: " ")
    }

    private var details: RecordFormat.Details {
        RecordFormat.Details(delimiter: delimiterByte, quoting: quoting, missing: missing)
    }

    private var delimiterByte: UInt8? {
        guard let delimiter else { return nil }
        switch delimiter.lowercased() {
        case "tab", "\\t": return UInt8(ascii: "\t")
        case "comma": return UInt8(ascii: ",")
        case "semicolon": return UInt8(ascii: ";")
        case "pipe": return UInt8(ascii: "|")
        case "space": return UInt8(ascii: " ")
        default: break
        }
        guard delimiter.utf8.count == 1, let byte = delimiter.utf8.first, byte != 0, byte < 0x80,
            byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r"), byte != UInt8(ascii: "\"")
        else { return nil }
        return byte
    }
}
