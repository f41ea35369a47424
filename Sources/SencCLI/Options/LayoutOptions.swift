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

extension RecordFormat.MissingField: ExpressibleByArgument {}

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
            What to do with a record whose text or id is null or not there: error, skip it, or \
            take it as empty. In CSV and TSV an empty value without quotes counts as such for skip.
            """))
    var missing: RecordFormat.MissingField?

    @OptionGroup var delimited: DelimitedOptions

    var noHeader: Bool { delimited.noHeader }

    /// Of texts without a byte order mark; `nil` for UTF-8.
    var encoding: TextEncoding? { delimited.encoding }

    /// What is said of records.
    var records: RecordLayout {
        RecordLayout(
            field: field, kind: inputFormat,
            details: delimited.details(missing: missing), encoding: encoding)
    }

    /// - Throws: `UsageError` if any of these was given, which is for `what` alone.
    func checkUnused(for what: Message) throws {
        let given = [
            ("--field", field != nil), ("--input-format", inputFormat != nil),
            ("--delimiter", delimited.delimiter != nil), ("--quoting", delimited.quoting != nil),
            ("--missing", missing != nil), ("--no-header", noHeader),
        ]
        if let name = given.first(where: \.1)?.0 {
            throw UsageError("\(name) is for files of \(what)")
        }
    }
}
