import SencMath

extension Lloyd {
    private static let maximumRounds = 50
    /// What a move must gain, as a part of what it takes away.
    private static let leastGain = 1e-7

    /// Clusters after single rows were moved to others, as long as that lessens the sum of squared
    /// distances (Hartigan and Wong, "Algorithm AS 136: a k-means clustering algorithm", 1979).
    ///
    /// A row at the distance d from the centroid of its cluster of n rows takes n / (n - 1) · d² away
    /// when it leaves, and adds n / (n + 1) · d² where it joins, for the centroids move too: a row
    /// may gain by it though no other centroid is nearer.
    func withRowsMoved(
        _ labels: [Int], _ centroids: Matrix
    ) throws -> (labels: [Int], centroids: Matrix) {
        var (labels, centroids) = (labels, centroids)
        for _ in 0..<Self.maximumRounds {
            let candidates = try candidates(labels, centroids)
            guard move(candidates, &labels, clusters: centroids.rows) else { break }
            centroids = try means(of: labels, clusters: centroids.rows)
        }
        return (labels, centroids)
    }

    private static func costs(of labels: [Int], clusters: Int) -> (leave: [Float], join: [Float]) {
        var counts = [Float](repeating: 0, count: clusters)
        for label in labels { counts[label] += 1 }
        return (counts.map { $0 > 1 ? $0 / ($0 - 1) : 0 }, counts.map { $0 / ($0 + 1) })
    }

    /// The rows that seem to gain by a move, and where to.
    private func candidates(
        _ labels: [Int], _ centroids: Matrix
    ) throws -> [(row: Int, cluster: Int)] {
        let costs = Self.costs(of: labels, clusters: centroids.rows)
        let found = FloatMatrix(rows: 1, columns: rows.rows)
        try forEachRow(comparedWith: centroids) { row, square, scores in
            let own = labels[row]
            var best = own
            var least = costs.leave[own] * (square - 2 * scores[own])
            for cluster in costs.join.indices where cluster != own {
                let cost = costs.join[cluster] * (square - 2 * scores[cluster])
                if cost < least { (best, least) = (cluster, cost) }
            }
            found[0][row] = Float(bitPattern: UInt32(truncatingIfNeeded: best))
        }
        return found[0].enumerated().compactMap { row, cluster in
            let cluster = Int(cluster.bitPattern)
            return cluster == labels[row] ? nil : (row, cluster)
        }
    }

    /// Makes those moves that gain when all before them are made.
    /// - Returns: whether there are any.
    private func move(
        _ candidates: [(row: Int, cluster: Int)], _ labels: inout [Int], clusters: Int
    ) -> Bool {
        guard !candidates.isEmpty else { return false }
        let floats = FloatBuffer(count: rows.columns)
        func vector(_ row: Int) -> [Double] {
            rows.copy(rows: row..<(row + 1), to: floats.base)
            return floats.elements.map(Double.init)
        }
        var isConcerned = [Bool](repeating: false, count: clusters)
        for (row, cluster) in candidates {
            isConcerned[labels[row]] = true
            isConcerned[cluster] = true
        }
        var counts = [Double](repeating: 0, count: clusters)
        // [clusters, dimension]
        var sums = [Double](repeating: 0, count: clusters * rows.columns)
        for (row, label) in labels.enumerated() where isConcerned[label] {
            counts[label] += 1
            add(1, times: vector(row), to: &sums, from: label * rows.columns)
        }
        func squaredDistance(_ vector: [Double], to cluster: Int) -> Double {
            let count = max(counts[cluster], 1)
            let sum = sums[(cluster * rows.columns)..<((cluster + 1) * rows.columns)]
            return zip(vector, sum).reduce(0) { result, pair in
                let difference = pair.0 - pair.1 / count
                return result + difference * difference
            }
        }
        var hasMoved = false
        for (row, cluster) in candidates {
            let own = labels[row]
            let (count, joined) = (counts[own], counts[cluster])
            guard count > 1 else { continue }
            let vector = vector(row)
            let leave = count / (count - 1) * squaredDistance(vector, to: own)
            let join = joined / (joined + 1) * squaredDistance(vector, to: cluster)
            guard join < leave * (1 - Self.leastGain) else { continue }
            add(-1, times: vector, to: &sums, from: own * rows.columns)
            add(1, times: vector, to: &sums, from: cluster * rows.columns)
            counts[own] -= 1
            counts[cluster] += 1
            labels[row] = cluster
            hasMoved = true
        }
        return hasMoved
    }
}
