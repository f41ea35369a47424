internal import SencMath
public import SencVectors

/// Logistic regression: of a vector x, class k has a probability proportional to
/// exp(weights[k] · x + intercepts[k]). Of two classes the second alone has weights, and the
/// first's score is 0.
///
/// The weights W minimize C Σ sᵢ (-log p(yᵢ | xᵢ)) + ½ |W|², intercepts not among them: what
/// scikit-learn's `LogisticRegression` minimizes.
public struct LogisticRegression: Sendable, Equatable {
    /// In order; as scikit-learn's `classes_`.
    public let classes: [String]
    /// Components of the vectors.
    public let dimension: Int
    /// [scores, dimension], row after row; a score for each class, or one for two.
    public let weights: [Double]
    /// [scores]
    public let intercepts: [Double]
    /// Whether the minimum was found within the iterations that are allowed.
    public let hasConverged: Bool

    /// What decides the weights beside the examples.
    public struct Options: Sendable, Equatable {
        /// C, the inverse of the penalty's strength: over 0.
        public var regularization: Double
        /// Whether classes count alike, however many examples each has:
        /// sᵢ = examples / (classes · examples of i's class), in place of 1.
        public var isBalanced: Bool

        /// scikit-learn's defaults, unless said otherwise.
        public init(regularization: Double = 1, isBalanced: Bool = false) {
            self.regularization = regularization
            self.isBalanced = isBalanced
        }
    }

    /// Learns from examples; the same weights with any number of threads.
    /// - Parameters:
    ///   - vectors: the examples.
    ///   - labels: the class of each vector, of at least two.
    ///   - options: what decides the weights beside the examples.
    ///   - threads: by default one for each processor.
    /// - Throws: `ClassificationError`, `SearchError.notFinite`.
    public init(
        _ vectors: StoredVectors, labels: [String], options: Options = Options(),
        threads: Int? = nil
    ) throws {
        let examples = try LabeledExamples(vectors, labels, WorkerPool(threads: threads))
        try self.init(examples, rows: Array(0..<vectors.count), options)
    }

    /// Learns from some of the examples, among which every class must be.
    init(_ examples: LabeledExamples, rows: [Int], _ options: Options) throws {
        guard options.regularization > 0, options.regularization.isFinite else {
            throw ClassificationError.regularization(options.regularization)
        }
        let loss = LogisticLoss(examples, rows: rows, options)
        let start = [Double](repeating: 0, count: loss.scores * (examples.dimension + 1))
        let minimum = try LBFGS().minimum(from: start) { try loss.value(at: $0, gradient: &$1) }
        classes = examples.classes
        dimension = examples.dimension
        let (width, point) = (dimension + 1, minimum.point)
        weights = (0..<loss.scores).flatMap { point[($0 * width)..<(($0 + 1) * width - 1)] }
        intercepts = (0..<loss.scores).map { point[($0 + 1) * width - 1] }
        hasConverged = minimum.hasConverged
    }

    /// A model that was learnt before.
    /// - Throws: `ClassificationError.tooFewClasses` or `weights` if the parts do not go together.
    public init(
        classes: [String], dimension: Int, weights: [Double], intercepts: [Double]
    ) throws(ClassificationError) {
        guard Set(classes).count == classes.count, classes.count >= 2 else {
            throw .tooFewClasses(classes)
        }
        let scores = classes.count == 2 ? 1 : classes.count
        let (count, overflow) = scores.multipliedReportingOverflow(by: dimension)
        guard dimension > 0, !overflow, weights.count == count, intercepts.count == scores,
            weights.allSatisfy(\.isFinite), intercepts.allSatisfy(\.isFinite)
        else { throw .weights(classes: classes.count, dimension: dimension) }
        self.classes = classes
        self.dimension = dimension
        self.weights = weights
        self.intercepts = intercepts
        hasConverged = true
    }

    /// The probability of each class for each vector, [vectors][classes].
    /// - Throws: `SearchError.dimension` for vectors of another dimension, `notFinite`.
    public func probabilities(
        of vectors: StoredVectors, threads: Int? = nil
    ) throws -> [[Double]] {
        guard vectors.dimension == dimension else {
            throw SearchError.dimension(
                vectors: dimension, queries: vectors.dimension, source: vectors.source)
        }
        let workers = WorkerPool(threads: threads)
        try vectors.checkFinite(vectors.floatRows, workers)
        return try workers.map(items: vectors.count, grain: 64) { row in
            let vector = vectors[row].map(Double.init)
            var scores = intercepts.indices.map { score in
                intercepts[score]
                    + dotProduct(weights, from: score * dimension, vector)
            }
            if scores.count == 1 { scores.insert(0, at: 0) }
            _ = softmax(&scores)
            return scores
        }
    }

    /// The most probable class of each vector, counted in `classes`; of two as probable the lower.
    /// - Throws: as `probabilities`.
    public func predictions(of vectors: StoredVectors, threads: Int? = nil) throws -> [Int] {
        try probabilities(of: vectors, threads: threads).map(\.indexOfLargest)
    }
}

/// Vectors with the class of each.
struct LabeledExamples: Sendable {
    let rows: RowSet
    let workers: WorkerPool
    /// In order.
    let classes: [String]
    /// Of each row, counted in `classes`.
    let labels: [Int]

    var dimension: Int { rows.columns }

    init(_ vectors: StoredVectors, _ labels: [String], _ workers: WorkerPool) throws {
        guard labels.count == vectors.count else {
            throw ClassificationError.labelCount(labels.count, vectors: vectors.count)
        }
        classes = Set(labels).sorted()
        guard classes.count >= 2 else { throw ClassificationError.tooFewClasses(classes) }
        let places = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
        self.labels = labels.compactMap { places[$0] }
        rows = vectors.floatRows
        self.workers = workers
        try vectors.checkFinite(rows, workers)
    }
}

extension [Double] {
    /// The lower of two as large.
    var indexOfLargest: Int {
        indices.dropFirst().reduce(0) { self[$1] > self[$0] ? $1 : $0 }
    }
}
