import SencFiles

/// The rows of CSV, TSV or JSON Lines with several values each, read as they are asked for, with
/// the bounds and faults of `RecordReader`.
package final class TableReader {
    private enum Grammar {
        case jsonLines(JSONFields)
        case delimited(DelimitedRows)
    }

    private let window: ByteWindow
    private var grammar: Grammar?
    private let format: RecordFormat
    private let fields: [TableField]
    private let header: TableHeader
    private var decoder = TextDecoder()
    private var isAtStart = true

    /// Opens an input without reading from it.
    /// - Parameters:
    ///   - path: `-` stands for standard input.
    ///   - kind: any but `text`; if `nil`, the path's name tells it, or else the first byte.
    ///   - fields: what a row's values are.
    ///   - header: says nothing of JSON Lines.
    ///   - details: what is said of the values.
    ///   - encoding: of an input without a byte order mark; UTF-8 if not given.
    ///   - isStopped: as for `RecordReader`.
    package init(
        path: String, kind: RecordFormat.Kind? = nil, fields: [TableField],
        header: TableHeader = .present, details: RecordFormat.Details = RecordFormat.Details(),
        encoding: TextEncoding? = nil, isStopped: @escaping () -> Bool = { false }
    ) throws(InputError) {
        format = try RecordFormat(
            path: path, kind: kind, field: fields.first?.name ?? "", details: details)
        (self.fields, self.header) = (fields, header)
        if case .jsonLines = format { try Self.checkHeader(header, path) }
        let source = try ByteSource(path: path, isStopped: isStopped)
        window = ByteWindow(source: TextBytes(source: source, encoding: encoding))
    }

    /// - Throws: an error if JSON Lines are said to have no header.
    private static func checkHeader(_ header: TableHeader, _ path: String) throws(InputError) {
        if header == .absent {
            throw .format(.optionOf(.jsonl, option: "--no-header"), path: path)
        }
    }

    /// Reads the first bytes, and decides by them if nothing else tells the kind.
    private func start() throws(InputError) {
        guard isAtStart else { return }
        try window.begin()
        let isDelimited = if case .delimited = format { true } else { false }
        if !isDelimited { _ = try window.hasJSONLines(isExpected: JSONShape.isName(path)) }
        if case .delimited(let delimiter, _, _, let quoting, let missing, let likely, _) = format {
            grammar = .delimited(
                DelimitedRows(
                    delimiter: delimiter, likely: likely, fields: fields, header: header,
                    quoting: quoting, missing: missing))
        } else if case .jsonLines = format {
            grammar = .jsonLines(JSONFields(fields: fields, missing: format.missing))
        } else if try window.beginsWithObject() {
            try Self.checkHeader(header, path)
            grammar = .jsonLines(JSONFields(fields: fields, missing: format.missing))
        } else {
            grammar = .delimited(
                DelimitedRows(
                    delimiter: nil, fields: fields, header: header, quoting: nil,
                    missing: format.missing))
        }
        isAtStart = false
    }

    /// The encoding, if nothing but the bytes tells it and it is not UTF-8.
    package var recognizedEncoding: TextEncoding? { window.source.recognized }

    /// What errors call the input: the file's path, or "standard input".
    package var path: String { window.source.source.path }
    /// How many U+FFFD stand for what is ill-formed in the rows given out.
    package var replacementCount: Int { decoder.replacementCount }
    /// How many rows were left out because a value is missing.
    package private(set) var missingCount = 0

    /// The next row; `nil` after the last.
    package func next() throws(InputError) -> TableRow? {
        try start()
        while let (length, lines) = try locate() {
            let line = window.line
            let values = try values(in: UnsafeRawBufferPointer(rebasing: window.bytes[..<length]))
            window.consume(length, lines: lines)
            guard let values else {
                missingCount += 1
                continue
            }
            return TableRow(values: values, line: line)
        }
        return nil
    }

    /// The next row with the values of all its columns, whatever fields were asked for, a string for
    /// each: of JSON what a string says, and other values as they are written.
    /// - Returns: `nil` after the last row.
    package func nextNamed() throws(InputError) -> NamedRow? {
        try start()
        guard let (length, lines) = try locate() else { return nil }
        let line = window.line
        let bytes = UnsafeRawBufferPointer(rebasing: window.bytes[..<length])
        var row = NamedRow(names: [], values: [], line: line)
        switch grammar {
        case .delimited(let rows):
            (row.names, row.values) = (rows.names, rows.allValues(in: bytes, &decoder))
        case .jsonLines(let fields):
            do {
                (row.names, row.values) = try fields.allValues(in: bytes, &decoder)
            } catch {
                throw window.error(error)
            }
        case nil: return nil
        }
        window.consume(length, lines: lines)
        return row
    }

    /// Brings the next row to the start of the window.
    private func locate() throws(InputError) -> (length: Int, lines: Int)? {
        switch grammar {
        case .jsonLines:
            return try window.valueLength().map { ($0, 1) }
        case .delimited(let rows):
            return try rows.advance(window).map { ($0, window.lines(before: $0)) }
        case nil: return nil
        }
    }

    private func values(in row: UnsafeRawBufferPointer) throws(InputError) -> [String?]? {
        switch grammar {
        case .delimited(let rows): return rows.values(in: row, &decoder)
        case .jsonLines(let fields):
            do {
                return try fields.values(in: row, &decoder)
            } catch {
                throw window.error(error)
            }
        case nil: return nil
        }
    }
}
