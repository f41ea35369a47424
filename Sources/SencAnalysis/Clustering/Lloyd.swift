import SencMath
import SencVectors

/// The steps of k-means on one set of rows. Sums that threads share are added in the order
/// of the rows.
struct Lloyd: Sendable {
    private static let blockRows = 48
    private static let itemRows = 20 * blockRows

    let rows: RowSet
    let workers: WorkerPool

    // MARK: Starting

    /// Centroids by k-means++: each next one is drawn by the squared distances to the nearest so far,
    /// the best of 2 + ⌊ln clusters⌋ drawn.
    func startingCentroids(
        _ clusters: Int, _ generator: inout SeededGenerator
    ) throws -> Matrix {
        let trials = 2 + Int(Double.log(Double(clusters)))
        var chosen = [Int.random(in: 0..<rows.rows, using: &generator)]
        var nearest = try squaredDistances(to: chosen[0])
        while chosen.count < clusters {
            var sums: [Double] = []
            sums.reserveCapacity(nearest.count)
            var sum = 0.0
            for distance in nearest {
                sum += Double(distance)
                sums.append(sum)
            }
            var best: (row: Int, nearest: [Float], potential: Double)?
            for _ in 0..<trials {
                let target = Double.random(in: 0..<1, using: &generator) * sum
                let row = min(Self.firstIndex(in: sums, over: target), rows.rows - 1)
                let distances = try squaredDistances(to: row)
                var closer = nearest
                var potential = 0.0
                for index in closer.indices {
                    closer[index] = min(closer[index], distances[index])
                    potential += Double(closer[index])
                }
                if potential < best?.potential ?? .infinity { best = (row, closer, potential) }
            }
            guard let best else { break }
            chosen.append(best.row)
            nearest = best.nearest
        }
        return centroids(clusters) { cluster, centroid in
            let row = chosen[min(cluster, chosen.count - 1)]
            rows.copy(rows: row..<(row + 1), to: centroid)
        }
    }

    private static func firstIndex(in sums: [Double], over target: Double) -> Int {
        var (low, high) = (0, sums.count)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > target { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func squaredDistances(to row: Int) throws -> [Float] {
        let centroid = FloatBuffer(count: rows.columns)
        rows.copy(rows: row..<(row + 1), to: centroid.base)
        let result = FloatMatrix(rows: 1, columns: rows.rows)
        try forEachItem { range, _ in
            guard let base = result[0].baseAddress else { return }
            rows.bounds(
                of: .euclidean, query: centroid.base, errorBound: 0, rows: range,
                to: base + range.lowerBound)
            for index in range {
                // Too small a distance comes as infinity.
                let distance = base[index]
                base[index] = distance.isFinite ? distance * distance : 0
            }
        }
        return Array(result[0])
    }

    /// The mean over columns of the variance of their elements.
    func meanVariance() throws -> Double {
        var sums = [Double](repeating: 0, count: rows.columns)
        var squares = sums
        let row = FloatBuffer(count: rows.columns)
        for index in 0..<rows.rows {
            rows.copy(rows: index..<(index + 1), to: row.base)
            for column in 0..<rows.columns {
                let value = Double(row.base[column])
                sums[column] += value
                squares[column] += value * value
            }
        }
        let count = Double(rows.rows)
        let variances = zip(sums, squares).map { sum, square in
            max(0, square / count - (sum / count) * (sum / count))
        }
        return variances.reduce(0, +) / Double(max(rows.columns, 1))
    }

    // MARK: Rounds

    func run(from start: Matrix, _ limit: Double, _ maximumIterations: Int) throws -> KMeans {
        var centroids = start
        var labels: [Int] = []
        var iterations = 0
        while iterations < maximumIterations {
            iterations += 1
            var (next, distances) = try assigned(to: centroids)
            Self.fillEmpty(&next, distances, clusters: centroids.rows)
            let moved = try means(of: next, clusters: centroids.rows)
            let shift = zip(moved.elements, centroids.elements).reduce(0.0) { sum, pair in
                let difference = Double(pair.0) - Double(pair.1)
                return sum + difference * difference
            }
            centroids = moved
            let isSettled = next == labels
            labels = next
            if isSettled || shift <= limit { break }
        }
        labels = try assigned(to: centroids).labels
        (labels, centroids) = try withRowsMoved(labels, centroids)
        let inertia = try inertia(labels, centroids)
        return KMeans(
            centroids: centroids, labels: labels, inertia: inertia, iterations: iterations)
    }

    /// The nearest centroid of each row, of two as near the lower, and about how far it is, squared.
    private func assigned(to centroids: Matrix) throws -> (labels: [Int], distances: [Float]) {
        let found = FloatMatrix(rows: 2, columns: rows.rows)
        try forEachRow(comparedWith: centroids) { row, square, scores in
            var best = 0
            for cluster in 1..<max(centroids.rows, 1) where scores[cluster] > scores[best] {
                best = cluster
            }
            // The bits, since a float does not hold every integer.
            found[0][row] = Float(bitPattern: UInt32(truncatingIfNeeded: best))
            found[1][row] = max(0, square - 2 * scores[best])
        }
        return (found[0].map { Int($0.bitPattern) }, Array(found[1]))
    }

    /// Calls `body` with each row x, several at once: |x|², and for each centroid c the score
    /// x · c - |c|² / 2, so that the squared distance is |x|² - 2 · score.
    func forEachRow(
        comparedWith centroids: Matrix,
        _ body: @Sendable (_ row: Int, _ square: Float, _ scores: UnsafePointer<Float>) -> Void
    ) throws {
        let clusters = centroids.rows
        let layer = Linear(
            parts: [
                StoredMatrix(
                    rows: clusters, columns: centroids.columns, elements: centroids.elements)
            ],
            bias: (0..<clusters).map { Float(-dotProduct(centroids[$0], centroids[$0]) / 2) })
        let workspaces = (0..<workers.threads).map { _ in
            (
                block: FloatBuffer(count: Self.blockRows * rows.columns),
                scores: FloatBuffer(count: Self.blockRows * clusters),
                squares: FloatBuffer(count: Self.blockRows)
            )
        }
        try forEachItem { range, worker in
            let (block, scores, squares) = workspaces[worker]
            for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockRows) {
                let part = start..<min(start + Self.blockRows, range.upperBound)
                rows.squares(rows: part, to: squares.base)
                rows.copy(rows: part, to: block.base)
                layer.apply(block.base, rows: part.count, to: scores.base)
                for row in part {
                    let place = row - start
                    body(row, squares.base[place], scores.base + place * clusters)
                }
            }
        }
    }

    /// Gives each cluster that has no row the one farthest from its centroid.
    private static func fillEmpty(_ labels: inout [Int], _ distances: [Float], clusters: Int) {
        var counts = [Int](repeating: 0, count: clusters)
        for label in labels { counts[label] += 1 }
        let empty = counts.indices.filter { counts[$0] == 0 }
        guard !empty.isEmpty else { return }
        var farthest = labels.indices.sorted { (-distances[$0], $0) < (-distances[$1], $1) }[...]
        for cluster in empty {
            while let row = farthest.popFirst() {
                guard counts[labels[row]] > 1 else { continue }
                counts[labels[row]] -= 1
                labels[row] = cluster
                break
            }
        }
    }

    func means(of labels: [Int], clusters: Int) throws -> Matrix {
        var members = [[Int]](repeating: [], count: clusters)
        for (row, label) in labels.enumerated() { members[label].append(row) }
        let result = FloatMatrix(rows: clusters, columns: rows.columns)
        let all = members
        try workers.forEach(items: clusters) { cluster, _ in
            var sums = [Double](repeating: 0, count: rows.columns)
            let row = FloatBuffer(count: rows.columns)
            for member in all[cluster] {
                rows.copy(rows: member..<(member + 1), to: row.base)
                for column in 0..<rows.columns { sums[column] += Double(row.base[column]) }
            }
            let centroid = result[cluster]
            let count = Double(max(all[cluster].count, 1))
            for column in 0..<rows.columns { centroid[column] = Float(sums[column] / count) }
        }
        return result.matrix()
    }

    private func inertia(_ labels: [Int], _ centroids: Matrix) throws -> Double {
        let parts = try workers.map(items: rows.rows, grain: Self.itemRows) { row in
            let vector = [Float](unsafeUninitializedCapacity: rows.columns) { buffer, count in
                if let base = buffer.baseAddress { rows.copy(rows: row..<(row + 1), to: base) }
                count = rows.columns
            }
            let distance = Double(SimilarityFunction.euclidean(vector, centroids[labels[row]]))
            return distance * distance
        }
        return parts.reduce(0, +)
    }

    // MARK: Parts

    private func forEachItem(
        _ body: @Sendable (_ range: Range<Int>, _ worker: Int) throws -> Void
    ) throws {
        let size = Self.itemRows
        try workers.forEach(items: rows.rows.dividedRoundingUp(by: size)) { item, worker in
            try body((item * size)..<min((item + 1) * size, rows.rows), worker)
        }
    }

    private func centroids(
        _ count: Int, _ fill: (Int, UnsafeMutablePointer<Float>) -> Void
    ) -> Matrix {
        let result = FloatMatrix(rows: count, columns: rows.columns)
        for row in 0..<count {
            if let base = result[row].baseAddress { fill(row, base) }
        }
        return result.matrix()
    }
}
