package import Senc

/// The vectors of a request's texts, window after window as they are computed.
package struct EncodedTexts: Sendable {
    let queue: EncodingQueue
    let job: EncodingJob
    private let ticket: Ticket

    init(queue: EncodingQueue, job: EncodingJob) {
        (self.queue, self.job) = (queue, job)
        ticket = Ticket(queue, job)
    }

    /// Drops what waits when nobody is left to take it.
    private final class Ticket: Sendable {
        private let queue: EncodingQueue
        private let job: EncodingJob

        init(_ queue: EncodingQueue, _ job: EncodingJob) { (self.queue, self.job) = (queue, job) }

        deinit { queue.cancel(job) }
    }

    package var texts: [String] { job.texts }

    /// When it came where; to be asked when all is computed.
    package var times: JobTimes { queue.times(of: job) }

    /// Texts that are cut; known as soon as one window is.
    package var truncatedCount: Int { queue.truncatedCount(of: job) }

    /// The vectors of the texts of one window, in their order; `nil` behind the last one. Windows are
    /// asked for one after the other, from 0, by one task.
    /// - Throws: `EncodingError`, `QueueError`, or `CancellationError` if the task is cancelled,
    ///   whereupon what waits for it is dropped.
    package func window(_ index: Int) async throws -> Embeddings? {
        let prepared = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                queue.wait(for: index, of: job, $0)
            }
        } onCancel: {
            queue.cancel(job)
        }
        return try prepared.map { try job.encoder.embeddings(of: $0) }
    }

    /// All vectors, [texts, dimension], with the tokens of each text.
    package func all() async throws -> [Embeddings] {
        var all: [Embeddings] = []
        while let next = try await window(all.count) { all.append(next) }
        return all
    }
}
