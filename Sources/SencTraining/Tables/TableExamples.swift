internal import SencMath

/// What a network learns from: columns of a table as it takes them, and which rows are for what.
struct TableExamples {
    let target: TableModel.Target
    private(set) var features: [TableFeature] = []
    private(set) var table: EncodedTable
    /// Rows that are learned from, and those that tell when to stop.
    let learned: [Int]
    let validation: [Int]

    private static let maximumClasses = 10_000
    private static let maximumWidth = 1 << 16
    /// What random numbers are for.
    private static let splitPurpose: UInt64 = 0x7461_6230

    /// - Throws: `TableError`
    init(
        _ rows: TableRows, _ columns: TableColumns, _ settings: TableSettings,
        texts: TextVectors?, given: [GivenVectors]
    ) throws {
        (target, table) = try Self.target(of: rows, columns)
        let known = Self.knownRows(rows, columns)
        guard known.count > 1 else { throw TableError.oneRow }
        let order = CounterRandom(seed: settings.seed, purpose: Self.splitPurpose)
            .permutation(of: known.count).map { known[$0] }
        var held = Int((Double(known.count) * settings.validation).rounded())
        if settings.validation > 0 { held = min(max(held, 1), known.count) }
        guard known.count - held > 0 else { throw TableError.noValidation(rows: known.count) }
        validation = order.prefix(held).sorted()
        learned = order.dropFirst(held).sorted()
        try read(rows, columns, texts)
        for given in given { try take(given) }
    }

    /// Of each column of categories how it is taken.
    var categories: [TableFeature.Categories] {
        features.compactMap {
            if case .category(let categories) = $0.kind { categories } else { nil }
        }
    }

    /// Outputs of the network.
    var outputs: Int {
        if case .classes(let names) = target { names.count } else { 1 }
    }

    /// Rows that have a target.
    private static func knownRows(_ rows: TableRows, _ columns: TableColumns) -> [Int] {
        let column = rows.columns[rows.place(of: columns.target) ?? 0]
        let areKnown = (0..<column.values.count).map { value -> Bool in
            guard columns.isRegression else { return true }
            if case .number = TableRows.number(column.values[value]) { return true }
            return false
        }
        return (0..<rows.rowCount).filter {
            let code = column.codes[$0]
            return code != TableRows.Column.missing && areKnown[Int(code)]
        }
    }

    private static func target(
        of rows: TableRows, _ columns: TableColumns
    ) throws -> (TableModel.Target, EncodedTable) {
        let column = rows.columns[rows.place(of: columns.target) ?? 0]
        var table = EncodedTable(rowCount: rows.rowCount)
        if columns.isRegression {
            let numbers = (0..<column.values.count).map { value -> Double? in
                guard case .number(let number) = TableRows.number(column.values[value]) else {
                    return nil
                }
                return number
            }
            guard
                let scale = NumberScale(
                    zip(numbers, column.counts).compactMap { number, count in
                        number.map { ($0, count) }
                    })
            else { throw TableError.oneClass(column.name, value: column.values[0]) }
            let values = numbers.map { $0.map(scale.standardized) ?? 0 }
            table.target = .numbers(
                column.codes.map { $0 == TableRows.Column.missing ? 0 : values[Int($0)] })
            return (.number(scale), table)
        }
        guard column.values.count > 1 else {
            throw TableError.oneClass(column.name, value: column.values[0])
        }
        guard column.values.count <= maximumClasses else {
            throw TableError.tooManyClasses(
                column.name, count: column.values.count, limit: maximumClasses)
        }
        let names = (0..<column.values.count).map { column.values[$0] }
        let order = names.indices.sorted {
            names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8)
        }
        var places = [UInt32](repeating: 0, count: names.count)
        for (place, value) in order.enumerated() { places[value] = UInt32(place) }
        table.target = .classes(
            column.codes.map { $0 == TableRows.Column.missing ? 0 : places[Int($0)] },
            count: names.count)
        return (.classes(order.map { names[$0] }), table)
    }

    /// Takes the columns' values from the rows.
    private mutating func read(
        _ rows: TableRows, _ columns: TableColumns, _ texts: TextVectors?
    ) throws {
        var taken: [(TableFeature, TableRows.Column?)] = []
        for (name, kind) in columns.kinds {
            guard kind.isUsed, let place = rows.place(of: name) else { continue }
            let column = rows.columns[place]
            if kind == .text {
                try read(column, texts)
                continue
            }
            guard
                let feature = TableFeature(column, isNumber: kind == .number, learned: learned)
            else { continue }
            features.append(feature)
            taken.append((feature, column))
            table.append(feature, column)
        }
        table.append(numbers: taken)
        guard !features.isEmpty else { throw TableError.noInputs(target: columns.target) }
    }

    private mutating func read(_ column: TableRows.Column, _ texts: TextVectors?) throws {
        guard let texts else {
            throw TableError.noTextVector(column: column.name, text: column.values[0])
        }
        guard (1...Self.maximumWidth).contains(texts.dimension) else {
            throw TableError.vectorsTooWide(column: column.name, width: texts.dimension)
        }
        let rows = try texts.rows(of: column)
        guard let feature = TableFeature(column, rows, of: texts, learned: learned),
            case .text(let kind) = feature.kind
        else { return }
        features.append(feature)
        table.append(kind, column, rows, of: texts)
    }

    /// Sets the width of a column whose vectors are given.
    private mutating func take(_ given: GivenVectors) throws {
        guard let index = features.firstIndex(where: { $0.name == given.column }),
            case .category(var categories) = features[index].kind
        else { throw TableError.notCategory(given.column) }
        guard (1...Self.maximumWidth).contains(given.width) else {
            throw TableError.vectorsTooWide(column: given.column, width: given.width)
        }
        categories.width = given.width
        categories.isFrozen = given.isFrozen
        features[index] = TableFeature(name: given.column, kind: .category(categories))
    }
}
