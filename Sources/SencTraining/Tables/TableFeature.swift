internal import SencMath

/// How a model takes a column.
struct TableFeature: Sendable {
    let name: String
    let kind: Kind

    enum Kind: Sendable {
        case category(Categories)
        case number(Numbers)
    }

    /// Categories have rows of a table: 0 is for those that are not known, 1 for none, and then come
    /// theirs.
    struct Categories: Sendable {
        let names: WordTable
        /// How many rows learned from have each, and as the first two none and none at all.
        var counts: [Int]
        let hasMissing: Bool
        var width: Int
        var isFrozen = false

        static let firstRow = 2

        var rows: Int { names.count + Self.firstRow }

        func row(of value: UnsafeBufferPointer<UInt8>?) -> UInt32 {
            guard let value else { return hasMissing ? 1 : 0 }
            return names.number(of: value).map { UInt32($0 + Self.firstRow) } ?? 0
        }
    }

    /// Numbers are standardized; one that is missing is the mean, and a second number says so if there
    /// were such in training.
    struct Numbers: Sendable {
        let scale: NumberScale
        let hasMissing: Bool

        var width: Int { hasMissing ? 2 : 1 }
    }

    /// The numbers of a vector of one of so many categories: min(600, 1.6 n^0.56), rounded (the rule of
    /// thumb of fastai's `emb_sz_rule`).
    static func width(categories: Int) -> Int {
        min(600, max(1, Int((1.6 * Double.pow(Double(max(1, categories)), 0.56)).rounded())))
    }

    /// Of the rows that are learned from.
    /// - Returns: `nil` if those are all the same.
    init?(_ column: TableRows.Column, isNumber: Bool, learned: [Int]) {
        name = column.name
        var counts = [Int](repeating: 0, count: column.values.count)
        var missing = 0
        for row in learned {
            let code = column.codes[row]
            if code == TableRows.Column.missing { missing += 1 } else { counts[Int(code)] += 1 }
        }
        if isNumber {
            var numbers: [(value: Double, count: Int)] = []
            for value in counts.indices where counts[value] > 0 {
                if case .number(let number) = TableRows.number(column.values[value]) {
                    numbers.append((number, counts[value]))
                } else {
                    missing += counts[value]
                }
            }
            guard let scale = NumberScale(numbers) else { return nil }
            kind = .number(Numbers(scale: scale, hasMissing: missing > 0))
            return
        }
        var names = WordTable()
        var seen = [0, missing]
        for value in counts.indices where counts[value] > 0 {
            column.values.withWord(value) { _ = names.add($0) }
            seen.append(counts[value])
        }
        guard names.count > 1 || (names.count == 1 && missing > 0) else { return nil }
        kind = .category(
            Categories(
                names: names, counts: seen, hasMissing: missing > 0,
                width: Self.width(categories: names.count)))
    }

    init(name: String, kind: Kind) { (self.name, self.kind) = (name, kind) }
}

extension EncodedTable {
    /// Adds a column to the rows.
    mutating func append(_ feature: TableFeature, _ column: TableRows.Column?) {
        guard case .category(let categories) = feature.kind else { return }
        var rows: [UInt32] = []
        if let column {
            rows = (0..<column.values.count).map { value in
                column.values.withWord(value) { categories.row(of: $0) }
            }
        }
        let missing = categories.row(of: nil)
        codes.append(
            column?.codes.map { $0 == TableRows.Column.missing ? missing : rows[Int($0)] }
                ?? [UInt32](repeating: missing, count: rowCount))
        counts.append(categories.counts)
    }

    /// Adds the numbers of all columns of numbers.
    mutating func append(numbers features: [(TableFeature, TableRows.Column?)]) {
        let features = features.compactMap { feature, column in
            if case .number(let numbers) = feature.kind { (numbers, column) } else { nil }
        }
        numberCount = features.reduce(0) { $0 + $1.0.width }
        numbers = [Float](repeating: 0, count: rowCount * numberCount)
        var first = 0
        for (kind, column) in features {
            let values = (0..<(column?.values.count ?? 0)).map { value -> Float? in
                guard let column, case .number(let number) = TableRows.number(column.values[value])
                else { return nil }
                return kind.scale.standardized(number)
            }
            for row in 0..<rowCount {
                let code = column?.codes[row] ?? TableRows.Column.missing
                let value = code == TableRows.Column.missing ? nil : values[Int(code)]
                numbers[row * numberCount + first] = value ?? 0
                if kind.hasMissing { numbers[row * numberCount + first + 1] = value == nil ? 1 : 0 }
            }
            first += kind.width
        }
    }
}
