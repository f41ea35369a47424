import Synchronization

/// The end of a job that keeps what it did, once the user asks for it: nothing more is begun, and
/// what is under way is done if that does not take long.
final class JobStop: Sendable {
    private static let patience = Duration.milliseconds(600)

    private struct State {
        /// When it was first noticed.
        var time: ContinuousClock.Instant?
        var hasEndedReading = false
    }

    private let clock = ContinuousClock()
    private let state = Mutex(State())

    /// Whether nothing more is to be read; asked before each window.
    func endsReading() -> Bool {
        guard Interruption.isAsked else { return false }
        endReading()
        return true
    }

    func endReading() {
        state.withLock { state in
            state.hasEndedReading = true
            if state.time == nil { state.time = clock.now }
        }
    }

    /// Whether there may be more that was not read.
    var hasEndedReading: Bool { state.withLock { $0.hasEndedReading } }

    /// - Throws: `CancellationError` if what is under way takes too long.
    func checkTime() throws {
        guard Interruption.isAsked else { return }
        let isOver = state.withLock { state in
            guard let time = state.time else {
                state.time = clock.now
                return false
            }
            return clock.now - time > Self.patience
        }
        if isOver { throw CancellationError() }
    }
}
