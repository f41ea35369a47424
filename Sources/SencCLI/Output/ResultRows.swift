import SencFiles

/// Results as rows under a header, for CSV and TSV.
struct ResultRows {
    /// The names of the columns.
    let header: [String]
    /// A value for each column.
    private(set) var rows: [[String]] = []

    init(_ header: [String]) {
        self.header = header
    }

    mutating func append(_ row: [String]) {
        rows.append(row)
    }

    /// - Parameter delimiter: a comma for CSV, a tab for TSV, whose values have no line breaks.
    func bytes(delimiter: String) -> [UInt8] {
        var text = ""
        for row in [header] + rows {
            text += row.map { delimiter == "," ? $0.csvQuoted : $0.onOneLine() }
                .joined(separator: delimiter)
            text += "\n"
        }
        return Array(text.utf8)
    }
}
