import SencFiles

/// The rows of delimiter-separated values under a header.
///
/// A blank line is no row: writers quote the empty text of a single column. A byte order mark
/// must be gone already. A first line such as `sep=;`, which Excel writes and heeds, says the
/// delimiter.
final class DelimitedRows {
    /// A header of more columns is an error: it is not a table of texts.
    static let maximumColumns = 1 << 16
    /// What separates values if nothing says so: the first of these under which the header has the
    /// columns that are asked for.
    private static let usualDelimiters = [",", ";", "\t", "|"].compactMap(\.utf8.first)
    private static let tab = UInt8(ascii: "\t")

    private var fields: [TableField]
    /// How the text's column is found, if the first field has no name.
    private let textField: TextField?
    /// The text's column, if it was found.
    private(set) var foundText: String?
    /// All columns, once the header was read; numbers from 1 where there is none.
    private(set) var names: [String] = []
    /// Whether the first row has them.
    var haveNames: Bool { columns?.haveNames != false }
    private let headerRule: TableHeader
    /// `nil` for none between tabs, and else double.
    private let quoting: RecordFormat.Quoting?
    private let missing: RecordFormat.MissingField
    /// How many texts begin and end with a quote that is part of them.
    private(set) var keptQuoteCount = 0
    private let delimiter: UInt8?
    /// The delimiter that is tried first.
    private let likely: UInt8
    private(set) var scanner: RowScanner
    /// What the first row tells; `nil` before it is read.
    private var columns: Columns?

    private struct Columns {
        var count: Int
        /// Which column holds each field; `nil` if none does.
        var places: [Int?]
        var haveNames: Bool
    }

    /// - Parameters:
    ///   - delimiter: `nil` if the header is to tell it.
    ///   - likely: the delimiter that is tried first, if none is given.
    ///   - fields: the first is the one whose quotes are counted.
    ///   - textField: how its column is found, if it has no name.
    init(
        delimiter: UInt8?, likely: UInt8 = UInt8(ascii: ","), fields: [TableField],
        textField: TextField? = nil, header: TableHeader = .present,
        quoting: RecordFormat.Quoting?, missing: RecordFormat.MissingField
    ) {
        (self.delimiter, self.likely, self.textField) = (delimiter, likely, textField)
        scanner = RowScanner(
            delimiter: delimiter ?? likely, quoting: quoting ?? .double,
            maximumFields: Self.maximumColumns)
        (self.fields, headerRule, self.quoting, self.missing) = (fields, header, quoting, missing)
    }

    /// Reads the header, if that was not done.
    func begin(_ window: ByteWindow) throws(InputError) {
        if columns == nil { columns = try readColumns(window) }
    }

    /// Brings the next row to the start of the window.
    /// - Returns: the row's length in bytes; `nil` after the last.
    func advance(_ window: ByteWindow) throws(InputError) -> Int? {
        try begin(window)
        guard let columns, let length = try nextRow(window) else { return nil }
        guard scanner.fieldCount == columns.count else {
            let (fields, delimiter) = (scanner.fieldCount, scanner.delimiter)
            throw window.error(
                columns.haveNames
                    ? .raggedRow(fields: fields, columns: columns.count, delimiter: delimiter)
                    : .otherRow(fields: fields, columns: columns.count, delimiter: delimiter))
        }
        return length
    }

    /// Decodes the row that `advance` found.
    /// - Returns: a value for each field, `nil` for one that has no column; or `nil` if a value is
    ///   missing and such a record is none.
    func values(in row: UnsafeRawBufferPointer, _ decoder: inout TextDecoder) -> [String?]? {
        guard let columns else { return nil }
        if missing == .skip,
            zip(fields, columns.places).contains(where: { field, place in
                !field.isOptional && !field.isShown && place.map(scanner.isEmptyField) == true
            })
        {
            return nil
        }
        let values = columns.places.map { place in
            place.map { text(of: scanner.fields[$0], in: row, &decoder) }
        }
        if scanner.quoting == .none, let text = values.first ?? nil, text.utf8.count >= 2,
            text.utf8.first == UInt8(ascii: "\""), text.utf8.last == UInt8(ascii: "\"")
        {
            keptQuoteCount += 1
        }
        return values
    }

    /// The values of all columns of the row that `advance` found.
    func allValues(
        in row: UnsafeRawBufferPointer, _ decoder: inout TextDecoder
    ) -> [String] {
        scanner.fields.map { text(of: $0, in: row, &decoder) }
    }

    /// Moves over the header, if there is one.
    /// - Returns: `nil` if there is nothing at all and no header is needed.
    private func readColumns(_ window: ByteWindow) throws(InputError) -> Columns? {
        guard let (length, names) = try header(window) else {
            if headerRule == .present || headerRule == .unlessValues {
                throw window.error(.noHeader)
            }
            return nil
        }
        scanner.maximumFields = names.count
        self.names = names
        if try areValues(names, window, length) {
            self.names = names.indices.map { String($0 + 1) }
            try findText(window, behind: 0)
            return try unnamedColumns(window)
        }
        try findText(window, behind: length)
        var places: [Int?] = []
        for field in fields { places.append(try Self.place(of: field, in: names, window)) }
        window.consume(length, lines: window.lines(before: length))
        return Columns(count: names.count, places: places, haveNames: true)
    }

    /// Finds the text's column, if it has no name.
    /// - Parameter length: of the header at the window's start; 0 if there is none.
    private func findText(_ window: ByteWindow, behind length: Int) throws(InputError) {
        guard let textField, foundText == nil else { return }
        let found = try textField.find(names) { () throws(InputError) in
            try sampleRows(window, behind: length)
        }
        guard let found else {
            let kind = likely == Self.tab ? RecordFormat.Kind.tsv : .csv
            throw .format(.fieldNeeded(kind, names: names), path: window.source.source.path)
        }
        foundText = found
        fields[0] = TableField([found])
    }

    /// The values of the first rows, which stay where they are; a row that is not as wide as the
    /// header, or ends beyond the sample, is the end of them.
    private func sampleRows(
        _ window: ByteWindow, behind length: Int
    ) throws(InputError) -> [[String]] {
        let (bytes, isWhole) = try window.sample(length + TextField.sampleBytes)
        var scanner = scanner
        var decoder = TextDecoder()
        var (rows, position) = ([[String]](), length)
        while rows.count < TextField.sampleRows, position < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
            scanner.reset()
            guard let length = try? scanner.scan(rest, isWhole: isWhole) else { break }
            position += length
            if scanner.isBlank { continue }
            guard scanner.fieldCount == names.count else { break }
            rows.append(scanner.fields.map { text(of: $0, in: rest, &decoder) })
        }
        return rows
    }

    /// Whether the first row is a row like others.
    /// - Parameter length: the row's, which is at the window's start.
    private func areValues(
        _ row: [String], _ window: ByteWindow, _ length: Int
    ) throws(InputError) -> Bool {
        switch headerRule {
        case .present: return false
        case .absent: return true
        case .unlessNumber(let position):
            if areNamed(in: row) || position >= row.count || Double(row[position]) == nil {
                return false
            }
            return missingField(of: row.count) == nil
        case .unlessValues:
            // Names that are asked for tell more than what the row looks like.
            if fields.contains(where: { !$0.names.isEmpty && $0.place == nil }) { return false }
            let known = textField ?? TextField(others: [])
            if textField != nil, known.usualName(in: row) != nil { return false }
            return known.isOfValues(row, try sampleRows(window, behind: length))
        }
    }

    /// The columns by their positions.
    private func unnamedColumns(_ window: ByteWindow) throws(InputError) -> Columns {
        if let field = missingField(of: names.count) {
            if let place = field.place { throw window.error(.noColumn(place + 1, of: names.count)) }
            throw window.error(.unknownColumn(field.name, columns: names))
        }
        let places = fields.map { field in field.place.flatMap { $0 < names.count ? $0 : nil } }
        return Columns(count: names.count, places: places, haveNames: false)
    }

    /// A field that rows of some values do not have.
    private func missingField(of count: Int) -> TableField? {
        fields.first { field in
            !field.isOptional && !(field.place.map { $0 < count } ?? false)
        }
    }

    /// Whether a row has names of all fields that are needed.
    private func areNamed(in row: [String]) -> Bool {
        if let textField, foundText == nil {
            return row.count > 1 && textField.usualName(in: row) != nil
        }
        return fields.allSatisfy { $0.isOptional || $0.names.contains(where: row.contains) }
    }

    private static func place(
        of field: TableField, in names: [String], _ window: ByteWindow
    ) throws(InputError) -> Int? {
        guard let name = field.names.first(where: names.contains) else {
            if field.isOptional { return nil }
            throw window.error(.unknownColumn(field.name, columns: names))
        }
        return try index(of: name, in: names, window)
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
        for delimiter in [likely] + Self.usualDelimiters.filter({ $0 != likely }) {
            do {
                guard let found = try header(window, delimiter) else { return nil }
                if areNamed(in: found.names) { return found }
                // A file that is called TSV has tabs, if there are any.
                let isPlain = delimiter == Self.tab && likely == Self.tab && found.names.count > 1
                let count = isPlain ? Int.max : found.names.count
                if count > best?.count ?? 0 { best = (delimiter, count) }
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
        scanner.quoting = quoting ?? (delimiter == Self.tab ? .none : .double)
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
