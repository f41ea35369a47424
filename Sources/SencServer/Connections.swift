import NIOCore
import SencServing
import Synchronization

/// The connections that are open, on their event loop.
final class Connections: Sendable {
    let handler: any ServerHandler
    let limits: ConnectionLimits
    let loop: any EventLoop
    private let state: NIOLoopBoundBox<State>
    /// Whether the event loop is about to end, or has.
    private let isOver = Mutex(false)

    private struct State {
        var open: [Connection] = []
        var isDraining = false
        /// Requests that were accepted and never answered.
        var cut = 0
        var sweep: RepeatedTask?
        var end: Scheduled<Void>?
        var date = HTTPDate()
    }

    init(on loop: any EventLoop, handler: any ServerHandler, limits: ConnectionLimits) {
        (self.loop, self.handler, self.limits) = (loop, handler, limits)
        state = .makeBoxSendingValue(State(), eventLoop: loop)
        // One timer for all: a timer each would be set anew with each request.
        let interval = TimeAmount.nanoseconds(min(limits.clientTime.nanoseconds / 4, 1_000_000_000))
        loop.execute { [self] in
            state.value.sweep = loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) {
                [weak self] _ in self?.closeExpired()
            }
        }
    }

    /// Lets requests that run be answered, closes all else, and cuts what is left after a time.
    func drain(within time: TimeAmount) {
        loop.execute { [self] in
            guard !state.value.isDraining else { return }
            state.value.isDraining = true
            state.value.end = loop.scheduleTask(in: time) { [weak self] in self?.cutAll() }
        }
    }

    /// Ends what goes on without connections.
    /// - Returns: how many requests were accepted and never answered.
    func end() async throws -> Int {
        isOver.withLock { $0 = true }
        return try await loop.submit { [self] in
            state.value.sweep?.cancel()
            state.value.end?.cancel()
            return state.value.cut
        }.get()
    }

    /// Has the event loop do something, from any thread.
    /// - Returns: `false` if there are no connections any more; then it is not done.
    @discardableResult
    func perform(_ body: @escaping @Sendable () -> Void) -> Bool {
        isOver.withLock { isOver in
            if !isOver { loop.execute(body) }
            return !isOver
        }
    }

    // MARK: - On the event loop

    var isDraining: Bool { state.value.isDraining }

    /// The time, as HTTP writes it.
    var date: String { state.value.date.text }

    /// - Returns: whether there is room for it.
    func add(_ connection: Connection) -> Bool {
        if state.value.open.count >= limits.connections { closeIdle() }
        guard state.value.open.count < limits.connections else { return false }
        connection.index = state.value.open.count
        state.value.open.append(connection)
        return true
    }

    func remove(_ connection: Connection) {
        guard let index = connection.index else { return }
        connection.index = nil
        let last = state.value.open.removeLast()
        guard last !== connection else { return }
        state.value.open[index] = last
        last.index = index
    }

    func countCut() { state.value.cut += 1 }

    private func closeExpired() {
        let now = NIODeadline.now()
        // A connection that is closed is removed from those that are gone through.
        for connection in state.value.open where connection.deadline <= now { connection.expire() }
    }

    /// Makes room: a sixteenth of all, those first that would be closed soonest, so those before all
    /// that never sent anything.
    private func closeIdle() {
        let idle = state.value.open.filter(\.isIdle).sorted { $0.deadline < $1.deadline }
        for connection in idle.prefix(max(1, limits.connections / 16)) { connection.close() }
    }

    private func cutAll() {
        for connection in state.value.open { connection.cut() }
    }
}
