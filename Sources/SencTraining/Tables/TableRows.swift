internal import SencFiles

/// A table's values, each kept once a column.
package struct TableRows: Sendable {
    /// A column: for each row the number of its value.
    struct Column: Sendable {
        let name: String
        var values = WordTable()
        /// How many rows have each value.
        var counts: [Int] = []
        /// `missing` for no value.
        var codes: [UInt32] = []

        static let missing = UInt32.max

        /// How many rows have no value.
        var missingCount: Int { codes.count - counts.reduce(0, +) }
    }

    private(set) var columns: [Column] = []
    private var places: [[UInt8]: Int] = [:]
    package private(set) var rowCount = 0

    /// Values of a column that can be told apart.
    private static let maximumValues = 1 << 30

    package init() {}

    /// The columns' names, in the order in which they came.
    package var names: [String] { columns.map(\.name) }

    /// The place of a column; `nil` if there is none of that name.
    func place(of name: String) -> Int? { places[Array(name.utf8)] }

    /// The value of a column in each row, empty where there is none; `nil` if there is no such column.
    package func values(ofColumn name: String) -> [String]? {
        place(of: name).map { place in
            let column = columns[place]
            return column.codes.map { $0 == Column.missing ? "" : column.values[Int($0)] }
        }
    }

    /// The place of a column, which is added if it is not there; rows so far have no value in it.
    package mutating func add(column name: String) -> Int {
        if let place = place(of: name) { return place }
        places[Array(name.utf8)] = columns.count
        var column = Column(name: name)
        column.codes = [UInt32](repeating: Column.missing, count: rowCount)
        columns.append(column)
        return columns.count - 1
    }

    /// Adds a row.
    /// - Parameters:
    ///   - values: of the columns at `places`, each place once; `nil`, or nothing but spaces, for
    ///     none. The other columns have none.
    /// - Throws: `TableError.tooManyValues`
    package mutating func append(_ values: [String?], at places: [Int]) throws {
        for (value, place) in zip(values, places) {
            guard let value, !Self.isBlank(value) else { continue }
            var text = value
            let code = text.withUTF8 { columns[place].values.add($0) }
            guard code < Self.maximumValues else {
                throw TableError.tooManyValues(columns[place].name)
            }
            if code == columns[place].counts.count { columns[place].counts.append(0) }
            columns[place].counts[code] += 1
            columns[place].codes.append(UInt32(code))
        }
        rowCount += 1
        for place in columns.indices where columns[place].codes.count < rowCount {
            columns[place].codes.append(Column.missing)
        }
    }

    private static func isBlank(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    /// What stands for no number among numbers.
    private static let absent: Set<String> = ["nan", "na", "n/a", "null", "none", "?", "-"]

    /// What a value is where numbers are expected.
    enum Number: Equatable {
        case number(Double)
        case missing
        /// Infinite, or larger than a number can be.
        case infinite
        case other
    }

    private static let space = UInt8(ascii: " ")

    static func number(_ text: String) -> Number {
        let text = String(
            decoding: text.utf8.drop { $0 == space }.reversed().drop { $0 == space }.reversed(),
            as: UTF8.self)
        if absent.contains(text.lowercased()) { return .missing }
        // Hexadecimal numbers are no numbers of tables.
        guard let value = Double(text), !text.utf8.contains(where: { $0 | 0x20 == 0x78 }) else {
            return .other
        }
        return value.isFinite ? .number(value) : value.isNaN ? .missing : .infinite
    }
}
