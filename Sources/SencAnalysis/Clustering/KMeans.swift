public import SencMath
public import SencVectors

/// Clusters of vectors by k-means (Lloyd, "Least squares quantization in PCM", 1982), begun by greedy
/// k-means++ (Arthur and Vassilvitskii, 2007) as scikit-learn does it, the best of several starts,
/// each ended by moves of single vectors (Hartigan and Wong, 1979).
public struct KMeans: Sendable {
    /// [clusters, dimension]
    public let centroids: Matrix
    /// The cluster of each vector, counted from 0.
    public let labels: [Int]
    /// The sum of the squared distances of vectors to their centroids.
    public let inertia: Double
    /// Rounds of the best start.
    public let iterations: Int

    /// Clusters that are the same for the same seed, with any number of threads.
    /// - Parameters:
    ///   - vectors: compared by their Euclidean distance.
    ///   - clusters: from 1 to the number of vectors.
    ///   - seed: of the numbers that choose where centroids begin.
    ///   - restarts: at least 1.
    ///   - maximumIterations: rounds of a start, which then ends where it is.
    ///   - tolerance: a start is done when its centroids move by less than this part of the mean
    ///     variance of the components, squared and summed, or no vector changes its cluster.
    ///   - threads: by default one for each processor.
    /// - Throws: `CorpusError` for numbers out of range, `SearchError.notFinite`.
    public init(
        _ vectors: StoredVectors, clusters: Int, seed: UInt64 = 0, restarts: Int = 10,
        maximumIterations: Int = 300, tolerance: Double = 1e-4, threads: Int? = nil
    ) throws {
        guard 1...max(vectors.count, 1) ~= clusters, vectors.count > 0 else {
            throw CorpusError.clusters(clusters, vectors: vectors.count)
        }
        guard restarts >= 1 else { throw CorpusError.restarts(restarts) }
        let workers = WorkerPool(threads: threads)
        let rows = vectors.floatRows
        try vectors.checkFinite(rows, workers)
        let lloyd = Lloyd(rows: rows, workers: workers)
        let limit = try tolerance * lloyd.meanVariance()
        var best: KMeans?
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<restarts {
            let start = try lloyd.startingCentroids(clusters, &generator)
            let result = try lloyd.run(from: start, limit, maximumIterations)
            if result.inertia < best?.inertia ?? .infinity { best = result }
        }
        guard let best else { throw SearchError.notFinite(row: 0, source: vectors.source) }
        self = best
    }

    /// The rows of each cluster, the most central first, of two as central the lower row; in the order
    /// of the clusters.
    /// - Parameter vectors: those that were clustered.
    public func members(of vectors: StoredVectors) -> [[Int]] {
        var members = [[(row: Int, score: Float)]](repeating: [], count: centroids.rows)
        for (row, label) in labels.enumerated() {
            members[label].append(
                (row, SimilarityFunction.euclidean(vectors[row], centroids[label])))
        }
        return members.map { cluster in
            cluster.sorted { (-$0.score, $0.row) < (-$1.score, $1.row) }.map(\.row)
        }
    }

    init(centroids: Matrix, labels: [Int], inertia: Double, iterations: Int) {
        self.centroids = centroids
        self.labels = labels
        self.inertia = inertia
        self.iterations = iterations
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers from the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
