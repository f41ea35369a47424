internal import SencFiles

/// Finds the fields of one row of delimiter-separated values (RFC 4180) in bytes that may come in
/// pieces.
///
/// As in most writers and readers, and beyond the RFC, a line feed alone ends a row and a quote
/// inside a field that did not start with one is an ordinary character.
struct RowScanner {
    /// Where a field is, quotes aside, from the start of the row.
    struct Field {
        var start: Int
        var end: Int
        var isQuoted = false
        /// Whether there are quotes inside, each written twice.
        var hasDoubledQuotes = false

        var range: Range<Int> { start..<end }
    }

    private enum State {
        case fieldStart
        case plain
        case quoted
        /// At a quote inside a quoted field: its end, or the first of two.
        case quoteInQuoted
    }

    var delimiter: UInt8
    var quoting: RecordFormat.Quoting
    /// Fields beyond are counted and not kept, so that memory does not grow with their number.
    var maximumFields: Int
    /// The row's first fields, at most `maximumFields`.
    private(set) var fields: [Field] = []
    private(set) var fieldCount = 0
    private var field = Field(start: 0, end: 0)
    private var state = State.fieldStart
    /// All before is scanned.
    private var position = 0

    init(delimiter: UInt8, quoting: RecordFormat.Quoting, maximumFields: Int) {
        (self.delimiter, self.quoting, self.maximumFields) = (delimiter, quoting, maximumFields)
    }

    /// Whether the row is a line without anything.
    var isBlank: Bool {
        fieldCount == 1 && isEmptyField(0)
    }

    /// Whether there is nothing between two delimiters, not even quotes.
    func isEmptyField(_ index: Int) -> Bool {
        fields[index].range.isEmpty && !fields[index].isQuoted
    }

    /// Where the field starts at which scanning stopped.
    var faultOffset: Int { field.start }

    /// Makes ready for another row.
    mutating func reset() {
        fields.removeAll(keepingCapacity: true)
        fieldCount = 0
        field = Field(start: 0, end: 0)
        state = .fieldStart
        position = 0
    }

    /// Scans on in a row.
    /// - Parameters:
    ///   - row: the bytes from the row's start, those of the call before and more behind them.
    ///   - isWhole: whether nothing can follow them.
    /// - Returns: the row's length with the line's end; `nil` if it needs more bytes.
    mutating func scan(
        _ row: UnsafeRawBufferPointer, isWhole: Bool
    ) throws(RecordFault) -> Int? {
        while true {
            switch state {
            case .fieldStart:
                guard position < row.count || isWhole else { return nil }
                field = Field(start: position, end: position)
                state = .plain
                if quoting == .double, position < row.count, row[position] == UInt8(ascii: "\"") {
                    position += 1
                    field.start = position
                    field.isQuoted = true
                    state = .quoted
                }
            case .plain:
                position = endOfPlainText(in: row)
                switch try fieldEnd(at: position, of: row, isWhole) {
                case .delimiter: endField(at: position, next: position + 1)
                case .row(let length):
                    endField(at: position, next: length)
                    return length
                case .unknown: return nil
                case .none: position += 1
                }
            case .quoted:
                guard let quote = row.offset(of: UInt8(ascii: "\""), from: position) else {
                    position = row.count
                    if isWhole { throw .unterminatedQuote }
                    return nil
                }
                position = quote
                state = .quoteInQuoted
            case .quoteInQuoted:
                if position + 1 < row.count, row[position + 1] == UInt8(ascii: "\"") {
                    field.hasDoubledQuotes = true
                    position += 2
                    state = .quoted
                    continue
                }
                switch try fieldEnd(at: position + 1, of: row, isWhole) {
                case .delimiter: endField(at: position, next: position + 2)
                case .row(let length):
                    endField(at: position, next: length)
                    return length
                case .unknown: return nil
                case .none: throw .textAfterQuote
                }
            }
        }
    }

    private mutating func endField(at end: Int, next: Int) {
        field.end = end
        if fields.count < maximumFields { fields.append(field) }
        fieldCount += 1
        position = next
        state = .fieldStart
    }

    private enum FieldEnd {
        case delimiter
        /// The row ends too; its length.
        case row(Int)
        /// More bytes must tell.
        case unknown
        case none
    }

    /// What ends a field at `position`.
    private func fieldEnd(
        at position: Int, of row: UnsafeRawBufferPointer, _ isWhole: Bool
    ) throws(RecordFault) -> FieldEnd {
        guard position < row.count else { return isWhole ? .row(row.count) : .unknown }
        switch row[position] {
        case delimiter: return .delimiter
        case UInt8(ascii: "\n"): return .row(position + 1)
        case UInt8(ascii: "\r"):
            guard position + 1 < row.count else { return isWhole ? .row(row.count) : .unknown }
            guard row[position + 1] == UInt8(ascii: "\n") else { throw .bareCarriageReturn }
            return .row(position + 2)
        default: return .none
        }
    }

    /// The next place, from `position` on, where a field that is not quoted may end.
    private func endOfPlainText(in row: UnsafeRawBufferPointer) -> Int {
        var index = position
        while index < row.count, row[index] != delimiter, row[index] != UInt8(ascii: "\n"),
            row[index] != UInt8(ascii: "\r")
        {
            index += 1
        }
        return index
    }
}
