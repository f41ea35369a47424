public import SencMath
public import SencVectors

/// The directions in which vectors vary most (Pearson, 1901; Hotelling, 1933), exactly: the leading
/// eigenvectors of their covariance, all in double precision. The same for any number of threads.
public struct PrincipalComponents: Sendable {
    /// Columns whose sums stay in cache while a block of rows goes by.
    private static let columnsOfItem = 8
    private static let blockRows = 128

    /// [dimension]
    public let mean: [Double]
    /// [components, dimension]: directions of length 1, that of the largest variance first. As
    /// scikit-learn's, each has the sign that makes its largest element positive.
    public let directions: [[Double]]
    /// The variance of the vectors along each direction, with one less than their number below.
    public let variances: [Double]
    /// The part of the whole variance that each direction has; zeros if there is none.
    public let varianceRatios: [Double]

    /// Finds the directions; takes time by the square of the dimension for each vector.
    /// - Parameters:
    ///   - vectors: at least one.
    ///   - components: from 1 to the number of vectors or their dimension, whichever is less.
    ///   - threads: by default one for each processor.
    /// - Throws: `ProjectionError.components`, `SearchError.notFinite`.
    public init(_ vectors: StoredVectors, components: Int, threads: Int? = nil) throws {
        let (count, dimension) = (vectors.count, vectors.dimension)
        guard components >= 1, components <= min(count, dimension) else {
            throw ProjectionError.components(
                components, vectors: count, dimension: dimension)
        }
        let workers = WorkerPool(threads: threads)
        let rows = vectors.floatRows
        try vectors.checkFinite(rows, workers)
        let mean = Self.mean(of: rows)
        let divisor = Double(max(count - 1, 1))
        let eigenpairs: SymmetricEigenpairs
        let trace: Double
        if count >= dimension {
            // The covariance [dimension, dimension].
            let products = try Self.products(columns: dimension, rows: count, workers) {
                Self.copyCentered(rows, $0, mean, to: $1)
            }
            trace = (0..<dimension).reduce(0) { $0 + products[$1 * dimension + $1] }
            eigenpairs = try SymmetricEigenpairs(
                products, order: dimension, count: components, workers)
            directions = eigenpairs.vectors.map(Self.withSign)
        } else {
            // Of fewer vectors than components their own products [count, count], which have the
            // same eigenvalues; u of theirs stands for the direction Xᵀu.
            let centered = DoubleMatrix(rows: count, columns: dimension)
            Self.copyCentered(rows, 0..<count, mean, to: centered[0])
            let products = try Self.products(columns: count, rows: dimension, workers) {
                range, block in
                for row in 0..<count {
                    for (place, column) in range.enumerated() {
                        block[place * count + row] = centered[row][column]
                    }
                }
            }
            trace = (0..<count).reduce(0) { $0 + products[$1 * count + $1] }
            eigenpairs = try SymmetricEigenpairs(products, order: count, count: components, workers)
            var found: [[Double]] = []
            for vector in eigenpairs.vectors {
                var direction = [Double](repeating: 0, count: dimension)
                for (row, weight) in vector.enumerated() {
                    for column in 0..<dimension {
                        direction[column] += weight * centered[row][column]
                    }
                }
                found.append(Self.withSign(Self.unit(direction, orthogonalTo: found)))
            }
            directions = found
        }
        self.mean = mean
        variances = eigenpairs.values.map { max($0, 0) / divisor }
        varianceRatios = eigenpairs.values.map { trace > 0 ? max($0, 0) / trace : 0 }
    }

    /// Where vectors lie along the directions: [vectors, components].
    /// - Throws: `SearchError.dimension` if they have another dimension, and `notFinite`.
    public func coordinates(of vectors: StoredVectors, threads: Int? = nil) throws -> Matrix {
        guard vectors.dimension == mean.count else {
            throw SearchError.dimension(
                vectors: mean.count, queries: vectors.dimension, source: vectors.source)
        }
        let workers = WorkerPool(threads: threads)
        let rows = vectors.floatRows
        try vectors.checkFinite(rows, workers)
        let result = FloatMatrix(rows: vectors.count, columns: directions.count)
        let dimension = mean.count
        try workers.forEach(items: vectors.count.dividedRoundingUp(by: Self.blockRows)) { item, _ in
            let range =
                (item * Self.blockRows)..<min((item + 1) * Self.blockRows, vectors.count)
            let block = DoubleMatrix(rows: range.count, columns: dimension)
            Self.copyCentered(rows, range, mean, to: block[0])
            for (place, row) in range.enumerated() {
                for (component, direction) in directions.enumerated() {
                    let coordinate = Float(dot(block[place], direction, dimension))
                    guard coordinate.isFinite else {
                        throw SearchError.notFinite(row: row, source: vectors.source)
                    }
                    result[row][component] = coordinate
                }
            }
        }
        return result.matrix()
    }

    /// Where vectors lie along the first two components of theirs: [vectors, 2], with zeros where
    /// there is but one.
    /// - Throws: `SearchError.notFinite`.
    public static func plane(of vectors: StoredVectors, threads: Int? = nil) throws -> Matrix {
        var result = Matrix(rows: vectors.count, columns: 2)
        let count = min(vectors.count, vectors.dimension, 2)
        guard count > 0 else { return result }
        let coordinates = try PrincipalComponents(vectors, components: count, threads: threads)
            .coordinates(of: vectors, threads: threads)
        for row in 0..<vectors.count {
            for column in 0..<count { result[row, column] = coordinates[row, column] }
        }
        return result
    }

    private static func mean(of rows: RowSet) -> [Double] {
        var sums = [Double](repeating: 0, count: rows.columns)
        let row = FloatBuffer(count: rows.columns)
        for index in 0..<rows.rows {
            rows.copy(rows: index..<(index + 1), to: row.base)
            for column in 0..<rows.columns { sums[column] += Double(row.base[column]) }
        }
        return sums.map { $0 / Double(rows.rows) }
    }

    private static func copyCentered(
        _ rows: RowSet, _ range: Range<Int>, _ mean: [Double],
        to destination: UnsafeMutablePointer<Double>
    ) {
        let floats = FloatBuffer(count: range.count * rows.columns)
        rows.copy(rows: range, to: floats.base)
        mean.withUnsafeBufferPointer { mean in
            for row in 0..<range.count {
                let (source, target) = (
                    floats.base + row * rows.columns, destination + row * rows.columns
                )
                for column in 0..<rows.columns {
                    target[column] = Double(source[column]) - mean[column]
                }
            }
        }
    }

    /// XᵀX [columns, columns] of a matrix X [rows, columns] that is given by blocks of its rows.
    /// Threads share the columns, so that every sum goes through the rows in order.
    private static func products(
        columns: Int, rows: Int, _ workers: WorkerPool,
        _ copy: @Sendable (_ rows: Range<Int>, _ to: UnsafeMutablePointer<Double>) -> Void
    ) throws -> [Double] {
        let result = DoubleMatrix(rows: columns, columns: columns)
        let blocks = (0..<workers.threads).map { _ in
            DoubleMatrix(rows: blockRows, columns: columns)
        }
        try withoutActuallyEscaping(copy) { copy in
            try workers.forEach(items: columns.dividedRoundingUp(by: columnsOfItem)) {
                item, worker in
                let range = (item * columnsOfItem)..<min((item + 1) * columnsOfItem, columns)
                let block = blocks[worker]
                for start in stride(from: 0, to: rows, by: blockRows) {
                    let part = start..<min(start + blockRows, rows)
                    copy(part, block[0])
                    // Rows of zeros fill the last four.
                    let whole = part.count.dividedRoundingUp(by: 4) * 4
                    for row in part.count..<max(whole, part.count) {
                        block[row].update(repeating: 0, count: columns)
                    }
                    for row in stride(from: 0, to: whole, by: 4) {
                        let (a, b, c, d) = (
                            block[row], block[row + 1], block[row + 2], block[row + 3]
                        )
                        for column in range {
                            let sums = result[column]
                            let (e, f, g, h) = (a[column], b[column], c[column], d[column])
                            for other in 0...column {
                                sums[other] +=
                                    (e * a[other] + f * b[other]) + (g * c[other] + h * d[other])
                            }
                        }
                    }
                }
            }
        }
        for row in 0..<columns {
            for column in (row + 1)..<max(columns, row + 1) {
                result[row][column] = result[column][row]
            }
        }
        return result.elements
    }

    /// A direction of length 1 without what it has of others; of one that is nothing but those, an
    /// axis.
    private static func unit(_ vector: [Double], orthogonalTo others: [[Double]]) -> [Double] {
        let count = vector.count
        for candidate in 0...count {
            var result = vector
            if candidate > 0 {
                result = [Double](repeating: 0, count: count)
                result[candidate - 1] = 1
            }
            let length = dot(result, result, count).squareRoot()
            guard length > 0 else { continue }
            for _ in 0..<2 {
                for other in others {
                    let part = dot(result, other, count)
                    for index in 0..<count { result[index] -= part * other[index] }
                }
            }
            let left = dot(result, result, count).squareRoot()
            if left > 1e-8 * length { return result.map { $0 / left } }
        }
        return vector
    }

    private static func withSign(_ direction: [Double]) -> [Double] {
        let largest = direction.max { abs($0) < abs($1) } ?? 0
        return largest < 0 ? direction.map { -$0 } : direction
    }
}
