import SencFiles

/// The records of a file or of standard input, read as they are asked for.
///
/// Memory grows to the longest record and no further. A byte order mark at the start says in which
/// encoding the input is, and is not text; without one the caller may say it, and else it is UTF-8.
/// What is not text at all is an error.
///
/// Ill-formed UTF-8 is replaced by U+FFFD, one for each maximal subpart (Unicode Standard, section
/// 3.9), and counted.
///
/// After an error the reader stays before the record at fault.
package final class RecordReader {
    private enum Grammar {
        /// Each line, ended by LF or CR LF or the end of the input, is a record, empty ones too.
        case text
        /// Each line that is not blank.
        case jsonLines(JSONFields)
        case delimited(DelimitedRows)
    }

    private let window: ByteWindow
    private let grammar: Grammar
    /// Whether records may be none, which is known only when they are decoded.
    private let skipsMissing: Bool
    private var decoder = TextDecoder()
    private var isAtStart = true

    /// Opens an input without reading from it.
    /// - Parameters:
    ///   - path: `-` stands for standard input.
    ///   - encoding: of an input without a byte order mark; UTF-8 if not given.
    ///   - isRegular: as for `ByteSource`.
    ///   - isStopped: is asked now and then while there is nothing to read; `true` ends the wait
    ///     with `InputError.stopped`.
    package init(
        path: String, format: RecordFormat = .text, encoding: TextEncoding? = nil,
        isRegular: Bool = false, isStopped: @escaping () -> Bool = { false }
    ) throws(InputError) {
        let source = try ByteSource(path: path, isRegular: isRegular, isStopped: isStopped)
        window = ByteWindow(source: TextBytes(source: source, encoding: encoding))
        switch format {
        case .text:
            grammar = .text
            skipsMissing = false
        case .jsonLines(let field, let id, let missing):
            grammar = .jsonLines(
                JSONFields(fields: Self.fields(field, id), missing: missing))
            skipsMissing = missing == .skip
        case .delimited(let delimiter, let field, let id, let quoting, let missing):
            grammar = .delimited(
                DelimitedRows(
                    delimiter: delimiter, fields: Self.fields(field, id), quoting: quoting,
                    missing: missing))
            skipsMissing = missing == .skip
        }
    }

    private static func fields(_ text: String, _ id: String?) -> [TableField] {
        [TableField([text])] + (id.map { [TableField([$0], isText: false)] } ?? [])
    }

    private static func record(_ values: [String?]?) -> Record? {
        values.map { Record(text: $0[0] ?? "", id: $0.count > 1 ? $0[1] : nil) }
    }

    private var file: ByteSource { window.source.source }
    /// What errors call the input: the file's path, or "standard input".
    package var path: String { file.path }
    /// The size on the disk in bytes if the input is a regular file.
    package var size: Int? { file.size }
    /// How many bytes were taken from the file as it is on the disk, to tell the progress.
    package var bytesRead: Int { file.bytesRead }
    /// How many of them are of the records given out or skipped: an estimate if the file is
    /// compressed or not in UTF-8.
    package var position: Double { window.position }
    /// How many U+FFFD stand for ill-formed UTF-8, or for half a surrogate pair in JSON, in the
    /// records given out.
    package var replacementCount: Int { decoder.replacementCount }
    /// XXH64, with seed 0, of the input's bytes (inflated if they are compressed) up to the end of
    /// the record read or skipped last.
    package var digest: UInt64 { window.digest }

    /// Whether the input is UTF-8, not converted to it.
    package var isUTF8: Bool { !window.source.isConverted }

    /// How many texts begin and end with a quote that was kept as part of them, as in TSV.
    package var keptQuoteCount: Int {
        if case .delimited(let rows) = grammar { rows.keptQuoteCount } else { 0 }
    }

    /// How many records were left out because their text or id is missing.
    package private(set) var missingCount = 0

    /// Compares a regular file with what it was when it was opened; at its end this is done anyway.
    /// - Throws: `InputError.changed`.
    package func checkUnchanged() throws(InputError) { try file.checkUnchanged() }

    /// Whether the input seems to be text, asked before the first record: it is of no kind that is
    /// known to be none, and no byte at its start is 0, by which git tells it too.
    package func isText() throws(InputError) -> Bool {
        if try window.source.kindIfBinary() != nil { return false }
        while window.count < Self.sampleBytes, try window.fill() {}
        return !window.bytes.prefix(Self.sampleBytes).contains(0)
    }

    private static let sampleBytes = 8000

    /// The next record; `nil` after the last.
    package func next() throws(InputError) -> Record? {
        while let length = try locate() {
            let record = try decode(UnsafeRawBufferPointer(rebasing: window.bytes[..<length]))
            consume(length)
            guard let record else {
                missingCount += 1
                continue
            }
            window.mark()
            return record
        }
        return nil
    }

    /// Moves over records, without decoding them unless some may be none; a fault inside a JSON
    /// value is not found then.
    /// - Parameter limit: at most so many.
    /// - Returns: how many there were.
    package func skip(_ limit: Int) throws(InputError) -> Int {
        var count = 0
        if skipsMissing {
            while count < limit, try next() != nil { count += 1 }
            return count
        }
        while count < limit, let length = try locate() {
            consume(length)
            window.mark()
            count += 1
        }
        return count
    }

    /// How many records an input has. Standard input cannot be read again afterwards.
    package static func count(
        path: String, format: RecordFormat = .text, encoding: TextEncoding? = nil
    ) throws(InputError) -> Int {
        try RecordReader(path: path, format: format, encoding: encoding).skip(.max)
    }

    /// How many records the file has that this reads.
    /// - Parameter format: that of this reader.
    /// - Throws: `InputError.changed` if it is no longer the same as when this opened it.
    package func count(format: RecordFormat, encoding: TextEncoding?) throws(InputError) -> Int {
        let other = try RecordReader(path: path, format: format, encoding: encoding)
        guard other.file.isSameVersion(as: file) else { throw .changed(path: path) }
        return try other.skip(.max)
    }

    /// The fields of a file's first object, or the columns of its header; none if it has neither, or
    /// is not a regular file, which can be read once only.
    package static func fieldNames(
        path: String, kind: RecordFormat.Kind, details: RecordFormat.Details,
        encoding: TextEncoding?
    ) throws(InputError) -> [String] {
        guard path != "-", Path.kind(of: path) != .other else { return [] }
        let reader = try RecordReader(path: path, encoding: encoding)
        try reader.start()
        if kind == .jsonl {
            guard let line = try reader.window.lineLength() else { return [] }
            return JSONFields.names(
                in: UnsafeRawBufferPointer(rebasing: reader.window.bytes[..<line]))
        }
        return try DelimitedRows(
            delimiter: RecordFormat.delimiter(of: kind, details), fields: [],
            quoting: RecordFormat.quoting(of: kind, details), missing: .error
        ).names(reader.window)
    }

    /// Brings the next record to the start of the window.
    /// - Returns: its length in bytes, the line's end included; `nil` after the last.
    private func locate() throws(InputError) -> Int? {
        try start()
        switch grammar {
        case .text:
            return try window.lineLength()
        case .jsonLines:
            return try window.valueLength()
        case .delimited(let rows):
            return try rows.advance(window)
        }
    }

    /// Moves behind the byte order mark.
    private func start() throws(InputError) {
        guard isAtStart else { return }
        try window.begin()
        window.mark()
        isAtStart = false
    }

    /// Decodes the record that `locate` found.
    /// - Returns: `nil` if it is to be left out.
    private func decode(_ bytes: UnsafeRawBufferPointer) throws(InputError) -> Record? {
        switch grammar {
        case .text:
            var count = bytes.count
            if count > 0, bytes[count - 1] == UInt8(ascii: "\n") { count -= 1 }
            if count > 0, bytes[count - 1] == UInt8(ascii: "\r") { count -= 1 }
            return Record(text: decoder.decode(UnsafeRawBufferPointer(rebasing: bytes[..<count])))
        case .jsonLines(let fields):
            do {
                return Self.record(try fields.values(in: bytes, &decoder))
            } catch {
                throw window.error(error)
            }
        case .delimited(let rows):
            return Self.record(rows.values(in: bytes, &decoder))
        }
    }

    private func consume(_ length: Int) {
        switch grammar {
        case .text, .jsonLines: window.consume(length, lines: 1)
        case .delimited: window.consume(length, lines: window.lines(before: length))
        }
    }
}
