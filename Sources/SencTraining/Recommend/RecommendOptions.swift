/// What recommendations are learned by.
package enum RecommendMethod: String, Sendable, CaseIterable {
    /// A weight for each pair of items, in closed form (Steck, "Embarrassingly shallow autoencoders
    /// for sparse data", 2019).
    case ease
    /// Vectors of users and items by alternating least squares for implicit feedback (Hu, Koren and
    /// Volinsky, 2008), with the penalty in proportion to what is known of a row (Rendle et al.,
    /// "Revisiting the performance of iALS", 2021).
    case als
    /// Vectors that rank what a user chose above what he or she did not (Rendle et al., 2009).
    case bpr
    /// Vectors and biases that tell ratings (Funk, 2006; Koren, Bell and Volinsky, 2009).
    case mf
    /// The same, with what a user rated, whatever the ratings, as a part of the user's vector
    /// (Koren, 2008).
    case svdpp = "svd++"
    /// What most users chose.
    case popularity

    /// Whether ratings are told, not interactions.
    package var isOfRatings: Bool { self == .mf || self == .svdpp }
    /// Whether it has vectors of users and items.
    package var hasVectors: Bool { self != .ease && self != .popularity }
}

/// How recommendations are learned.
package struct RecommendOptions: Sendable, Equatable {
    package var method: RecommendMethod
    /// Numbers of a vector, of methods that have such.
    package var dimension: Int
    /// Passes over the interactions.
    package var epochs: Int
    /// λ: of EASE what is added to the diagonal, else the factor of the squares.
    package var regularization: Double
    /// Of als: how much more an interaction counts than what is not known.
    package var alpha: Double
    /// Of steps of gradient descent.
    package var learningRate: Double
    /// Of bpr: whether other items are drawn by how often they were chosen, and not all alike.
    package var drawsPopularItems = false
    package var seed: UInt64 = 1

    /// The defaults of a method.
    package init(_ method: RecommendMethod) {
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
