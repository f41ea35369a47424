internal import SencKernels

/// Vectors of users and items, and how steps of gradient descent move them.
package struct FactorTables: @unchecked Sendable {
    /// [users, stride], [items, stride]
    package let users: FloatBuffer
    package let items: FloatBuffer
    /// [users], [items]
    package let userBiases: FloatBuffer
    package let itemBiases: FloatBuffer
    package let stride: Int
    /// What is added to every product.
    package var mean: Float = 0
    package var rate: Float = 0
    /// Of the squares of vectors and of biases.
    package var decay: Float = 0
    package var biasDecay: Float = 0

    package init(
        users: FloatBuffer, items: FloatBuffer, userBiases: FloatBuffer, itemBiases: FloatBuffer,
        stride: Int
    ) {
        (self.users, self.items) = (users, items)
        (self.userBiases, self.itemBiases) = (userBiases, itemBiases)
        self.stride = stride
    }

    fileprivate var tables: senc_rating_tables {
        senc_rating_tables(
            users: users.base, items: items.base, user_biases: userBiases.base,
            item_biases: itemBiases.base, stride: stride, mean: mean, rate: rate, decay: decay,
            bias_decay: biasDecay)
    }
}

/// What was observed of one row of a table: rows of another, with weights.
package struct ObservedRows {
    /// [rows, stride]
    package let table: UnsafePointer<Float>
    package let stride: Int
    package let ids: UnsafePointer<UInt32>
    /// One for each id; `nil` if all are 1.
    package let weights: UnsafePointer<Float>?
    /// What weights are multiplied by.
    package let weight: Float
    package let count: Int

    package init(
        table: UnsafePointer<Float>, stride: Int, ids: UnsafePointer<UInt32>,
        weights: UnsafePointer<Float>?, weight: Float, count: Int
    ) {
        (self.table, self.stride, self.ids) = (table, stride, ids)
        (self.weights, self.weight, self.count) = (weights, weight, count)
    }
}

extension TrainingKernels {
    /// c += scale · a · b, for tiles [size, size], whose size is a multiple of 48.
    package func multiplyTile(
        _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, to c: UnsafeMutablePointer<Double>,
        size: Int, scale: Double
    ) {
        table.pointee.tile_multiply(a, b, c, size, scale)
    }

    /// gram [stride, stride] += rowsᵀ · rows
    package func addGram(
        _ rows: UnsafePointer<Float>, count: Int, stride: Int, to gram: UnsafeMutablePointer<Float>
    ) {
        table.pointee.add_gram(rows, count, stride, gram)
    }

    /// products [count] = rows [count, stride] · x
    package func products(
        _ rows: UnsafePointer<Float>, count: Int, stride: Int, x: UnsafePointer<Float>,
        to products: UnsafeMutablePointer<Float>
    ) {
        table.pointee.row_products(rows, count, stride, x, products)
    }

    /// Floats of scratch for the solution of a row.
    package static func leastSquaresScratch(stride: Int) -> Int { 3 * stride }

    /// Steps of conjugate gradients from x towards the minimum of the objective of implicit
    /// alternating least squares: xᵀ gram x + ridge |x|² + Σ_j ((1 + w_j) (1 - row_j · x)² -
    /// (row_j · x)²).
    /// - Parameters:
    ///   - gram: [stride, stride], of all rows of the table.
    ///   - x: [stride]
    package func solve(
        _ observed: ObservedRows, gram: UnsafePointer<Float>, ridge: Float, steps: Int,
        x: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
        var observations = senc_observations(
            table: observed.table, stride: observed.stride, ids: observed.ids,
            weights: observed.weights, weight: observed.weight, count: observed.count)
        table.pointee.least_squares(&observations, gram, ridge, steps, x, scratch)
    }

    /// Steps for ratings, one after the other.
    /// - Returns: the sum of the squared errors before the steps.
    package func rate(
        _ tables: FactorTables, users: UnsafePointer<UInt32>, items: UnsafePointer<UInt32>,
        ratings: UnsafePointer<Float>, count: Int
    ) -> Double {
        var tables = tables.tables
        return table.pointee.rating_steps(&tables, users, items, ratings, count)
    }

    /// Steps for the ratings of one user, with the rows of all items that the user rated added to
    /// the user's vector.
    /// - Parameters:
    ///   - order: the places of the ratings.
    ///   - implicit: [items, stride]
    ///   - scratch: 2 · stride floats.
    /// - Returns: the sum of the squared errors before the steps.
    package func rate(
        _ tables: FactorTables, user: UInt32, items: UnsafePointer<UInt32>,
        ratings: UnsafePointer<Float>, order: UnsafePointer<UInt32>, count: Int,
        implicit: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) -> Double {
        var tables = tables.tables
        return table.pointee.implicit_rating_steps(
            &tables, user, items, ratings, order, count, implicit, scratch)
    }

    /// Steps for pairs of an item that a user chose and one that he or she did not.
    /// - Returns: the sum of the losses before the steps.
    package func rank(
        _ tables: FactorTables, users: UnsafePointer<UInt32>, items: UnsafePointer<UInt32>,
        others: UnsafePointer<UInt32>, count: Int
    ) -> Double {
        var tables = tables.tables
        return table.pointee.pair_steps(&tables, users, items, others, count)
    }
}
