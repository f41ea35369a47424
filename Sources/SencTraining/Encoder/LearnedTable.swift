internal import Senc
internal import SencMath

/// Vectors of tokens that learn and depend on the token alone: what `EmbeddingTable` looks up, and back.
final class LearnedTable: LearnedSource, @unchecked Sendable {
    private let table: RowTable
    /// What each id's vector is multiplied by.
    private let weights: [Float]?
    /// The row of each id; `nil` if that is the id.
    private let rows: [Int32]?
    private let workers: WorkerPool
    let mostTokens: Int
    private let states = ScratchBuffer<Float>()

    /// - Parameters:
    ///   - words: ids that texts have.
    ///   - memory: bytes that what is computed with may take.
    init(
        _ settings: StaticConfiguration, words: some Sequence<Int32>, memory: Int,
        workers: WorkerPool
    ) throws {
        let source = try EmbeddingTable(settings)
        guard let matrix = source.matrix else {
            throw LearningError.wordVectors(path: settings.weightsPath)
        }
        (weights, rows, self.workers) = (source.weights, source.rowOfID, workers)
        let map = source.rowOfID
        table = RowTable(
            name: settings.matrixName, matrix, ids: words.map { id in map?[Int(id)] ?? id })
        mostTokens = max(1, memory / (2 * table.width * MemoryLayout<Float>.stride))
    }

    var words: RowTable? { table }

    func prepare() {}

    private func ids(_ batch: TokenBatch) -> [Int32] {
        guard let rows else { return batch.ids }
        return batch.ids.map { rows[Int($0)] }
    }

    func apply(_ batch: TokenBatch) throws -> UnsafePointer<Float> {
        let width = table.width
        states.reserve(batch.tokenCount * width)
        let ids = ids(batch)
        try workers.forEach(items: batch.chunks.count) { item, _ in
            for token in batch.chunks[item].tokens {
                let state = self.states.base + token * width
                state.update(from: self.table.row(of: ids[token]), count: width)
                guard let weight = self.weights?[Int(batch.ids[token])] else { continue }
                for column in 0..<width { state[column] *= weight }
            }
        }
        return UnsafePointer(states.base)
    }

    func back(_ batch: TokenBatch, _ change: UnsafeMutablePointer<Float>) throws {
        try table.add(
            change, of: ids(batch),
            weights: weights.map { weights in batch.ids.map { weights[Int($0)] } }, workers)
    }
}
