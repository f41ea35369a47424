public import SencFiles

/// Why a task on many vectors cannot be done as asked.
public enum CorpusError: Diagnostic, Equatable {
    /// Fewer than one cluster, or more than there are vectors.
    case clusters(Int, vectors: Int)
    /// Fewer than one restart of k-means.
    case restarts(Int)
    /// Communities of fewer than one member.
    case communitySize(Int)
    /// Fewer than one neighbor; or only one vector, which has none.
    case neighbors(Int, vectors: Int)

    public var message: Message {
        switch self {
        case .clusters(let clusters, let vectors):
            switch (clusters, vectors) {
            case (1, 0): "1 cluster cannot be made of 0 vectors"
            case (_, 0): "\(clusters) clusters cannot be made of 0 vectors"
            case (_, 1): "\(clusters) clusters cannot be made of 1 vector; ask for 1"
            default:
                "\(clusters) clusters cannot be made of \(vectors) vectors; ask for 1 to \(vectors)"
            }
        case .restarts(let restarts): "\(restarts) restarts are too few; 1 or more are needed"
        case .communitySize(let size): "communities have at least 1 member, not \(size)"
        case .neighbors(let neighbors, let vectors):
            neighbors < 1
                ? "\(neighbors) neighbors are too few; 1 or more are needed"
                : "outliers need at least 2 vectors, not \(vectors)"
        }
    }

    public var status: ExitStatus { .usage }
}
