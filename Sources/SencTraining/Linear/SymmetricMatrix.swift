internal import SencMath

/// A symmetric matrix in double precision, of which the lower triangle of square tiles is kept.
///
/// Its inverse is computed by Cholesky's factorization, tile by tile: each tile of a result is the sum
/// of products of tiles in one order, whichever thread computes it, so the bits do not depend on
/// how many threads there are.
final class SymmetricMatrix: Sendable {
    /// Rows and columns of a tile.
    static let tile = 96
    private static let tileCount = tile * tile

    let size: Int
    /// Tiles in a column.
    let tiles: Int
    /// The tiles (i, j) with i >= j, row by row. Rows behind the last are those of the identity.
    private let memory: NumberBuffer<Double>
    private static var kernels: TrainingKernels { TrainingKernels() }

    /// Zeros.
    init(size: Int) {
        self.size = size
        tiles = (size + Self.tile - 1) / Self.tile
        memory = NumberBuffer(count: tiles * (tiles + 1) / 2 * Self.tileCount, repeating: 0)
        for row in size..<max(size, tiles * Self.tile) { self[row, row] = 1 }
    }

    /// Bytes that the inverse of a matrix takes while it is computed, about.
    static func inversionBytes(size: Double) -> Double { 3 * 4 * size * size }

    /// An element of the lower triangle, row >= column.
    subscript(row: Int, column: Int) -> Double {
        get { memory.base[place(row, column)] }
        set { memory.base[place(row, column)] = newValue }
    }

    private func place(_ row: Int, _ column: Int) -> Int {
        let (i, j) = (row / Self.tile, column / Self.tile)
        return (i * (i + 1) / 2 + j) * Self.tileCount
            + (row - i * Self.tile) * Self.tile + column - j * Self.tile
    }

    private func tile(_ i: Int, _ j: Int) -> UnsafeMutablePointer<Double> {
        memory.base + (i * (i + 1) / 2 + j) * Self.tileCount
    }

    /// Replaces the matrix by its Cholesky factor L, the lower triangle, L · Lᵀ = A.
    /// - Parameter report: is told what share of the columns is done; what it throws ends the work.
    /// - Returns: whether the matrix is positive definite, as it must be.
    func factorize(
        _ workers: WorkerPool, report: (_ share: Double) throws -> Void = { _ in }
    ) throws -> Bool {
        let kernels = Self.kernels
        for k in 0..<tiles {
            try report(Double(k) / Double(tiles))
            guard Self.factorizeTile(tile(k, k)) else { return false }
            let below = tiles - k - 1
            guard below > 0 else { break }
            // L_ik = A_ik · (L_kk⁻¹)ᵀ
            let inverse = NumberBuffer(count: Self.tileCount, repeating: 0.0)
            Self.invertTile(tile(k, k), to: inverse.base)
            let transposed = NumberBuffer(count: Self.tileCount, repeating: 0.0)
            Self.transpose(inverse.base, to: transposed.base)
            let columns = NumberBuffer(count: below * Self.tileCount, repeating: 0.0)
            try workers.forEach(items: below) { item, _ in
                let panel = columns.base + item * Self.tileCount
                kernels.multiplyTile(
                    self.tile(k + 1 + item, k), transposed.base, to: panel, size: Self.tile,
                    scale: 1)
                self.tile(k + 1 + item, k).update(from: panel, count: Self.tileCount)
                // The transposed tile is what the products below need.
                Self.transpose(self.tile(k + 1 + item, k), to: panel)
            }
            // A_ij -= L_ik · L_jkᵀ; the longest rows of tiles first.
            try workers.forEach(items: below) { item, _ in
                let i = self.tiles - 1 - item
                for j in k + 1...i {
                    kernels.multiplyTile(
                        self.tile(i, k), columns.base + (j - k - 1) * Self.tileCount,
                        to: self.tile(i, j), size: Self.tile, scale: -1)
                }
            }
        }
        return true
    }

    /// The inverse of a Cholesky factor.
    func invertedFactor(_ workers: WorkerPool) throws -> SymmetricMatrix {
        let kernels = Self.kernels
        let inverse = SymmetricMatrix(size: size)
        let diagonal = NumberBuffer(count: tiles * Self.tileCount, repeating: 0.0)
        try workers.forEach(items: tiles) { k, _ in
            Self.invertTile(self.tile(k, k), to: diagonal.base + k * Self.tileCount)
            inverse.tile(k, k).update(
                from: diagonal.base + k * Self.tileCount, count: Self.tileCount)
        }
        // A column of tiles depends on itself alone: X_ij = -L_ii⁻¹ Σ_k L_ik · X_kj.
        try workers.forEach(items: tiles) { j, _ in
            let sum = NumberBuffer(count: Self.tileCount, repeating: 0.0)
            for i in j + 1..<max(self.tiles, j + 1) {
                sum.elements.update(repeating: 0)
                for k in j..<i {
                    kernels.multiplyTile(
                        self.tile(i, k), inverse.tile(k, j), to: sum.base, size: Self.tile,
                        scale: 1)
                }
                kernels.multiplyTile(
                    diagonal.base + i * Self.tileCount, sum.base, to: inverse.tile(i, j),
                    size: Self.tile, scale: -1)
            }
        }
        return inverse
    }

    /// The elements of Xᵀ · X, for a lower triangle X; those of the lower triangle are given out, tile
    /// by tile, by several threads at once.
    /// - Parameter body: takes the first row and column of a tile, and its elements.
    func product(
        _ workers: WorkerPool,
        _ body: @Sendable (_ row: Int, _ column: Int, UnsafePointer<Double>) -> Void
    ) throws {
        let kernels = Self.kernels
        try workers.forEach(items: tiles) { i, _ in
            let columns = NumberBuffer(
                count: (self.tiles - i) * Self.tileCount, repeating: 0.0)
            for k in i..<self.tiles {
                Self.transpose(
                    self.tile(k, i), to: columns.base + (k - i) * Self.tileCount)
            }
            let sum = NumberBuffer(count: Self.tileCount, repeating: 0.0)
            for j in 0...i {
                sum.elements.update(repeating: 0)
                for k in i..<self.tiles {
                    kernels.multiplyTile(
                        columns.base + (k - i) * Self.tileCount, self.tile(k, j), to: sum.base,
                        size: Self.tile, scale: 1)
                }
                body(i * Self.tile, j * Self.tile, sum.base)
            }
        }
    }

    /// The diagonal of Xᵀ · X, for a lower triangle X.
    func productDiagonal() -> [Double] {
        var sums = [Double](repeating: 0, count: tiles * Self.tile)
        for i in 0..<tiles {
            for j in 0...i {
                let elements = tile(i, j)
                for row in 0..<Self.tile {
                    for column in 0..<Self.tile {
                        let x = elements[row * Self.tile + column]
                        sums[j * Self.tile + column] += x * x
                    }
                }
            }
        }
        return Array(sums.prefix(size))
    }

    /// Solves A · X = B by a factor of A.
    /// - Parameter columns: [size, count], B, and then X.
    func solve(_ columns: inout [Double], count: Int) {
        for row in 0..<size {
            for column in 0..<row {
                let factor = self[row, column]
                for k in 0..<count {
                    columns[row * count + k] -= factor * columns[column * count + k]
                }
            }
            let diagonal = self[row, row]
            for k in 0..<count { columns[row * count + k] /= diagonal }
        }
        for row in (0..<size).reversed() {
            for below in row + 1..<max(size, row + 1) {
                let factor = self[below, row]
                for k in 0..<count {
                    columns[row * count + k] -= factor * columns[below * count + k]
                }
            }
            let diagonal = self[row, row]
            for k in 0..<count { columns[row * count + k] /= diagonal }
        }
    }

    // MARK: - Tiles

    private static func factorizeTile(_ a: UnsafeMutablePointer<Double>) -> Bool {
        for j in 0..<tile {
            let row = a + j * tile
            var sum = row[j]
            for k in 0..<j { sum -= row[k] * row[k] }
            guard sum > 0, sum.isFinite else { return false }
            let diagonal = sum.squareRoot()
            row[j] = diagonal
            for i in j + 1..<max(tile, j + 1) {
                let other = a + i * tile
                var sum = other[j]
                for k in 0..<j { sum -= other[k] * row[k] }
                other[j] = sum / diagonal
            }
            for k in j + 1..<max(tile, j + 1) { row[k] = 0 }
        }
        return true
    }

    private static func invertTile(
        _ a: UnsafePointer<Double>, to x: UnsafeMutablePointer<Double>
    ) {
        x.update(repeating: 0, count: tileCount)
        for i in 0..<tile {
            let (row, result) = (a + i * tile, x + i * tile)
            // Row i of the inverse: (e_i - Σ_k a_ik x_k) / a_ii
            for k in 0..<i {
                let (factor, known) = (row[k], x + k * tile)
                for j in 0...k { result[j] -= factor * known[j] }
            }
            result[i] = 1
            let diagonal = row[i]
            for j in 0...i { result[j] /= diagonal }
        }
    }

    private static func transpose(
        _ a: UnsafePointer<Double>, to b: UnsafeMutablePointer<Double>
    ) {
        for i in 0..<tile {
            for j in 0..<tile { b[j * tile + i] = a[i * tile + j] }
        }
    }
}
