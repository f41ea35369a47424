internal import CSenc
internal import SencFiles
internal import SencMath
internal import Synchronization

/// Reports to the caller's function how far a call is.
final class CallProgress: Sendable {
    private nonisolated(unsafe) let function: senc_progress
    private nonisolated(unsafe) let context: UnsafeMutableRawPointer?
    private let call: Call
    private let total: Int
    private let caller = SystemThread.current
    private let most = Mutex(0)

    /// By the thread that makes the call.
    /// - Parameter total: what there is to do.
    /// - Returns: `nil` without a function.
    init?(
        _ function: senc_progress?, _ context: UnsafeMutableRawPointer?, _ call: Call, total: Int
    ) {
        guard let function else { return nil }
        (self.function, self.context) = (function, context)
        (self.call, self.total) = (call, total)
    }

    /// Reports, if this is the thread that makes the call.
    /// - Throws: `CancellationError` if that is to end.
    func report(done: Int) throws {
        guard SystemThread.current == caller else { return }
        let done = most.withLock { most in
            most = max(most, min(done, total))
            return most
        }
        let answer = call.outside { function(context, Int64(done), Int64(total)) }
        guard answer == 0 else { throw CancellationError() }
    }

    /// All is done.
    func finish() throws { try report(done: total) }

    /// Reports on workers who do some of what there is to do; all of it if no range is given.
    /// - Parameters:
    ///   - part: what they do of all that is to be done for each of the range.
    ///   - whole: how much that is.
    func watch(
        _ range: Range<Int>? = nil, part: Range<Int> = 0..<1, of whole: Int = 1
    ) -> WorkerPool.Watch {
        let range = range ?? 0..<total
        return { [self] begun, items in
            let share =
                (Double(part.lowerBound) + Double(part.count) * Double(begun) / Double(items))
                / Double(whole)
            try report(done: range.lowerBound + Int(Double(range.count) * share))
        }
    }
}
