import Foundation
import SencServing
import Synchronization

/// Answers by path, without a model, and notes what it is told.
final class StubHandler: ServerHandler {
    private struct State {
        var reserved = 0
        var mostReserved = 0
        var isDraining = false
        var waiting: [String: CheckedContinuation<Void, Never>] = [:]
    }

    /// Bytes of bodies that there is room for.
    let room: Int
    /// Requests that are over.
    let records = Mailbox<RequestRecord>()
    /// Requests to `/wait` that have begun, and those whose task was cancelled.
    let begun = Mailbox<String>()
    let cancelled = Mailbox<String>()

    private let begunCount = DispatchSemaphore(value: 0)
    private let finishedCount = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    init(room: Int = .max) { self.room = room }

    var reserved: Int { state.withLock { $0.reserved } }
    var mostReserved: Int { state.withLock { $0.mostReserved } }

    /// Waits for a request to `/wait`, on a thread that may wait.
    func waitUntilBegun() { begunCount.wait() }

    /// Waits until a request is over, on a thread that may wait.
    func waitUntilFinished() { finishedCount.wait() }

    /// Lets a request to `/wait` be answered.
    func letGo(_ id: String) { state.withLock { $0.waiting.removeValue(forKey: id) }?.resume() }

    func refusal(of head: RequestHead) -> ServerResponse? {
        if head.path == "/refused" { return text(401, "no key") }
        return state.withLock { $0.isDraining } ? text(503, "draining") : nil
    }

    func reserve(bytes: Int) -> Bool {
        state.withLock {
            guard $0.reserved + bytes <= room else { return false }
            $0.reserved += bytes
            $0.mostReserved = max($0.mostReserved, $0.reserved)
            return true
        }
    }

    func release(bytes: Int) { state.withLock { $0.reserved -= bytes } }

    func overloaded(_ head: RequestHead) -> ServerResponse { text(429, "overloaded") }
    func tooLarge(_ head: RequestHead) -> ServerResponse { text(413, "too large") }
    func unreadable(_ head: RequestHead, reason: String) -> ServerResponse { text(400, reason) }

    func respond(to request: ServerRequest) async -> ServerResponse {
        let head = request.head
        func number(_ name: String) -> Int { head.parameter(name).flatMap { Int($0) } ?? 0 }
        switch head.path {
        case "/echo":
            return ServerResponse(type: "application/octet-stream", request.body)
        case "/head":
            let lines =
                [head.method, head.path] + head.query.map { "\($0.name)=\($0.value)" }
                + [head.header("host") ?? ""]
            return text(200, lines.joined(separator: "|"))
        case "/headers":
            return ServerResponse(
                headers: [
                    ("x-good", "1"), ("x-bad", "a\r\nx-injected: 1"), ("content-length", "9"),
                ],
                body: .bytes(Array("ok".utf8)))
        case "/empty": return ServerResponse(status: 204)
        case "/big":
            return ServerResponse(
                type: "application/octet-stream", [UInt8](repeating: 7, count: number("bytes")))
        case "/pieces":
            let (count, bytes, fails) = (number("count"), number("bytes"), number("fails") > 0)
            return ServerResponse(
                body: .pieces { write in
                    for index in 0..<count {
                        try await write(
                            [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: bytes))
                    }
                    if fails { throw CancellationError() }
                })
        case "/wait":
            await wait(head.id)
            return text(200, "waited")
        default: return text(404, "nothing here")
        }
    }

    private func wait(_ id: String) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.waiting[id] = continuation }
                begun.put(id)
                begunCount.signal()
                if Task.isCancelled { letGo(id) }
            }
        } onCancel: {
            cancelled.put(id)
            letGo(id)
        }
    }

    func finished(_ record: RequestRecord) {
        records.put(record)
        finishedCount.signal()
    }

    func drain() { state.withLock { $0.isDraining = true } }

    private func text(_ status: Int, _ text: String) -> ServerResponse {
        ServerResponse(status: status, type: "text/plain", Array(text.utf8))
    }
}

/// What one thread leaves for another.
final class Mailbox<Letter: Sendable>: Sendable {
    private let stream: AsyncStream<Letter>
    private let continuation: AsyncStream<Letter>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func put(_ letter: Letter) { continuation.yield(letter) }

    /// The next one, once it is there.
    func next() async -> Letter? {
        for await letter in stream { return letter }
        return nil
    }
}
