/// How alike each vector of a batch is to each other.
enum BatchSimilarity: Sendable {
    /// q · d / (|q| |d|)
    case cosine
    /// q · d
    case dot

    /// The same of one pair.
    var pairMeasure: PairMeasure {
        switch self {
        case .cosine: .cosine
        case .dot: .dot
        }
    }
}
