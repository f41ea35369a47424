internal import SencMath

/// How a loss is computed: by how many threads, and with which numbers products of matrices are.
struct LossArithmetic: Sendable {
    let workers: WorkerPool
    /// Of similarities of whole batches and of their gradients; all else is in double precision.
    let element: any ScoreElement.Type

    /// - Parameter element: `Double` is slow, and is what `Float` is compared with.
    init(workers: WorkerPool, element: any ScoreElement.Type = Float.self) {
        (self.workers, self.element) = (workers, element)
    }

    /// Rows that a thread takes at once.
    static let chunk = 64

    /// Calls `body` with runs of rows.
    func forEachChunk(
        of rows: Int, _ body: @Sendable (_ rows: Range<Int>) -> Void
    ) throws {
        try workers.forEach(items: (rows + Self.chunk - 1) / Self.chunk) { item, _ in
            body(item * Self.chunk..<min((item + 1) * Self.chunk, rows))
        }
    }
}
