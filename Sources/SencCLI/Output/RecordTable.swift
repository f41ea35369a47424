import SencFiles
import SencInput

/// Records that are written back as they are with one more column.
struct RecordTable {
    /// What a record gets.
    enum Value {
        case none
        case text(String)
        case number(Int)

        var text: String {
            switch self {
            case .none: ""
            case .text(let text): text
            case .number(let number): String(number)
            }
        }

        fileprivate var json: [UInt8] {
            JSONWriter.bytes {
                switch self {
                case .none: $0.null()
                case .text(let text): $0.value(text)
                case .number(let number): $0.value(number)
                }
            }
        }
    }

    /// How records lie in the first input.
    struct Layout {
        let kind: RecordFormat.Kind
        /// Of values between delimiters, and whether quotes are part of them.
        var delimiter: UInt8?
        var quoting: RecordFormat.Quoting?
        /// Whether any input names its columns.
        var hasHeader = true
    }

    private let column: String
    private let records: [Record]
    private let layout: Layout

    init(_ column: String, _ records: [Record], _ layout: Layout) {
        (self.column, self.records, self.layout) = (column, records, layout)
    }

    var count: Int { records.count }

    /// Whether a record's text is blank, so that it is like nothing.
    func isBlank(_ record: Int) -> Bool { records[record].text.isBlank }

    /// - Parameters:
    ///   - values: one for each record.
    ///   - wanted: what is asked for; as the input is if `nil`.
    func bytes(_ values: [Value], as wanted: RecordFormat.Kind?) -> [UInt8] {
        let (kind, delimiter, quoting) = (layout.kind, layout.delimiter, layout.quoting)
        let tab = UInt8(ascii: "\t")
        return switch (wanted ?? kind, isAsked: wanted != nil) {
        case (.jsonl, _): lines(values)
        case (.text, _): rows(values, tab, RecordFormat.Quoting.none)
        case (.csv, true): rows(values, delimiter == tab ? nil : delimiter, .double)
        case (.tsv, true): rows(values, tab, kind == .tsv ? quoting : RecordFormat.Quoting.none)
        case (.csv, false), (.tsv, false): rows(values, delimiter, quoting)
        }
    }

    // MARK: - JSON Lines

    private func lines(_ values: [Value]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (record, value) in zip(records, values) {
            bytes += Self.opening(of: record, adding: column) + value.json
            bytes += "}\n".utf8
        }
        return bytes
    }

    /// A record as an object of JSON, up to the value of one more member.
    static func opening(of record: Record, adding column: String) -> [UInt8] {
        var bytes: [UInt8]
        var isEmpty = false
        switch record.source {
        case .json(let line):
            bytes = Array(line.utf8)
            if let end = bytes.lastIndex(of: UInt8(ascii: "}")) { bytes.removeSubrange(end...) }
            isEmpty = (try? JSON(parsing: Array(line.utf8)))?.memberCount == 0
        case .values(let values, let columns):
            bytes = JSONWriter.bytes { $0.fields(columns, values) }
            bytes.removeLast()
        case .text, nil:
            bytes = JSONWriter.bytes { $0.fields([RecordReader.textName], [record.text]) }
            bytes.removeLast()
        }
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        return bytes + JSONWriter.bytes { $0.value(column) } + [UInt8(ascii: ":")]
    }

    // MARK: - CSV and TSV

    private func rows(
        _ values: [Value], _ delimiter: UInt8?, _ quoting: RecordFormat.Quoting?
    ) -> [UInt8] {
        let delimiter = delimiter ?? UInt8(ascii: ",")
        let names = names
        var places: [String: Int] = [:]
        for (place, name) in names.enumerated() where places[name] == nil { places[name] = place }
        var bytes: [UInt8] = []
        func append(_ row: [String]) {
            for (place, value) in row.enumerated() {
                if place > 0 { bytes.append(delimiter) }
                bytes += Self.cell(value, delimiter, quoting ?? .double).utf8
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        if layout.hasHeader { append(names + [column]) }
        for (record, value) in zip(records, values) {
            append(cells(of: record, under: names, places) + [value.text])
        }
        return bytes
    }

    /// The columns of all records, each where it is first.
    private var names: [String] {
        var names: [String] = []
        var seen: Set<String> = []
        var last: [String]?
        for record in records {
            switch record.source {
            case .values(_, let columns):
                if columns == last { continue }
                // A table may have two columns of a name.
                if names.isEmpty { names = columns }
                for name in columns where !seen.contains(name) && !names.contains(name) {
                    names.append(name)
                }
                seen.formUnion(columns)
                last = columns
            case .json(let line):
                (try? JSON(parsing: Array(line.utf8)))?.forEachMember { key, _ in
                    let name = String(decoding: key, as: UTF8.self)
                    if seen.insert(name).inserted, !names.contains(name) { names.append(name) }
                }
            case .text, nil:
                let name = RecordReader.textName
                if seen.insert(name).inserted, !names.contains(name) { names.append(name) }
            }
        }
        return names
    }

    private func cells(
        of record: Record, under names: [String], _ places: [String: Int]
    ) -> [String] {
        var cells = [String](repeating: "", count: names.count)
        switch record.source {
        case .values(let values, let columns):
            if columns == names { return values }
            for (name, value) in zip(columns, values) {
                if let place = places[name] { cells[place] = value }
            }
        case .json(let line):
            (try? JSON(parsing: Array(line.utf8)))?.forEachMember { key, value in
                guard let place = places[String(decoding: key, as: UTF8.self)] else { return }
                cells[place] = value.isNull ? "" : value.string ?? value.source
            }
        case .text, nil:
            if let place = places[RecordReader.textName] { cells[place] = record.text }
        }
        return cells
    }

    /// A value between delimiters: in quotes where it needs them, or without what would end it.
    private static func cell(
        _ value: String, _ delimiter: UInt8, _ quoting: RecordFormat.Quoting
    ) -> String {
        func ends(_ byte: UInt8) -> Bool {
            byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        }
        switch quoting {
        case .double:
            let isPlain = !value.utf8.contains { ends($0) || $0 == UInt8(ascii: "\"") }
            return isPlain ? value : value.inDoubleQuotes
        case .none:
            guard value.utf8.contains(where: ends) else { return value }
            return String(
                decoding: value.utf8.map { ends($0) ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
        }
    }
}

extension String {
    /// The text in double quotes, those in it written twice.
    fileprivate var inDoubleQuotes: String {
        var bytes = [UInt8(ascii: "\"")]
        for byte in utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        return String(decoding: bytes + [UInt8(ascii: "\"")], as: UTF8.self)
    }
}

extension JSONWriter {
    /// Values by their names.
    mutating func fields(_ names: [String], _ values: [String]) {
        object {
            for (name, value) in zip(names, values) { $0.member(name, value) }
        }
    }

    mutating func lines(_ lines: ClosedRange<Int>) {
        value([lines.lowerBound, lines.upperBound])
    }
}
