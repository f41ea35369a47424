import SencFiles
import SencInput

/// What the user calls the columns of a table, beside the text's.
struct ColumnNames {
    var second: String? = nil
    var score: String? = nil
    var label: String? = nil
    /// Whether columns have numbers, from 1, because no header names them.
    var areNumbers = false

    /// - Parameters:
    ///   - given: the name that the user gave it with an option.
    ///   - usual: its names if none was given.
    ///   - position: its place in a file without a header, from 0.
    func field(
        _ given: String?, _ option: String, usual: [String], position: Int?,
        isOptional: Bool = false, isText: Bool = true
    ) throws -> TableField {
        guard let given else {
            return TableField(usual, position: position, isOptional: isOptional, isText: isText)
        }
        guard areNumbers else { return TableField([given], isOptional: false, isText: isText) }
        guard let number = Int(given), number >= 1 else {
            throw UsageError(
                """
                \(option) \(given.quoted()): with --no-header, columns are named by their numbers, \
                from 1
                """)
        }
        return TableField([given], position: number - 1, isText: isText)
    }

    /// - Parameters:
    ///   - areNamed: whether the user named a column.
    ///   - number: the position at which rows have a number, and the header does not.
    func header(areNamed: Bool, number: Int) -> TableHeader {
        areNumbers ? .absent : areNamed ? .present : .unlessNumber(at: number)
    }
}

extension TableReader {
    /// Tells of what the rows do not have as it was.
    func report() {
        if let encoding = recognizedEncoding { Terminal.reportEncoding(encoding, of: path) }
        if replacementCount > 0 {
            Terminal.reportReplacements(replacementCount, of: path)
        }
        if missingCount > 0 {
            Terminal.report(
                missingCount == 1
                    ? "1 row with missing values was skipped (\(path))"
                    : "\(missingCount) rows with missing values were skipped (\(path))")
        }
    }
}
