internal import Synchronization

/// How many calls are in progress: one that is alone may use threads that others would want.
final class CallsInProgress: Sendable {
    private let count = Atomic(0)

    func during<Result>(_ body: (_ isAlone: Bool) throws -> Result) rethrows -> Result {
        let others = count.wrappingAdd(1, ordering: .relaxed).oldValue
        defer { count.wrappingSubtract(1, ordering: .relaxed) }
        return try body(others == 0)
    }
}
