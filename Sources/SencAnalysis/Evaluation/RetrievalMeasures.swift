internal import SencMath

/// How well a search finds the passages that are relevant for queries: the measures of
/// sentence-transformers' `InformationRetrievalEvaluator`, means over the queries. A passage is
/// relevant or not; there are no degrees.
public struct RetrievalMeasures: Equatable, Sendable {
    /// How many passages, from the best, each measure looks at.
    public struct Depths: Equatable, Sendable {
        /// k of accuracy, precision and recall.
        public var hits: [Int]
        /// k of MRR@k.
        public var reciprocalRank: Int
        /// k of nDCG@k.
        public var discountedGain: Int
        /// k of MAP@k.
        public var averagePrecision: Int

        /// The depths of sentence-transformers' evaluator, unless said otherwise; each at least 1.
        public init(
            hits: [Int] = [1, 3, 5, 10], reciprocalRank: Int = 10, discountedGain: Int = 10,
            averagePrecision: Int = 100
        ) {
            self.hits = hits
            self.reciprocalRank = reciprocalRank
            self.discountedGain = discountedGain
            self.averagePrecision = averagePrecision
        }

        private var all: [Int] { hits + [reciprocalRank, discountedGain, averagePrecision] }
        /// The most that a measure looks at, which a ranking should have if there are as many.
        public var deepest: Int { all.max() ?? 0 }
        var shallowest: Int { all.min() ?? 0 }
    }

    /// How many passages the measures looked at.
    public let depths: Depths
    /// For each k of `depths.hits`, the share of queries with a relevant passage among the best k
    /// (hit@k).
    public let accuracies: [Double]
    /// For each k, how much of the best k is relevant.
    public let precisions: [Double]
    /// For each k, how much of what is relevant is among the best k.
    public let recalls: [Double]
    /// 1 / rank of the first relevant passage; 0 if it comes later than the depth (MRR).
    public let reciprocalRank: Double
    /// Σ 1 / log₂(rank + 1) over relevant passages, divided by the largest that it could be
    /// (nDCG).
    public let discountedGain: Double
    /// Σ precision at the rank of each relevant passage, divided by how many there could be (MAP).
    public let averagePrecision: Double

    /// Measures rankings of passages, which are any numbers that tell passages apart.
    /// - Parameters:
    ///   - rankings: for each query the passages that were found, the best first.
    ///   - relevant: for each query the passages that should be.
    ///   - depths: how many passages each measure looks at.
    /// - Throws: `EvaluationError` if there are no queries, not one set for each, a set is empty, or
    ///   a depth is less than 1.
    public init(
        rankings: [[Int]], relevant: [Set<Int>], depths: Depths = Depths()
    ) throws(EvaluationError) {
        guard rankings.count == relevant.count else {
            throw .counts(rankings.count, relevant.count)
        }
        guard !rankings.isEmpty else { throw .noQueries }
        guard depths.shallowest >= 1 else { throw .depth(depths.shallowest) }
        if let query = relevant.firstIndex(where: \.isEmpty) {
            throw .nothingRelevant(query: query)
        }
        self.depths = depths
        let hits = zip(rankings, relevant).map { ranking, relevant in
            ranking.prefix(depths.deepest).map(relevant.contains)
        }
        let wanted = relevant.map(\.count)
        /// The mean of a measure of each query's hits and the number of passages that it wants.
        func mean(_ measure: ([Bool], Int) -> Double) -> Double {
            zip(hits, wanted).reduce(0) { $0 + measure($1.0, $1.1) } / Double(hits.count)
        }
        func found(_ hits: [Bool], _ depth: Int) -> Double {
            Double(hits.prefix(depth).count { $0 })
        }
        accuracies = depths.hits.map { depth in
            mean { hits, _ in hits.prefix(depth).contains(true) ? 1 : 0 }
        }
        precisions = depths.hits.map { depth in
            mean { hits, _ in found(hits, depth) / Double(depth) }
        }
        recalls = depths.hits.map { depth in
            mean { hits, wanted in found(hits, depth) / Double(wanted) }
        }
        reciprocalRank = mean { hits, _ in
            hits.prefix(depths.reciprocalRank).firstIndex(of: true).map { 1 / Double($0 + 1) } ?? 0
        }
        discountedGain = mean { hits, wanted in
            let ideal = [Bool](repeating: true, count: min(wanted, depths.discountedGain))
            return Self.gain(hits.prefix(depths.discountedGain)) / Self.gain(ideal[...])
        }
        averagePrecision = mean { hits, wanted in
            Self.precisions(hits.prefix(depths.averagePrecision))
                / Double(min(depths.averagePrecision, wanted))
        }
    }

    private static func gain(_ hits: ArraySlice<Bool>) -> Double {
        hits.enumerated().reduce(0) {
            $0 + ($1.element ? 1 / Double.log2(Double($1.offset + 2)) : 0)
        }
    }

    private static func precisions(_ hits: ArraySlice<Bool>) -> Double {
        var (found, sum) = (0.0, 0.0)
        for (place, isHit) in hits.enumerated() where isHit {
            found += 1
            sum += found / Double(place + 1)
        }
        return sum
    }
}
