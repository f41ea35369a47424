import Foundation
import SencMath
import Synchronization
import TestSupport
import Testing

private struct Refusal: Error {}

@Suite(.hangGuard) struct CallQueueTests {
    /// A call that has begun, and lasts until `end` is called.
    private struct LongCall {
        let task: Task<Void, any Error>
        private let gate: DispatchSemaphore

        init(in queue: CallQueue) async {
            let gate = DispatchSemaphore(value: 0)
            let (begun, beginning) = AsyncStream<Void>.makeStream()
            task = Task {
                try await queue.call {
                    beginning.finish()
                    gate.wait()
                }
            }
            self.gate = gate
            for await _ in begun {}
        }

        func end() { gate.signal() }
    }

    /// Counts calls that are made at once.
    private final class Calls: Sendable {
        let counts = Mutex((now: 0, most: 0))

        func begin() {
            counts.withLock { counts in
                counts.now += 1
                counts.most = max(counts.most, counts.now)
            }
        }

        func end() { counts.withLock { $0.now -= 1 } }
    }

    @Test func aCallGivesWhatItsBodyDoes() async throws {
        let queue = CallQueue(limit: 2)
        #expect(try await queue.call { 7 } == 7)
        await #expect(throws: Refusal.self) { try await queue.call { throw Refusal() } }
    }

    @Test(arguments: [1, 3])
    func noMoreCallsAreMadeAtOnceThanAllowed(limit: Int) async throws {
        let queue = CallQueue(limit: limit)
        let calls = Calls()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try await queue.call {
                        calls.begin()
                        calls.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(calls.counts.withLock { $0.now == 0 && 1...limit ~= $0.most })
    }

    @Test func aCallInLineIsMadeWhenItsTurnComes() async throws {
        let queue = CallQueue(limit: 1)
        let first = await LongCall(in: queue)
        async let second = queue.call { 2 }
        first.end()
        try await first.task.value
        #expect(try await second == 2)
    }

    /// It throws while the call before it goes on.
    @Test func aCallThatIsCancelledInLineIsNeverMade() async throws {
        let queue = CallQueue(limit: 1)
        let first = await LongCall(in: queue)
        let second = Task { _ = try await queue.call { Issue.record("is made") } }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        first.end()
        try await first.task.value
    }

    @Test func aCallOfACancelledTaskIsNeverMade() async {
        let queue = CallQueue(limit: 1)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await queue.call { Issue.record("is made") }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
