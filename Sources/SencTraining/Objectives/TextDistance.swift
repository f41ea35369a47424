/// How far two texts are from each other.
enum TextDistance: Sendable {
    /// 1 - cosine similarity
    case cosine
    case euclidean
    case manhattan

    /// The measure, and what distances are of it: an offset, and a sign.
    /// - Parameter shift: is added to each difference.
    func measure(shift: Double) -> (PairMeasure, offset: Double, sign: Double) {
        switch self {
        case .cosine: (.cosine, 1, -1)
        case .euclidean: (.euclidean(shift: shift), 0, 1)
        case .manhattan: (.manhattan(shift: shift), 0, 1)
        }
    }
}
