/// The records of a file or of standard input, read as they are asked for.
///
/// Memory grows to the longest record and no further. A byte order mark at the start is no text.
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
    private var decoder = TextDecoder()
    private var isAtStart = true

    /// Opens an input without reading from it.
    /// - Parameters:
    ///   - path: `-` stands for standard input.
    ///   - isStopped: is asked now and then while there is nothing to read; `true` ends the wait
    ///     with `InputError.stopped`.
    package init(
        path: String, format: RecordFormat = .text, isStopped: @escaping () -> Bool = { false }
    ) throws(InputError) {
        window = ByteWindow(source: try ByteSource(path: path, isStopped: isStopped))
        grammar =
            switch format {
            case .text: .text
            case .jsonLines(let field, let id): .jsonLines(JSONFields(field: field, id: id))
            case .delimited(let delimiter, let field, let id):
                .delimited(DelimitedRows(delimiter: delimiter, field: field, id: id))
            }
    }

    /// What errors call the input: the file's path, or "standard input".
    package var path: String { window.source.path }
    /// The size on the disk in bytes if the input is a regular file.
    package var size: Int? { window.source.size }
    /// How many bytes were taken from the file as it is on the disk, to tell the progress.
    package var bytesRead: Int { window.source.bytesRead }
    /// How many U+FFFD stand for ill-formed UTF-8, or for half a surrogate pair in JSON, in the
    /// records given out.
    package var replacementCount: Int { decoder.replacementCount }
    /// XXH64, with seed 0, of the input's bytes (inflated if they are compressed) up to the end of
    /// the record read or skipped last.
    package var digest: UInt64 { window.digest }

    /// Whether the input seems to be text, asked before the first record: no byte at its start is 0,
    /// by which git tells it too.
    package func isText() throws(InputError) -> Bool {
        while window.count < Self.sampleBytes, try window.fill() {}
        return !window.bytes.prefix(Self.sampleBytes).contains(0)
    }

    private static let sampleBytes = 8000

    /// The next record; `nil` after the last.
    package func next() throws(InputError) -> Record? {
        guard let length = try locate() else { return nil }
        let record = try decode(UnsafeRawBufferPointer(rebasing: window.bytes[..<length]))
        consume(length)
        return record
    }

    /// Moves over records without decoding them; a fault inside a JSON value is not found.
    /// - Parameter limit: at most so many.
    /// - Returns: how many there were.
    package func skip(_ limit: Int) throws(InputError) -> Int {
        var count = 0
        while count < limit, let length = try locate() {
            consume(length)
            count += 1
        }
        return count
    }

    /// How many records an input has. Standard input cannot be read again afterwards.
    package static func count(
        path: String, format: RecordFormat = .text
    ) throws(InputError) -> Int {
        try RecordReader(path: path, format: format).skip(.max)
    }

    /// Brings the next record to the start of the window.
    /// - Returns: its length in bytes, the line's end included; `nil` after the last.
    private func locate() throws(InputError) -> Int? {
        if isAtStart {
            try window.dropByteOrderMark()
            isAtStart = false
        }
        switch grammar {
        case .text:
            return try window.lineLength()
        case .jsonLines:
            while let length = try window.lineLength() {
                guard window.bytes[..<length].allSatisfy(Self.isSpace) else { return length }
                window.consume(length, lines: 1)
            }
            return nil
        case .delimited(let rows):
            return try rows.advance(window)
        }
    }

    /// Decodes the record that `locate` found.
    private func decode(_ bytes: UnsafeRawBufferPointer) throws(InputError) -> Record {
        switch grammar {
        case .text:
            var count = bytes.count
            if count > 0, bytes[count - 1] == UInt8(ascii: "\n") { count -= 1 }
            if count > 0, bytes[count - 1] == UInt8(ascii: "\r") { count -= 1 }
            return Record(text: decoder.decode(UnsafeRawBufferPointer(rebasing: bytes[..<count])))
        case .jsonLines(let fields):
            do {
                return try fields.record(in: bytes, &decoder)
            } catch {
                throw window.error(error)
            }
        case .delimited(let rows):
            return rows.record(in: bytes, &decoder)
        }
    }

    private func consume(_ length: Int) {
        switch grammar {
        case .text, .jsonLines: window.consume(length, lines: 1)
        case .delimited: window.consume(length, lines: window.lines(before: length))
        }
    }

    /// Space as JSON has it.
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
