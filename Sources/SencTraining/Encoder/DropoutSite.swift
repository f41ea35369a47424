internal import Senc
internal import SencMath

/// The places of a layer at which numbers are dropped.
enum DropoutSite: UInt64 {
    case embeddings, probabilities, attention, feedForward

    private static let count: UInt64 = 4

    /// Which numbers of a text are dropped at a place; `nil` if none are.
    /// - Parameters:
    ///   - text: of the batch.
    ///   - layer: among all that a text goes through.
    func dropout(
        _ rates: DropoutRates, text: Int, of batch: TokenBatch, layer: Int
    ) -> Dropout? {
        let rate =
            switch self {
            case .embeddings: rates.embeddings
            case .probabilities: rates.probabilities
            case .attention: rates.attention
            case .feedForward: rates.feedForward
            }
        guard rate > 0, let key = batch.keys?[text] else { return nil }
        let purpose = UInt64(layer) * Self.count + rawValue
        return Dropout(
            rate: rate, key: CounterRandom(seed: key, purpose: purpose).bits(at: 0))
    }

    /// Drops numbers of rows [tokens of the chunk, columns] in place.
    func drop(
        _ rows: UnsafeMutablePointer<Float>, columns: Int, _ chunk: TokenBatch.Chunk,
        of batch: TokenBatch, _ rates: DropoutRates, layer: Int
    ) {
        let kernels = GradientKernels()
        for text in chunk.texts {
            guard let dropout = dropout(rates, text: text, of: batch, layer: layer) else { return }
            let tokens = batch.tokens(ofText: text)
            let start = rows + (tokens.lowerBound - chunk.tokens.lowerBound) * columns
            kernels.drop(dropout, start, count: tokens.count * columns, to: start)
        }
    }
}
