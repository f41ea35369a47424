public import SencFiles

/// Why vectors cannot be projected as asked.
public enum ProjectionError: Diagnostic, Equatable {
    /// Fewer components than one, or more than the vectors or their dimension.
    case components(Int, vectors: Int, dimension: Int)
    /// A perplexity that is less than 1 or not finite.
    case perplexity(Double)
    /// Trustworthiness is defined for less than half as many neighbors as there are points.
    case neighbors(Int, points: Int)
    /// The points to be judged are not one for each vector.
    case points(Int, vectors: Int)

    public var message: Message {
        switch self {
        case .components(let components, let vectors, let dimension):
            vectors == 1
                ? "1 vector of dimension \(dimension) has 1 principal component, not \(components)"
                : """
                \(vectors) vectors of dimension \(dimension) have 1 to \
                \(min(vectors, dimension)) principal components, not \(components)
                """
        case .perplexity(let perplexity):
            "the perplexity is a number of neighbors, at least 1, not \(perplexity)"
        case .neighbors(let neighbors, let points):
            """
            trustworthiness among \(points) points is defined for 1 to \((points - 1) / 2) \
            neighbors, not \(neighbors)
            """
        case .points(let points, let vectors):
            switch (points, vectors) {
            case (1, _): "there is 1 point for \(vectors) vectors"
            case (_, 1): "there are \(points) points for 1 vector"
            default: "there are \(points) points for \(vectors) vectors"
            }
        }
    }

    public var status: ExitStatus { .usage }
}
