package import SencMath
import SencVectors

extension KMeans {
    /// The centroids of thousands of clusters, for a quantizer: Lloyd's rounds from rows that are drawn
    /// evenly over all. The same for the same seed, with any number of threads.
    ///
    /// A cluster that loses its last row begins anew with a row of the largest.
    /// - Parameters:
    ///   - rows: at least as many as clusters.
    ///   - isSpherical: whether centroids are of length 1 and rows go to the one that their product is
    ///     highest with (Dhillon and Modha, 2001), not to the nearest.
    ///   - rounds: at most so many.
    ///   - source: what errors call the rows.
    ///   - progress: is told of each round that is done, and may throw to end the work.
    /// - Returns: [clusters, dimension]
    /// - Throws: `CorpusError.clusters`, `SearchError.notFinite`.
    package static func quantizer(
        _ rows: RowSet, clusters: Int, isSpherical: Bool, seed: UInt64, rounds: Int,
        precision: Precision = .float32, source: String, workers: WorkerPool,
        progress: (_ round: Int) throws -> Void = { _ in }
    ) throws -> Matrix {
        guard rows.rows > 0, 1...rows.rows ~= clusters else {
            throw CorpusError.clusters(clusters, vectors: rows.rows)
        }
        var generator = SeededGenerator(seed: seed)
        let result = FloatMatrix(rows: clusters, columns: rows.columns)
        for (cluster, row) in evenSample(clusters, of: rows.rows, &generator).enumerated() {
            if let base = result[cluster].baseAddress { rows.copy(rows: row..<(row + 1), to: base) }
        }
        if isSpherical { normalize(result) }
        let labels = NumberBuffer<UInt32>(count: rows.rows, repeating: .max)
        let scores = FloatBuffer(count: rows.rows)
        var workspaces: [CentroidPanels.Workspace] = []
        for round in 0..<rounds {
            let earlier = Array(labels.elements)
            let panels = CentroidPanels(
                result.matrix(), isSpherical: isSpherical, precision: precision)
            if workspaces.isEmpty {
                workspaces = (0..<workers.threads).map { _ in CentroidPanels.Workspace(panels) }
            }
            try panels.assign(
                rows, 0..<rows.rows, to: labels.base, scores: scores.base, source: source,
                workspaces, workers)
            guard !labels.elements.elementsEqual(earlier) else { break }
            try setMeans(result, Members(labels.elements, clusters: clusters), rows, workers)
            if isSpherical { normalize(result) }
            try progress(round)
        }
        return result.matrix()
    }

    /// Some of many rows in order, one from each of as many equal runs of them.
    package static func evenSample(_ count: Int, of rows: Int, seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed)
        return evenSample(count, of: rows, &generator)
    }

    private static func evenSample(
        _ count: Int, of rows: Int, _ generator: inout SeededGenerator
    ) -> [Int] {
        (0..<count).map { index in
            let first = rows.multipliedFullWidth(by: index)
            let next = rows.multipliedFullWidth(by: index + 1)
            let start = count.dividingFullWidth(first).quotient
            let end = count.dividingFullWidth(next).quotient
            return Int.random(in: start..<max(end, start + 1), using: &generator)
        }
    }

    private static func normalize(_ centroids: FloatMatrix) {
        for row in 0..<centroids.rows {
            let centroid = centroids[row]
            let length = dotProduct(centroid, centroid).squareRoot()
            guard length > 0 else { continue }
            for column in centroid.indices {
                centroid[column] = Float(Double(centroid[column]) / length)
            }
        }
    }

    private static func setMeans(
        _ centroids: FloatMatrix, _ members: Members, _ rows: RowSet, _ workers: WorkerPool
    ) throws {
        try workers.forEach(items: centroids.rows) { cluster, _ in
            let centroid = centroids[cluster]
            guard let base = centroid.baseAddress else { return }
            if let row = members.replacements[cluster] {
                rows.copy(rows: row..<(row + 1), to: base)
                return
            }
            let own = members[cluster]
            guard !own.isEmpty else { return }
            let sums = NumberBuffer<Double>(count: rows.columns, repeating: 0)
            let vector = FloatBuffer(count: rows.columns)
            for row in own {
                rows.copy(rows: Int(row)..<(Int(row) + 1), to: vector.base)
                for column in 0..<rows.columns {
                    sums.base[column] += Double(vector.base[column])
                }
            }
            for column in 0..<rows.columns {
                base[column] = Float(sums.base[column] / Double(own.count))
            }
        }
    }
}

/// The rows of each cluster, in order.
private struct Members: Sendable {
    private let starts: [Int]
    private let rows: [UInt32]
    /// For clusters without a row, one of the largest.
    let replacements: [Int: Int]

    init(_ labels: UnsafeMutableBufferPointer<UInt32>, clusters: Int) {
        var starts = [Int](repeating: 0, count: clusters + 1)
        for label in labels { starts[Int(label) + 1] += 1 }
        for cluster in 0..<clusters { starts[cluster + 1] += starts[cluster] }
        var places = starts
        var rows = [UInt32](repeating: 0, count: labels.count)
        for (row, label) in labels.enumerated() {
            rows[places[Int(label)]] = UInt32(truncatingIfNeeded: row)
            places[Int(label)] += 1
        }
        (self.starts, self.rows) = (starts, rows)
        replacements = Self.replacements(starts, rows, clusters)
    }

    subscript(cluster: Int) -> ArraySlice<UInt32> { rows[starts[cluster]..<starts[cluster + 1]] }

    /// Of the largest clusters, the row in the middle; of those that have given some, the row that
    /// halves the first half, and so on.
    private static func replacements(
        _ starts: [Int], _ rows: [UInt32], _ clusters: Int
    ) -> [Int: Int] {
        let empty = (0..<clusters).filter { starts[$0] == starts[$0 + 1] }
        guard !empty.isEmpty else { return [:] }
        var largest: [(cluster: Int, size: Int)] = []
        for cluster in 0..<clusters {
            let size = starts[cluster + 1] - starts[cluster]
            if size > 1 { largest.append((cluster, size)) }
        }
        largest.sort { (-$0.size, $0.cluster) < (-$1.size, $1.cluster) }
        var result: [Int: Int] = [:]
        var next = 0
        for cluster in empty {
            guard !largest.isEmpty else { break }
            if next == largest.count { next = 0 }
            let half = largest[next].size / 2
            guard half > 0 else { break }
            result[cluster] = Int(rows[starts[largest[next].cluster] + half])
            largest[next].size = half
            next += 1
        }
        return result
    }
}
