internal import SencMath

/// What gives the tokens of texts their states in a model that learns, and goes back.
protocol LearnedSource: AnyObject, Sendable {
    /// The vectors of words, if they are learned.
    var words: RowTable? { get }
    /// Tokens that are computed with at once, from the way forward to the end of the way back.
    var mostTokens: Int { get }

    /// Matrices that are learned by updates of low rank, merged with these.
    var mergedTensors: [String: StoredMatrix] { get }
    /// The updates, by the names of their modules.
    var updates: [(module: String, update: LearnedUpdate)] { get }

    /// Makes the weights as they are now ready for products.
    func prepare() throws

    /// The states of all tokens of a batch [tokens, state size], valid until the next call.
    func apply(_ batch: TokenBatch) throws -> UnsafePointer<Float>

    /// Adds the gradients by all that is learned, from those by the states that `apply` gave last.
    /// - Parameter change: [tokens, state size], which is lost.
    func back(_ batch: TokenBatch, _ change: UnsafeMutablePointer<Float>) throws
}

extension LearnedSource {
    var mergedTensors: [String: StoredMatrix] { [:] }
    var updates: [(module: String, update: LearnedUpdate)] { [] }
}
