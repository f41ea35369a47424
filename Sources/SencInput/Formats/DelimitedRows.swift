/// The rows of delimiter-separated values under a header.
///
/// A blank line is no row: writers quote the empty text of a single column. A byte order mark
/// must be gone already.
final class DelimitedRows {
    private let field: String
    private let id: String?
    private var scanner: RowScanner
    /// What the header tells; `nil` before it is read.
    private var columns: Columns?

    /// How many columns there are, and which hold the text and the id.
    private struct Columns {
        var count: Int
        var field: Int
        var id: Int?
    }

    init(delimiter: UInt8, field: String, id: String?) {
        scanner = RowScanner(delimiter: delimiter)
        self.field = field
        self.id = id
    }

    /// Brings the next row to the start of the window.
    /// - Returns: the row's length in bytes; `nil` after the last.
    func advance(_ window: ByteWindow) throws(InputError) -> Int? {
        let columns = if let columns { columns } else { try readHeader(window) }
        guard let length = try nextRow(window) else { return nil }
        guard scanner.fields.count == columns.count else {
            throw window.error(
                .raggedRow(fields: scanner.fields.count, columns: columns.count))
        }
        return length
    }

    /// Decodes the row that `advance` found.
    func record(in row: UnsafeRawBufferPointer, _ decoder: inout TextDecoder) -> Record {
        guard let columns else { return Record(text: "") }
        return Record(
            text: text(of: scanner.fields[columns.field], in: row, &decoder),
            id: columns.id.map { text(of: scanner.fields[$0], in: row, &decoder) })
    }

    private func readHeader(_ window: ByteWindow) throws(InputError) -> Columns {
        guard let length = try nextRow(window) else { throw window.error(.noHeader) }
        var decoder = TextDecoder()
        let names = scanner.fields.map { text(of: $0, in: window.bytes, &decoder) }
        var result = Columns(
            count: names.count, field: try Self.index(of: field, in: names, window))
        if let id { result.id = try Self.index(of: id, in: names, window) }
        window.consume(length, lines: window.lines(before: length))
        columns = result
        return result
    }

    private static func index(
        of name: String, in names: [String], _ window: ByteWindow
    ) throws(InputError) -> Int {
        guard let index = names.firstIndex(of: name) else {
            throw window.error(.unknownColumn(name))
        }
        guard names.lastIndex(of: name) == index else {
            throw window.error(.ambiguousColumn(name))
        }
        return index
    }

    /// Brings the next row that is not blank to the start of the window and scans it.
    private func nextRow(_ window: ByteWindow) throws(InputError) -> Int? {
        while let length = try scanRow(window) {
            guard scanner.isBlank else { return length }
            window.consume(length, lines: window.lines(before: length))
        }
        return nil
    }

    private func scanRow(_ window: ByteWindow) throws(InputError) -> Int? {
        scanner.reset()
        var isWhole = false
        if window.count == 0 { isWhole = try !window.fill() }
        if window.count == 0 { return nil }
        while true {
            let length: Int?
            do {
                length = try scanner.scan(window.bytes, isWhole: isWhole)
            } catch {
                throw window.error(error, at: scanner.faultOffset)
            }
            if let length { return length }
            isWhole = try !window.fill()
        }
    }

    private func text(
        of field: RowScanner.Field, in row: UnsafeRawBufferPointer, _ decoder: inout TextDecoder
    ) -> String {
        let bytes = UnsafeRawBufferPointer(rebasing: row[field.range])
        guard field.hasDoubledQuotes else { return decoder.decode(bytes) }
        return Self.unquote(bytes).withUnsafeBytes { decoder.decode($0) }
    }

    /// The inside of a quoted field with one quote for each two.
    private static func unquote(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while let quote = bytes.offset(of: UInt8(ascii: "\""), from: position) {
            result.append(contentsOf: bytes[position...quote])
            position = quote + 2
        }
        result.append(contentsOf: bytes[min(position, bytes.count)...])
        return result
    }
}
