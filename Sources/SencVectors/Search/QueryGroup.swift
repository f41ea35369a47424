package import SencMath

/// Some queries, made ready to be compared with many rows.
package struct QueryGroup: Sendable {
    /// So many that their packed form stays in cache beside a block of rows.
    package static let capacity = 256
    /// Fewer are compared with the rows one by one.
    private static let fewestForProducts = 5

    /// Where the group starts among all queries.
    package let first: Int
    package let count: Int
    let dimension: Int
    /// A bound of the rounding errors of sums, beside the lengths of the vectors.
    let errorBound: Float
    /// From rows, or the bytes of int8 ones, to bounds of their products with the queries but for
    /// `errorBound`; `nil` if they are compared one by one.
    let products: Linear?
    /// Half the squares of the queries' lengths.
    let halfSquares: [Float]
    /// The longest query's length.
    let longest: Float
    /// [count, dimension]
    private let queries: FloatBuffer
    /// The queries as the metric wants them, of length 1 for the cosine.
    private let directions: FloatBuffer
    /// For one query each, what `RowSet.bounds` calls so.
    private let errorBounds: [Float]

    /// - Parameters:
    ///   - queries: finite rows.
    ///   - range: the rows of the group.
    ///   - rows: what they are to be compared with.
    package init(
        _ queries: RowSet, _ range: Range<Int>, metric: SimilarityFunction, against rows: RowSet
    ) {
        first = range.lowerBound
        count = range.count
        dimension = queries.columns
        errorBound = Float(dimension + 16) * 0x1p-23
        self.queries = FloatBuffer(count: count * dimension)
        queries.copy(rows: range, to: self.queries.base)
        var lengths: [Float] = []
        for query in 0..<count {
            let vector = UnsafeBufferPointer(
                start: self.queries.base + query * dimension, count: dimension)
            lengths.append(Float(dotProduct(vector, vector).squareRoot()))
        }
        longest = lengths.max() ?? 0
        halfSquares = lengths.map { $0 * $0 / 2 }
        if metric == .cosine {
            directions = FloatBuffer(count: count * dimension)
            for (query, length) in lengths.enumerated() {
                for index in (query * dimension)..<((query + 1) * dimension) {
                    directions.base[index] = length > 0 ? self.queries.base[index] / length : 0
                }
            }
        } else {
            directions = self.queries
        }
        let errorBound = errorBound
        errorBounds = lengths.map { metric == .dot ? errorBound * $0 : errorBound }
        guard metric != .manhattan, count >= Self.fewestForProducts else {
            products = nil
            return
        }
        if rows.bytes(from: 0) != nil, dimension <= Linear.mostByteInputs {
            products = Self.byteProducts(directions, count: count, rows)
        } else {
            let weights = StoredMatrix(
                rows: count, columns: dimension, elements: Array(directions.elements))
            products = Linear(parts: [weights], bias: nil)
        }
    }

    /// A layer from the elements of int8 rows to bounds from above of their products with queries,
    /// whose factors it rounds to bytes, too.
    private static func byteProducts(
        _ queries: FloatBuffer, count: Int, _ rows: RowSet
    ) -> Linear {
        var weights: [Float] = []
        var bias: [Float] = []
        for query in 0..<count {
            let (factors, constant, size) = rows.factors(of: queries.base + query * rows.columns)
            let step = (factors.map(abs).max() ?? 0) / 127
            let lost = factors.map { step > 0 ? $0 - step * ($0 / step).rounded() : 0 }
            let columns = Double(rows.columns)
            let error =
                1.01 * dotProduct(lost, lost).squareRoot() * 128 * columns.squareRoot()
                + 0.01 * Double(step) * columns + 1e-6 * size
            weights += factors
            bias.append(Float(constant + error))
        }
        return Linear(
            parts: [StoredMatrix(rows: count, columns: rows.columns, elements: weights)],
            bias: bias, precision: .int8)
    }

    /// A query as it was given, [dimension].
    func query(_ index: Int) -> UnsafePointer<Float> {
        UnsafePointer(queries.base + index * dimension)
    }

    func bounds(
        _ rows: RowSet, _ range: Range<Int>, of metric: SimilarityFunction, query: Int,
        to bounds: UnsafeMutablePointer<Float>
    ) {
        rows.bounds(
            of: metric, query: directions.base + query * dimension, errorBound: errorBounds[query],
            rows: range, to: bounds)
    }

    /// All queries in groups.
    package static func groups(
        of queries: RowSet, metric: SimilarityFunction, against rows: RowSet
    ) -> [QueryGroup] {
        stride(from: 0, to: queries.rows, by: capacity).map {
            QueryGroup(
                queries, $0..<min($0 + capacity, queries.rows), metric: metric, against: rows)
        }
    }
}
