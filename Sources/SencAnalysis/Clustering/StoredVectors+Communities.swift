public import SencMath
public import SencVectors

extension StoredVectors {
    /// Groups of vectors whose similarity to a central one of them is at least a threshold; the
    /// largest first. A community's first member is the central one, and the rest follow by their
    /// similarity to it; no vector is in two.
    ///
    /// As sentence-transformers' `community_detection`: all vectors with enough neighbors are
    /// centers, and those with the most neighbors choose first.
    /// - Parameters:
    ///   - threshold: the least cosine to the central vector.
    ///   - minimumSize: the fewest members, the central one among them.
    ///   - threads: by default one for each processor.
    /// - Throws: `SearchError.notFinite`, `CorpusError.communitySize`.
    public func communities(
        threshold: Float = 0.75, minimumSize: Int = 10, threads: Int? = nil
    ) throws -> [[Int]] {
        guard minimumSize >= 1 else { throw CorpusError.communitySize(minimumSize) }
        let neighbors = try neighbors(.cosine, threshold: threshold, threads: threads)
        let centers = neighbors.indices.filter { neighbors[$0].count >= minimumSize }
            .sorted { (-neighbors[$0].count, $0) < (-neighbors[$1].count, $1) }
        var isTaken = [Bool](repeating: false, count: count)
        var communities: [[Int]] = []
        for center in centers where !isTaken[center] {
            let free = neighbors[center].map(\.index).filter { !isTaken[$0] }
            guard free.count >= minimumSize else { continue }
            let members = [center] + free.filter { $0 != center }
            for member in members { isTaken[member] = true }
            communities.append(members)
        }
        let order = communities.indices.sorted {
            (-communities[$0].count, $0) < (-communities[$1].count, $1)
        }
        return order.map { communities[$0] }
    }

    /// Vectors of which each is either kept or a near-duplicate of one that is: going through the
    /// rows in order, a vector is kept unless an earlier kept one is at least as close as the
    /// threshold. A duplicate is listed with the closest of those.
    /// - Returns: the kept rows in order, each with its duplicates in order.
    /// - Throws: `SearchError.notFinite`.
    public func duplicates(
        threshold: Float = 0.95, by metric: SimilarityFunction = .cosine, threads: Int? = nil
    ) throws -> [(kept: Int, duplicates: [Hit])] {
        let earlier = try neighbors(metric, threshold: threshold, before: true, threads: threads)
        var groups: [(kept: Int, duplicates: [Hit])] = []
        var places = [Int?](repeating: nil, count: count)
        for row in 0..<count {
            if let (place, score) = earlier[row].lazy.compactMap({ match in
                places[match.index].map { ($0, match.score) }
            }).first {
                groups[place].duplicates.append(Hit(index: row, score: score))
            } else {
                places[row] = groups.count
                groups.append((row, []))
            }
        }
        return groups
    }
}
