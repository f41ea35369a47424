internal import SencMath

/// A network that tells a column of a table from the others, with what it takes and gives.
package final class TableModel: @unchecked Sendable {
    /// What is told.
    package enum Target: Sendable {
        case number(NumberScale)
        /// In the order of their bytes.
        case classes([String])
    }

    package let targetName: String
    package let target: Target
    let features: [TableFeature]
    let network: TableNetwork

    init(
        targetName: String, _ target: Target, _ features: [TableFeature], _ network: TableNetwork
    ) {
        (self.targetName, self.target) = (targetName, target)
        (self.features, self.network) = (features, network)
    }

    /// What the columns are called that are needed.
    package var inputs: [String] { features.map(\.name) }

    /// Columns of categories.
    package struct CategoryColumn: Sendable {
        package let name: String
        /// How many categories there are.
        package let count: Int
        /// Numbers of a vector.
        package let width: Int
    }

    package var categoryColumns: [CategoryColumn] {
        categories.map {
            CategoryColumn(
                name: $0.name, count: $0.categories.names.count, width: $0.categories.width)
        }
    }

    var categories: [(name: String, categories: TableFeature.Categories)] {
        features.compactMap { feature in
            if case .category(let categories) = feature.kind {
                (feature.name, categories)
            } else {
                nil
            }
        }
    }

    /// Calls `body` with each category of a column of those and its vector.
    package func forEachVector(
        ofColumn column: Int,
        _ body: (_ name: UnsafeBufferPointer<UInt8>, _ vector: UnsafeBufferPointer<Float>) throws
            -> Void
    ) rethrows {
        let names = categories[column].categories.names
        let table = network.tables[column]
        for index in 0..<names.count {
            let start =
                table.vectors.base + (index + TableFeature.Categories.firstRow) * table.width
            try names.withWord(index) { name in
                try body(name, UnsafeBufferPointer(start: start, count: table.width))
            }
        }
    }

    // MARK: - Telling

    /// What a model says of a row.
    package enum Prediction: Sendable, Equatable {
        case number(Double)
        /// A probability for each class.
        case probabilities([Float])

        /// The first of the most probable classes.
        package var likeliest: Int? {
            guard case .probabilities(let values) = self else { return nil }
            return values.indices.max {
                values[$0] < values[$1] || (values[$0] == values[$1] && $0 > $1)
            }
        }
    }

    /// - Throws: `TableError.missingColumn`
    func encoded(_ rows: TableRows) throws -> EncodedTable {
        var table = EncodedTable(rowCount: rows.rowCount)
        let columns = try features.map { feature in
            guard let place = rows.place(of: feature.name) else {
                throw TableError.missingColumn(feature.name, names: rows.names)
            }
            return rows.columns[place]
        }
        for (feature, column) in zip(features, columns) { table.append(feature, column) }
        table.append(numbers: Array(zip(features, columns.map(Optional.some))))
        return table
    }

    /// What the model says of each row.
    /// - Throws: `TableError.missingColumn`
    package func predictions(of rows: TableRows, threads: Int? = nil) throws -> [Prediction] {
        guard rows.rowCount > 0 else { return [] }
        return predictions(
            of: try encoded(rows), Array(0..<rows.rowCount),
            threads: WorkerPool(threads: threads).threads)
    }

    func predictions(of table: EncodedTable, _ rows: [Int], threads: Int) -> [Prediction] {
        let outputs = TableOutputs(network, threads: threads).outputs(of: table, rows: rows)
        let count = network.shape.outputs
        return rows.indices.map { row in
            let output = outputs.base + row * count
            switch target {
            case .number(let scale): return .number(scale.number(Double(output[0])))
            case .classes:
                return .probabilities(TableLoss.probabilities(output, count: count))
            }
        }
    }

    /// How far predictions are from what rows have as the target, of those that have one.
    /// - Returns: `nil` if none has one that is known.
    package func scores(of predictions: [Prediction], rows: TableRows) -> TableScores? {
        guard let place = rows.place(of: targetName) else { return nil }
        let column = rows.columns[place]
        var places: [[UInt8]: Int] = [:]
        if case .classes(let classes) = target {
            for (place, name) in classes.enumerated() { places[Array(name.utf8)] = place }
        }
        let classes = (0..<column.values.count).map { places[Array(column.values[$0].utf8)] }
        var (count, loss, right) = (0, 0.0, 0)
        for (prediction, code) in zip(predictions, column.codes)
        where code != TableRows.Column.missing {
            switch (target, prediction) {
            case (.number, .number(let number)):
                guard
                    case .number(let wanted) = TableRows.number(column.values[Int(code)])
                else { continue }
                loss += (number - wanted) * (number - wanted)
            case (.classes, .probabilities(let probabilities)):
                guard let wanted = classes[Int(code)] else { continue }
                loss -= Double.log(Double(max(probabilities[wanted], .leastNormalMagnitude)))
                if prediction.likeliest == wanted { right += 1 }
            default: continue
            }
            count += 1
        }
        guard count > 0 else { return nil }
        let mean = loss / Double(count)
        if case .number = target { return .regression(rmse: mean.squareRoot()) }
        return .classification(accuracy: Double(right) / Double(count), logLoss: mean)
    }
}

/// How well rows are told.
package enum TableScores: Sendable, Equatable {
    /// The root of the mean squared error, in the target's unit.
    case regression(rmse: Double)
    /// The share of rows whose class has the largest probability, and the mean of -log of the right
    /// class's probability.
    case classification(accuracy: Double, logLoss: Double)
}
