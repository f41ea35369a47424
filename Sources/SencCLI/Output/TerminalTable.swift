import SencFiles

/// Rows in columns for eyes: under a header, no line longer than the terminal is wide.
struct TerminalTable {
    enum Kind {
        /// To the left, and never cut.
        case word
        /// To the right.
        case number
        /// To the left, and cut where there is no room for all.
        case text
        /// The same, but of which the end is kept.
        case path
    }

    struct Column {
        let name: Message
        let kind: Kind

        static func column(_ name: Message, _ kind: Kind) -> Column {
            Column(name: name, kind: kind)
        }
    }

    private static let gap = 2
    /// A column that is cut keeps as much, whatever the width.
    private static let leastWidth = 12

    var columns: [Column]
    var rows: [[any TerminalCell]] = []
    /// Whether the names of columns go before the rows.
    var hasHeader = true

    init(_ columns: [Column], hasHeader: Bool = true) {
        (self.columns, self.hasHeader) = (columns, hasHeader)
    }

    mutating func append(_ cells: any TerminalCell...) {
        rows.append(cells)
    }

    /// For the terminal that results go to.
    var bytes: [UInt8] {
        let lines = lines(width: Terminal.resultColumns, .ofResults)
        return Array(lines.map { $0 + "\n" }.joined().utf8)
    }

    /// The header, if there is one, and the rows.
    func lines(width: Int, _ style: TerminalStyle) -> [String] {
        let header: [any TerminalCell] = columns.map {
            StyledText($0.name.localized, .underlined)
        }
        let lines = hasHeader ? [header] + rows : rows
        let widths = widths(of: lines, in: width)
        return lines.map { line(of: $0, widths, style) }
    }

    private func line(of cells: [any TerminalCell], _ widths: [Int], _ style: TerminalStyle)
        -> String
    {
        var line = ""
        // What the last cells do not have is not padded.
        let count = (cells.lastIndex { $0.width > 0 } ?? 0) + 1
        for (index, cell) in cells.prefix(count).enumerated() {
            let kind = columns[index].kind
            let shown =
                if kind == .path, let path = cell as? StyledText {
                    path.fittedAtEnd(to: widths[index])
                } else {
                    cell.fitted(to: widths[index])
                }
            let padding = String(repeating: " ", count: max(widths[index] - shown.width, 0))
            if index > 0 { line += String(repeating: " ", count: Self.gap) }
            if kind == .number { line += padding }
            line += shown.text(style)
            if kind != .number, index + 1 < count { line += padding }
        }
        return line
    }

    /// Columns that may be cut share what the others leave, the short ones first.
    private func widths(of lines: [[any TerminalCell]], in width: Int) -> [Int] {
        var widths = columns.indices.map { column in
            lines.reduce(0) { max($0, column < $1.count ? $1[column].width : 0) }
        }
        let flexible = columns.indices.filter { [.text, .path].contains(columns[$0].kind) }
        var left = width - Self.gap * (columns.count - 1)
        for column in columns.indices where !flexible.contains(column) { left -= widths[column] }
        let byWidth = flexible.sorted { (widths[$0], $0) < (widths[$1], $1) }
        for (number, column) in byWidth.enumerated() {
            let share = max(left / (byWidth.count - number), Self.leastWidth)
            widths[column] = min(widths[column], share)
            left -= widths[column]
        }
        return widths
    }
}
