public import SencMath

extension Recommender {
    /// How many interactions were learned from, those of the same user and item as one.
    public var interactionCount: Int { interactions.count }

    /// The users, in the order of the rows of `userVectors`.
    public var users: [String] {
        interactions.userNames.names(limit: interactions.userCount)
    }

    /// The items, in the order of the rows of `itemVectors` and `itemWeights`; those that have a vector
    /// by their features alone at the end.
    public var items: [String] {
        interactions.itemNames.names(limit: interactions.itemCount)
    }

    /// The users' vectors, [users, dimension]; zeros of users without interactions with `als`. `nil` of
    /// methods without vectors.
    public var userVectors: Matrix? {
        guard case .factors(let model) = knowledge else { return nil }
        return Self.matrix(
            model.users, rows: model.userCount, columns: model.dimension, stride: model.stride)
    }

    /// The items' vectors, [items, dimension], whose products with those of users, with the biases of
    /// methods that have such, are the scores. `nil` of methods without vectors.
    public var itemVectors: Matrix? {
        guard case .factors(let model) = knowledge else { return nil }
        return Self.matrix(
            model.items, rows: model.itemCount, columns: model.dimension, stride: model.stride)
    }

    /// EASE's weights B, [items, items]: a user's scores are x · B, x the user's items; zeros in the
    /// diagonal. `nil` of other methods.
    public var itemWeights: Matrix? {
        guard case .weights(let weights) = knowledge else { return nil }
        return Self.matrix(
            weights.weights, rows: weights.count, columns: weights.count, stride: weights.stride)
    }

    private static func matrix(
        _ table: FloatBuffer, rows: Int, columns: Int, stride: Int
    ) -> Matrix {
        var elements: [Float] = []
        elements.reserveCapacity(rows * columns)
        for row in 0..<rows {
            elements += UnsafeBufferPointer(start: table.base + row * stride, count: columns)
        }
        return Matrix(rows: rows, columns: columns, elements: elements)
    }
}
