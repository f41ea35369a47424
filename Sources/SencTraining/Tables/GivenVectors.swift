internal import SencMath

/// Vectors for the categories of a column that were learned elsewhere.
public struct GivenVectors {
    /// The column of categories.
    public let column: String
    let width: Int
    let isFrozen: Bool
    let source: String
    let vector: (String) throws -> [Float]?

    /// Vectors for a column.
    /// - Parameters:
    ///   - column: of categories.
    ///   - width: the numbers of a vector, 1 to 65,536.
    ///   - isFrozen: whether they stay as they are.
    ///   - source: where they are from, for errors.
    ///   - vector: that of a category, `width` finite numbers; `nil` if it has none. Such categories
    ///     begin with the mean of the others.
    public init(
        column: String, width: Int, isFrozen: Bool = false, source: String,
        vector: @escaping (String) throws -> [Float]?
    ) {
        (self.column, self.width, self.isFrozen) = (column, width, isFrozen)
        (self.source, self.vector) = (source, vector)
    }

    /// Sets the vectors of a network's table.
    /// - Returns: how many categories have one.
    /// - Throws: `TableError.noVectors`, or what `vector` throws.
    func set(_ table: CategoryTable, _ categories: TableFeature.Categories) throws -> Int {
        var (found, mean) = (Set<Int>(), [Double](repeating: 0, count: width))
        for name in 0..<categories.names.count {
            guard let vector = try vector(categories.names[name]), vector.count == width,
                vector.allSatisfy(\.isFinite)
            else { continue }
            let row = name + TableFeature.Categories.firstRow
            for column in 0..<width {
                table.vectors.base[row * width + column] = vector[column]
                mean[column] += Double(vector[column])
            }
            found.insert(row)
        }
        guard !found.isEmpty else { throw TableError.noVectors(column: column, path: source) }
        for row in 0..<table.rows where !found.contains(row) {
            for column in 0..<width {
                table.vectors.base[row * width + column] =
                    Float(mean[column] / Double(found.count))
            }
        }
        return found.count
    }
}
