internal import SencMath
internal import Synchronization

/// Some texts that are encoded together, on their way from tokens to vectors.
final class EncodingWindow: Sendable {
    /// The first text's place among all.
    let firstIndex: Int
    let texts: [TokenizedText]
    let sequences: UniqueSequences
    /// Indices of the sequences to be computed, batch by batch.
    let batches: [[Int]]
    /// Tokens of all batches.
    let batchTokens: Int
    /// The vectors of the sequences [sequences, dimension].
    let vectors: FloatMatrix
    let batchesLeft: Atomic<Int>

    /// - Parameters:
    ///   - recent: has vectors that need not be computed again.
    ///   - dimension: components of a vector.
    ///   - threads: how many threads there are to work.
    init(
        _ texts: [TokenizedText], firstIndex: Int = 0, recent: RecentVectors? = nil,
        dimension: Int, threads: Int
    ) {
        let sequences = UniqueSequences(texts)
        let vectors = FloatMatrix(rows: sequences.ids.count, columns: dimension)
        let unknown = sequences.ids.indices.filter { index in
            guard let vector = recent?.vector(of: sequences.ids[index]) else { return true }
            _ = vectors[index].update(from: vector)
            return false
        }
        batches = BatchPlan.batches(of: sequences.ids, indices: unknown, threads: threads)
        batchTokens = unknown.reduce(0) { $0 + sequences.ids[$1].count }
        batchesLeft = Atomic(batches.count)
        self.firstIndex = firstIndex
        self.texts = texts
        self.sequences = sequences
        self.vectors = vectors
    }
}
