internal import SencFiles

/// A table's values, each kept once a column: rows that a network learns from, or predicts a column
/// of.
///
/// Values are texts, as in a file: numbers are read of them where they are asked for. An empty one,
/// or one of nothing but spaces, is a missing one.
public struct TableRows: Sendable {
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
    /// How many rows there are.
    public private(set) var rowCount = 0

    /// Values of a column that can be told apart.
    private static let maximumValues = 1 << 30

    /// A table without columns and rows.
    public init() {}

    /// Rows of values by the names of their columns. The columns are in the order of their names'
    /// bytes.
    /// - Parameter rows: each with a value for every column where it has one.
    /// - Throws: `TableError.tooManyValues`
    public init(_ rows: [[String: String]]) throws {
        let names = Set(rows.flatMap(\.keys)).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        let places = names.map { add(column: $0) }
        for row in rows { try append(names.map { row[$0] }, at: places) }
    }

    /// Columns of values, in their order.
    /// - Parameter columns: with a value for each row, `nil` where it has none; a column that ends
    ///   before others has none in the rows that are left.
    /// - Throws: `TableError.tooManyValues`
    public init(_ columns: KeyValuePairs<String, [String?]>) throws {
        let places = columns.map { add(column: $0.key) }
        for row in 0..<(columns.map(\.value.count).max() ?? 0) {
            try append(columns.map { row < $0.value.count ? $0.value[row] : nil }, at: places)
        }
    }

    /// The columns' names, in the order in which they came.
    public var names: [String] { columns.map(\.name) }

    /// The place of a column; `nil` if there is none of that name.
    func place(of name: String) -> Int? { places[Array(name.utf8)] }

    /// The texts of some columns, each once, in the order in which they came: those whose vectors
    /// `TextVectors` needs.
    /// - Parameter names: of columns; those that are not there have none.
    public func texts(ofColumns names: [String]) -> [String] {
        var (seen, texts) = (WordTable(), [String]())
        for place in names.compactMap(place) {
            let values = columns[place].values
            for value in 0..<values.count {
                let number = values.withWord(value) { seen.add($0) }
                if number == texts.count { texts.append(values[value]) }
            }
        }
        return texts
    }

    /// The value of a column in each row, empty where there is none.
    /// - Parameter name: of the column.
    /// - Returns: `nil` if there is no such column.
    public func values(ofColumn name: String) -> [String]? {
        place(of: name).map { place in
            let column = columns[place]
            return column.codes.map { $0 == Column.missing ? "" : column.values[Int($0)] }
        }
    }

    /// Adds a column if it is not there; rows so far have no value in it.
    /// - Parameter name: of the column.
    /// - Returns: the column's place.
    @discardableResult
    public mutating func add(column name: String) -> Int {
        if let place = place(of: name) { return place }
        places[Array(name.utf8)] = columns.count
        var column = Column(name: name)
        column.codes = [UInt32](repeating: Column.missing, count: rowCount)
        columns.append(column)
        return columns.count - 1
    }

    /// Adds a row.
    /// - Parameters:
    ///   - values: of the columns at `places`; `nil`, or nothing but spaces, for
    ///     none. The other columns have none.
    ///   - places: as `add(column:)` gave them.
    /// - Throws: `TableError.tooManyValues`
    /// - Precondition: there are as many values as places, each of which is there once.
    public mutating func append(_ values: [String?], at places: [Int]) throws {
        precondition(values.count == places.count, "each value has a place")
        for (value, place) in zip(values, places) {
            precondition(columns[place].codes.count == rowCount, "each place is given once")
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

    /// Adds the rows of another table, with those of its columns that are not there.
    package mutating func append(_ other: TableRows) throws {
        let places = other.names.map { add(column: $0) }
        let columns = other.names.map { other.values(ofColumn: $0) ?? [] }
        for row in 0..<other.rowCount { try append(columns.map { $0[row] }, at: places) }
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
