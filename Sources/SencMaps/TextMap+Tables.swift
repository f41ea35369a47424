import SencFiles
import SencMath
public import SencVectors

extension TextMap {
    /// A line for each point, under a header: x, y, and label and text if there are any. In CSV as
    /// RFC 4180 has it, but with a line feed alone at the ends of lines.
    public func csv() -> String {
        var result = (["x", "y"] + columns.map(\.name)).joined(separator: ",") + "\n"
        for row in 0..<coordinates.rows {
            let values = columns.map { $0.values[row].csvQuoted }
            let line = ["\(coordinates[row, 0])", "\(coordinates[row, 1])"] + values
            result += line.joined(separator: ",") + "\n"
        }
        return result
    }

    /// A JSON object for each point, a line each: "x", "y", and "label" and "text" if there are any.
    public func jsonLines() -> String {
        var lines = JSONLines()
        for row in 0..<coordinates.rows {
            lines.object { point in
                point.member("x", coordinates[row, 0])
                point.member("y", coordinates[row, 1])
                for (name, values) in columns { point.member(name, values[row]) }
            }
        }
        return String(decoding: lines.bytes, as: UTF8.self)
    }

    /// What TensorBoard's projector takes as metadata: a line for each point, without a header if there
    /// is but one column; `nil` if there are neither texts nor labels. Tabs and line breaks, which it
    /// has no escapes for, become spaces.
    public func projectorMetadata() -> String? {
        guard let first = columns.first else { return nil }
        func cell(_ text: String) -> String {
            let spaced = String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 })
            return String(spaced).onOneLine()
        }
        func line(_ cells: [String]) -> String { cells.joined(separator: "\t") + "\n" }
        var result = columns.count > 1 ? line(columns.map(\.name)) : ""
        for row in first.values.indices {
            let cells = columns.map { cell($0.values[row]) }
            // A line of white space alone would not count.
            let isBlank = cells.allSatisfy {
                $0.unicodeScalars.allSatisfy(\.properties.isWhitespace)
            }
            result += line(isBlank ? cells.map { _ in "(empty)" } : cells)
        }
        return result
    }

    private var columns: [(name: String, values: [String])] {
        [("label", labels), ("text", texts)].compactMap { name, values in
            values.map { (name, $0) }
        }
    }
}

extension StoredVectors {
    /// What TensorBoard's projector takes as vectors: a line for each, its components between tabs.
    public func projectorTable() -> String {
        var result = ""
        for row in 0..<count {
            result += self[row].map(\.description).joined(separator: "\t") + "\n"
        }
        return result
    }
}
