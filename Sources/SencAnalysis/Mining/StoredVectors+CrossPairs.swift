internal import SencMath
public import SencVectors

/// How close a vector of one set is to one of another.
public enum CrossScoring: Equatable, Sendable {
    /// The cosine divided by the mean of two means, that of the cosines of each of the two with the k
    /// vectors of the other set that are closest to it: over 1 for what is closer than its
    /// neighborhood (Artetxe and Schwenk, "Margin-based parallel corpus mining with multilingual
    /// sentence embeddings", 2019, the margin called ratio).
    ///
    /// A vector that is close to everything stands out so from nothing.
    case margin(neighbors: Int)
    /// The cosine as it is.
    case cosine
}

/// Which pairs of two sets are reported.
public enum CrossMatching: String, CaseIterable, Sendable {
    /// The closest pair, then the closest of what is left, and so on, among the best pair of each
    /// vector of either set.
    case oneToOne = "one-to-one"
    /// For each vector of the first set the best of the second, which may be that of several.
    case each
}

extension StoredVectors {
    /// The pairs of a vector of this set and one of another that belong together, as translations
    /// do: the steps of sentence-transformers' example of parallel sentence mining, and of LASER,
    /// with exact search.
    ///
    /// Memory grows with the vectors and their neighbors, not with the pairs that there could be.
    /// - Parameters:
    ///   - other: vectors of the same dimension.
    ///   - scoring: how close two vectors are.
    ///   - matching: which pairs are reported.
    ///   - threshold: the least score of a pair.
    ///   - threads: by default one for each processor.
    /// - Returns: one to one, the best first, of those as good the one with the lower rows; for each,
    ///   in the order of this set.
    /// - Throws: `SearchError` if the dimensions differ or a vector is not finite;
    ///   `CorpusError.neighbors` if k is less than 1.
    public func crossPairs(
        with other: StoredVectors, scoring: CrossScoring = .margin(neighbors: 4),
        matching: CrossMatching = .oneToOne, threshold: Float? = nil, threads: Int? = nil
    ) throws -> [Pair] {
        guard other.dimension == dimension else {
            throw SearchError.dimension(
                vectors: other.dimension, queries: dimension, source: other.source)
        }
        var neighbors = 1
        if case .margin(let count) = scoring {
            guard count >= 1 else { throw CorpusError.neighbors(count, vectors: self.count) }
            neighbors = count
        }
        guard count > 0, other.count > 0 else { return [] }
        let workers = WorkerPool(threads: threads)
        let forward = try nearest(neighbors, in: other, workers)
        let isForwardEnough = matching == .each && scoring == .cosine
        let backward = isForwardEnough ? [] : try other.nearest(neighbors, in: self, workers)
        let best = Neighborhoods(forward, backward, scoring)
        let threshold = threshold ?? -.infinity
        let found =
            switch matching {
            case .oneToOne: best.matched()
            case .each: best.ofFirst()
            }
        return found.map { Pair(first: $0.first, second: $0.second, score: Float($0.score)) }
            .filter { $0.score >= threshold }
    }
}

/// The closest vectors of the other set, for those of both sets.
private struct Neighborhoods {
    typealias Scored = (score: Double, first: Int, second: Int)

    private let forward: [[Hit]]
    private let backward: [[Hit]]
    /// Of the cosines of each list; empty where scores are cosines.
    private let means: (forward: [Double], backward: [Double])

    init(_ forward: [[Hit]], _ backward: [[Hit]], _ scoring: CrossScoring) {
        (self.forward, self.backward) = (forward, backward)
        means =
            scoring == .cosine
            ? ([], []) : (forward.map(Self.mean), backward.map(Self.mean))
    }

    private static func mean(_ matches: [Hit]) -> Double {
        matches.reduce(0) { $0 + Double($1.score) } / Double(matches.count)
    }

    private func score(_ cosine: Float, _ first: Int, _ second: Int) -> Double {
        guard !means.forward.isEmpty else { return Double(cosine) }
        let margin = Double(cosine) / ((means.forward[first] + means.backward[second]) / 2)
        // Vectors of zeros alone have no margin.
        return margin.isNaN ? 0 : margin
    }

    /// The best of each vector of the first set.
    func ofFirst() -> [Scored] {
        forward.enumerated().compactMap { first, matches in
            Self.best(matches.map { (score($0.score, first, $0.index), first, $0.index) })
        }
    }

    private func ofSecond() -> [Scored] {
        backward.enumerated().compactMap { second, matches in
            Self.best(matches.map { (score($0.score, $0.index, second), $0.index, second) })
        }
    }

    /// Of candidates from the closest, the first that has the largest score.
    private static func best(_ candidates: [Scored]) -> Scored? {
        candidates.dropFirst().reduce(candidates.first) { best, next in
            best.map { next.score > $0.score ? next : $0 }
        }
    }

    /// The best of both sets, none of whose vectors is in two pairs.
    func matched() -> [Scored] {
        let candidates = (ofFirst() + ofSecond()).sorted {
            (-$0.score, $0.first, $0.second) < (-$1.score, $1.first, $1.second)
        }
        var isTaken = [Bool](repeating: false, count: forward.count)
        var isOtherTaken = [Bool](repeating: false, count: backward.count)
        return candidates.filter { pair in
            guard !isTaken[pair.first], !isOtherTaken[pair.second] else { return false }
            isTaken[pair.first] = true
            isOtherTaken[pair.second] = true
            return true
        }
    }
}
