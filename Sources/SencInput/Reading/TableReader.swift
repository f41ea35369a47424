import SencFiles

/// The rows of CSV, TSV or JSON Lines with several values each, read as they are asked for, with
/// the bounds and faults of `RecordReader`.
package final class TableReader {
    private enum Grammar {
        case jsonLines(JSONFields)
        case delimited(DelimitedRows)
    }

    private let window: ByteWindow
    private let grammar: Grammar
    private var decoder = TextDecoder()
    private var isAtStart = true

    /// Opens an input without reading from it.
    /// - Parameters:
    ///   - path: `-` stands for standard input.
    ///   - kind: any but `text`; if `nil`, the path's name tells it.
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
        // With a field, a name that does not tell the kind is an error.
        let format = try RecordFormat(
            path: path, kind: kind, field: fields.first?.name ?? "", details: details)
        switch format {
        case .text:
            throw .format(.unknown, path: path)
        case .jsonLines(_, _, let missing):
            if header == .absent {
                throw .format(.optionOf(.jsonl, option: "--no-header"), path: path)
            }
            grammar = .jsonLines(JSONFields(fields: fields, missing: missing))
        case .delimited(let delimiter, _, _, let quoting, let missing):
            grammar = .delimited(
                DelimitedRows(
                    delimiter: delimiter, fields: fields, header: header, quoting: quoting,
                    missing: missing))
        }
        let source = try ByteSource(path: path, isStopped: isStopped)
        window = ByteWindow(source: TextBytes(source: source, encoding: encoding))
    }

    /// What errors call the input: the file's path, or "standard input".
    package var path: String { window.source.source.path }
    /// How many U+FFFD stand for what is ill-formed in the rows given out.
    package var replacementCount: Int { decoder.replacementCount }
    /// How many rows were left out because a value is missing.
    package private(set) var missingCount = 0

    /// The next row; `nil` after the last.
    package func next() throws(InputError) -> TableRow? {
        if isAtStart {
            try window.begin()
            isAtStart = false
        }
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

    /// Brings the next row to the start of the window.
    private func locate() throws(InputError) -> (length: Int, lines: Int)? {
        switch grammar {
        case .jsonLines:
            return try window.valueLength().map { ($0, 1) }
        case .delimited(let rows):
            return try rows.advance(window).map { ($0, window.lines(before: $0)) }
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
        }
    }
}
