package import SencFiles

/// The texts that another program sends through a pipe, as they come.
///
/// Where `RecordReader` looks at the start of an input to learn what it is, this one is told, and it
/// waits for more only while nothing that was sent is unanswered: whoever sends one text and waits
/// for its vector gets it. Texts are UTF-8, repaired as `RecordReader` does.
package final class RequestReader {
    package enum Form: Sendable {
        /// Each line, ended by LF or CR LF or the end of the input, is a text, empty ones too.
        case lines
        /// Each line that is not blank: a string of JSON, or an object that has the text in a field.
        /// One whose text is missing is none if it is to be skipped.
        case jsonLines(field: String, missing: RecordFormat.MissingField = .error)
        /// The number of its bytes, 32 bits, little-endian, stands before each text.
        case frames
    }

    private static let chunkBytes = 1 << 17
    /// Milliseconds between two questions whether to stop.
    private static let longestWait = 100

    private let form: Form
    private let added: String?
    private let descriptor: Descriptor
    private let path: String
    private let isStopped: () -> Bool
    private var decoder = TextDecoder()
    /// What was read and not taken yet begins at `start`.
    private var buffer: [UInt8] = []
    private var start = 0
    /// How much of it is known to have no end of a line.
    private var searched = 0
    private var isAtEnd = false
    private var hasStopped = false
    /// What is wrong behind the texts given out last.
    private var fault: InputError?
    /// Texts or lines, from 1.
    private var number = 1

    /// - Parameters:
    ///   - added: the name of a column that records are to get, which have what the input has of
    ///     them then. A text without a field is in one called `text`.
    ///   - descriptor: a pipe, or a file.
    ///   - path: what errors call it.
    ///   - isStopped: is asked before more is read, and now and then while there is nothing; `true`
    ///     ends the input behind the last text that came whole.
    package init(
        _ form: Form, adding added: String? = nil, descriptor: Descriptor = .standardInput,
        path: String = "standard input", isStopped: @escaping () -> Bool = { false }
    ) {
        (self.form, self.added) = (form, added)
        (self.descriptor, self.path, self.isStopped) = (descriptor, path, isStopped)
    }

    /// How many U+FFFD stand for ill-formed UTF-8.
    package var replacementCount: Int { decoder.replacementCount }

    /// What has come, after a wait for the first text of it.
    /// - Parameters:
    ///   - texts: at most so many.
    ///   - bytes: no more once so many are among them.
    /// - Returns: none at the end alone.
    /// - Throws: what is wrong with the first text; of a later one at the next call.
    package func next(texts: Int, bytes: Int) throws(InputError) -> [Record] {
        if let fault { throw fault }
        var (records, size) = ([Record](), 0)
        do throws(InputError) {
            while records.count < texts, size < bytes {
                if let record = try take() {
                    size += record.text.utf8.count
                    records.append(record)
                } else if isAtEnd || hasStopped
                    || (!records.isEmpty && !descriptor.awaitInput(milliseconds: 0))
                {
                    break
                } else {
                    try read()
                }
            }
        } catch {
            guard !records.isEmpty else { throw error }
            fault = error
        }
        return records
    }

    private func take() throws(InputError) -> Record? {
        switch form {
        case .lines:
            guard let line = try takeLine() else { return nil }
            return Record(text: decode(line), source: try textSource())
        case .jsonLines(let field, let missing):
            let fields = JSONFields(fields: [TableField([field])], missing: missing)
            while let line = try takeLine() {
                if line.allSatisfy(ByteWindow.isSpace) { continue }
                if let text = line.withUnsafeBytes({ string($0) }) {
                    return Record(text: text, source: try textSource())
                }
                if let record = try record(line, fields) { return record }
            }
            return nil
        case .frames:
            return try takeFrame().map { Record(text: decode($0)) }
        }
    }

    /// The next line, without its end; `nil` if more is to be read first, or there is none.
    private func takeLine() throws(InputError) -> ArraySlice<UInt8>? {
        let feed = buffer.withUnsafeBytes { $0.offset(of: UInt8(ascii: "\n"), from: searched) }
        guard let end = feed ?? (isAtEnd && start < buffer.count ? buffer.count : nil) else {
            searched = buffer.count
            try checkSize(buffer.count - start)
            return nil
        }
        var line = buffer[start..<end]
        start = min(end + 1, buffer.count)
        searched = start
        number += 1
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }

    private func takeFrame() throws(InputError) -> ArraySlice<UInt8>? {
        let present = buffer.count - start
        if present == 0 { return nil }
        guard present >= 4 else {
            if isAtEnd { throw error(.cutFrame(bytes: present, of: 4)) }
            return nil
        }
        let count = (0..<4).reduce(0) { $0 | Int(buffer[start + $1]) << (8 * $1) }
        try checkSize(count)
        guard present - 4 >= count else {
            if isAtEnd { throw error(.cutFrame(bytes: present - 4, of: count)) }
            return nil
        }
        let frame = buffer[start + 4..<start + 4 + count]
        start += 4 + count
        number += 1
        return frame
    }

    private func record(
        _ line: ArraySlice<UInt8>, _ fields: JSONFields
    ) throws(InputError) -> Record? {
        let record = line.withUnsafeBytes { bytes in
            Result { () throws(RecordFault) -> Record? in
                guard let values = try fields.values(in: bytes, &decoder) else { return nil }
                return Record(
                    text: values[0] ?? "",
                    source: try added.map { name throws(RecordFault) in
                        try JSONFields.source(of: bytes, adding: name)
                    })
            }
        }
        do throws(RecordFault) {
            return try record.get()
        } catch {
            throw .record(error, path: path, line: number - 1)
        }
    }

    /// The text of a line that is a string of JSON; `nil` of all else.
    private func string(_ line: UnsafeRawBufferPointer) -> String? {
        guard line.first(where: { !ByteWindow.isSpace($0) }) == UInt8(ascii: "\""),
            let json = try? JSON(parsing: Array(line)), let string = json.string
        else { return nil }
        decoder.count(replacements: json.replacementCount)
        return string
    }

    /// Of a text that is all that the input has of its record, and was taken last.
    private func textSource() throws(InputError) -> Record.Source? {
        guard let added else { return nil }
        guard added != RecordReader.textName else {
            throw .record(.existingColumn(added), path: path, line: number - 1)
        }
        return .text
    }

    private func decode(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.withUnsafeBytes { decoder.decode($0) }
    }

    private func checkSize(_ count: Int) throws(InputError) {
        guard count <= ByteWindow.maximumRecordBytes else {
            throw error(.tooLong(limit: ByteWindow.maximumRecordBytes))
        }
    }

    private func error(_ fault: RecordFault) -> InputError {
        .record(fault, path: path, line: number)
    }

    /// Reads what is there, or waits.
    private func read() throws(InputError) {
        repeat {
            hasStopped = isStopped()
            if hasStopped { return }
        } while !descriptor.awaitInput(milliseconds: Self.longestWait)
        // What is left is little, or the beginning of one long text.
        if start > 0, start >= buffer.count / 2 {
            buffer.removeFirst(start)
            searched = max(searched - start, 0)
            start = 0
        }
        let before = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: Self.chunkBytes))
        let count = buffer.withUnsafeMutableBytes { bytes in
            let place = UnsafeMutableRawBufferPointer(rebasing: bytes[before...])
            return descriptor.read(into: place)
        }
        buffer.removeLast(Self.chunkBytes - (count ?? 0))
        guard let count else { throw .file(.reading(path)) }
        isAtEnd = count == 0
    }
}
