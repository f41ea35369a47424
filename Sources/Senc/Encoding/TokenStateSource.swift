/// What gives the tokens of a text their states: the first module of a model, ready to compute. An
/// `InputModule` is what its files say of it.
enum TokenStateSource: Sendable {
    case transformer(Transformer)
    case table(EmbeddingTable)

    /// Computes the states of all tokens of a batch.
    /// - Parameter threads: how many compute the batch together.
    /// - Returns: [tokens, state size], valid until the workspace's next use.
    func apply(
        _ batch: RaggedBatch, in workspace: Workspace, threads: Int = 1
    ) -> UnsafePointer<Float> {
        switch self {
        case .transformer(let transformer):
            transformer.apply(batch, in: workspace, threads: threads)
        case .table(let table): table.apply(batch, in: workspace)
        }
    }

    /// The transformer, if this is one.
    var transformer: Transformer? {
        if case .transformer(let transformer) = self { transformer } else { nil }
    }
}
