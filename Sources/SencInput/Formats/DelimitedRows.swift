import SencFiles

/// The rows of delimiter-separated values under a header.
///
/// A blank line is no row: writers quote the empty text of a single column. A byte order mark
/// must be gone already. A first line such as `sep=;`, which Excel writes and heeds, says the
/// delimiter.
final class DelimitedRows {
    /// A header of more columns is an error: it is no table of texts.
    static let maximumColumns = 1 << 16
    /// What separates values if nothing says so: the first of these under which the header has the
    /// columns that are asked for.
    private static let usualDelimiters = [",", ";", "\t", "|"].compactMap(\.utf8.first)

    /// `nil` to learn no more than the columns' names.
    private let field: String?
    private let id: String?
    private let quoting: RecordFormat.Quoting
    private let missing: RecordFormat.MissingField
    /// How many texts begin and end with a quote that is part of them.
    private(set) var keptQuoteCount = 0
    private let delimiter: UInt8?
    private var scanner: RowScanner
    /// What the header tells; `nil` before it is read.
    private var columns: Columns?

    /// How many columns there are, and which hold the text and the id.
    private struct Columns {
        var count: Int
        var field: Int
        var id: Int?
    }

    /// - Parameter delimiter: `nil` if the header is to tell it.
    init(
        delimiter: UInt8?, field: String?, id: String?, quoting: RecordFormat.Quoting,
        missing: RecordFormat.MissingField
    ) {
        self.delimiter = delimiter
        scanner = RowScanner(
            delimiter: delimiter ?? Self.usualDelimiters[0], quoting: quoting,
            maximumFields: Self.maximumColumns)
        (self.field, self.id, self.quoting, self.missing) = (field, id, quoting, missing)
    }

    /// Brings the next row to the start of the window.
    /// - Returns: the row's length in bytes; `nil` after the last.
    func advance(_ window: ByteWindow) throws(InputError) -> Int? {
        let columns = if let columns { columns } else { try readHeader(window) }
        guard let length = try nextRow(window) else { return nil }
        guard scanner.fieldCount == columns.count else {
            throw window.error(
                .raggedRow(
                    fields: scanner.fieldCount, columns: columns.count,
                    delimiter: scanner.delimiter))
        }
        return length
    }

    /// Decodes the row that `advance` found.
    /// - Returns: `nil` if the text or the id is missing and such a record is none.
    func record(in row: UnsafeRawBufferPointer, _ decoder: inout TextDecoder) -> Record? {
        guard let columns else { return nil }
        if missing == .skip,
            scanner.isEmptyField(columns.field) || columns.id.map(scanner.isEmptyField) == true
        {
            return nil
        }
        let text = text(of: scanner.fields[columns.field], in: row, &decoder)
        if quoting == .none, text.utf8.count >= 2, text.utf8.first == UInt8(ascii: "\""),
            text.utf8.last == UInt8(ascii: "\"")
        {
            keptQuoteCount += 1
        }
        return Record(
            text: text, id: columns.id.map { self.text(of: scanner.fields[$0], in: row, &decoder) })
    }

    /// The columns' names; none if there is no header.
    func names(_ window: ByteWindow) throws(InputError) -> [String] {
        try header(window)?.names ?? []
    }

    private func readHeader(_ window: ByteWindow) throws(InputError) -> Columns {
        guard let (length, names) = try header(window) else { throw window.error(.noHeader) }
        var result = Columns(
            count: names.count, field: try Self.index(of: field ?? "", in: names, window))
        if let id { result.id = try Self.index(of: id, in: names, window) }
        window.consume(length, lines: window.lines(before: length))
        scanner.maximumFields = names.count
        columns = result
        return result
    }

    private static func index(
        of name: String, in names: [String], _ window: ByteWindow
    ) throws(InputError) -> Int {
        guard let index = names.firstIndex(of: name) else {
            throw window.error(.unknownColumn(name, columns: names))
        }
        guard names.lastIndex(of: name) == index else {
            throw window.error(.ambiguousColumn(name))
        }
        return index
    }

    // MARK: - The header

    private typealias Header = (length: Int, names: [String])

    /// Brings the header to the start of the window and decides on the delimiter.
    private func header(_ window: ByteWindow) throws(InputError) -> Header? {
        let told = try delimiterLine(window)
        if let delimiter = delimiter ?? told { return try header(window, delimiter) }
        var best: (delimiter: UInt8, count: Int)?
        var failure: InputError?
        var isTooWide = false
        for delimiter in Self.usualDelimiters {
            do {
                guard let found = try header(window, delimiter) else { return nil }
                let wanted = [field, id].compactMap { $0 }
                if !wanted.isEmpty, wanted.allSatisfy(found.names.contains) { return found }
                if found.names.count > best?.count ?? 0 { best = (delimiter, found.names.count) }
            } catch {
                // Quotes may make sense under another delimiter alone.
                guard case .record(let fault, _, _) = error else { throw error }
                if case .tooLong = fault { throw error }
                if case .tooManyColumns = fault { isTooWide = true }
                if failure == nil || isTooWide { failure = error }
            }
        }
        if let failure, best == nil || isTooWide { throw failure }
        guard let best else { return nil }
        return try header(window, best.delimiter)
    }

    /// The next row that is not blank, as a header with a delimiter.
    private func header(
        _ window: ByteWindow, _ delimiter: UInt8
    ) throws(InputError) -> Header? {
        scanner.delimiter = delimiter
        guard let length = try nextRow(window) else { return nil }
        guard scanner.fieldCount <= Self.maximumColumns else {
            throw window.error(.tooManyColumns(limit: Self.maximumColumns))
        }
        var decoder = TextDecoder()
        return (length, scanner.fields.map { text(of: $0, in: window.bytes, &decoder) })
    }

    /// Moves over a first line that says the delimiter.
    private func delimiterLine(_ window: ByteWindow) throws(InputError) -> UInt8? {
        while window.count < Self.longestDelimiterLine, try window.fill() {}
        let start = window.bytes.prefix(Self.longestDelimiterLine)
        guard let end = start.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let plain = start[..<end].filter { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\"") }
        let line = String(decoding: plain, as: UTF8.self)
        guard line.lowercased().hasPrefix("sep="), line.utf8.count == 5, let byte = line.utf8.last
        else { return nil }
        window.consume(end + 1, lines: 1)
        return byte
    }

    /// `"sep=;"` and its end.
    private static let longestDelimiterLine = 9

    // MARK: - Rows

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
