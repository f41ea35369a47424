public import SencMath

/// A network that predicts a column of a table from the others, with what it takes and gives.
///
/// ```swift
/// let model = try TableModel(path: "flats")
/// let rows = try TableRows([["city": "Vigo", "size": "80"]])
/// for prediction in try model.predictions(of: rows) { print(prediction) }
/// ```
public final class TableModel: @unchecked Sendable {
    /// What is predicted.
    public enum Target: Sendable, Equatable {
        /// A number, which the network standardizes.
        case number(NumberScale)
        /// One of classes, in the order of their bytes.
        case classes([String])
    }

    /// The column that is predicted.
    public let targetName: String
    /// What it has.
    public let target: Target
    let features: [TableFeature]
    let network: TableNetwork

    init(
        targetName: String, _ target: Target, _ features: [TableFeature], _ network: TableNetwork
    ) {
        (self.targetName, self.target) = (targetName, target)
        (self.features, self.network) = (features, network)
    }

    /// What the columns are called that are needed.
    public var inputs: [String] { features.map(\.name) }

    /// A column that has vectors.
    public struct VectorColumn: Sendable, Equatable {
        /// What it is called.
        public let name: String
        /// How many categories there are.
        public let count: Int
        /// Numbers of a vector.
        public let dimension: Int
    }

    /// Columns of categories, each of which has a vector.
    public var categoryColumns: [VectorColumn] {
        categories.map {
            VectorColumn(
                name: $0.name, count: $0.categories.names.count, dimension: $0.categories.width)
        }
    }

    /// Columns of texts, whose vectors `predictions` needs.
    public var textColumns: [String] {
        features.compactMap { if case .text = $0.kind { $0.name } else { nil } }
    }

    /// The categories of a column and their vectors, [categories, dimension].
    /// - Returns: `nil` if there is no such column of categories.
    public func vectors(ofColumn name: String) -> (names: [String], vectors: Matrix)? {
        guard let column = categories.firstIndex(where: { $0.name == name }) else { return nil }
        var (names, elements) = ([String](), [Float]())
        forEachVector(ofColumn: column) { name, vector in
            names.append(String(decoding: name, as: UTF8.self))
            elements += vector
        }
        return (
            names,
            Matrix(rows: names.count, columns: network.tables[column].width, elements: elements)
        )
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

    // MARK: - Predicting

    /// What a model says of a row.
    public enum Prediction: Sendable, Equatable {
        /// The number, finite, in the target's unit.
        case number(Double)
        /// A probability for each class, in their order; their sum is 1, rounded.
        case probabilities([Float])

        /// The place of the first of the most probable classes; `nil` for a number.
        public var likeliest: Int? {
            guard case .probabilities(let values) = self else { return nil }
            return values.indices.max {
                values[$0] < values[$1] || (values[$0] == values[$1] && $0 > $1)
            }
        }
    }

    /// - Throws: as `predictions` does.
    func encoded(_ rows: TableRows, _ texts: TextVectors?) throws -> EncodedTable {
        var table = EncodedTable(rowCount: rows.rowCount)
        let columns = try features.map { feature in
            guard let place = rows.place(of: feature.name) else {
                throw TableError.missingColumn(feature.name, names: rows.names)
            }
            return rows.columns[place]
        }
        for (feature, column) in zip(features, columns) {
            guard case .text(let kind) = feature.kind else {
                table.append(feature, column)
                continue
            }
            guard let texts else {
                // Texts of which none is there need no vectors.
                guard column.values.count == 0 else {
                    throw TableError.noTextVector(column: column.name, text: column.values[0])
                }
                table.append(kind, column, [], of: TextVectors([], Matrix(rows: 0, columns: 0)))
                continue
            }
            guard texts.dimension == kind.dimension else {
                throw TableError.otherDimension(texts.dimension, expected: kind.dimension)
            }
            table.append(kind, column, try texts.rows(of: column), of: texts)
        }
        table.append(numbers: Array(zip(features, columns.map(Optional.some))))
        return table
    }

    /// What the model says of each row. Categories that it has not seen are taken as unknown, and
    /// values that are not numbers where it expects some as missing.
    /// - Parameters:
    ///   - rows: with all columns of `inputs`, in any order.
    ///   - texts: the vectors of all texts of `textColumns`, of the encoder that the model was
    ///     learned with.
    ///   - threads: by default one for each processor.
    /// - Throws: `TableError.missingColumn`, `TableError.noTextVector`,
    ///   `TableError.vectorNotFinite`, `TableError.otherDimension`
    public func predictions(
        of rows: TableRows, texts: TextVectors? = nil, threads: Int? = nil
    ) throws -> [Prediction] {
        guard rows.rowCount > 0 else { return [] }
        return predictions(
            of: try encoded(rows, texts), Array(0..<rows.rowCount),
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
}
