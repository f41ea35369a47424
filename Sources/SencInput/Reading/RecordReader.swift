import SencFiles

/// The records of a file or of standard input, read as they are asked for.
///
/// Memory grows to the longest record and no further. A byte order mark at the start says in which
/// encoding the input is, and is not text; without one the caller may say it, and else `TextBytes`
/// recognizes it. What is not text at all is an error.
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
    private let format: RecordFormat
    /// Fields beside text and id whose values records have.
    private let shown: [String]
    private let added: String?
    /// `nil` before the first bytes are read, which may decide it.
    private var grammar: Grammar?
    /// Whether records may be none, which is known only when they are decoded.
    private let skipsMissing: Bool
    /// Whether lines of text were not asked for, and may be something else.
    private let recognizesKinds: Bool
    private var decoder = TextDecoder()
    private var isAtStart = true
    /// Which of the shown fields had a value, and the fields of the last JSON value.
    private var seen: [Bool]
    private var lastKeys: [UInt8] = []

    /// Opens an input without reading from it.
    /// - Parameters:
    ///   - path: `-` stands for standard input.
    ///   - encoding: of an input without a byte order mark; recognized if not given.
    ///   - shown: fields beside text and id whose values records are to have.
    ///   - added: the name of a column that records are to get, which have what the input has of
    ///     them then.
    ///   - recognizesKinds: whether lines of text were not asked for: JSON that is one value is an
    ///     error then, and `guise` tells what else it may be.
    ///   - isRegular: as for `ByteSource`.
    ///   - isStopped: is asked now and then while there is nothing to read; `true` ends the wait
    ///     with `InputError.stopped`.
    package init(
        path: String, format: RecordFormat = .text, encoding: TextEncoding? = nil,
        shown: [String] = [], adding added: String? = nil, recognizesKinds: Bool = false,
        isRegular: Bool = false, isStopped: @escaping () -> Bool = { false }
    ) throws(InputError) {
        let source = try ByteSource(path: path, isRegular: isRegular, isStopped: isStopped)
        window = ByteWindow(source: TextBytes(source: source, encoding: encoding))
        (self.format, self.shown, self.added) = (format, shown, added)
        skipsMissing = format.missing == .skip
        self.recognizesKinds = recognizesKinds
        seen = shown.map { _ in false }
    }

    /// Text, id and shown fields, in this order.
    private var fields: [TableField] {
        let (text, id) = format.names
        return [TableField(text.map { [$0] } ?? [])]
            + (id.map { [TableField([$0], isText: false)] } ?? [])
            + shown.map { TableField([$0], isText: false, isShown: true) }
    }

    /// How the text is found, if its field is not given.
    private var textField: TextField? {
        format.needsField ? TextField(others: (format.names.id.map { [$0] } ?? []) + shown) : nil
    }

    private func record(_ values: [String?]?) -> Record? {
        guard let values else { return nil }
        let hasID = format.names.id != nil
        var record = Record(text: values[0] ?? "", id: hasID ? values[1] : nil)
        for (index, value) in values.dropFirst(hasID ? 2 : 1).enumerated() {
            if value != nil { seen[index] = true }
            record.shown.append(value ?? "")
        }
        return record
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

    /// The encoding, if nothing but the bytes tells it and it is not UTF-8.
    package var recognizedEncoding: TextEncoding? { window.source.recognized }

    /// What is read line by line, and seems to be meant otherwise.
    package enum Guise: Sendable {
        case jsonLines, html
    }

    /// Known when the input is prepared; `nil` for all that is asked for as it is read.
    package private(set) var guise: Guise?

    /// The field or column of the text, if it was found in the input; known when that is prepared.
    package private(set) var foundField: String?

    /// The columns of delimited values, and what is between them; known when that is prepared.
    package var columns: (names: [String], delimiter: UInt8, quoting: RecordFormat.Quoting)? {
        guard case .delimited(let rows) = grammar else { return nil }
        return (rows.names, rows.scanner.delimiter, rows.scanner.quoting)
    }

    /// Whether the input's first row names its columns, or its records name their fields; known
    /// when that is prepared.
    package var hasNames: Bool {
        if case .delimited(let rows) = grammar { rows.haveNames } else { true }
    }

    /// The kind of the input; known when that is prepared.
    package var kind: RecordFormat.Kind {
        switch grammar {
        case .text, nil: .text
        case .jsonLines: .jsonl
        case .delimited(let rows): rows.scanner.delimiter == UInt8(ascii: "\t") ? .tsv : .csv
        }
    }

    /// The lines of the record given out last, counted from 1.
    package private(set) var lines = 1...1

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
            let first = window.line
            let isEnded = window.bytes[length - 1] == UInt8(ascii: "\n")
            consume(length, isEnded: isEnded)
            guard let record else {
                missingCount += 1
                continue
            }
            lines = first...max(first, window.line - (isEnded ? 1 : 0))
            window.mark()
            return record
        }
        if !lastKeys.isEmpty, let index = seen.firstIndex(of: false) {
            let keys = lastKeys.withUnsafeBytes { JSONFields.names(in: $0) }
            throw window.error(.emptyField(shown[index], keys: keys))
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
            consume(length, isEnded: window.bytes[length - 1] == UInt8(ascii: "\n"))
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

    /// Brings the next record to the start of the window.
    /// - Returns: its length in bytes, the line's end included; `nil` after the last.
    private func locate() throws(InputError) -> Int? {
        try prepare()
        switch grammar {
        case .text:
            return try window.lineLength()
        case .jsonLines:
            return try window.valueLength()
        case .delimited(let rows):
            return try rows.advance(window)
        case nil: return nil
        }
    }

    /// Reads the first bytes, and decides by them what nothing else tells.
    package func prepare() throws(InputError) {
        guard isAtStart else { return }
        try window.begin()
        window.mark()
        grammar = try chosenGrammar()
        isAtStart = false
    }

    /// What the text of a line is called as a field.
    package static let textName = "text"

    private func chosenGrammar() throws(InputError) -> Grammar {
        switch format {
        case .text:
            if added == Self.textName { throw window.error(.existingColumn(Self.textName)) }
            if recognizesKinds { guise = try recognizedGuise() }
            return .text
        case .jsonLines:
            _ = try window.hasJSONLines(isExpected: false)
            return .jsonLines(try jsonFields())
        case .delimited(let delimiter, _, _, let quoting, _, let likely, let header):
            return .delimited(try rows(delimiter, likely, quoting, header))
        case .either:
            _ = try window.hasJSONLines(isExpected: JSONShape.isName(path))
            return try window.beginsWithObject()
                ? .jsonLines(jsonFields())
                : .delimited(rows(nil, UInt8(ascii: ","), nil, .unlessValues))
        }
    }

    private func recognizedGuise() throws(InputError) -> Guise? {
        if try window.hasJSONLines(isExpected: JSONShape.isName(path)) { return .jsonLines }
        return DocumentKind(name: path) == .html || DocumentKind.isHTML(window.bytes) ? .html : nil
    }

    private func rows(
        _ delimiter: UInt8?, _ likely: UInt8, _ quoting: RecordFormat.Quoting?,
        _ header: TableHeader
    ) throws(InputError) -> DelimitedRows {
        let rows = DelimitedRows(
            delimiter: delimiter, likely: likely, fields: fields, textField: textField,
            header: header, quoting: quoting, missing: format.missing)
        if format.needsField || added != nil {
            try rows.begin(window)
            foundField = rows.foundText
        }
        if let added, rows.names.contains(added) {
            // The header is read, and the line is the one behind it.
            throw .record(.existingColumn(added), path: path, line: max(1, window.line - 1))
        }
        return rows
    }

    private func jsonFields() throws(InputError) -> JSONFields {
        var found = JSONFields(fields: fields, missing: format.missing)
        guard let textField, let length = try window.valueLength() else { return found }
        let names = JSONFields.names(
            in: UnsafeRawBufferPointer(rebasing: window.bytes[..<length]))
        let name = try textField.find(names) { () throws(InputError) in
            let (bytes, isWhole) = try window.sample(max(length, TextField.sampleBytes))
            var lines = bytes.split(separator: UInt8(ascii: "\n"))
            // What is cut by the sample's end is no line.
            if !isWhole, lines.count > 1 { lines.removeLast() }
            return JSONFields.strings(
                names,
                in: lines.prefix(TextField.sampleRows).map { UnsafeRawBufferPointer(rebasing: $0) })
        }
        guard let name else { throw .format(.fieldNeeded(.jsonl, names: names), path: path) }
        found.fields[0] = TableField([name])
        foundField = name
        return found
    }

    /// Decodes the record that `locate` found.
    /// - Returns: `nil` if it is to be left out.
    private func decode(_ bytes: UnsafeRawBufferPointer) throws(InputError) -> Record? {
        switch grammar {
        case .text:
            let line = Self.withoutEnd(bytes)
            return Record(text: decoder.decode(line), source: added == nil ? nil : .text)
        case .jsonLines(let fields):
            do throws(RecordFault) {
                var found = record(try fields.values(in: bytes, &decoder))
                if !shown.isEmpty, seen.contains(false) { lastKeys = Array(bytes) }
                if let added, found != nil {
                    found?.source = try JSONFields.source(of: Self.withoutEnd(bytes), adding: added)
                }
                return found
            } catch {
                throw window.error(error)
            }
        case .delimited(let rows):
            var found = record(rows.values(in: bytes, &decoder))
            if added != nil {
                var copy = TextDecoder()
                found?.source = .values(rows.allValues(in: bytes, &copy), columns: rows.names)
            }
            return found
        case nil: return nil
        }
    }

    /// A line without its end.
    private static func withoutEnd(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var count = line.count
        if count > 0, line[count - 1] == UInt8(ascii: "\n") { count -= 1 }
        if count > 0, line[count - 1] == UInt8(ascii: "\r") { count -= 1 }
        return UnsafeRawBufferPointer(rebasing: line[..<count])
    }

    /// - Parameter isEnded: whether the last byte is a line feed.
    private func consume(_ length: Int, isEnded: Bool) {
        if case .delimited = grammar {
            window.consume(length, lines: window.lines(before: length))
        } else {
            window.consume(length, lines: isEnded ? 1 : 0)
        }
    }
}
