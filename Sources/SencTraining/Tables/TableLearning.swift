internal import SencFiles
internal import SencMath

/// Learns a column of a table from the others, and what it is worth to give categories vectors.
package final class TableLearning {
    /// Ways to take categories.
    package enum Method: String, Sendable, CaseIterable {
        /// A vector each, which is learned.
        case vectors
        /// A column of zeros and ones for each.
        case oneHot = "one-hot"
        /// Their number in the order of their names.
        case integers
    }

    /// What a network has come to.
    package struct Outcome: Sendable {
        package let method: Method
        /// On the rows of the validation; `nil` if there are none.
        package let scores: TableScores?
        /// The pass whose state is kept, and all passes.
        package let bestEpoch: Int
        package let epochs: Int
    }

    /// Vectors for categories that were learned elsewhere.
    package struct GivenVectors {
        package let column: String
        let width: Int
        let isFrozen: Bool
        let path: String
        let vector: (String) throws -> [Float]?

        /// - Parameters:
        ///   - width: the numbers of a vector.
        ///   - isFrozen: whether they stay as they are.
        ///   - path: where they are from, for errors.
        ///   - vector: that of a category, `width` numbers; `nil` if it has none.
        package init(
            column: String, width: Int, isFrozen: Bool, path: String,
            vector: @escaping (String) throws -> [Float]?
        ) {
            (self.column, self.width, self.isFrozen) = (column, width, isFrozen)
            (self.path, self.vector) = (path, vector)
        }
    }

    package let columns: TableColumns
    /// Rows that are learned from, and those that tell when to stop.
    package let learnedCount: Int
    package let validationCount: Int
    /// Categories that have given vectors, by columns.
    package private(set) var givenCounts: [(column: String, found: Int, of: Int)] = []

    private let settings: TableSettings
    private let threads: Int
    private let learned: [Int]
    private let validation: [Int]
    private var features: [TableFeature] = []
    private let target: TableModel.Target
    private var table: EncodedTable
    private let given: [GivenVectors]

    private static let maximumClasses = 10_000
    private static let maximumWidth = 1 << 16
    /// What random numbers are for.
    private static let splitPurpose: UInt64 = 0x7461_6230

    /// Reads what the columns are.
    /// - Throws: `TrainingError.setting`, `TableError`
    package init(
        _ rows: TableRows, _ columns: TableColumns, _ settings: TableSettings,
        given: [GivenVectors] = [], threads: Int? = nil
    ) throws {
        try settings.check()
        (self.columns, self.settings, self.given) = (columns, settings, given)
        self.threads = WorkerPool(threads: threads).threads
        (target, table) = try Self.target(of: rows, columns)
        let known = try Self.knownRows(rows, columns)
        guard known.count > 1 else { throw TableError.oneRow }
        let order = CounterRandom(seed: settings.seed, purpose: Self.splitPurpose)
            .permutation(of: known.count).map { known[$0] }
        var held = Int((Double(known.count) * settings.validation).rounded())
        if settings.validation > 0 { held = min(max(held, 1), known.count) }
        guard known.count - held > 0 else { throw TableError.noValidation(rows: known.count) }
        validation = order.prefix(held).sorted()
        learned = order.dropFirst(held).sorted()
        (learnedCount, validationCount) = (learned.count, validation.count)
        try read(rows)
        try giveVectors()
    }

    /// Rows that have a target.
    private static func knownRows(_ rows: TableRows, _ columns: TableColumns) throws -> [Int] {
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
    private func read(_ rows: TableRows) throws {
        var taken: [(TableFeature, TableRows.Column?)] = []
        for (name, kind) in columns.kinds where kind == .category || kind == .number {
            guard let place = rows.place(of: name) else { continue }
            let column = rows.columns[place]
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

    /// Sets the widths of columns whose vectors are given.
    private func giveVectors() throws {
        for given in given {
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

    // MARK: - Learning

    /// Columns that tell nothing among the rows that are learned from.
    package var constantColumns: [String] {
        let names = Set(features.map { Array($0.name.utf8) })
        return columns.kinds.filter {
            ($0.kind == .category || $0.kind == .number) && !names.contains(Array($0.name.utf8))
        }.map(\.name)
    }

    private var outputs: Int {
        if case .classes(let names) = target { names.count } else { 1 }
    }

    private var categories: [TableFeature.Categories] {
        features.compactMap {
            if case .category(let categories) = $0.kind { categories } else { nil }
        }
    }

    private func shape(_ method: Method, _ numbers: Int) -> TableNetwork.Shape {
        TableNetwork.Shape(
            tables: method == .integers
                ? []
                : categories.map {
                    method == .vectors
                        ? .init(rows: $0.rows, width: $0.width, isFrozen: $0.isFrozen)
                        : .init(rows: $0.rows, width: settings.hidden[0])
                }, numbers: numbers, hidden: settings.hidden, outputs: outputs,
            isSummed: method == .oneHot)
    }

    /// Whether there are categories, which the methods differ in.
    package var hasCategories: Bool { !categories.isEmpty }

    /// Learns a network that takes categories as vectors.
    /// - Throws: `TrainingError`, `TableError.tooLarge`, what `report` throws.
    package func model(
        report: (TableProgress) throws -> Void = { _ in }
    ) throws -> (model: TableModel, result: Outcome) {
        let trainer = try trainer(.vectors, table)
        try setVectors(trainer.network)
        try trainer.train(learned, validation: validation, report: report)
        let model = TableModel(
            targetName: columns.target, target, features, trainer.network)
        return (model, result(.vectors, trainer))
    }

    /// Learns a network that takes categories otherwise.
    package func baseline(
        _ method: Method, report: (TableProgress) throws -> Void = { _ in }
    ) throws -> Outcome {
        let trainer = try trainer(method, method == .integers ? integers() : table)
        try trainer.train(learned, validation: validation, report: report)
        return result(method, trainer)
    }

    func trainer(_ method: Method, _ table: EncodedTable) throws -> TableTrainer {
        let shape = shape(method, table.numberCount)
        // What is learned, and a copy of the best of it.
        var floats = shape.tables.reduce(0.0) { $0 + Double($1.rows) * Double($1.width) * 1.5 }
        let widths = [shape.inputs] + shape.hidden + [shape.outputs]
        for index in 1..<widths.count {
            floats += Double(widths[index - 1]) * Double(widths[index]) * 8
        }
        floats += Double(settings.batch) * Double(widths.reduce(0, +)) * 5
        guard floats * 4 < Double(Memory.physicalBytes ?? .max) else {
            throw TableError.tooLarge(gibibytes: Int(min(floats * 4 / 0x1p30, 1e9)))
        }
        return try TableTrainer(shape, table, settings, threads: threads)
    }

    private func result(_ method: Method, _ trainer: TableTrainer) -> Outcome {
        var scores: TableScores?
        if let best = trainer.best {
            switch target {
            case .number(let scale):
                scores = .regression(rmse: best.scores.loss.squareRoot() * scale.scale)
            case .classes:
                scores = .classification(
                    accuracy: best.scores.accuracy, logLoss: best.scores.loss)
            }
        }
        return Outcome(
            method: method, scores: scores, bestEpoch: trainer.best?.epoch ?? trainer.epochs,
            epochs: trainer.epochs)
    }

    /// Sets the vectors that are given; of those of the column that are not, the mean if they stay.
    private func setVectors(_ network: TableNetwork) throws {
        var index = 0
        for feature in features {
            guard case .category(let categories) = feature.kind else { continue }
            defer { index += 1 }
            guard let given = given.last(where: { $0.column == feature.name }) else { continue }
            let table = network.tables[index]
            var (found, mean) = (Set<Int>(), [Double](repeating: 0, count: given.width))
            for name in 0..<categories.names.count {
                guard let vector = try given.vector(categories.names[name]),
                    vector.count == given.width, vector.allSatisfy(\.isFinite)
                else { continue }
                let row = name + TableFeature.Categories.firstRow
                for column in 0..<given.width {
                    table.vectors.base[row * given.width + column] = vector[column]
                    mean[column] += Double(vector[column])
                }
                found.insert(row)
            }
            guard !found.isEmpty else {
                throw TableError.noVectors(column: feature.name, path: given.path)
            }
            givenCounts.append((feature.name, found.count, categories.names.count))
            for row in 0..<table.rows where !found.contains(row) {
                for column in 0..<given.width {
                    table.vectors.base[row * given.width + column] =
                        Float(mean[column] / Double(found.count))
                }
            }
        }
    }

    /// The table with the categories' numbers, standardized, in place of them.
    private func integers() -> EncodedTable {
        var table = EncodedTable(rowCount: self.table.rowCount)
        table.target = self.table.target
        let columns = zip(categories, self.table.codes).map { categories, codes in
            let values = Self.integers(categories)
            return codes.map { values[Int($0)] }
        }
        let (own, given) = (columns.count, self.table.numberCount)
        table.numberCount = own + given
        table.numbers = [Float](repeating: 0, count: table.rowCount * table.numberCount)
        for row in 0..<table.rowCount {
            let first = row * table.numberCount
            for (place, column) in columns.enumerated() {
                table.numbers[first + place] = column[row]
            }
            for place in 0..<given {
                table.numbers[first + own + place] = self.table.numbers[row * given + place]
            }
        }
        return table
    }

    /// For each row of a column's table a number: its place among the names, numbers in their order and
    /// others in that of their bytes, standardized; 0 for what is unknown or missing.
    private static func integers(_ categories: TableFeature.Categories) -> [Float] {
        let names = (0..<categories.names.count).map { categories.names[$0] }
        let numbers = names.map { name -> Double in
            if case .number(let number) = TableRows.number(name) { number } else { .infinity }
        }
        let order = names.indices.sorted {
            numbers[$0] != numbers[$1]
                ? numbers[$0] < numbers[$1]
                : names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8)
        }
        let first = TableFeature.Categories.firstRow
        let scale = NumberScale(
            order.enumerated().map { (Double($0), categories.counts[$1 + first]) })
        var values = [Float](repeating: 0, count: categories.rows)
        for (place, name) in order.enumerated() {
            values[name + first] = scale?.standardized(Double(place)) ?? 0
        }
        return values
    }
}
