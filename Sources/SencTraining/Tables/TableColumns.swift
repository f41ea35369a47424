/// What the columns of a table are taken as.
public struct TableColumns: Sendable {
    /// What a column is taken as.
    public enum Kind: Sendable, Equatable {
        /// Names of things: each gets a vector.
        case category
        /// Numbers, which are standardized.
        case number
        /// Texts, whose vectors an encoder makes.
        case text
        /// Left out, and why.
        case ignored(Reason)

        /// Whether a model takes it.
        public var isUsed: Bool { self == .category || self == .number || self == .text }
    }

    /// Why a column is left out.
    public enum Reason: Sendable, Equatable {
        /// The choice says so.
        case asked
        /// Every row has the same value, or none has one.
        case constant
        /// Texts, nearly all different, of which it is not said that they are texts to be encoded.
        case text
    }

    /// What is said of columns by their names.
    public struct Choice: Sendable {
        /// Columns of categories, whatever their values.
        public var categories: [String] = []
        /// Columns of numbers.
        public var numbers: [String] = []
        /// Columns of texts, whose vectors learning and predictions are given.
        public var texts: [String] = []
        /// Columns that are left out.
        public var ignored: [String] = []

        /// Nothing: the values show what the columns are.
        public init() {}
    }

    /// The column that is learned.
    public let target: String
    /// Whether the target is a number.
    public let isRegression: Bool
    /// What all others are taken as, in their order.
    public let kinds: [(name: String, kind: Kind)]

    /// Different integers of a column of categories, if it is not said to be one, at most; and how many
    /// rows each has at least, on average.
    private static let fewValues = 20
    private static let leastRows = 10
    /// Classes of a target of numbers, if it is not said that they are classes.
    private static let fewClasses = 2
    /// The share of rows with a value of their own that texts have at least.
    private static let textShare = 0.5

    /// Looks at the values.
    /// - Parameters:
    ///   - rows: the table, of two rows at least.
    ///   - target: the column that is learned: as numbers if it has only such, more than two different
    ///     ones, and as classes otherwise.
    ///   - choice: what is said of columns, the target among them.
    /// - Throws: `TableError` if a column that is named is not there, or one that is to be of numbers is
    ///   not, or nothing can be learned from or of the columns.
    public init(_ rows: TableRows, target: String, _ choice: Choice = Choice()) throws {
        // Of a table without rows no columns are known.
        guard rows.rowCount > 0 else { throw TableError.noRows }
        for name in [target] + choice.categories + choice.numbers + choice.texts + choice.ignored
        where rows.place(of: name) == nil {
            throw TableError.noColumn(name, names: rows.names)
        }
        let column = rows.columns[rows.place(of: target) ?? 0]
        guard rows.rowCount > 1 else { throw TableError.oneRow }
        guard column.missingCount < rows.rowCount else { throw TableError.emptyTarget(target) }
        self.target = target
        isRegression = try Self.isRegression(column, choice)
        kinds = try rows.columns.filter { $0.name != target }.map { column in
            (column.name, try Self.kind(column, choice))
        }
        guard kinds.contains(where: \.kind.isUsed) else {
            throw TableError.noInputs(target: target)
        }
    }

    private static func isRegression(
        _ column: TableRows.Column, _ choice: Choice
    ) throws -> Bool {
        if choice.categories.contains(column.name) { return false }
        if choice.numbers.contains(column.name) {
            try checkNumbers(column)
            return true
        }
        switch suffix(of: column.name) {
        case "token": return false
        default: return areNumbers(column) && column.values.count > fewClasses
        }
    }

    private static func kind(_ column: TableRows.Column, _ choice: Choice) throws -> Kind {
        if choice.ignored.contains(column.name) { return .ignored(.asked) }
        if column.values.count == 0 || (column.values.count == 1 && column.missingCount == 0) {
            return .ignored(.constant)
        }
        if choice.texts.contains(column.name) { return .text }
        if choice.categories.contains(column.name) { return .category }
        if choice.numbers.contains(column.name) {
            try checkNumbers(column)
            return .number
        }
        switch suffix(of: column.name) {
        case "token", "token_seq": return .category
        case "float" where areNumbers(column): return .number
        default: break
        }
        let rows = column.counts.reduce(0, +)
        guard areNumbers(column) else {
            return areTexts(column, rows: rows) ? .ignored(.text) : .category
        }
        guard areIntegers(column) else { return .number }
        let isFew = column.values.count <= fewValues && rows >= leastRows * column.values.count
        return isFew || isIdentifier(column.name) ? .category : .number
    }

    /// What a name such as `age:float` says of its column, as in RecBole's files.
    private static func suffix(of name: String) -> String? {
        name.contains(":") ? name.split(separator: ":").last.map(String.init) : nil
    }

    private static func isIdentifier(_ name: String) -> Bool {
        let lower = name.lowercased()
        return lower == "id" || lower.hasSuffix("_id") || lower.hasSuffix("-id")
            || lower.hasSuffix(" id") || name.hasSuffix("Id") || name.hasSuffix("ID")
    }

    private static func areNumbers(_ column: TableRows.Column) -> Bool {
        var hasNumber = false
        for value in 0..<column.values.count {
            switch TableRows.number(column.values[value]) {
            case .number: hasNumber = true
            case .missing: break
            case .infinite, .other: return false
            }
        }
        return hasNumber
    }

    private static func areIntegers(_ column: TableRows.Column) -> Bool {
        (0..<column.values.count).allSatisfy {
            guard case .number(let value) = TableRows.number(column.values[$0]) else { return true }
            return value == value.rounded()
        }
    }

    private static func areTexts(_ column: TableRows.Column, rows: Int) -> Bool {
        guard Double(column.values.count) > textShare * Double(rows), rows >= leastRows else {
            return false
        }
        let spaced = (0..<column.values.count).count { value in
            column.values.withWord(value) { $0.contains(UInt8(ascii: " ")) }
        }
        return 2 * spaced > column.values.count
    }

    private static func checkNumbers(_ column: TableRows.Column) throws {
        var hasNumber = false
        for value in 0..<column.values.count {
            switch TableRows.number(column.values[value]) {
            case .number: hasNumber = true
            case .missing: break
            case .infinite, .other:
                let row = column.codes.firstIndex(of: UInt32(value)) ?? 0
                throw TableError.notNumber(
                    column: column.name, value: column.values[value], row: row + 1)
            }
        }
        guard hasNumber else { throw TableError.noNumbers(column.name) }
    }
}
