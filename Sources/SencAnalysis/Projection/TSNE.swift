public import SencMath
public import SencVectors

/// Points of a plane in place of vectors, neighbors kept together: t-distributed stochastic neighbor
/// embedding (van der Maaten and Hinton, 2008) with Barnes-Hut sums (van der Maaten, 2014).
///
/// The points begin along the two principal components (Kobak and Berens, 2019). Steps, momentum and
/// gains are scikit-learn's `TSNE(init="pca", learning_rate="auto")`. The same seed gives the same
/// points for any number of threads.
public struct TSNE: Sendable {
    /// scikit-learn's.
    public static let defaultPerplexity = 30.0
    /// scikit-learn's. The first 250 exaggerate how close neighbors are.
    public static let defaultIterations = 1000
    /// Attraction is multiplied at first, so that groups find together.
    private static let exaggeration: Float = 12
    private static let exaggeratedIterations = 250
    private static let leastLearningRate: Float = 50
    private static let momentum: (early: Float, late: Float) = (0.5, 0.8)
    /// The standard deviation of the first coordinate at the start, and of noise that parts vectors
    /// which differ elsewhere.
    private static let deviation = 1e-4
    private static let noise = 1e-6
    /// The part of the time that neighbors take, for progress.
    private static let neighborShare = 0.3

    /// [vectors, 2], around the origin. Equal vectors are one point: apart, they would be each
    /// other's only neighbors.
    public let coordinates: Matrix
    /// What was asked for, or what fewer different vectors allow: a third of one's neighbors.
    public let perplexity: Double

    /// Places the vectors; takes time by their number times its logarithm for each iteration, after
    /// an exact search for neighbors.
    /// - Parameters:
    ///   - vectors: compared by their Euclidean distance.
    ///   - perplexity: about how many neighbors count for each vector; at least 1.
    ///   - seed: of the noise that the points begin with.
    ///   - iterations: steps of the descent; none for the points as they begin.
    ///   - threads: by default one for each processor.
    ///   - progress: is given now and then the part that is done, within 0...1.
    /// - Throws: `ProjectionError.perplexity`, `SearchError.notFinite`.
    public init(
        _ vectors: StoredVectors, perplexity: Double = defaultPerplexity, seed: UInt64 = 0,
        iterations: Int = defaultIterations, threads: Int? = nil,
        progress: (Double) -> Void = { _ in }
    ) throws {
        guard perplexity >= 1, perplexity.isFinite else {
            throw ProjectionError.perplexity(perplexity)
        }
        let workers = WorkerPool(threads: threads)
        try vectors.checkFinite(vectors.floatRows, workers)
        let (distinct, places) = Self.distinct(vectors)
        self.perplexity = min(perplexity, max(1, Double(distinct.count - 1) / 3))
        guard distinct.count > 1 else {
            coordinates = Matrix(rows: vectors.count, columns: 2)
            return
        }
        let affinities = try Affinities(distinct, perplexity: self.perplexity, workers) {
            progress($0 * Self.neighborShare)
        }
        let start = try Self.start(distinct, seed: seed, threads: threads)
        var descent = Descent(x: start.x, y: start.y, affinities, workers)
        let rate = max(Float(distinct.count) / Self.exaggeration / 4, Self.leastLearningRate)
        for iteration in 0..<max(iterations, 0) {
            let isEarly = iteration < Self.exaggeratedIterations
            if iteration == Self.exaggeratedIterations { descent.rest() }
            try descent.step(
                exaggeration: isEarly ? Self.exaggeration : 1,
                momentum: isEarly ? Self.momentum.early : Self.momentum.late, learningRate: rate)
            let part = Double(iteration + 1) / Double(iterations)
            progress(Self.neighborShare + (1 - Self.neighborShare) * part)
        }
        coordinates = Matrix(
            rows: vectors.count, columns: 2,
            elements: places.flatMap { [descent.x[$0], descent.y[$0]] })
    }

    /// The vectors, each once, and which of those each vector is.
    private static func distinct(
        _ vectors: StoredVectors
    ) -> (vectors: StoredVectors, places: [Int]) {
        var found: [[Float]: Int] = [:]
        var rows: [Int] = []
        let places = (0..<vectors.count).map { row in
            let vector = vectors[row]
            if let place = found[vector] { return place }
            found[vector] = rows.count
            rows.append(row)
            return rows.count - 1
        }
        guard rows.count < vectors.count else { return (vectors, places) }
        let elements = rows.flatMap { vectors[$0] }
        return (
            StoredVectors(
                Matrix(rows: rows.count, columns: vectors.dimension, elements: elements)),
            places
        )
    }

    private static func start(
        _ vectors: StoredVectors, seed: UInt64, threads: Int?
    ) throws -> (x: [Float], y: [Float]) {
        let plane = try PrincipalComponents.plane(of: vectors, threads: threads)
        let squares = (0..<plane.rows).reduce(0.0) {
            $0 + Double(plane[$1, 0]) * Double(plane[$1, 0])
        }
        let spread = (squares / Double(plane.rows)).squareRoot()
        let scale = spread > 0 ? deviation / spread : 0
        var generator = SeededGenerator(seed: seed)
        func coordinate(_ row: Int, _ column: Int) -> Float {
            Float(scale * Double(plane[row, column]) + noise * generator.nextNormal())
        }
        let points = (0..<plane.rows).map { (coordinate($0, 0), coordinate($0, 1)) }
        return (points.map(\.0), points.map(\.1))
    }
}

extension SeededGenerator {
    /// A number of the standard normal distribution (Box and Muller, 1958).
    fileprivate mutating func nextNormal() -> Double {
        let radius = (-2 * Double.log(1 - Double.random(in: 0..<1, using: &self))).squareRoot()
        return radius * Double.cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }
}
