public import SencFiles

/// Why a task on many vectors cannot be done as asked.
public enum CorpusError: Diagnostic, Equatable {
    case clusters(Int, vectors: Int)
    case restarts(Int)
    case communitySize(Int)

    public var description: String {
        switch self {
        case .clusters(let clusters, let vectors):
            "\(clusters) clusters cannot be made of \(vectors) vectors; ask for 1 to "
                + "\(vectors)"
        case .restarts(let restarts): "\(restarts) restarts are too few; 1 or more are needed"
        case .communitySize(let size): "communities have at least 1 member, not \(size)"
        }
    }

    public var status: ExitStatus { .usage }
}
