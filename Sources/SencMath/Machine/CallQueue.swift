internal import SencFiles
internal import Synchronization

/// Calls that take long, made for tasks on threads of their own, so that the few threads on which
/// all tasks run are left to them. Only so many calls are made at once; the others wait in line,
/// and take no thread until it is their turn.
package final class CallQueue: Sendable {
    private typealias Call = @Sendable (_ isCancelled: Bool) -> Void

    private struct State {
        var running = 0
        var waiting: [(cancellation: Cancellation, call: Call)] = []
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many calls are made at once, at least one.
    package init(limit: Int) { self.limit = max(limit, 1) }

    /// What `body` returns or throws.
    ///
    /// If the task is cancelled before `body` is called it never is; while it is called,
    /// `cancellation` says so, and it should end.
    /// - Throws: `CancellationError` or what `body` throws.
    package func call<Result: Sendable>(
        _ cancellation: Cancellation = Cancellation(),
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                add(cancellation) { isCancelled in
                    continuation.resume(
                        with: Swift.Result {
                            if isCancelled { throw CancellationError() }
                            return try body()
                        })
                }
            }
        } onCancel: {
            cancellation.cancel()
            remove(cancellation)
        }
    }

    /// Has a call made now or in its turn. One that is cancelled already is not made: `remove`, which
    /// would tell it, may have been called before it was there.
    private func add(_ cancellation: Cancellation, _ call: @escaping Call) {
        let isCancelled = state.withLock { state in
            guard !cancellation.isCancelled else { return true }
            state.waiting.append((cancellation, call))
            return false
        }
        if isCancelled { call(true) } else { startNext() }
    }

    private func remove(_ cancellation: Cancellation) {
        let removed = state.withLock { state in
            state.waiting.firstIndex { $0.cancellation === cancellation }
                .map { state.waiting.remove(at: $0).call }
        }
        removed?(true)
    }

    /// Starts a thread if there are calls for it; it makes calls until there is none.
    private func startNext() {
        let isAllowed = state.withLock { state in
            guard state.running < limit, !state.waiting.isEmpty else { return false }
            state.running += 1
            return true
        }
        guard isAllowed else { return }
        if let thread = SystemThread(makeCalls) {
            thread.detach()
        } else {
            // The system gives no more threads.
            makeCalls()
        }
    }

    @Sendable private func makeCalls() {
        while let call = nextCall() { call(false) }
    }

    private func nextCall() -> Call? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst().call
        }
    }
}

/// Whether the task that work is done for was cancelled, for threads that are no task's.
package final class Cancellation: Sendable {
    private let flag = Atomic(false)

    package init() {}

    package var isCancelled: Bool { flag.load(ordering: .acquiring) }

    package func cancel() { flag.store(true, ordering: .releasing) }

    /// - Throws: `CancellationError` if it was.
    package func check() throws(CancellationError) {
        if isCancelled { throw CancellationError() }
    }
}
