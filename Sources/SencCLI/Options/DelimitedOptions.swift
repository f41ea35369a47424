import ArgumentParser
import SencFiles
import SencInput

extension RecordFormat.Quoting: ExpressibleByArgument {}

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

/// How values are delimited, and in which encoding they are.
struct DelimitedOptions: ParsableArguments {
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
    /// - Parameter missing: what to do with one that lacks what is asked for.
    func details(missing: RecordFormat.MissingField? = nil) -> RecordFormat.Details {
        RecordFormat.Details(
            delimiter: delimiterByte, quoting: quoting, missing: missing, hasNoHeader: noHeader)
    }

    private var delimiterByte: UInt8? { delimiter.flatMap { Self.byte(ofDelimiter: $0) } }

    /// The byte that the value of `--delimiter` stands for; `nil` for no value that it may have.
    private static func byte(ofDelimiter delimiter: String) -> UInt8? {
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
