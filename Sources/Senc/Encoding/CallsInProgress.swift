internal import SencFiles
internal import Synchronization

/// How many calls are in progress: one that is alone may use threads that others would want.
final class CallsInProgress: Sendable {
    private let count = Atomic(0)
    private let generation = Atomic(0)

    func during<Result>(_ body: (_ isAlone: Bool) throws -> Result) rethrows -> Result {
        // Of calls that others made when the process was forked nothing is left.
        let current = ForkGate.generation
        if generation.exchange(current, ordering: .relaxed) != current {
            count.store(0, ordering: .relaxed)
        }
        let others = count.wrappingAdd(1, ordering: .relaxed).oldValue
        defer { count.wrappingSubtract(1, ordering: .relaxed) }
        return try body(others == 0)
    }
}
