import Senc
import Synchronization

/// Waiting for what a job comes to, and giving it up.
extension EncodingQueue {
    typealias Resumption = @Sendable () -> Void

    func times(of job: EncodingJob) -> JobTimes { state.withLock { _ in job.times } }

    func truncatedCount(of job: EncodingJob) -> Int {
        let windows = state.withLock { _ in job.windows ?? [] }
        return windows.reduce(0) { $0 + $1.texts.truncatedCount }
    }

    func wait(
        for window: Int, of job: EncodingJob,
        _ continuation: CheckedContinuation<PreparedTexts?, any Error>
    ) {
        let resumed = state.withLock { state in
            job.waiting = (window, continuation)
            return resumption(of: job, &state)
        }
        resumed?()
    }

    /// What resumes whoever waits for a job, if what he waits for is there.
    func resumption(of job: EncodingJob, _ state: inout State) -> Resumption? {
        if let windows = job.windows, job.times.completed == nil,
            !windows.contains(where: { $0.left > 0 })
        {
            job.times.completed = .now
            if !windows.isEmpty { state.load.requests -= 1 }
        }
        guard let (window, continuation) = job.waiting else { return nil }
        let result: Result<PreparedTexts?, any Error>
        if let failure = job.failure {
            result = .failure(failure)
        } else if let windows = job.windows, window >= windows.count {
            result = .success(nil)
        } else if let windows = job.windows, windows[window].left == 0 {
            result = .success(windows[window].texts)
        } else {
            return nil
        }
        job.waiting = nil
        return { continuation.resume(with: result) }
    }

    /// Drops what waits for a job.
    func cancel(_ job: EncodingJob) { fail(job, CancellationError()) }

    func fail(_ job: EncodingJob, _ error: any Error) {
        let resumed = state.withLock { state -> Resumption? in
            guard !job.isCancelled, job.times.completed == nil else { return nil }
            (job.isCancelled, job.failure) = (true, error)
            state.load.waitingTokens -= job.waitingTokens
            state.load.requests -= 1
            job.waitingTokens = 0
            for item in (job.windows ?? []).flatMap(\.items) where !item.claim.isTaken {
                item.claim.waiters.removeAll { $0.job === job }
                if item.claim.waiters.isEmpty { state.claims[item.claim.key] = nil }
            }
            return resumption(of: job, &state)
        }
        resumed?()
    }
}
