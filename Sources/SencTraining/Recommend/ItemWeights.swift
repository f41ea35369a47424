internal import SencFiles
internal import SencMath

/// EASE's weights B of items by items: of all with zeros in the diagonal those with the least
/// |X - X B|² + λ |B|², which are B = I - P · diag(1 / diag P), P = (Xᵀ X + λ I)⁻¹ (Steck, 2019).
/// A user's scores are x · B.
final class ItemWeights: Sendable {
    let count: Int
    let stride: Int
    /// [items, stride]: row i is what item i adds to the scores.
    let weights: FloatBuffer

    /// Zeros.
    init(count: Int) {
        self.count = count
        stride = TrainingKernels.stride(dimension: count)
        weights = FloatBuffer(zeros: count * stride)
    }

    /// Bytes that learning takes, about.
    static func bytes(items: Int) -> Double {
        let size = Double(items)
        return SymmetricMatrix.inversionBytes(size: size)
    }

    /// - Throws: `RecommenderError.notSolvable` if λ is so small that rounding decides.
    init(
        learning interactions: Interactions, regularization: Double, _ workers: WorkerPool,
        report: (_ fraction: Double) throws -> Void
    ) throws {
        count = interactions.itemCount
        stride = TrainingKernels.stride(dimension: count)
        let inverse = try Self.invertedFactor(interactions, regularization, workers, report)
        let diagonal = inverse.productDiagonal()
        let weights = FloatBuffer(zeros: count * stride)
        self.weights = weights
        let (count, stride) = (self.count, self.stride)
        try inverse.product(workers) { row, column, tile in
            for i in 0..<min(SymmetricMatrix.tile, count - row) {
                for j in 0..<min(SymmetricMatrix.tile, count - column) {
                    let (a, b) = (row + i, column + j)
                    guard a > b else { continue }
                    let element = tile[i * SymmetricMatrix.tile + j]
                    weights.base[a * stride + b] = Float(-element / diagonal[b])
                    weights.base[b * stride + a] = Float(-element / diagonal[a])
                }
            }
        }
        try report(1)
    }

    private static func invertedFactor(
        _ interactions: Interactions, _ regularization: Double, _ workers: WorkerPool,
        _ report: (_ fraction: Double) throws -> Void
    ) throws -> SymmetricMatrix {
        let matrix = try gram(of: interactions, workers)
        for item in 0..<interactions.itemCount { matrix[item, item] += regularization }
        try report(0.1)
        guard try matrix.factorize(workers, report: { try report(0.1 + 0.3 * $0) }) else {
            throw RecommenderError.notSolvable(regularization: regularization)
        }
        try report(0.4)
        let inverse = try matrix.invertedFactor(workers)
        try report(0.7)
        return inverse
    }

    /// Xᵀ X
    static func gram(
        of interactions: Interactions, _ workers: WorkerPool
    ) throws -> SymmetricMatrix {
        let matrix = SymmetricMatrix(size: interactions.itemCount)
        let (byItem, byUser) = (interactions.byItem, interactions.byUser)
        let runs = byItem.runs(of: 1 << 10)
        try workers.forEach(items: runs.count) { run, _ in
            var sums = [Double](repeating: 0, count: interactions.itemCount)
            byUser.columns.withUnsafeBufferPointer { items in
                sums.withUnsafeMutableBufferPointer { sums in
                    for item in runs[run] {
                        for place in byItem.range(item) {
                            let value = Double(byItem.value(at: place))
                            let range = byUser.range(Int(byItem.columns[place]))
                            if let values = byUser.values {
                                for other in range where items[other] <= item {
                                    sums[Int(items[other])] += value * Double(values[other])
                                }
                            } else {
                                for other in range {
                                    guard items[other] <= item else { break }
                                    sums[Int(items[other])] += value
                                }
                            }
                        }
                        for other in 0...item {
                            if sums[other] != 0 { matrix[item, other] = sums[other] }
                            sums[other] = 0
                        }
                    }
                }
            }
        }
        return matrix
    }

    /// Adds what some items tell.
    func scores(
        of items: ArraySlice<UInt32>, values: (Int) -> Float,
        to scores: UnsafeMutablePointer<Float>
    ) {
        let kernels = TrainingKernels()
        let sum = FloatBuffer(zeros: stride)
        for place in items.indices {
            kernels.add(
                weights.base + Int(items[place]) * stride, scale: values(place), to: sum.base,
                stride: stride)
        }
        scores.update(from: sum.base, count: count)
    }
}
