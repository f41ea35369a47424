/// What recommendations are learned by.
public enum RecommenderMethod: String, Sendable, CaseIterable {
    /// A weight for each pair of items, in closed form (Steck, "Embarrassingly shallow autoencoders
    /// for sparse data", 2019).
    case ease
    /// Vectors of users and items by alternating least squares for implicit feedback (Hu, Koren and
    /// Volinsky, "Collaborative filtering for implicit feedback datasets", 2008), with the penalty in proportion to what is known of a row (Rendle et al.,
    /// "Revisiting the performance of iALS", 2021).
    case als
    /// Vectors that rank what a user chose above what he or she did not (Rendle et al., "BPR:
    /// Bayesian personalized ranking from implicit feedback", 2009).
    case bpr
    /// Matrix factorization: vectors and biases that tell ratings, μ + b_u + b_i + p_u · q_i (Koren,
    /// Bell and Volinsky, "Matrix factorization techniques for recommender systems", 2009).
    case mf
    /// The same, with what a user rated, whatever the ratings, as a part of the user's vector (SVD++;
    /// Koren, "Factorization meets the neighborhood", 2008).
    case svdpp = "svd++"
    /// What most users chose: a baseline.
    case popularity

    /// Whether ratings are told, not interactions.
    public var isOfRatings: Bool { self == .mf || self == .svdpp }
    /// Whether it has vectors of users and items.
    public var hasVectors: Bool { self != .ease && self != .popularity }
}

/// How recommendations are learned.
public struct RecommenderOptions: Sendable, Equatable {
    /// What they are learned by.
    public var method: RecommenderMethod
    /// Components of a vector, of methods that have vectors: 1 to 65,536, of `als` to 4096.
    public var dimension: Int
    /// Passes over the interactions, of methods that have vectors: 1 to 1,000,000.
    public var epochs: Int
    /// λ, within 0...10⁹: with `ease`, where it is over 0, what is added to the diagonal of Xᵀ X;
    /// else the factor of the squares of the numbers, with `als` in proportion to the weights of the
    /// squared errors of a row.
    public var regularization: Double
    /// Of `als`: α, over 0 and up to 10⁶; an interaction counts 1 + α · its rating, which is 1 if there
    /// is none, and what is not known 1.
    public var alpha: Double
    /// Of the steps of `bpr`, `mf` and `svdpp`, over 0 and up to 100; of the latter two falling to a
    /// tenth of it in the last pass.
    public var learningRate: Double
    /// Of `bpr`: whether other items are drawn by how often they were chosen, and not all alike.
    public var drawsPopularItems = false
    /// Of all random numbers: the same is learned with the same.
    public var seed: UInt64 = 1

    /// The defaults of a method: λ 500 with `ease`, 0.02 with `als`, 0.01 with `bpr`, 0.07 with `mf`
    /// and `svdpp`; α 4; a dimension of 64; 15, 100, 40 and 40 passes; a learning rate of 0.02.
    public init(_ method: RecommenderMethod) {
        self.method = method
        switch method {
        case .ease, .popularity:
            (dimension, epochs, regularization, alpha, learningRate) = (1, 1, 500, 1, 0.02)
        case .als:
            (dimension, epochs, regularization, alpha, learningRate) = (64, 15, 0.02, 4, 0.02)
        case .bpr:
            (dimension, epochs, regularization, alpha, learningRate) = (64, 100, 0.01, 1, 0.02)
        case .mf:
            (dimension, epochs, regularization, alpha, learningRate) = (64, 40, 0.07, 1, 0.02)
        case .svdpp:
            (dimension, epochs, regularization, alpha, learningRate) = (64, 40, 0.07, 1, 0.02)
        }
    }

    /// - Throws: `TrainingError.setting` for what is out of its range.
    package func check() throws(TrainingError) {
        let largest = method == .als ? AlternatingLeastSquares.maximumDimension : 65536
        try SequenceOptions.check("dimension", dimension, 1...largest)
        try SequenceOptions.check("epochs", epochs, 1...1_000_000)
        try Self.check("regularization", regularization, 0...1e9, isOver: method == .ease)
        try Self.check("alpha", alpha, 0...1e6, isOver: true)
        try Self.check("learning rate", learningRate, 0...100, isOver: true)
    }

    private static func check(
        _ name: String, _ value: Double, _ range: ClosedRange<Double>, isOver: Bool = false
    ) throws(TrainingError) {
        // What is not a number is in no range.
        guard range.contains(value), !isOver || value > range.lowerBound else {
            throw .setting(
                name, value: "\(value)",
                allowed: isOver
                    ? "over \(range.lowerBound) and up to \(range.upperBound)"
                    : "\(range.lowerBound) to \(range.upperBound)")
        }
    }
}
