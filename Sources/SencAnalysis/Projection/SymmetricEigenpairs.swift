import SencMath
import SencVectors

/// The largest eigenvalues of a symmetric matrix and their eigenvectors.
///
/// 1. Householder reflections make the matrix tridiagonal: n³ steps, the rows shared out.
/// 2. Eigenvalues by bisection, counting those below a number by Sturm's sequence, which cannot fail
///    to converge.
/// 3. Eigenvectors by inverse iteration, each orthogonal to those before it, reflected back.
///
/// After Golub and Van Loan, "Matrix Computations", 4th edition, sections 8.3 and 8.4.
struct SymmetricEigenpairs {
    /// The largest first.
    let values: [Double]
    /// Of length 1, orthogonal to each other.
    let vectors: [[Double]]

    /// - Parameters:
    ///   - matrix: [order, order], finite and symmetric.
    ///   - count: how many are wanted, at most `order`.
    init(_ matrix: [Double], order: Int, count: Int, _ workers: WorkerPool) throws {
        var reduced = try Tridiagonal(matrix, order: order, workers)
        values = (0..<count).map { reduced.eigenvalue($0) }
        var found: [[Double]] = []
        for value in values { found.append(reduced.eigenvector(value, orthogonalTo: found)) }
        vectors = found.map { reduced.reflectedBack($0) }
    }
}

/// A symmetric tridiagonal matrix, and the reflections that made another matrix into it.
private struct Tridiagonal {
    /// Smaller ones are sooner done by one thread.
    private static let leastSharedOrder = 256
    private static let inverseIterations = 4

    private var diagonal: [Double] = []
    /// Beside the diagonal, one less.
    private var beside: [Double] = []
    private var reflections: [(vector: [Double], factor: Double)] = []
    /// No eigenvalue is farther from 0.
    private let bound: Double
    private var generator = SeededGenerator(seed: 0)

    init(_ matrix: [Double], order: Int, _ workers: WorkerPool) throws {
        let rows = DoubleMatrix(rows: order, columns: order, elements: matrix)
        for column in 0..<max(order - 2, 0) {
            diagonal.append(rows[column][column])
            let size = order - column - 1
            var v = (0..<size).map { rows[column + 1 + $0][column] }
            let length = dot(v, v, size).squareRoot()
            // Away from the first component's sign, so that digits do not cancel.
            let alpha = v[0] > 0 ? -length : length
            beside.append(alpha)
            v[0] -= alpha
            let square = dot(v, v, size)
            let factor = square > 0 ? 2 / square : 0
            reflections.append((v, factor))
            guard factor > 0 else { continue }
            let threads = size < Self.leastSharedOrder ? 1 : workers.threads
            let shares = WorkerPool(threads: threads)
            let products = DoubleMatrix(rows: 1, columns: size)
            let direction = v
            let grain = size.dividedRoundingUp(by: 4 * threads)
            try shares.forEach(items: size.dividedRoundingUp(by: grain)) { item, _ in
                for row in (item * grain)..<min((item + 1) * grain, size) {
                    let tail = rows[column + 1 + row] + column + 1
                    products[0][row] = factor * dot(tail, direction, size)
                }
            }
            let p = products.elements
            let half = factor * dot(p, v, size) / 2
            let w = zip(p, v).map { $0 - half * $1 }
            try shares.forEach(items: size.dividedRoundingUp(by: grain)) { item, _ in
                for row in (item * grain)..<min((item + 1) * grain, size) {
                    let tail = rows[column + 1 + row] + column + 1
                    let (a, b) = (direction[row], w[row])
                    for index in 0..<size { tail[index] -= a * w[index] + b * direction[index] }
                }
            }
        }
        for row in max(order - 2, 0)..<order { diagonal.append(rows[row][row]) }
        if order > 1 { beside.append(rows[order - 1][order - 2]) }
        let sides = [0] + beside + [0]
        // Gershgorin's circles.
        var bound = 0.0
        for (row, value) in diagonal.enumerated() {
            bound = max(bound, abs(value) + abs(sides[row]) + abs(sides[row + 1]))
        }
        self.bound = bound
    }

    /// The eigenvalue that has that many larger ones.
    func eigenvalue(_ rank: Int) -> Double {
        var (low, high) = (-bound, bound)
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return high }
            if diagonal.count - countBelow(middle) > rank { low = middle } else { high = middle }
        }
    }

    /// How many eigenvalues are less: the signs of the pivots of the matrix less x tell.
    private func countBelow(_ x: Double) -> Int {
        var count = 0
        var pivot = 1.0
        for index in diagonal.indices {
            let side = index > 0 ? beside[index - 1] : 0
            pivot = diagonal[index] - x - (index > 0 ? side * side / pivot : 0)
            if pivot == 0 { pivot = -.leastNormalMagnitude }
            if pivot < 0 { count += 1 }
        }
        return count
    }

    mutating func eigenvector(_ value: Double, orthogonalTo others: [[Double]]) -> [Double] {
        var vector = diagonal.map { _ in Double.random(in: -1..<1, using: &generator) }
        for _ in 0..<Self.inverseIterations {
            vector = normalized(solved(vector, shift: value))
            // Twice is enough: what rounding leaves after the first time, the second takes.
            for _ in 0..<2 {
                for other in others {
                    let part = dot(vector, other, other.count)
                    for index in vector.indices { vector[index] -= part * other[index] }
                }
            }
            vector = normalized(vector)
        }
        return vector
    }

    private func normalized(_ vector: [Double]) -> [Double] {
        let largest = vector.reduce(0) { max($0, abs($1)) }
        guard largest > 0 else { return vector }
        let scaled = vector.map { $0 / largest }
        let length = dot(scaled, scaled, scaled.count).squareRoot()
        return scaled.map { $0 / length }
    }

    /// x of (T - shift) x = right, by elimination with exchange of rows; pivots that vanish, as the
    /// last does for an eigenvalue, are taken as the least that counts.
    private func solved(_ right: [Double], shift: Double) -> [Double] {
        let count = diagonal.count
        let least = max(bound * 0x1p-53, .leastNormalMagnitude)
        var x = right
        // The row in work, and the rows above it, of at most three elements each.
        var (here, next) = (diagonal[0] - shift, count > 1 ? beside[0] : 0)
        var rows: [(pivot: Double, second: Double, third: Double)] = []
        for index in 0..<(count - 1) {
            let side = beside[index]
            let below = diagonal[index + 1] - shift
            let after = index + 2 < count ? beside[index + 1] : 0
            if abs(side) > abs(here) {
                rows.append((side, below, after))
                let factor = here / side
                x.swapAt(index, index + 1)
                x[index + 1] -= factor * x[index]
                (here, next) = (next - factor * below, -factor * after)
            } else {
                if abs(here) < least { here = least }
                rows.append((here, next, 0))
                let factor = side / here
                x[index + 1] -= factor * x[index]
                (here, next) = (below - factor * next, after)
            }
        }
        rows.append((abs(here) < least ? least : here, 0, 0))
        for index in stride(from: count - 1, through: 0, by: -1) {
            var sum = x[index]
            if index + 1 < count { sum -= rows[index].second * x[index + 1] }
            if index + 2 < count { sum -= rows[index].third * x[index + 2] }
            x[index] = sum / rows[index].pivot
        }
        return x
    }

    /// A vector of this matrix as one of the matrix that was made tridiagonal.
    func reflectedBack(_ vector: [Double]) -> [Double] {
        var result = vector
        for (column, (v, factor)) in reflections.enumerated().reversed() {
            let part = factor * zip(v, result[(column + 1)...]).reduce(0) { $0 + $1.0 * $1.1 }
            for index in v.indices { result[column + 1 + index] -= part * v[index] }
        }
        return result
    }
}
