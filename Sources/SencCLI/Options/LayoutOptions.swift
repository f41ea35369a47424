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
        help: .text(
            """
            The encoding of texts without a byte order mark: latin1, windows-1252, utf-16le, \
            shift_jis, or another name that iconv knows. If not given, UTF-8, UTF-16 and \
            windows-1252 are recognized.
            """,
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
        help: .text(
            """
            Take the text from this field or column of JSON Lines, CSV or TSV. If not given, it is \
            found by the names and the values.
            """, valueName: "name"), completion: .column)
    var field: String?

    @Option(
        help: .text(
            """
            How the texts are laid out, if the file's name does not tell; text, or lines, takes \
            the lines of any file as they are.
            """))
    var inputFormat: RecordFormat.Kind?

    @Option(
        help: .text(
            """
            What is between the values of CSV or TSV: a character, or tab; if not given, the header \
            shows whether it is a comma, a semicolon, a tab or |.
            """,
            valueName: "character"))
    var delimiter: String?

    @Option(
        help: .text(
            """
            Whether double quotes around a value of CSV or TSV are part of it, none, or not, \
            double; double for CSV and none for TSV if not given.
            """))
    var quoting: RecordFormat.Quoting?

    @Option(
        help: .text(
            """
            What to do with a record whose text or id is null or not there: error, skip it, or \
            take it as empty. In CSV and TSV an empty value without quotes counts as such for skip.
            """))
    var missing: RecordFormat.MissingField?

    @Flag(
        help: .text(
            """
            CSV or TSV has no header; columns are called by their numbers, from 1. If not given, \
            the first rows show whether there is one.
            """))
    var noHeader = false

    @OptionGroup var encodingOptions: TextEncodingOptions

    /// Of texts without a byte order mark; `nil` for UTF-8.
    var encoding: TextEncoding? { encodingOptions.encoding }

    func validate() throws {
        if delimiter != nil, delimiterByte == nil {
            throw UsageError("--delimiter must be one ASCII character, such as ';', or tab")
        }
    }

    /// What is said of records.
    var records: RecordLayout {
        RecordLayout(
            field: field, kind: inputFormat,
            details: RecordFormat.Details(
                delimiter: delimiterByte, quoting: quoting, missing: missing,
                hasNoHeader: noHeader),
            encoding: encoding)
    }

    /// - Throws: `UsageError` if any of these was given, which is for `what` alone.
    func checkUnused(for what: Message) throws {
        let given = [
            ("--field", field != nil), ("--input-format", inputFormat != nil),
            ("--delimiter", delimiter != nil), ("--quoting", quoting != nil),
            ("--missing", missing != nil), ("--no-header", noHeader),
        ]
        if let name = given.first(where: \.1)?.0 {
            throw UsageError("\(name) is for files of \(what)")
        }
    }

    private var delimiterByte: UInt8? { delimiter.flatMap { Self.byte(ofDelimiter: $0) } }

    /// The byte that the value of `--delimiter` stands for; `nil` for no value that it may have.
    static func byte(ofDelimiter delimiter: String) -> UInt8? {
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
